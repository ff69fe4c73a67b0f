"""What a superior takes over is opened there by the elevation itself, once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any

import pytest

from services.reconsideration.elevation_reactions import superiors_case
from shared.casework.entry import Request
from shared.casework.guarding import Actor
from shared.http.problems import Problem
from shared.http.schemas import load
from shared.storage.database import Database
from tests.services.reconsideration.builders import act
from tests.services.reconsideration.offices import Office
from tests.support.offices import codes, refused
from tests.support.track_office import event

SUPERIOR = {"code": "111200000000000021", "name": "某省人民政府"}
THERE = Actor("officer-9", "reconsideration_officer", SUPERIOR["code"], SUPERIOR["name"])
FILING: dict[str, Any] = {
    "act": act(made_on="2026-09-01", served_on="2026-09-02"),
    "received_on": "2026-09-10",
    "third_parties": [{"name": "邻居赵六"}],
    "title": "不服处罚",
}
ELEVATION: dict[str, Any] = {
    "on": "2026-09-24",
    "superior": SUPERIOR,
    "notice_received_on": "2026-09-24",
    "decision_number": "某政提〔2026〕2号",
}


class Hall(Office):
    """An agency below and its superior, who share one service."""

    def elevated(self, filing: dict[str, Any] = FILING, **changes: Any) -> str:
        case_id = self.opens(**filing)
        self.does(case_id, "accept", on="2026-09-14", procedure="ordinary")
        self.does(case_id, "record_elevation", **{**ELEVATION, **changes})
        return case_id

    def hears_of_the_matter(self, case_id: str, *, sequence: int = 2) -> None:
        """Take in that the matter changed, as coordination tells it after every step."""
        case = self.case(case_id)
        told = {
            "track": "reconsideration",
            "case_id": case_id,
            "number": case["number"],
            "status": case["status"],
            "milestones": case["milestones"],
            "act_number": (case["act"] or {}).get("number"),
        }
        self.hears(event("matter.changed", "matter-0001", {"cases": [told]}, sequence=sequence))

    def above(self, case_id: str) -> dict[str, Any]:
        return self.case(self.case(case_id)["facts"]["superior_case"])

    def there(self, case_id: str, command: str, **raw: Any) -> None:
        found = self.casework.command(command)
        self.casework.perform(case_id, Request(found, load(found.schema(), raw), THERE))

    def count(self) -> int:
        return self.casework.store.cases.count_documents({})


@pytest.fixture
def hall(database: Database) -> Hall:
    return Hall(database)


def test_the_superiors_case_holds_what_the_one_below_knows(hall: Hall) -> None:
    below = hall.elevated()

    hall.hears_of_the_matter(below)

    case = hall.above(below)
    assert (case["status"], case["agency"]) == ("taken_over", SUPERIOR)
    assert [(each["role"], each["name"]) for each in case["parties"]] == [
        ("applicant", "王小明"),
        ("third_party", "邻居赵六"),
        ("respondent", hall.case(below)["parties"][-1]["name"]),
    ]
    assert case["act"] == hall.case(below)["act"]
    assert case["facts"]["requests"] == hall.case(below)["facts"]["requests"]
    assert case["title"] == "不服处罚"
    assert case["facts"]["decision_number"] == "某政提〔2026〕2号"
    assert case["milestones"]["accepted"] == "2026-09-14"
    assert case["clocks"] == []  # the time for decision waits for the file (40¶3)


def test_what_is_stayed_below_stays_so_until_the_superior_lifts_it(hall: Hall) -> None:
    case_id = hall.opens(**FILING)
    hall.does(case_id, "accept", on="2026-09-14", procedure="ordinary")
    hall.does(case_id, "stay_enforcement", on="2026-09-15", ground="42(1)")
    hall.does(case_id, "record_elevation", **ELEVATION)
    hall.hears_of_the_matter(case_id)
    above = hall.above(case_id)
    assert above["facts"]["enforcement_stayed"] is True

    hall.there(above["_id"], "lift_stay", on="2026-09-28", reason="停止执行的原因已消除")

    assert hall.above(case_id)["facts"]["enforcement_stayed"] is False


def test_an_application_of_which_the_act_is_not_known_yet_is_taken_over_too(hall: Hall) -> None:
    below = hall.elevated({**FILING, "act": {}})
    assert hall.case(below)["act"] is None

    hall.hears_of_the_matter(below)

    assert (hall.above(below)["status"], hall.above(below)["act"]) == ("taken_over", None)


def test_both_cases_name_each_other_in_one_matter(hall: Hall) -> None:
    below = hall.elevated()

    hall.hears_of_the_matter(below)

    case, first = hall.above(below), hall.case(below)
    assert case["matter_id"] == first["matter_id"]
    assert (case["origin"]["case_id"], case["origin"]["kind"]) == (below, "elevation")
    assert first["facts"]["superior_case_number"] == case["number"]


def test_the_numbers_of_who_applies_are_found_there_too(hall: Hall) -> None:
    below = hall.elevated()

    hall.hears_of_the_matter(below)

    index = hall.case(below)["parties"][0]["id_number_index"]
    assert hall.above(below)["parties"][0]["id_number_index"] == index


def test_it_is_opened_once_however_often_the_matter_changes(hall: Hall) -> None:
    below = hall.elevated()

    for sequence in (2, 2, 3, 7):
        hall.hears_of_the_matter(below, sequence=sequence)

    assert hall.count() == 2


def test_two_workers_at_once_open_one(hall: Hall) -> None:
    below = hall.elevated()

    def hears(sequence: int) -> None:
        # Who comes second at the case below is parked, and hears again.
        with suppress(Problem):
            hall.hears_of_the_matter(below, sequence=sequence)

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(hears, range(2, 8)))

    hall.hears_of_the_matter(below, sequence=8)
    assert hall.count() == 2
    assert hall.history_of(below).count("note_superior_case") == 1


def test_the_file_that_goes_up_before_the_news_loses_nothing(hall: Hall) -> None:
    below = hall.elevated()
    hall.does(below, "hand_file_up", on="2026-09-25")
    hall.does(below, "close", on="2026-09-28")

    hall.hears_of_the_matter(below)

    assert hall.above(below)["status"] == "taken_over"


def test_the_time_for_decision_runs_anew_from_the_receipt_of_the_file(hall: Hall) -> None:
    below = hall.elevated()
    hall.hears_of_the_matter(below)
    above = hall.above(below)["_id"]

    hall.there(above, "receive_file", on="2026-10-10", received_on="2026-10-09")

    [clock] = hall.case(above)["clocks"]
    assert (clock["rule"], clock["started_on"], clock["due_on"]) == (
        "FY-18",
        "2026-10-09",
        "2026-12-08",
    )
    assert hall.case(above)["status"] == "accepted"
    assert hall.clock(below, "FY-18")["status"] == "cancelled"


def test_a_file_does_not_arrive_before_it_was_called_for(hall: Hall) -> None:
    below = hall.elevated()
    hall.hears_of_the_matter(below)
    above = hall.above(below)["_id"]

    with pytest.raises(Problem) as caught:
        hall.there(above, "receive_file", on="2026-10-10", received_on="2026-09-23")

    assert caught.value.code == "date-out-of-order"


def test_the_case_below_shows_no_second_application(hall: Hall) -> None:
    below = hall.elevated()

    hall.hears_of_the_matter(below)

    assert "earlier-application" not in codes(hall, hall.above(below)["_id"])


def test_what_the_superior_has_is_not_taken_back_below(hall: Hall) -> None:
    below = hall.elevated()
    hall.hears_of_the_matter(below)

    assert hall.history_of(below)[-1] == "note_superior_case"


def test_an_agency_does_not_take_over_from_itself(hall: Hall) -> None:
    case_id = hall.opens(**FILING)
    hall.does(case_id, "accept", on="2026-09-14", procedure="ordinary")
    own = {"code": hall.case(case_id)["agency"]["code"], "name": "本机关"}

    problem = refused(hall, case_id, "record_elevation", **{**ELEVATION, "superior": own})

    assert (list(problem.errors or {}), problem.basis) == (["superior.code"], "2026条例40")


def test_a_superior_without_its_code_could_not_see_its_case(hall: Hall) -> None:
    case_id = hall.opens(**FILING)
    hall.does(case_id, "accept", on="2026-09-14", procedure="ordinary")

    nameless = {**ELEVATION, "superior": {"name": SUPERIOR["name"]}}
    problem = refused(hall, case_id, "record_elevation", **nameless)

    assert (problem.status, list(problem.errors or {})) == (409, ["superior.code"])


def test_papers_that_still_count_are_listed(hall: Hall) -> None:
    case = hall.case(hall.elevated())
    paper = {"kind": "application/pdf", "size": 3, "by": None}
    case["facts"] = {
        **case["facts"],
        "attachments": [
            {**paper, "id": "a", "sha256": "1" * 64, "name": "申请书.pdf"},
            {**paper, "id": "b", "sha256": "2" * 64, "name": "误传.pdf"},
        ],
        "withdrawn_attachments": [{"attachment": "b", "reason": "误传"}],
    }

    assert superiors_case(case)["papers"] == [
        {"name": "申请书.pdf", "kind": "application/pdf", "sha256": "1" * 64}
    ]


def test_who_stepped_in_takes_part_there(hall: Hall) -> None:
    case_id = hall.opens(**FILING)
    hall.does(case_id, "accept", on="2026-09-14", procedure="ordinary")
    hall.does(
        case_id,
        "succeed_party",
        on="2026-09-21",
        party="p1",
        ground="death",
        happened_on="2026-09-18",
        successors=[{"name": "王大明"}],
    )
    hall.does(case_id, "record_elevation", **ELEVATION)

    hall.hears_of_the_matter(case_id)

    applicants = [each for each in hall.above(case_id)["parties"] if each["role"] == "applicant"]
    assert [each["name"] for each in applicants] == ["王大明"]
