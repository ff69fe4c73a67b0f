"""Entries that stand or fall with one another are corrected, or withdrawn, in one step."""

from __future__ import annotations

from typing import Any

import pytest

from shared.casework.recorded_course import RecordedCourse
from shared.events.outlet import Outlet
from shared.http.problems import Problem
from shared.storage.database import Database
from tests.casework.calling import Caller
from tests.casework.test_late_news import assert_history_tells_the_state, clock_of, entries
from tests.casework.test_reacting import Office
from tests.support.casework import OFFICER, asked, opened, performed

APPROVED = {"reason": "收文登记有误", "approved_by": "负责人甲"}


@pytest.fixture
def office(database: Database) -> Office:
    return Office(database)


def right(entry: int, **changes: Any) -> dict[str, Any]:
    listed = [{"field": name, "value": value} for name, value in changes.items()]
    return {"entry": entry, "corrected": listed}


def withdrawn(entry: int) -> dict[str, Any]:
    return {"entry": entry, "withdrawn": True}


def corrects(office: Office, case_id: str, first: dict[str, Any], *others: Any) -> dict[str, Any]:
    said: dict[str, Any] = {**first, **APPROVED, **({"others": list(others)} if others else {})}
    return performed(office.casework, case_id, "correct_entry", **said)


def refused(office: Office, case_id: str, first: dict[str, Any], *others: Any) -> Problem:
    before = office.casework.find(case_id)
    with pytest.raises(Problem) as caught:
        corrects(office, case_id, first, *others)
    assert office.casework.find(case_id) == before
    return caught.value


def course(office: Office, case_id: str) -> list[tuple[str, str]]:
    steps = RecordedCourse(office.casework).of(office.casework.find(case_id))
    return [(step.command, step.on.isoformat()) for step in steps]


def said(office: Office, case_id: str, entry: dict[str, Any]) -> dict[str, Any]:
    return dict(office.casework.payload(case_id, entry))


def filed(office: Office, received_on: str) -> str:
    return opened(office.casework, received_on=received_on, act={"made_on": "2026-10-08"})


def accepted_and_decided(office: Office) -> str:
    case_id = filed(office, "2026-11-02")
    performed(office.casework, case_id, "accept", on="2026-11-04")
    performed(office.casework, case_id, "decide", on="2026-11-06")
    return case_id


