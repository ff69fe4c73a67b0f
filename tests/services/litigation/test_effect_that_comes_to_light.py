"""
The last slip comes back after the court tried the case again: the effect was days before.

Nobody appeals any more, but what runs from the effect runs from its own day (行诉法85, 解释110).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from shared.storage.database import Database
from tests.services.litigation.builders import COURT, Response, notice, notified, warned
from tests.services.litigation.offices import Office
from tests.services.litigation.states import paused, tried_again

PLAINTIFFS = [{"name": "王小明"}, {"name": "李小红"}]
JUDGMENT: dict[str, Any] = {
    "kind": "judgment",
    "outcome": "ordered_to_pay",
    "lost": True,
    "served_on": "2024-08-05",
}
SLIP: dict[str, Any] = {"on": "2024-12-09", "party": "p2", "served_on": "2024-08-07"}
# p2 had until 2024-08-22 to appeal.
IN_FORCE_ON, SIX_MONTHS_LATER = "2024-08-23", "2025-02-24"  # 02-23 is a Sunday


def judged(**judgment: Any) -> Response:
    """Two plaintiffs; judged on 2024-08-01, the agency and p1 served on 08-05, p2 not yet."""
    suit = notified(plaintiffs=PLAINTIFFS)
    suit.does("submit_answer", on="2024-05-24", evidence=["处罚决定书"], documents=["处罚法"])
    suit.does("record_judgment", on="2024-08-01", **JUDGMENT, **judgment)
    return suit.does("serve_judgment", on="2024-08-06", party="p1", served_on="2024-08-05")


def ended(suit: Response, on: str = "2024-11-25") -> Response:
    return suit.does("end_retrial", on=on, ground="121(1)")


def closed(suit: Response) -> Response:
    return closed_again(ended(suit))


def closed_again(suit: Response) -> Response:
    suit.does("analyse_loss", on="2024-11-26", causes=["facts_unclear"], measures="补证")
    return suit.does("close", on="2024-11-27", reason="余款由对方申请执行")


def first(**judgment: Any) -> Response:
    return tried_again(judged(**judgment), "first")


MOVED_ON: Mapping[str, Callable[..., Response]] = {
    "retrial first": first,
    "retrial second": lambda **judgment: tried_again(judged(**judgment), "second"),
    "retrial suspended": lambda **judgment: paused(first(**judgment), "2024-12-02"),
    "retrial ended": lambda **judgment: ended(first(**judgment)),
    "closed": lambda **judgment: closed(first(**judgment)),
}


def windows(suit: Response, rule: str) -> dict[str, tuple[str, str, str]]:
    """Return of a rule whose window began when, ends when, and how it stands."""
    return {
        each["party"]: (each["started_on"], each["due_on"], each["status"])
        for each in suit.case["clocks"]
        if each["rule"] == rule
    }


def takes_effect(suit: Response) -> Response:
    """Let the end of the last window be noted, on the day on which the case moved last."""
    return suit.does("take_effect", on=max("2024-12-10", suit.case["entered_on"]))


@pytest.mark.parametrize("state", MOVED_ON)
class TestTheLastSlip:
    def test_tells_that_the_window_was_over(self, state: str) -> None:
        suit = MOVED_ON[state]().does("serve_judgment", **SLIP)

        assert windows(suit, "SS-16")["p2"] == ("2024-08-07", "2024-08-22", "running")

    def test_begins_six_months_on_the_day_of_the_effect(self, state: str) -> None:
        suit = MOVED_ON[state]().does("serve_judgment", **SLIP)
        status = suit.status
        assert "effect-not-known" in warned(suit)

        takes_effect(suit)

        six_months = (IN_FORCE_ON, SIX_MONTHS_LATER, "running")
        assert windows(suit, "SS-20") == dict.fromkeys(("agency", "p1", "p2"), six_months)
        assert (suit.status, suit.milestones["final"]) == (status, IN_FORCE_ON)
        assert "effect-not-known" not in warned(suit)

    def test_begins_two_years_for_each_where_no_day_was_set(self, state: str) -> None:
        suit = takes_effect(MOVED_ON[state]().does("serve_judgment", **SLIP))

        assert windows(suit, "SS-24") == {
            "p1": ("2024-08-05", "2026-08-05", "running"),
            "p2": ("2024-08-07", "2026-08-07", "running"),
        }

    @pytest.mark.parametrize(
        ("owed", "whose"),
        [
            ({"performance_due_on": "2024-12-31"}, {"opponent"}),
            (
                {"instalments": [{"due_on": "2024-12-31"}, {"due_on": "2025-06-30"}]},
                {"1", "2"},
            ),
        ],
    )
    def test_begins_what_a_day_was_set_for_once(
        self, state: str, owed: dict[str, Any], whose: set[str]
    ) -> None:
        suit = takes_effect(MOVED_ON[state](**owed).does("serve_judgment", **SLIP))

        enforceable = [each for each in suit.case["clocks"] if each["rule"] == "SS-24"]
        assert sorted(each["party"] for each in enforceable) == sorted(whose)
        performance = {
            each["status"] for each in suit.case["clocks"] if each["rule"] == "POLICY-performance"
        }
        stopped = state.startswith("retrial") and state != "retrial ended"
        goes_on = {"cancelled"} if state == "closed" else {"paused"} if stopped else {"running"}
        assert performance == goes_on

    def test_is_told_once(self, state: str) -> None:
        suit = takes_effect(MOVED_ON[state]().does("serve_judgment", **SLIP))

        again = suit.refuses("serve_judgment", **{**SLIP, "served_on": "2024-08-08"})
        assert (again.code, again.basis) == ("conflict", "行诉法85")
        assert "更正" in again.detail.zh
        assert suit.refuses("take_effect", on="2024-12-11").code == "command-not-allowed"

    def test_nothing_begins_without_it(self, state: str) -> None:
        assert MOVED_ON[state]().refuses("take_effect", on="2024-12-11").basis == "行诉法85"


class TestWhoActedBeforeIt:
    """The court knew of the effect: who applied or had it enforced has no second window."""

    def known_later(self, suit: Response) -> Response:
        suit.does("serve_judgment", on="2024-09-09", party="p2", served_on="2024-08-07")
        return suit.does("take_effect", on=IN_FORCE_ON)

    def test_an_application_for_retrial_meets_the_six_months_once_they_are_known(self) -> None:
        suit = judged().does("record_retrial_application", on="2024-09-02", by="agency")
        assert windows(suit, "SS-20") == {}

        self.known_later(suit)

        assert windows(suit, "SS-20") == {
            "agency": (IN_FORCE_ON, SIX_MONTHS_LATER, "met"),
            "p1": (IN_FORCE_ON, SIX_MONTHS_LATER, "running"),
            "p2": (IN_FORCE_ON, SIX_MONTHS_LATER, "running"),
        }

    def test_enforcement_that_was_asked_for_is_not_waited_for(self) -> None:
        suit = judged().does(
            "record_enforcement_application",
            on="2024-09-02",
            by="opponent",
            party="p1",
            served_on="2024-08-05",
        )

        self.known_later(suit)

        states = {
            (each["party"], each["status"])
            for each in suit.case["clocks"]
            if each["rule"] == "SS-24"
        }
        assert states == {("p1", "met"), ("p2", "running")}


def test_a_judgment_made_in_the_retrial_ends_the_windows_of_the_one_before() -> None:
    again: dict[str, Any] = {**JUDGMENT, "served_on": "2025-03-05"}
    suit = first().does("record_judgment", actor=COURT, on="2025-03-03", **again)

    suit.does("serve_judgment", on="2025-03-10", party="p1", served_on="2025-03-06")
    assert suit.refuses("take_effect", on="2025-04-01").basis == "行诉法85"
    suit.does("serve_judgment", on="2025-03-10", party="p2", served_on="2025-03-07")

    suit.does("take_effect", on="2025-03-25")
    assert (suit.status, suit.milestones["final"]) == ("final", "2025-03-25")
    assert windows(suit, "SS-20") == {}  # nobody applies against what a retrial decided (解释117)


def tried_again_at(office: Office) -> str:
    """Return the case of the two, tried again by order of the court before p2's slip came."""
    case_id = office.opens(notice(plaintiffs=PLAINTIFFS))
    office.does(case_id, "submit_answer", on="2024-05-24", evidence=["处罚决定书"])
    office.does(case_id, "record_judgment", on="2024-08-01", **JUDGMENT)
    office.does(case_id, "serve_judgment", on="2024-08-06", party="p1", served_on="2024-08-05")
    office.does(case_id, "order_retrial", on="2024-11-11", initiated_by="court", instance="first")
    return case_id


