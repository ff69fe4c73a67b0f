"""After a first appeal was withdrawn every other party still has its own time to appeal (85)."""

from __future__ import annotations

from typing import Any

import pytest

from shared.http.problems import Problem
from shared.storage.database import Database
from tests.services.litigation.builders import Response, appealed, notice, notified, warned, won
from tests.services.litigation.offices import Office

PLAINTIFFS = [{"name": "王小明"}, {"name": "李小红"}]
ANSWER: dict[str, Any] = {"on": "2024-05-24", "evidence": ["处罚决定书"], "documents": ["处罚法"]}
JUDGMENT: dict[str, Any] = {
    "on": "2024-08-01",
    "kind": "judgment",
    "outcome": "claims_dismissed",
    "lost": False,
    "served_on": "2024-08-05",
}
P1_SERVED: dict[str, Any] = {"on": "2024-08-06", "party": "p1", "served_on": "2024-08-05"}
# 2024-09-14 is a Saturday on which one worked for the Mid-Autumn holiday: the window ends there.
P2_SERVED: dict[str, Any] = {"on": "2024-09-02", "party": "p2", "served_on": "2024-08-30"}
P1_APPEALS: dict[str, Any] = {
    "on": "2024-08-15",
    "by": "opponent",
    "party": "p1",
    "court_received_on": "2024-08-20",
}
P1_WITHDRAWS: dict[str, Any] = {"on": "2024-09-09", "by": "opponent", "party": "p1"}
RULING: dict[str, Any] = {"kind": "ruling", "outcome": "appeal_withdrawn", "lost": False}


def appealed_by_the_first(*services: dict[str, Any]) -> Response:
    """Two plaintiffs; the first appealed. Of the second the service is as told."""
    response = notified(plaintiffs=PLAINTIFFS).does("submit_answer", **ANSWER)
    response.does("record_judgment", **JUDGMENT)
    for service in (P1_SERVED, *services):
        response.does("serve_judgment", **service)
    return response.does("appeal", **P1_APPEALS)


class TestWhileAnotherMayAppeal:
    def test_the_first_judgment_waits_for_the_last_window(self) -> None:
        response = appealed_by_the_first(P2_SERVED).does("withdraw_last_appeal", **P1_WITHDRAWS)

        assert (response.status, response.clock("SS-16", "p2")["status"]) == ("judged", "running")
        assert response.state_of("SS-19") == "cancelled"
        assert "final" not in response.milestones

    def test_another_appeals_within_their_own_window(self) -> None:
        response = appealed_by_the_first(P2_SERVED).does("withdraw_last_appeal", **P1_WITHDRAWS)

        response.does("appeal", on="2024-09-14", by="opponent", party="p2")
        response.does("record_appeal_receipt", on="2024-09-18", court_received_on="2024-09-18")

        assert (response.status, response.clock("SS-16", "p2")["status"]) == ("appealed", "met")
        assert (response.due("SS-19"), response.state_of("SS-19")) == ("2024-12-18", "running")

    def test_the_ruling_alone_does_not_bring_the_effect(self) -> None:
        response = appealed_by_the_first(P2_SERVED)

        problem = response.refuses("record_final_judgment", on="2024-09-09", **RULING)

        assert (problem.code, problem.basis) == ("conflict", "行诉法62、85")
        assert "p2" in problem.detail.en

    def test_an_unknown_service_keeps_the_window_open(self) -> None:
        response = appealed_by_the_first().does("withdraw_last_appeal", **P1_WITHDRAWS)

        assert response.status == "judged"
        assert "opponent-service-unknown" in warned(response)
        response.does("serve_judgment", on="2024-09-20", party="p2", served_on="2024-08-30")
        assert response.clock("SS-16", "p2")["due_on"] == "2024-09-14"

    def test_whoever_withdrew_does_not_appeal_again(self) -> None:
        response = appealed_by_the_first(P2_SERVED).does("withdraw_last_appeal", **P1_WITHDRAWS)

        again = response.refuses("appeal", on="2024-09-10", by="opponent", party="p1")

        assert again.basis == "行诉法85"

    def test_it_ends_a_suspension_too(self) -> None:
        response = appealed_by_the_first(P2_SERVED).does("suspend", on="2024-09-04", ground="87(6)")

        assert response.does("withdraw_last_appeal", **P1_WITHDRAWS).status == "judged"


