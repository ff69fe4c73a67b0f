"""The pure decision: what a command changes, refuses and starts."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from shared.casework.case import apply, empty_case
from shared.casework.guarding import SYSTEM, Actor
from shared.casework.reading import latest_clock
from shared.http.problems import Problem
from tests.support.casework import OFFICER, WHEN_FILED, application, decided, procedure

TRIAL = procedure()


class Dispute:
    """A case in memory, led through commands."""

    def __init__(self, **changes: object) -> None:
        self.case: dict[str, Any] = {**empty_case(), "_id": "case-1", "matter_id": "matter-1"}
        self.does("file", **application(**changes))

    def does(self, command: str, *, actor: Actor = OFFICER, **raw: Any) -> Dispute:
        decision = decided(TRIAL, self.case, command, raw, actor=actor)
        self.case = apply(self.case, decision.changes)
        self.event = decision.event_data
        return self

    def clock(self, rule: str) -> dict[str, Any]:
        clock = latest_clock(self.case, rule)
        assert clock is not None
        return dict(clock)


def accepted(on: str = "2024-01-11") -> Dispute:
    return Dispute(received_on="2024-01-08", act={"made_on": "2024-01-02"}).does("accept", on=on)


def refused(dispute: Dispute, command: str, **raw: Any) -> Problem:
    before = dispute.case
    with pytest.raises(Problem) as caught:
        dispute.does(command, **raw)
    assert dispute.case is before
    return caught.value


def test_a_make_up_saturday_counts_in_the_acceptance_review() -> None:
    assert Dispute(received_on="2024-05-08").clock("FY-08")["due_on"] == "2024-05-14"


def test_acceptance_meets_the_review_clock_and_starts_the_decision_clock() -> None:
    dispute = accepted()

    assert dispute.clock("FY-08")["status"] == "met"
    assert dispute.clock("FY-18")["due_on"] == "2024-03-11"
    assert dispute.case["status"] == "accepted"
    assert dispute.case["milestones"] == {"received": "2024-01-08", "accepted": "2024-01-11"}


def test_a_late_act_is_recorded_and_its_clock_is_missed_with_a_warning() -> None:
    dispute = accepted().does("decide", on="2024-03-12")

    assert dispute.clock("FY-18")["status"] == "missed"
    assert dispute.clock("FY-18")["ended_on"] == "2024-03-12"
    assert [warning["code"] for warning in dispute.case["warnings"]] == ["decided-late"]


def test_days_left_at_suspension_continue_from_the_day_after_resumption() -> None:
    dispute = accepted().does("suspend", on="2024-02-01", ground="39(6)")
    assert dispute.clock("FY-18")["status"] == "paused"
    assert dispute.clock("FY-18")["due_on"] is None

    dispute.does("resume", on="2024-02-21")

    assert dispute.clock("FY-18")["due_on"] == "2024-04-01"
    assert dispute.clock("FY-18")["pauses"] == [
        {"from": "2024-02-01", "to": "2024-02-21", "reason": "39(6)"}
    ]


def test_an_extension_counts_from_the_original_start_and_rolls_once() -> None:
    dispute = Dispute(received_on="2024-12-16").does("accept", on="2024-12-23")
    dispute.does("extend", on="2025-02-20", days=30)

    assert dispute.clock("FY-18")["due_on"] == "2025-03-24"
    assert dispute.clock("FY-18")["raw_due_on"] == "2025-03-23"


def test_an_extension_beyond_the_law_names_the_field_and_the_article() -> None:
    problem = refused(accepted(), "extend", on="2024-02-20", days=31)

    assert (problem.status, problem.code) == (422, "validation")
    assert list(problem.errors or {}) == ["days"]
    assert "62" in (problem.basis or "")


def test_without_a_service_date_no_suit_clock_runs_and_the_missing_fact_is_named() -> None:
    dispute = accepted().does("decide", on="2024-03-05").does("serve", party="p1", on="2024-03-06")

    assert all(clock["rule"] != "FY-29" for clock in dispute.case["clocks"])
    warning = dispute.case["warnings"][-1]
    assert warning["code"] == "missing-fact"
    assert "the day the decision was served" in warning["text"]["en"]


def test_each_addressee_has_a_suit_clock_of_their_own() -> None:
    dispute = accepted().does("decide", on="2024-03-05")
    dispute.does("serve", party="p1", served_on="2024-03-06", on="2024-03-06")
    dispute.does("serve", party="p2", served_on="2024-03-08", on="2024-03-08")

    clocks = [clock for clock in dispute.case["clocks"] if clock["rule"] == "FY-29"]
    assert [(clock["party"], clock["due_on"]) for clock in clocks] == [
        ("p1", "2024-03-21"),
        ("p2", "2024-03-25"),
    ]


def test_a_command_out_of_state_names_what_is_allowed() -> None:
    problem = refused(Dispute(), "decide", on="2024-05-09")

    assert (problem.status, problem.code) == (409, "command-not-allowed")
    assert problem.allowed == WHEN_FILED


def test_a_command_of_the_system_is_refused_to_officers() -> None:
    assert refused(Dispute(), "deem_accepted").status == 403
    assert (
        Dispute().does("deem_accepted", actor=SYSTEM, on="2024-05-14").case["status"] == "accepted"
    )


def test_a_guard_refuses_with_field_and_article() -> None:
    problem = refused(Dispute(), "accept", procedure="simplified", on="2024-05-09")

    assert list(problem.errors or {}) == ["ground"]
    assert problem.basis == "行政复议法53"


def test_an_act_before_the_present_state_is_out_of_order() -> None:
    assert refused(accepted(), "decide", on="2024-01-10").code == "date-out-of-order"


def test_an_application_before_the_act_was_made_is_out_of_order() -> None:
    with pytest.raises(Problem) as caught:
        Dispute(received_on="2024-05-08", act={"made_on": "2024-05-09"})

    assert caught.value.code == "date-out-of-order"
    assert list(caught.value.errors or {}) == ["received_on"]


def test_a_future_date_is_refused() -> None:
    with pytest.raises(Problem) as caught:
        decided(TRIAL, accepted().case, "decide", {"on": "2024-03-05"}, today=date(2024, 3, 4))

    assert caught.value.code == "date-in-future"


def test_closing_cancels_what_still_runs() -> None:
    dispute = accepted().does("decide", on="2024-03-05")
    dispute.does("serve", party="p1", served_on="2024-03-06", on="2024-03-06")

    assert dispute.does("close", on="2024-03-07").clock("FY-29")["status"] == "cancelled"


def test_the_event_tells_dates_and_states_but_nothing_personal() -> None:
    dispute = Dispute()

    assert dispute.event["status"] == "filed"
    assert dispute.event["clocks"][0]["due_on"] == "2024-05-14"
    assert "王小明" not in str(dispute.event)
    assert dispute.event["parties"][0]["id_number_index"]


def test_a_rule_of_the_old_law_governs_steps_before_the_switch() -> None:
    old = Dispute(received_on="2023-12-11", act={"made_on": "2023-12-01"})
    old.does("accept", procedure="simplified", ground="53", on="2023-12-12")

    # The simplified procedure and its 30 days exist since 2024 only.
    assert all(clock["rule"] != "FY-19" for clock in old.case["clocks"])
