"""Decisions and notices are served on each, with periods of their own (行诉法45, 复议法31)."""

from __future__ import annotations

from typing import Any

import pytest

from shared.storage.database import Database
from tests.services.reconsideration.builders import NEW_OFFICERS, act
from tests.services.reconsideration.offices import Office
from tests.support.offices import codes, refused


@pytest.fixture
def office(database: Database) -> Office:
    return Office(database)


def filed(office: Office) -> str:
    """Two applicants (p1, p2), a third party (p3) and the respondent (p4), on 2026-07-08."""
    return office.opens(
        applicants=[{"name": "王小明"}, {"name": "李小红"}],
        third_parties=[{"name": "赵大年"}],
        received_on="2026-07-08",
        act=act(made_on="2026-07-01", served_on="2026-07-02"),
    )


def decided(office: Office, **decision: Any) -> str:
    case_id = filed(office)
    office.does(case_id, "accept", on="2026-07-10", procedure="ordinary")
    office.does(case_id, "assign_officers", on="2026-07-13", officers=NEW_OFFICERS)
    office.does(case_id, "hear_parties", on="2026-07-20", method="phone")
    upheld = {"kind": "uphold", "articles": ["68"], **decision}
    office.does(case_id, "decide", on="2026-09-07", **upheld)
    return case_id


def serves(office: Office, case_id: str, party: str, served_on: str | None, **more: Any) -> None:
    service = {"on": "2026-10-09", "party": party, "method": "post", **more}
    if party == "p3":
        service["party_role"] = "third_party"
    office.does(
        case_id, "serve_decision", **service, **({"served_on": served_on} if served_on else {})
    )


def served_on_all(office: Office, **decision: Any) -> str:
    case_id = decided(office, **decision)
    for party, day in (("p1", "2026-09-16"), ("p2", "2026-09-28"), ("p3", "2026-09-16")):
        serves(office, case_id, party, day)
    return case_id


def steps_in(office: Office, case_id: str, *, on: str) -> None:
    """An heir (p5) steps in for the applicant p2."""
    died = {"party": "p2", "ground": "death", "happened_on": on}
    office.does(case_id, "succeed_party", on=on, **died, successors=[{"name": "李小强"}])


