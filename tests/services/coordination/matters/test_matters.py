"""A matter gathers the cases of one dispute, and tells the tracks what the others do."""

from __future__ import annotations

from typing import Any

import pytest

from services.coordination.assembly import Coordination
from shared.storage.database import Database
from tests.services.coordination.telling import (
    AGENCY,
    OTHER_AGENCY,
    Case,
    a_clock,
    a_party,
    a_suit,
    announced,
    tell,
)


def matter(database: Database, matter_id: str = "matter-0001") -> Any:
    return database["matters"].find_one({"_id": matter_id})


def a_petition(**changes: Any) -> Case:
    return Case(
        **{
            "case_id": "018f0000a0",
            "track": "petition",
            "number": "信访〔2024〕1号",
            "status": "registered",
            "parties": [a_party("petitioner", id_number_index="blind-1")],
            **changes,
        }
    )


def test_a_case_alone_is_a_matter_of_which_nobody_need_hear(
    coordination: Coordination, database: Database
) -> None:
    case = Case()
    tell(coordination, case.step("file"))
    case.status = "accepted"
    tell(coordination, case.step("accept", milestones={"accepted": "2024-05-09"}))

    assert announced(database) == []
    found = matter(database)
    assert (found["version"], found["published"]) == (2, 2)
    assert "pending" not in found
    assert found["cases"]["018f0000aa"]["status"] == "accepted"
    assert found["agencies"] == [AGENCY]


def test_a_case_that_goes_to_a_superior_is_told_though_it_is_alone(
    coordination: Coordination, database: Database
) -> None:
    case = Case()
    tell(coordination, case.step("file"))
    case.status = "elevated"
    elevation = case.step("record_elevation", milestones={"elevated": "2024-05-20"})
    tell(coordination, elevation)
    tell(coordination, elevation)

    [event] = announced(database)
    [told] = event["data"]["cases"]
    assert (event["type"], told["status"], told["milestones"]) == (
        "matter.changed",
        "elevated",
        {"elevated": "2024-05-20"},
    )


def test_a_second_case_that_joins_is_told_to_all(
    coordination: Coordination, database: Database
) -> None:
    tell(coordination, a_petition().step("register", milestones={"received": "2024-05-06"}))
    tell(coordination, Case(status="invited").step("invite", on="2024-05-09"))

    (event,) = announced(database)
    assert event["type"] == "matter.changed"
    assert event["id"] == "matter-0001.2.1"
    assert event["subject"] == event["matterid"] == "matter-0001"
    assert event["data"] == {
        "cases": [
            {
                "track": "petition",
                "case_id": "018f0000a0",
                "number": "信访〔2024〕1号",
                "status": "registered",
                "phase": "open",
                "act_number": "示市监罚〔2024〕7号",
                "agency_code": AGENCY["code"],
                "parties": [
                    {
                        "role": "petitioner",
                        "kind": "person",
                        "id_number_index": "blind-1",
                        "code": None,
                    }
                ],
                "milestones": {"received": "2024-05-06"},
                "on": "2024-05-08",
                "origin": None,
            },
            {
                "track": "reconsideration",
                "case_id": "018f0000aa",
                "number": "行复〔2024〕1号",
                "status": "invited",
                "phase": "open",
                "act_number": "示市监罚〔2024〕7号",
                "agency_code": AGENCY["code"],
                "parties": [
                    {
                        "role": "applicant",
                        "kind": "person",
                        "id_number_index": "blind-1",
                        "code": None,
                    },
                    {
                        "role": "respondent",
                        "kind": "agency",
                        "id_number_index": None,
                        "code": "11120101MB0000003X",
                    },
                ],
                "milestones": {},
                "on": "2024-05-09",
                "origin": None,
            },
        ]
    }


def test_only_a_change_of_state_is_told_again(
    coordination: Coordination, database: Database
) -> None:
    petition, case = a_petition(), Case()
    tell(coordination, petition.step("register"), case.step("file"))
    tell(coordination, case.step("assign"), case.step("assign_officers"))
    assert len(announced(database)) == 1

    case.status = "accepted"
    tell(coordination, case.step("accept"))

    assert len(announced(database)) == 2
    told = announced(database)[-1]["data"]["cases"]
    assert [each["status"] for each in told] == ["registered", "accepted"]


def test_steps_handled_again_change_nothing(coordination: Coordination, database: Database) -> None:
    petition, case = a_petition(), Case()
    steps = [petition.step("register"), case.step("file")]
    case.status = "accepted"
    steps.append(case.step("accept"))
    tell(coordination, *steps)
    before, told = matter(database), announced(database)
    settled = {**before, "published": before["version"]}
    settled.pop("pending", None)

    tell(coordination, *steps, steps[1])

    assert matter(database) == settled
    assert announced(database) == told


def test_a_long_matter_keeps_its_older_steps_beside_it_and_knows_them_all(
    coordination: Coordination, database: Database
) -> None:
    long = coordination.matters.shelf.long
    long.large_bytes = long.kept_bytes = 0
    case = a_petition()
    steps = [case.step("register"), *(case.step("assign") for _ in range(39))]
    tell(coordination, *steps)
    late, before = steps.pop(3), matter(database)

    tell(coordination, *steps, late)

    found = coordination.matters.get("matter-0001")
    assert found is not None
    assert [entry["version"] for entry in found["history"]] == list(range(1, 41))
    assert len(matter(database)["history"]) < 16
    assert matter(database)["version"] == before["version"]