class TestWhenEveryWindowHasEnded:
    def test_the_ruling_brings_the_effect(self) -> None:
        response = appealed_by_the_first(P2_SERVED)

        response.does("record_final_judgment", on="2024-09-18", **RULING)

        assert (response.status, response.milestones["final"]) == ("final", "2024-09-18")

    def test_the_service_of_the_ruling_decides(self) -> None:
        response = appealed_by_the_first(P2_SERVED)

        response.does("record_final_judgment", on="2024-09-12", served_on="2024-09-18", **RULING)

        assert response.status == "final"

    def test_nothing_is_left_to_wait_for(self) -> None:
        response = appealed_by_the_first(P2_SERVED)

        late = {**P1_WITHDRAWS, "on": "2024-09-18"}

        assert response.refuses("withdraw_last_appeal", **late).basis == "行诉法62、85"

    def test_all_who_appealed_withdraw_one_by_one(self) -> None:
        response = appealed(won()).does("appeal", on="2024-08-16", by="agency")

        at_once = response.refuses("record_final_judgment", on="2024-09-12", **RULING)
        not_the_last = response.refuses("withdraw_last_appeal", on="2024-09-12", by="agency")
        response.does("withdraw_appeal", on="2024-09-12", by="agency")
        response.does("record_final_judgment", on="2024-09-12", **RULING)

        assert {at_once.code, not_the_last.code} == {"conflict"}
        assert response.status == "final"


@pytest.fixture
def office(database: Database) -> Office:
    return Office(database)


def withdrawn_by_the_first(office: Office, command: str, told: dict[str, Any]) -> str:
    case_id = office.opens(notice(plaintiffs=PLAINTIFFS))
    office.does(case_id, "submit_answer", **ANSWER)
    office.does(case_id, "record_judgment", **JUDGMENT)
    for service in (P1_SERVED, P2_SERVED):
        office.does(case_id, "serve_judgment", **service)
    office.does(case_id, "appeal", **P1_APPEALS)
    office.does(case_id, command, **told)
    return case_id


def test_the_effect_comes_by_itself_the_day_after_the_last_window(office: Office) -> None:
    case_id = withdrawn_by_the_first(office, "withdraw_last_appeal", P1_WITHDRAWS)

    office.hears_of_expiry(case_id, "SS-16", "agency")
    assert office.case(case_id)["status"] == "judged"
    office.hears_of_expiry(case_id, "SS-16", "p2")

    case = office.case(case_id)
    assert (case["status"], case["milestones"]["final"]) == ("final", "2024-09-15")


def test_an_appeal_posted_in_time_takes_that_effect_back(office: Office) -> None:
    case_id = withdrawn_by_the_first(office, "withdraw_last_appeal", P1_WITHDRAWS)
    for party in ("agency", "p2"):
        office.hears_of_expiry(case_id, "SS-16", party)

    posted = {"posted_on": "2024-09-14", "posted_by": "express_mail"}
    office.does(case_id, "appeal", on="2024-09-20", by="opponent", party="p2", **posted)

    case = office.case(case_id)
    assert (case["status"], "final" in case["milestones"]) == ("appealed", False)
    assert office.clock(case_id, "SS-16", "p2")["status"] == "met"


@pytest.mark.parametrize("swept", ["before", "after", "never"])
def test_an_appeal_posted_in_time_is_taken_after_the_ruling_brought_the_effect(
    office: Office, swept: str
) -> None:
    told = {**RULING, "on": "2024-09-18"}
    case_id = withdrawn_by_the_first(office, "suspend", {"on": "2024-09-10", "ground": "87(6)"})
    if swept == "before":
        office.hears_of_expiry(case_id, "SS-16", "p2")
    office.does(case_id, "record_final_judgment", **told)
    if swept == "after":
        office.hears_of_expiry(case_id, "SS-16", "p2")

    posted = {"posted_on": "2024-09-14", "posted_by": "express_mail"}
    office.does(case_id, "appeal", on="2024-09-20", by="opponent", party="p2", **posted)

    case = office.case(case_id)
    assert case["status"] == "appealed"
    assert "appeal-in-time-after-withdrawal" in [each["code"] for each in case["warnings"]]


def test_an_appeal_after_its_window_has_to_be_taken_up_by_the_court(office: Office) -> None:
    told = {**RULING, "on": "2024-09-18"}
    case_id = withdrawn_by_the_first(office, "record_final_judgment", told)
    late: dict[str, Any] = {"on": "2024-09-20", "by": "opponent", "party": "p2"}

    with pytest.raises(Problem) as refused:
        office.does(case_id, "appeal", **late)
    assert "taken_up_by_court" in refused.value.detail.en
    office.does(case_id, "appeal", taken_up_by_court=True, **late)

    assert office.case(case_id)["status"] == "appealed"