class TestDecision:
    def test_each_has_their_own_window_to_sue(self, office: Office) -> None:
        case_id = served_on_all(office)

        dues = {party: office.clock(case_id, "FY-29", party)["due_on"] for party in ("p1", "p2")}
        assert dues == {"p1": "2026-10-08", "p2": "2026-10-13"}

    def test_it_is_final_only_with_the_last_window(self, office: Office) -> None:
        case_id = served_on_all(office)
        for party in ("p1", "p3"):
            office.hears_of_expiry(case_id, "FY-29", party)
            assert "final" not in office.case(case_id)["milestones"]

        office.hears_of_expiry(case_id, "FY-29", "p2")

        assert office.case(case_id)["milestones"]["final"] == "2026-10-13"

    def test_who_steps_in_before_the_last_window_ended_is_waited_for(self, office: Office) -> None:
        case_id = served_on_all(office)
        steps_in(office, case_id, on="2026-10-09")
        for party in ("p1", "p3", "p2"):
            office.hears_of_expiry(case_id, "FY-29", party)
        assert "final" not in office.case(case_id)["milestones"]

        serves(office, case_id, "p5", "2026-10-20", on="2026-10-23")
        office.hears_of_expiry(case_id, "FY-29", "p5")

        assert office.case(case_id)["milestones"]["final"] == "2026-11-04"

    def test_who_steps_in_after_it_is_final_has_no_window_any_more(self, office: Office) -> None:
        case_id = served_on_all(office)
        for party in ("p1", "p3", "p2"):
            office.hears_of_expiry(case_id, "FY-29", party)
        steps_in(office, case_id, on="2026-10-20")
        service = {"party": "p5", "method": "post", "served_on": "2026-10-23"}

        problem = refused(office, case_id, "serve_decision", on="2026-10-23", **service)

        assert (problem.status, problem.basis) == (409, "行诉法45")

    def test_a_slip_that_is_out_holds_it_open_and_starts_its_window_when_it_is_back(
        self, office: Office
    ) -> None:
        case_id = decided(office)
        serves(office, case_id, "p1", "2026-09-16")
        serves(office, case_id, "p3", "2026-09-16")
        serves(office, case_id, "p2", None)
        for party in ("p1", "p3"):
            office.hears_of_expiry(case_id, "FY-29", party)
        assert "final" not in office.case(case_id)["milestones"]
        assert {"missing-fact", "addressee-not-served"} <= set(codes(office, case_id))

        serves(office, case_id, "p2", "2026-10-20", on="2026-10-23")

        assert office.clock(case_id, "FY-29", "p2")["due_on"] == "2026-11-04"
        assert not {"missing-fact", "addressee-not-served"} & set(codes(office, case_id))
        office.hears_of_expiry(case_id, "FY-29", "p2")
        assert office.case(case_id)["milestones"]["final"] == "2026-11-04"

    def test_a_suit_of_the_last_one_takes_finality_back(self, office: Office) -> None:
        case_id = served_on_all(office)
        for party in ("p1", "p3", "p2"):
            office.hears_of_expiry(case_id, "FY-29", party)

        office.does(
            case_id,
            "record_suit",
            on="2026-10-20",
            docketed_on="2026-10-16",
            sued_on="2026-10-13",
            party="p2",
        )

        assert "final" not in office.case(case_id)["milestones"]
        states = {party: office.clock(case_id, "FY-29", party)["status"] for party in ("p1", "p2")}
        assert states == {"p1": "missed", "p2": "met"}

    def test_a_corrected_service_moves_that_window_and_finality(self, office: Office) -> None:
        case_id = served_on_all(office)
        for party in ("p1", "p3", "p2"):
            office.hears_of_expiry(case_id, "FY-29", party)
        entry = next(
            each["version"]
            for each in office.case(case_id)["history"]
            if each["payload"].get("party") == "p2"
        )

        office.does(
            case_id,
            "correct_entry",
            entry=entry,
            corrected=[{"field": "served_on", "value": "2026-09-29"}],
            reason="回证日期看错",
            approved_by="王处长",
        )

        assert office.clock(case_id, "FY-29", "p2")["due_on"] == "2026-10-14"
        assert office.clock(case_id, "FY-29", "p1")["due_on"] == "2026-10-08"
        assert office.case(case_id)["milestones"]["final"] == "2026-10-14"

    def test_a_day_on_record_is_corrected_and_not_told_again(self, office: Office) -> None:
        case_id = served_on_all(office)

        problem = refused(
            office,
            case_id,
            "serve_decision",
            on="2026-10-09",
            party="p2",
            method="post",
            served_on="2026-09-29",
        )

        assert (problem.code, problem.basis) == ("conflict", "复议法75¶2")
        assert "更正" in problem.detail.zh

    def test_who_was_served_with_the_refusal_is_not_served_again(self, office: Office) -> None:
        case_id = filed(office)
        refusal = {"ground": "30(1)", "reason": "无明确被申请人", "served_on": "2026-07-13"}
        office.does(case_id, "reject", on="2026-07-13", party="p1", **refusal)

        problem = refused(
            office,
            case_id,
            "serve_decision",
            on="2026-07-15",
            party="p1",
            method="post",
            served_on="2026-07-14",
        )

        assert problem.code == "conflict"
        assert "45" in (problem.basis or "")


class TestUntoldTimeToSue:
    """解释64¶2: the time runs from knowing of it, and for a year from knowing of the decision."""

    def test_it_is_not_final_after_fifteen_days(self, office: Office) -> None:
        case_id = served_on_all(office, suit_window_told=False)

        case = office.case(case_id)
        assert not [clock for clock in case["clocks"] if clock["rule"] == "FY-29"]
        assert office.clock(case_id, "SS-04", "p1")["due_on"] == "2027-09-16"
        assert office.clock(case_id, "SS-04", "p2")["due_on"] == "2027-09-28"

    def test_what_is_told_later_leaves_fifteen_days(self, office: Office) -> None:
        case_id = served_on_all(office, suit_window_told=False)

        office.does(case_id, "tell_time_to_sue", on="2026-10-20", party="p2", told_on="2026-10-20")

        assert office.clock(case_id, "FY-29", "p2")["due_on"] == "2026-11-04"
        assert office.clock(case_id, "SS-04", "p2")["status"] == "cancelled"
        assert office.clock(case_id, "SS-04", "p1")["status"] == "running"

    def test_the_year_ends_first_where_it_is_told_late(self, office: Office) -> None:
        """Served on 2025-08-04, told on 2026-07-30: the year ends on 08-04 and not on 08-14."""
        case_id = decided_in_2025(office)

        office.does(case_id, "tell_time_to_sue", on="2026-07-30", party="p1", told_on="2026-07-30")

        assert not [each for each in office.case(case_id)["clocks"] if each["rule"] == "FY-29"]
        window = office.clock(case_id, "SS-04", "p1")
        assert (window["due_on"], window["status"]) == ("2026-08-04", "running")
        office.hears_of_expiry(case_id, "SS-04", "p1")
        assert office.case(case_id)["milestones"]["final"] == "2026-08-04"

    def test_what_the_decision_told_is_not_told_again(self, office: Office) -> None:
        case_id = served_on_all(office)

        problem = refused(
            office, case_id, "tell_time_to_sue", on="2026-10-20", party="p2", told_on="2026-10-20"
        )

        assert (problem.code, problem.basis) == ("conflict", "解释64¶2")

    def test_a_suit_within_the_year_is_in_time(self, office: Office) -> None:
        case_id = served_on_all(office, suit_window_told=False)

        office.does(case_id, "record_suit", on="2026-11-20", docketed_on="2026-11-19", party="p1")

        assert office.clock(case_id, "SS-04", "p1")["status"] == "met"
        assert office.clock(case_id, "SS-04", "p2")["status"] == "running"