def test_a_silent_step_waits_behind_one_that_is_not_yet_published(
    coordination: Coordination, database: Database
) -> None:
    petition, case = a_petition(), Case()
    tell(coordination, petition.step("register"), case.step("file"), case.step("assign"))

    found = matter(database)
    assert (found["version"], found["published"], found["pending"]) == (3, 1, True)
    assert [event["id"] for event in announced(database)] == ["matter-0001.2.1"]
    assert "pending" not in matter(database)


def test_the_number_of_the_court_is_kept_and_told(
    coordination: Coordination, database: Database
) -> None:
    suit = a_suit()
    tell(coordination, a_petition().step("register"))
    tell(coordination, suit.step("receive_notice", court_case_no="(2024)津01行初9号"))
    suit.status = "answered"
    tell(coordination, suit.step("submit_answer"))

    told = announced(database, "matter.changed")[-1]["data"]["cases"]
    assert [each.get("court_case_no") for each in told] == [None, "(2024)津01行初9号"]


def test_every_agency_that_handled_a_case_stays_concerned(
    coordination: Coordination, database: Database
) -> None:
    petition = a_petition()
    tell(coordination, petition.step("register"))
    petition.agency = dict(OTHER_AGENCY)
    tell(coordination, petition.step("transfer"))

    assert matter(database)["agencies"] == [AGENCY, OTHER_AGENCY]


def accepted_and_sued(coordination: Coordination) -> tuple[Case, Case]:
    case, suit = Case(status="accepted"), a_suit()
    tell(coordination, case.step("accept", on="2024-05-09"))
    tell(coordination, suit.step("receive_notice", on="2024-05-10"))
    return case, suit


def test_reconsideration_and_suit_on_one_act_are_a_conflict_found_once(
    coordination: Coordination, database: Database
) -> None:
    case, suit = accepted_and_sued(coordination)
    tell(coordination, case.step("hear_parties"), suit.step("assign_agents"))

    (event,) = announced(database, "matter.conflict_found")
    data = event["data"]
    assert (data["code"], data["severity"], data["basis"], data["found_on"]) == (
        "parallel-reconsideration-and-suit",
        "blocking",
        "行政复议法29¶1；行政复议法29¶2、30¶1(7)",
        "2024-05-10",
    )
    assert data["cases"] == [
        {"track": "reconsideration", "case_id": "018f0000aa", "number": "行复〔2024〕1号"},
        {"track": "litigation", "case_id": "018f0000bb", "number": "行诉〔2024〕1号"},
    ]
    assert len(matter(database)["conflicts"]) == 1


def test_a_conflict_is_announced_to_each_of_its_cases_as_a_finding(
    coordination: Coordination, database: Database
) -> None:
    accepted_and_sued(coordination)

    findings = announced(database, "matter.finding_announced")
    assert [
        (each["subject"], each["data"]["track"], each["data"]["payload"]["case_id"])
        for each in findings
    ] == [
        ("018f0000aa", "reconsideration", "018f0000bb"),
        ("018f0000bb", "litigation", "018f0000aa"),
    ]
    assert findings[0]["data"]["payload"]["code"] == "parallel-reconsideration-and-suit"


@pytest.mark.parametrize(
    ("reconsideration", "suit"),
    [
        ({"status": "filed"}, {}),
        ({"status": "correction_requested"}, {}),
        ({"status": "invited"}, {}),
        ({"status": "decided", "phase": "ended"}, {}),
        ({"status": "accepted"}, {"status": "suggested"}),
        ({"status": "accepted"}, {"status": "withdrawn", "phase": "ended"}),
        ({"status": "accepted"}, {"act": {"number": "另一决定〔2024〕8号"}}),
        ({"status": "accepted"}, {"matter_id": "matter-0002"}),
        ({"status": "accepted"}, {"parties": [a_party("plaintiff", id_number_index="blind-2")]}),
    ],
)
def test_what_the_law_allows_side_by_side_is_no_conflict(
    coordination: Coordination,
    database: Database,
    reconsideration: dict[str, Any],
    suit: dict[str, Any],
) -> None:
    tell(coordination, Case(**reconsideration).step("file"), a_suit(**suit).step("receive_notice"))

    assert announced(database, "matter.conflict_found") == []


@pytest.mark.parametrize(
    "suit",
    [
        {"act": {}},
        {"status": "judged"},
        {"status": "appealed"},
        {"parties": [a_party("plaintiff")]},
    ],
)
def test_a_pending_suit_of_perhaps_the_same_person_on_perhaps_the_same_act_is_a_conflict(
    coordination: Coordination, database: Database, suit: dict[str, Any]
) -> None:
    tell(coordination, Case(status="suspended").step("suspend"), a_suit(**suit).step("assign"))

    assert len(announced(database, "matter.conflict_found")) == 1


def test_a_conflict_stays_on_the_matter_after_one_side_ended(
    coordination: Coordination, database: Database
) -> None:
    case, _ = accepted_and_sued(coordination)
    case.status, case.phase = "terminated", "ended"
    tell(coordination, case.step("terminate"))

    assert len(matter(database)["conflicts"]) == 1
    assert len(announced(database, "matter.conflict_found")) == 1


def test_a_matter_keeps_no_names_and_no_titles(
    coordination: Coordination, database: Database
) -> None:
    tell(coordination, Case().step("file", clocks=[a_clock()], sealed="sealed:v1:x"))

    assert "sealed" not in str(matter(database))
    assert "案件" not in str(matter(database))
