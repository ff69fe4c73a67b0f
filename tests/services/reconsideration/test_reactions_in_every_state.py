"""What others tell is neither lost nor misread, in whatever state the case is by then."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from shared.casework.outside_mediation import MEDIATION_OUTCOMES
from shared.storage.database import Database
from tests.services.reconsideration.builders import ID_NUMBER, NEW_OFFICERS, plaintiff, suit
from tests.services.reconsideration.offices import Office
from tests.services.reconsideration.test_reactions import mediation
from tests.support.track_office import event

Course = tuple[tuple[str, dict[str, Any]], ...]
ACCEPTED: Course = (("accept", {"on": "2024-05-13", "procedure": "ordinary"}),)
HEARD: Course = (
    *ACCEPTED,
    ("assign_officers", {"on": "2024-05-20", "officers": NEW_OFFICERS}),
    ("hear_parties", {"on": "2024-05-22", "method": "phone"}),
)
DECIDED: Course = (
    *HEARD,
    ("decide", {"on": "2024-06-10", "kind": "revoke", "articles": ["64¶1(2)"]}),
)
SERVED: Course = (
    *DECIDED,
    (
        "serve_decision",
        {"on": "2024-06-11", "party": "p1", "method": "direct", "served_on": "2024-06-11"},
    ),
)
STATEMENT = {"on": "2024-06-10", "terms": "退还罚款", "signed_by_all": True}
COURSES: dict[str, Course] = {
    "filed": (),
    "correction_requested": (("request_correction", {"on": "2024-05-10", "items": ["证据"]}),),
    "accepted": ACCEPTED,
    "suspended": (*ACCEPTED, ("suspend", {"on": "2024-05-20", "ground": "39(8)"})),
    "decided": DECIDED,
    "settled": (*ACCEPTED, ("issue_mediation_statement", STATEMENT)),
    "rejected": (("reject", {"on": "2024-05-13", "ground": "30(5)", "reason": "不属于复议范围"}),),
    "terminated": (("withdraw", {"on": "2024-05-12", "reason": "自愿撤回"}),),
    "closed": (*SERVED, ("close", {"on": "2024-06-12", "reason": "案卷已齐"})),
}
SUED: dict[str, Any] = {"parties": [{**plaintiff(ID_NUMBER), "code": None}], "on": "2024-06-24"}


@pytest.fixture
def office(database: Database) -> Office:
    return Office(database)


def led(office: Office, state: str) -> str:
    case_id = office.opens()
    for command, payload in COURSES[state]:
        office.does(case_id, command, **payload)
    assert office.case(case_id)["status"] == state
    return case_id


def twice(hears: Callable[[], None]) -> None:
    """Deliver the same event once more, as a bus may."""
    hears()
    hears()


@pytest.mark.parametrize("state", COURSES)
@pytest.mark.parametrize("outcome", MEDIATION_OUTCOMES)
def test_the_end_of_a_mediation_is_on_record_once(office: Office, state: str, outcome: str) -> None:
    case_id = led(office, state)

    twice(lambda: office.hears(mediation(outcome, case_id)))

    case = office.case(case_id)
    assert case["status"] == state
    [known] = case["facts"]["mediation_outcomes"]
    assert (known["mediation_id"], known["outcome"]) == ("mediation-1", outcome)


def hears_of_a_suit(office: Office, case_id: str) -> None:
    brought = suit(milestones={"docketed": "2024-06-20"}, court_case_no="行初7号", **SUED)
    office.hears(event("matter.changed", "matter-0001", {"cases": [brought]}, sequence=8))
    finding = {
        "code": "suit-linked",
        "basis": "行政诉讼法45",
        "text": {"zh": "已起诉", "en": "a suit follows"},
        "track": "litigation",
        "case_id": brought["case_id"],
        "kind": "suit-linked",
    }
    told = {"track": "reconsideration", "subject_case_id": case_id, "payload": finding}
    office.hears(event("matter.finding_announced", "matter-0001", told, sequence=9))


@pytest.mark.parametrize("state", COURSES)
def test_a_suit_is_noted_and_recorded_where_there_is_something_to_sue_on(
    office: Office, state: str
) -> None:
    case_id = led(office, state)

    twice(lambda: hears_of_a_suit(office, case_id))

    case = office.case(case_id)
    assert case["status"] == state
    assert [each["code"] for each in case["warnings"]].count("suit-linked") == 1
    suits = [each["docketed_on"] for each in case["facts"].get("suits", [])]
    ended = state in {"decided", "settled", "rejected", "terminated", "closed"}
    assert suits == (["2024-06-20"] if ended else [])