class TestSeveralEntries:
    def test_what_each_alone_would_contradict_is_put_right_together(self, office: Office) -> None:
        """Received on 10-12 and accepted on 10-14: each day alone is refused by the other."""
        case_id = filed(office, "2026-11-16")
        performed(office.casework, case_id, "accept", on="2026-11-17")
        received, accepted = right(1, received_on="2026-10-12"), right(2, on="2026-10-14")
        assert refused(office, case_id, received).entry == 2
        assert refused(office, case_id, accepted).code == "date-out-of-order"

        case = corrects(office, case_id, received, accepted)

        assert case["milestones"] == {"received": "2026-10-12", "accepted": "2026-10-14"}
        assert clock_of(case, "FY-08")["status"] == "met"
        assert clock_of(case, "FY-18")["started_on"] == "2026-10-14"
        assert_history_tells_the_state(office, case_id)

    def test_each_is_an_entry_of_its_own_in_one_write(self, office: Office) -> None:
        case_id = accepted_and_decided(office)

        corrects(office, case_id, right(2, on="2026-11-09"), right(3, on="2026-11-12"))

        first, second = entries(office, case_id)[3:]
        assert [each["command"] for each in (first, second)] == ["correct_entry"] * 2
        assert said(office, case_id, first) == {**right(2, on="2026-11-09"), **APPROVED}
        assert said(office, case_id, second) == {**right(3, on="2026-11-12"), **APPROVED}
        assert [first["amends"]["corrects"], second["amends"]["corrects"]] == [2, 3]
        assert second["actor"]["id"] == first["actor"]["id"] == OFFICER.subject
        assert office.casework.get(case_id)["superseded"] == {
            "2": {"by": 4, "how": "corrected"},
            "3": {"by": 5, "how": "corrected"},
        }
        assert_history_tells_the_state(office, case_id)

    def test_each_is_told_with_what_its_step_settled(self, office: Office) -> None:
        case_id = accepted_and_decided(office)

        corrects(office, case_id, right(2, on="2026-11-09"), right(3, on="2026-11-12"))

        outlet = Outlet(office.casework.store.cases.database, "reconsiderations", "reconsideration")
        (waiting,) = outlet.pending(10)
        first, second = (each.data for each in waiting.events[3:])
        assert first["milestones"] == {"accepted": "2026-11-09", "decided": "2026-11-12"}
        assert second["milestones"] == {"decided": "2026-11-12"}
        assert second["corrects"] == {
            "command": "decide",
            "on": "2026-11-06",
            "version": 3,
            "corrected_on": "2026-11-12",
        }
        assert (second["status"], second["previous_status"]) == ("decided", "decided")

    def test_an_effect_that_the_right_days_have_comes_after_them(self, office: Office) -> None:
        """Received on 10-12, never accepted before 10-20: accepted by law on 10-19 (复议法30¶3)."""
        case_id = filed(office, "2026-11-16")
        performed(office.casework, case_id, "note", on="2026-11-17", text="来电")

        corrects(office, case_id, right(1, received_on="2026-10-12"), right(2, on="2026-10-21"))

        made = [(each["version"], each["command"]) for each in entries(office, case_id)[2:]]
        assert made == [(3, "correct_entry"), (4, "correct_entry"), (5, "deem_accepted")]
        assert course(office, case_id) == [
            ("file", "2026-10-12"),
            ("deem_accepted", "2026-10-19"),
            ("note", "2026-10-21"),
        ]
        assert_history_tells_the_state(office, case_id)

    def test_a_step_that_still_contradicts_refuses_all_of_them(self, office: Office) -> None:
        case_id = accepted_and_decided(office)
        performed(office.casework, case_id, "note", on="2026-11-10", text="来电")

        problem = refused(office, case_id, right(2, on="2026-11-09"), right(4, text="来信"))

        assert (problem.code, problem.entry) == ("conflict", 3)

    @pytest.mark.parametrize(
        ("other", "field"),
        [
            (right(2, on="2026-11-05"), "others.0.entry"),
            (right(9, on="2026-11-05"), "others.0.entry"),
            (right(3, colour="red"), "others.0.corrected.colour"),
            ({"entry": 3}, "others.0.corrected"),
            ({**right(3, on="2026-11-09"), "withdrawn": True}, "others.0.corrected"),
            ({"entry": 3, "withdrawn": False}, "others.0.withdrawn"),
        ],
    )
    def test_each_is_held_to_the_rules_of_its_entry(
        self, office: Office, other: dict[str, Any], field: str
    ) -> None:
        case_id = accepted_and_decided(office)

        problem = refused(office, case_id, right(2, on="2026-11-05"), other)

        assert (problem.status, list(problem.errors or {})) == (422, [field])

    def test_a_moved_last_day_needs_approval_whichever_moves_it(self, office: Office) -> None:
        case_id = filed(office, "2026-11-02")
        performed(office.casework, case_id, "accept", on="2026-11-04")
        with pytest.raises(Problem) as caught:
            performed(
                office.casework,
                case_id,
                "correct_entry",
                **right(1, content="请求确认违法"),
                reason="收文登记有误",
                others=[right(2, on="2026-11-06")],
            )
        assert caught.value.status == 428

    def test_sent_again_it_is_one_correction(self, office: Office) -> None:
        case_id = accepted_and_decided(office)
        raw = {**right(2, on="2026-11-09"), **APPROVED, "others": [right(3, on="2026-11-12")]}
        request = asked(office.casework, "correct_entry", raw, key="once")

        first = office.casework.perform(case_id, request)
        again = office.casework.perform(case_id, request)

        assert (first.repeated, again.repeated) == (False, True)
        assert again.case["version"] == 5

    def test_a_rehearsal_shows_all_of_them_and_enters_none(self, office: Office) -> None:
        case_id = accepted_and_decided(office)
        raw = {**right(2, on="2026-11-09"), **APPROVED, "others": [right(3, on="2026-11-12")]}
        request = asked(office.casework, "correct_entry", raw, dry_run=True)

        shown = office.casework.perform(case_id, request).case

        assert shown["milestones"]["accepted"] == "2026-11-09"
        assert shown["milestones"]["decided"] == "2026-11-12"
        assert office.casework.get(case_id)["version"] == 3

    def test_corrected_together_and_back_is_where_it_began(self, office: Office) -> None:
        case_id = accepted_and_decided(office)
        before = office.casework.get(case_id)

        corrects(office, case_id, right(2, on="2026-11-09"), right(3, on="2026-11-12"))
        case = corrects(office, case_id, right(3, on="2026-11-06"), right(2, on="2026-11-04"))

        assert case["clocks"] == before["clocks"]
        assert case["milestones"] == before["milestones"]
        assert_history_tells_the_state(office, case_id)

    def test_over_http_numbers_of_persons_are_masked_in_each(self, caller: Caller) -> None:
        case_id = caller.open_case()
        caller.post(f"/{case_id}/accept", {})
        body = {
            "entry": 2,
            "corrected": [{"field": "ground", "value": "事实清楚"}],
            "reason": "核对",
            "others": [right(1, **{"applicants.0.phone": "13912345678"})],
            "approved_by": "甲",
        }

        answer = caller.post(f"/{case_id}/correct_entry", body)

        assert answer.status_code == 200
        history = caller.get(f"/{case_id}/history").get_json()
        (change,) = history[3]["payload"]["corrected"]
        assert change["value"] == "*******5678"


