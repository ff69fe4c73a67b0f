"""Acts and people of the watch: numbers as they are meant, people as officers decided."""

from __future__ import annotations

from typing import Any

import pytest

from services.coordination.assembly import Coordination
from shared.legal_day import today
from shared.storage.database import Database
from tests.services.coordination.asking import Desk
from tests.services.coordination.telling import Case, a_party, announced, tell

MATTER = "/api/v1/matters/matter-0001"
PETITION, REVIEW = "018f0000a0", "018f0000aa"
SERVED = {"number": "示市监罚〔2026〕7号", "kind": "penalty", "remedies_told": True}
ENTRIES = [f"{PETITION}/p1", f"{REVIEW}/p7"]
OFFICER = {"role": "petition_officer"}


def days_ago(days: int) -> str:
    return today().fromordinal(today().toordinal() - days).isoformat()


def a_petition(*parties: dict[str, Any], **changes: Any) -> Case:
    return Case(
        **{
            "case_id": PETITION,
            "track": "petition",
            "number": "信访〔2026〕1号",
            "status": "accepted",
            "act": {**SERVED, "served_on": days_ago(55)},
            "parties": [a_party("petitioner", id=f"p{n}", **p) for n, p in enumerate(parties, 1)],
            **changes,
        }
    )


def a_review(*parties: dict[str, Any], **changes: Any) -> Case:
    return Case(
        **{
            "case_id": REVIEW,
            "number": "行复〔2026〕1号",
            "act": {"number": "示市监罚[2026]第 07 号"},
            "parties": [a_party("applicant", id=f"p{n}", **p) for n, p in enumerate(parties, 7)],
            **changes,
        }
    )


def rights(coordination: Coordination, right: str = "reconsideration") -> dict[str | None, str]:
    """Return the state of a right by the party whose it is."""
    rows = coordination.watch.rows("matter-0001", today())
    return {row["party"]: row["status"] for row in rows if row["right"] == right}


def lifted(database: Database) -> list[str]:
    return [each["subject"] for each in announced(database, "matter.finding_withdrawn")]


def decide(desk: Desk, what: str, entries: list[str]) -> None:
    body = {"entries": entries, "reason": "身份核对"}
    answer = desk.post(f"{MATTER}/people/{what}", body, **OFFICER)
    assert answer.status_code == 200, answer.get_json()


@pytest.fixture
def unnumbered(coordination: Coordination) -> Coordination:
    """A petitioner without a number beside one who has one, and an applicant without."""
    tell(
        coordination,
        a_petition({}, {"id_number_index": "blind-2"}).step("accept"),
        a_review({}).step("file", on=days_ago(2)),
    )
    return coordination


def test_one_act_whose_number_is_written_in_two_ways_is_one_act(coordination: Coordination) -> None:
    someone = {"id_number_index": "blind-1"}
    tell(
        coordination,
        a_petition(someone).step("accept"),
        a_review(someone).step("file", on=days_ago(2)),
    )

    assert rights(coordination) == {"p7": "used"}
    rows = coordination.watch.rows("matter-0001", today())
    assert {row["act_number"] for row in rows} == {"示市监罚〔2026〕7号"}


def test_people_merged_by_an_officer_have_one_right_and_split_again_two(
    unnumbered: Coordination, desk: Desk
) -> None:
    apart = {"p1": "open", "p2": "open", "p7": "used"}
    assert rights(unnumbered) == apart

    decide(desk, "merge", ENTRIES)
    assert rights(unnumbered) == {"p2": "open", "p7": "used"}

    decide(desk, "split", ENTRIES[:1])
    assert rights(unnumbered) == apart


def test_a_merge_takes_back_the_warning_of_a_right_that_was_used(
    unnumbered: Coordination, desk: Desk, database: Database
) -> None:
    assert unnumbered.sweep.run(today()).limitation_warned == 2
    assert lifted(database) == []

    decide(desk, "merge", ENTRIES)

    # The petition is told of the other petitioner's right again, the application of none.
    assert lifted(database) == [PETITION]
    told = announced(database, "matter.finding_announced")
    assert [each["subject"] for each in told] == [PETITION] * 3
    assert unnumbered.sweep.run(today()).limitation_warned == 0

    decide(desk, "split", ENTRIES[:1])
    assert unnumbered.sweep.run(today()).limitation_warned == 1


def test_one_number_that_an_officer_held_apart_is_two_people(
    coordination: Coordination, desk: Desk
) -> None:
    someone = {"id_number_index": "blind-1"}
    tell(
        coordination,
        a_petition(someone).step("accept"),
        a_review(someone).step("file", on=days_ago(2)),
    )

    decide(desk, "split", ENTRIES[:1])

    assert rights(coordination) == {"p1": "open", "p7": "used"}
    assert coordination.sweep.run(today()).limitation_warned == 1


def test_one_person_entered_twice_in_one_case_has_one_right(
    coordination: Coordination, desk: Desk
) -> None:
    tell(coordination, a_petition({}, {}).step("accept"))
    assert len(rights(coordination)) == 2

    decide(desk, "merge", [f"{PETITION}/p1", f"{PETITION}/p2"])

    assert rights(coordination) == {"p1": "open"}
    assert coordination.sweep.run(today()).limitation_warned == 1


def test_a_decision_whose_process_was_killed_is_reckoned_with_by_the_next_sweep(
    unnumbered: Coordination, database: Database
) -> None:
    unnumbered.sweep.run(today())
    unnumbered.watch.look_again("matter-0001")
    decision = {"id": "d1", "what": "merged", "entries": ENTRIES, "others": [], "at": "2026-01-01"}
    database["matters"].update_one({"_id": "matter-0001"}, {"$set": {"people": [decision]}})

    unnumbered.sweep.run(today())

    assert lifted(database) == [PETITION]