def test_the_end_of_the_window_is_noted_by_itself(database: Database) -> None:
    office = Office(database)
    case_id = tried_again_at(office)
    for party in ("agency", "p1"):
        office.hears_of_expiry(case_id, "SS-16", party)
    assert "final" not in office.case(case_id)["milestones"]

    office.does(case_id, "serve_judgment", **SLIP)
    office.hears_of_expiry(case_id, "SS-16", "p2")

    case = office.case(case_id)
    assert (case["status"], case["milestones"]["final"]) == ("retrial_first", IN_FORCE_ON)
    assert office.clock(case_id, "SS-20", "p1")["due_on"] == SIX_MONTHS_LATER


def test_a_corrected_slip_moves_the_effect(database: Database) -> None:
    office = Office(database)
    case_id = tried_again_at(office)
    office.does(case_id, "serve_judgment", **SLIP)
    entry = office.case(case_id)["version"]
    for party in ("agency", "p1", "p2"):
        office.hears_of_expiry(case_id, "SS-16", party)

    corrected = [{"field": "served_on", "value": "2024-08-14"}]
    slip = {"reason": "回证日期看错", "approved_by": "王处长"}
    office.does(case_id, "correct_entry", entry=entry, corrected=corrected, **slip)

    case = office.case(case_id)
    assert (case["status"], case["milestones"]["final"]) == ("retrial_first", "2024-08-30")
    assert office.clock(case_id, "SS-20", "p1")["due_on"] == "2025-02-28"


def closed_early() -> Response:
    """The slip of p2 tells of a service on 2024-11-25; the file is closed two days later."""
    suit = ended(first())
    suit.does("serve_judgment", on="2024-11-26", party="p2", served_on="2024-11-25")
    return closed_again(suit)


def test_a_file_that_is_closed_ends_no_window_of_appeal() -> None:
    suit = closed_early()

    assert windows(suit, "SS-16")["p2"] == ("2024-11-25", "2024-12-10", "running")


def test_the_effect_is_noted_in_a_file_that_was_closed_before() -> None:
    suit = closed_early().does("take_effect", on="2024-12-11")

    assert (suit.status, suit.case["milestones"]["final"]) == ("closed", "2024-12-11")
    assert {due for _, due, _ in windows(suit, "SS-20").values()} == {"2025-06-11"}
