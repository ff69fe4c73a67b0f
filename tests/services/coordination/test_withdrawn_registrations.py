"""A case that was entered by mistake: every other room leaves it out, and takes it back in."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from services.coordination.assembly import Coordination
from services.coordination.docket.docket import ClockFilter
from services.coordination.matters.timeline import timeline
from shared.storage.database import Database
from tests.services.coordination.telling import a_suit, tell
from tests.services.coordination.test_with_a_track import Pair
from tests.support.casework import AGENCY, opened, performed

MATTER = "matter-0001"
DAY = date(2026, 11, 20)
MISTAKE: dict[str, Any] = {"reason": "重复登记", "approved_by": "负责人"}


@pytest.fixture
def pair(coordination: Coordination) -> Pair:
    return Pair(coordination)


def beside_a_suit(pair: Pair) -> str:
    """Return an accepted review of an act that is sued about as well, in one matter."""
    case_id = opened(pair.casework, received_on="2026-02-10", matter_id=MATTER)
    performed(pair.casework, case_id, "accept", on="2026-02-24")
    suit = a_suit(act={"number": "示市监罚〔2024〕7号"}, parties=[])
    tell(pair.coordination, suit.step("receive_notice", court_case_no="(2026)津01行初9号"))
    pair.exchange()
    pair.exchange()
    return case_id


def withdrawn(pair: Pair, case_id: str) -> None:
    performed(pair.casework, case_id, "withdraw_case", **MISTAKE)
    pair.exchange()
    pair.exchange()


def in_docket(pair: Pair) -> set[str]:
    """Return the ids of the cases of which the docket of the agency lists a clock."""
    found = set()
    for status in ("running", "paused", "met", "missed", "cancelled"):
        wanted = ClockFilter(AGENCY["code"], status=status)
        page = pair.coordination.docket.page(wanted, today="2026-11-20", after=None, size=100)
        found |= {row["case_id"] for row in page}
    return found


def reported(pair: Pair) -> set[str]:
    return {case["_id"] for case in pair.reported.of_agency(AGENCY["code"], "2020-01-01")}


def seen(pair: Pair, case_id: str) -> dict[str, Any]:
    """Return what the other rooms show of a case."""
    matter: Mapping[str, Any] = pair.coordination.matters.get(MATTER) or {}
    return {
        "docket": case_id in in_docket(pair),
        "reported": case_id in reported(pair),
        "matter": case_id in matter["cases"],
        "timeline": any(fact["case_id"] == case_id for fact in timeline(matter)),
        "open conflicts": [
            each["code"] for each in matter["conflicts"] if each["status"] == "open"
        ],
        "rights": [each for each in pair.coordination.watch.rows(MATTER, DAY) if each],
    }


def test_docket_matter_conflicts_watch_and_reports_leave_it_out(pair: Pair) -> None:
    case_id = beside_a_suit(pair)
    before = seen(pair, case_id)
    assert before["docket"]
    assert before["reported"]
    assert before["matter"]
    assert before["open conflicts"] == ["parallel-reconsideration-and-suit"]

    withdrawn(pair, case_id)

    after = seen(pair, case_id)
    assert not after["docket"]
    assert not after["reported"]
    assert not after["matter"]
    assert not after["timeline"]
    assert after["open conflicts"] == []
    assert all(each.get("case_id") != case_id for each in after["rights"])
    view = pair.casework.store.matter_view(MATTER)
    assert [each["track"] for each in view["cases"]] == ["litigation"]


def test_a_case_that_was_alone_leaves_an_empty_matter(pair: Pair, database: Database) -> None:
    case_id = opened(pair.casework, received_on="2026-02-10", matter_id=MATTER)
    pair.exchange()
    assert in_docket(pair) == {case_id}

    performed(pair.casework, case_id, "withdraw_case", **MISTAKE)
    pair.exchange()
    pair.exchange()

    assert in_docket(pair) == set()
    assert reported(pair) == set()
    assert pair.matter(case_id)["cases"] == {}
    assert pair.coordination.watch.rows(MATTER, DAY) == []
    watch = database["limitation_watch"].find_one({"_id": MATTER})
    assert watch is not None
    assert watch["standing"] == []
    assert pair.coordination.sweep.run(date(2026, 12, 28)).expired == 0


def test_what_is_restored_is_everywhere_as_it_was(pair: Pair) -> None:
    case_id = beside_a_suit(pair)
    before = seen(pair, case_id)
    withdrawn(pair, case_id)
    entry = pair.case(case_id)["version"]
    said = {"entry": entry, "withdrawn": True, "reason": "撤错了", "approved_by": "负责人"}

    performed(pair.casework, case_id, "correct_entry", **said)
    pair.exchange()
    pair.exchange()

    assert seen(pair, case_id) == before