class TestWithdrawing:
    def test_a_void_acceptance_gives_way_to_acceptance_by_law(self, office: Office) -> None:
        """Nobody accepted in five working days: accepted by law on 11-09 (复议法30¶3)."""
        case_id = filed(office, "2026-11-02")
        performed(office.casework, case_id, "accept", on="2026-11-04")

        case = corrects(office, case_id, withdrawn(2))

        assert (case["status"], case["milestones"]["accepted"]) == ("accepted", "2026-11-09")
        assert clock_of(case, "FY-18")["started_on"] == "2026-11-09"
        assert case["superseded"]["2"] == {"by": 3, "how": "effect-taken-back"}
        assert course(office, case_id) == [("file", "2026-11-02"), ("deem_accepted", "2026-11-09")]
        assert_history_tells_the_state(office, case_id)

    def test_it_stays_readable_and_is_told_as_taken_back(self, office: Office) -> None:
        case_id = filed(office, "2026-11-02")
        performed(office.casework, case_id, "accept", on="2026-11-04")
        before = entries(office, case_id)

        corrects(office, case_id, withdrawn(2))

        after = entries(office, case_id)
        assert after[:2] == before
        (event,) = after[2]["events"]
        assert event["type"] == "reconsideration.entry_corrected"
        assert event["data"]["taken_back"] == [
            {"command": "accept", "on": "2026-11-04", "version": 2}
        ]
        assert event["data"]["corrects"] is None

    def test_what_rests_on_it_is_named_with_its_article(self, office: Office) -> None:
        case_id = filed(office, "2026-11-16")
        performed(office.casework, case_id, "accept", on="2026-11-17")
        performed(office.casework, case_id, "decide", on="2026-11-18")

        problem = refused(office, case_id, withdrawn(2))

        assert (problem.code, problem.basis, problem.entry) == ("conflict", "行政复议法61", 3)

    def test_what_rests_on_it_may_go_with_it(self, office: Office) -> None:
        case_id = filed(office, "2026-11-16")
        performed(office.casework, case_id, "accept", on="2026-11-17")
        performed(office.casework, case_id, "decide", on="2026-11-18")

        case = corrects(office, case_id, withdrawn(2), withdrawn(3))

        assert (case["status"], case["milestones"]) == ("filed", {"received": "2026-11-16"})
        assert clock_of(case, "FY-08")["status"] == "running"
        assert case["superseded"] == {
            "2": {"by": 4, "how": "effect-taken-back"},
            "3": {"by": 5, "how": "effect-taken-back"},
        }
        assert_history_tells_the_state(office, case_id)

    def test_a_later_step_may_rest_on_the_effect_instead(self, office: Office) -> None:
        """The acceptance came after the last day, so it accepted nothing: 10-19 it was by law."""
        case_id = filed(office, "2026-10-12")
        performed(office.casework, case_id, "accept", on="2026-10-26")
        performed(office.casework, case_id, "decide", on="2026-11-18")

        case = corrects(office, case_id, withdrawn(2))

        assert (case["status"], case["milestones"]["accepted"]) == ("decided", "2026-10-19")
        assert [each for each, _ in course(office, case_id)] == ["file", "deem_accepted", "decide"]
        assert_history_tells_the_state(office, case_id)

    def test_it_makes_room_for_a_day_that_was_wrong_as_well(self, office: Office) -> None:
        case_id = filed(office, "2026-11-16")
        performed(office.casework, case_id, "accept", on="2026-11-17")

        case = corrects(office, case_id, right(1, received_on="2026-10-12"), withdrawn(2))

        assert (case["status"], case["milestones"]["accepted"]) == ("accepted", "2026-10-19")
        assert_history_tells_the_state(office, case_id)

    def test_it_needs_approval_where_a_last_day_moves(self, office: Office) -> None:
        case_id = filed(office, "2026-11-02")
        performed(office.casework, case_id, "accept", on="2026-11-04")

        with pytest.raises(Problem) as caught:
            performed(office.casework, case_id, "correct_entry", **withdrawn(2), reason="没有受理")

        assert caught.value.status == 428

    def test_what_was_withdrawn_is_not_withdrawn_again(self, office: Office) -> None:
        case_id = filed(office, "2026-11-02")
        performed(office.casework, case_id, "accept", on="2026-11-04")
        corrects(office, case_id, withdrawn(2))

        assert list(refused(office, case_id, withdrawn(2)).errors or {}) == ["entry"]

    def test_the_entry_that_opened_the_case_stays(self, office: Office) -> None:
        case_id = filed(office, "2026-11-02")

        assert refused(office, case_id, withdrawn(1)).code == "command-not-allowed"

    def test_what_another_case_waits_for_stays(self, office: Office) -> None:
        case_id = filed(office, "2026-11-02")
        performed(office.casework, case_id, "accept", on="2026-11-04")
        relation = {"track": "petition", "id": "petition-1", "kind": "referral"}
        cases = office.casework.store.cases
        cases.update_one({"_id": case_id}, {"$set": {"relations": [relation]}})

        problem = refused(office, case_id, withdrawn(2))
        assert (problem.code, problem.entry) == ("conflict", 2)
        assert "petition-1" in problem.detail.en