def decided_in_2025(office: Office) -> str:
    case_id = office.opens(
        received_on="2025-06-03", act=act(made_on="2025-05-20", served_on="2025-05-21")
    )
    office.does(case_id, "accept", on="2025-06-06", procedure="ordinary")
    office.does(case_id, "assign_officers", on="2025-06-09", officers=NEW_OFFICERS)
    office.does(case_id, "hear_parties", on="2025-06-16", method="phone")
    upheld = {"kind": "uphold", "articles": ["68"], "suit_window_told": False}
    office.does(case_id, "decide", on="2025-08-01", **upheld)
    service = {"party": "p1", "method": "direct", "served_on": "2025-08-04"}
    office.does(case_id, "serve_decision", on="2025-08-04", **service)
    return case_id


class TestCorrectionNotice:
    def asked(self, office: Office, **served: str) -> str:
        case_id = filed(office)
        office.does(case_id, "request_correction", on="2026-07-10", items=["证据"], **served)
        return case_id

    def test_each_applicant_has_ten_working_days_of_their_own(self, office: Office) -> None:
        case_id = self.asked(office)
        for party, day in (("p1", "2026-07-13"), ("p2", "2026-07-20")):
            office.does(
                case_id, "serve_correction_notice", on="2026-07-22", party=party, served_on=day
            )

        assert office.clock(case_id, "FY-10", "p1")["due_on"] == "2026-07-27"
        assert office.clock(case_id, "FY-10", "p2")["due_on"] == "2026-08-03"

    def test_the_application_lapses_with_the_last_of_them(self, office: Office) -> None:
        case_id = self.asked(office)
        for party, day in (("p1", "2026-07-13"), ("p2", "2026-07-20")):
            office.does(
                case_id, "serve_correction_notice", on="2026-07-22", party=party, served_on=day
            )
        office.hears_of_expiry(case_id, "FY-10", "p1")
        assert office.case(case_id)["status"] == "correction_requested"

        office.hears_of_expiry(case_id, "FY-10", "p2")

        assert office.case(case_id)["status"] == "lapsed"

    def test_it_does_not_lapse_while_a_slip_is_out(self, office: Office) -> None:
        case_id = self.asked(office)
        office.does(
            case_id, "serve_correction_notice", on="2026-07-15", party="p1", served_on="2026-07-13"
        )

        office.hears_of_expiry(case_id, "FY-10", "p1")

        assert office.case(case_id)["status"] == "correction_requested"
        assert "correction-notice-not-served" in codes(office, case_id)

    def test_a_day_in_the_notice_stands_for_all_applicants(self, office: Office) -> None:
        case_id = self.asked(office, served_on="2026-07-13")

        office.hears_of_expiry(case_id, "FY-10")

        assert office.case(case_id)["status"] == "lapsed"

    @pytest.mark.parametrize(
        ("party", "served_on", "code", "basis"),
        [
            ("p1", "2026-07-14", "conflict", "行政复议法31"),
            ("p4", "2026-07-14", "validation", "复议法31¶2"),
            ("p9", "2026-07-14", "validation", "复议法31¶2"),
            ("p2", "2026-07-09", "date-out-of-order", "复议法31¶2"),
        ],
    )
    def test_what_cannot_be_is_refused_with_the_article(
        self, office: Office, party: str, served_on: str, code: str, basis: str
    ) -> None:
        case_id = self.asked(office)
        office.does(
            case_id, "serve_correction_notice", on="2026-07-15", party="p1", served_on="2026-07-13"
        )

        problem = refused(
            office,
            case_id,
            "serve_correction_notice",
            on="2026-07-15",
            party=party,
            served_on=served_on,
        )

        assert problem.code == code
        assert basis in (problem.basis or "")
