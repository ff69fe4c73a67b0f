"""What reaches the file after an automatic effect, and what the post brings late but in time."""

from __future__ import annotations

from typing import Any

import pytest

from services.reconsideration.reactions import suit_on
from shared.http.problems import Problem
from shared.storage.database import Database
from tests.services.reconsideration.builders import (
    APPLICANT,
    ID_NUMBER,
    NEW_OFFICERS,
    act,
    application,
    people,
    plaintiff,
    suit,
)
from tests.services.reconsideration.offices import Office
from tests.support.track_office import event

SERVED, POSTED, RECEIVED = "2026-08-03", "2026-10-08", "2026-10-12"


@pytest.fixture
def office(database: Database) -> Office:
    return Office(database)


def applied(office: Office, **changes: Any) -> str:
    payload = application(act=act(made_on="2026-08-01", served_on=SERVED), **changes)
    return office.opened("file", payload)


class TestPost:
    def test_an_application_posted_on_the_last_day_is_in_time(self, office: Office) -> None:
        case_id = applied(
            office, received_on=RECEIVED, posted_on=POSTED, posted_by="registered_mail"
        )

        window, review = office.clock(case_id, "FY-01"), office.clock(case_id, "FY-08")
        assert (window["due_on"], window["status"]) == (POSTED, "met")
        assert (review["started_on"], review["status"]) == (RECEIVED, "running")
        assert "application-out-of-time" not in _codes(office, case_id)

    def test_the_same_application_without_its_postmark_is_late(self, office: Office) -> None:
        case_id = applied(office, received_on=RECEIVED)

        assert office.clock(case_id, "FY-01")["status"] == "missed"
        assert "application-out-of-time" in _codes(office, case_id)

    @pytest.mark.parametrize(
        ("posting", "field"),
        [
            ({"posted_on": POSTED}, "posted_by"),
            ({"posted_by": "express_mail"}, "posted_on"),
            ({"posted_on": "2026-10-13", "posted_by": "express_mail"}, "posted_on"),
            ({"posted_on": "2026-07-31", "posted_by": "express_mail"}, "posted_on"),
        ],
    )
    def test_posting_has_its_means_and_comes_between_the_act_and_receipt(
        self, office: Office, posting: dict[str, str], field: str
    ) -> None:
        with pytest.raises(Problem) as refused:
            applied(office, received_on=RECEIVED, **posting)

        assert list(refused.value.errors or {}) == [field]

    def test_corrections_posted_in_time_bring_a_lapsed_application_back(
        self, office: Office
    ) -> None:
        case_id = applied(office, received_on="2026-09-01")
        office.does(
            case_id,
            "request_correction",
            on="2026-09-03",
            served_on="2026-09-04",
            items=["补交身份证明"],
        )
        last_day = office.clock(case_id, "FY-10")["due_on"]
        office.hears_of_expiry(case_id, "FY-10")
        assert office.case(case_id)["status"] == "lapsed"

        office.does(
            case_id, "correct", on="2026-10-15", posted_on=last_day, posted_by="express_mail"
        )

        case = office.case(case_id)
        assert (case["status"], "lapsed" in case["milestones"]) == ("accepted", False)
        assert office.clock(case_id, "FY-10")["status"] == "met"
        assert office.clock(case_id, "FY-11")["started_on"] == "2026-10-15"

    def test_what_they_have_follow_before_today_is_entered_with_them(self, office: Office) -> None:
        """Received on 10-15, not refused in five working days: accepted on 10-22 (复议法30¶3)."""
        case_id = applied(office, received_on="2026-09-01")
        asked: dict[str, Any] = {"on": "2026-09-03", "served_on": "2026-09-04"}
        office.does(case_id, "request_correction", items=["补交身份证明"], **asked)
        last_day = office.clock(case_id, "FY-10")["due_on"]
        office.hears_of_expiry(case_id, "FY-10")
        version = office.case(case_id)["version"]

        office.does(
            case_id, "correct", on="2026-10-15", posted_on=last_day, posted_by="express_mail"
        )

        entries = list(office.casework.history(office.casework.find(case_id)))[version:]
        act, effect, _ended = entries
        made = [(each["command"], each["on"]) for each in entries]
        assert made == [
            ("correct", "2026-10-15"),
            ("deem_accepted", "2026-10-22"),
            ("note_expiry", "2026-11-02"),  # FY-13: the respondent's copy is late
        ]
        assert effect["amends"]["follows"] == act["version"]
        assert office.case(case_id)["milestones"]["accepted"] == "2026-10-22"
        assert office.clock(case_id, "FY-18")["started_on"] == "2026-10-22"

    def test_one_received_of_late_has_nothing_follow_yet(self, office: Office) -> None:
        case_id = applied(office, received_on="2026-09-01")
        asked: dict[str, Any] = {"on": "2026-09-03", "served_on": "2026-09-04"}
        office.does(case_id, "request_correction", items=["补交身份证明"], **asked)
        last_day = office.clock(case_id, "FY-10")["due_on"]
        office.hears_of_expiry(case_id, "FY-10")

        office.does(
            case_id, "correct", on="2026-11-17", posted_on=last_day, posted_by="express_mail"
        )

        assert office.case(case_id)["status"] == "filed"
        assert office.clock(case_id, "FY-11")["status"] == "running"

    @pytest.mark.parametrize(
        "correction",
        [
            {"on": "2026-10-10"},
            {"on": "2026-10-20", "posted_on": "2026-10-12", "posted_by": "registered_mail"},
        ],
        ids=["handed in", "posted"],
    )
    def test_they_do_after_the_day_of_the_lapse_was_corrected(
        self, office: Office, correction: dict[str, str]
    ) -> None:
        case_id = applied(office, received_on="2026-09-07")
        office.does(
            case_id,
            "request_correction",
            on="2026-09-09",
            served_on="2026-09-10",
            items=["补交身份证明"],
        )
        office.hears_of_expiry(case_id, "FY-10")
        office.does(
            case_id,
            "correct_entry",
            entry=2,
            reason="送达回证日期看错",
            approved_by="法制科长",
            corrected=[{"field": "served_on", "value": "2026-09-28"}],
        )
        case = office.case(case_id)
        assert (case["status"], case["milestones"]["lapsed"]) == ("lapsed", "2026-10-16")

        office.does(case_id, "correct", **correction)

        case = office.case(case_id)
        assert (case["status"], "lapsed" in case["milestones"]) == ("accepted", False)
        assert office.clock(case_id, "FY-10")["status"] == "met"


class TestDeemedAcceptance:
    """Received on 2026-11-02 and deemed accepted on 11-09 by the sweep (复议法30¶3)."""

    def deemed(self, office: Office) -> str:
        case_id = applied(
            office, received_on="2026-11-02", posted_on=POSTED, posted_by="express_mail"
        )
        office.hears_of_expiry(case_id, "FY-08")
        case = office.case(case_id)
        assert (case["status"], case["milestones"]["accepted"]) == ("accepted", "2026-11-09")
        return case_id

    def test_the_acceptance_of_the_fourth_counts_from_the_fourth(self, office: Office) -> None:
        case_id = self.deemed(office)

        office.does(case_id, "accept", on="2026-11-04", procedure="ordinary")

        case = office.case(case_id)
        assert (case["status"], case["milestones"]["accepted"]) == ("accepted", "2026-11-04")
        assert office.clock(case_id, "FY-18")["due_on"] == "2027-01-04"
        assert "deemed_accepted" not in case["facts"]

    def test_a_refusal_of_the_sixth_stands(self, office: Office) -> None:
        case_id = self.deemed(office)

        office.does(case_id, "reject", on="2026-11-06", ground="30(1)", reason="没有明确的被申请人")

        case = office.case(case_id)
        assert (case["status"], "accepted" in case["milestones"]) == ("rejected", False)
        assert office.clock(case_id, "FY-18")["status"] == "cancelled"

    def test_an_acceptance_after_the_last_day_changes_nothing(self, office: Office) -> None:
        case_id = self.deemed(office)

        with pytest.raises(Problem) as refused:
            office.does(case_id, "accept", on="2026-11-10", procedure="ordinary")

        assert refused.value.code == "command-not-allowed"


class TestSuit:
    """A decision served on 2026-05-11, final on 05-26 by the sweep; the court docketed on 05-25."""

    def final(self, office: Office) -> str:
        case_id = self.served(office)
        office.hears_of_expiry(case_id, "FY-29")
        assert office.case(case_id)["milestones"]["final"] == "2026-05-26"
        assert office.clock(case_id, "SS-25")["status"] == "running"
        return case_id

    def served(self, office: Office, applicants: int = 1) -> str:
        """Return a case whose decision was served on all applicants on one day."""
        payload = application(
            act=act(made_on="2026-02-20", served_on="2026-02-24"), received_on="2026-03-02"
        )
        payload["applicants"] += people(applicants - 1)
        case_id = office.opened("file", payload)
        office.does(case_id, "accept", on="2026-03-04", procedure="ordinary")
        office.does(case_id, "assign_officers", on="2026-03-05", officers=NEW_OFFICERS)
        office.does(case_id, "hear_parties", on="2026-03-20", method="phone")
        office.does(
            case_id,
            "decide",
            on="2026-04-20",
            kind="uphold",
            articles=["复议法68"],
            approved_by="head_of_organ",
        )
        for party in ("p1", "p2")[:applicants]:
            office.does(
                case_id,
                "serve_decision",
                on="2026-05-11",
                party=party,
                method="direct",
                served_on="2026-05-11",
            )
        return case_id

    def hears_of_the_suit(self, office: Office, case_id: str, sequence: int = 9) -> None:
        brought = suit(
            parties=[{**plaintiff(ID_NUMBER), "code": None}],
            milestones={"docketed": "2026-05-25"},
            on="2026-05-29",
            court_case_no="（2026）京0101行初7号",
        )
        office.hears(
            event("matter.changed", "matter-0001", {"cases": [brought]}, sequence=sequence - 1)
        )
        data = {
            "track": "reconsideration",
            "subject_case_id": case_id,
            "payload": {
                "code": "suit-linked",
                "basis": "行政诉讼法45",
                "text": {"zh": "已起诉", "en": "a suit follows"},
                "track": "litigation",
                "case_id": brought["case_id"],
                "kind": "suit-linked",
            },
        }
        office.hears(event("matter.finding_announced", "matter-0001", data, sequence=sequence))

    def test_a_notice_after_the_window_takes_finality_back(self, office: Office) -> None:
        case_id = self.final(office)

        self.hears_of_the_suit(office, case_id)

        case = office.case(case_id)
        assert "final" not in case["milestones"]
        assert "decision-final" not in _codes(office, case_id)
        window = office.clock(case_id, "FY-29")
        assert (window["status"], window["ended_on"]) == ("met", "2026-05-25")
        assert office.clock(case_id, "SS-25")["status"] == "cancelled"

    def test_a_suit_known_in_time_meets_the_window(self, office: Office) -> None:
        case_id = self.served(office)

        self.hears_of_the_suit(office, case_id)

        assert office.clock(case_id, "FY-29")["status"] == "met"
        assert office.case(case_id)["facts"]["suits"][0]["party"] == APPLICANT

    def test_a_suit_that_is_announced_again_is_recorded_once(self, office: Office) -> None:
        case_id = self.served(office)

        self.hears_of_the_suit(office, case_id)
        self.hears_of_the_suit(office, case_id, sequence=12)

        assert office.history_of(case_id).count("record_suit") == 1

    def test_a_suit_that_the_officer_recorded_keeps_the_decision_from_becoming_final(
        self, office: Office
    ) -> None:
        case_id = self.served(office, applicants=2)
        number = "（2026）京0101行初9号"
        office.does(
            case_id,
            "record_suit",
            on="2026-05-20",
            docketed_on="2026-05-20",
            court_case_no=number,
            party=APPLICANT,
        )

        office.hears_of_expiry(case_id, "FY-29")

        assert "final" not in office.case(case_id)["milestones"]
        with pytest.raises(Problem) as refused:
            office.does(
                case_id,
                "record_suit",
                on="2026-05-21",
                docketed_on="2026-05-20",
                court_case_no="(2026)京0101行初9号",
                party=APPLICANT,
            )
        assert refused.value.code == "command-not-allowed"

    def test_nobody_without_a_mark_is_taken_for_the_plaintiff(self) -> None:
        nobody = {"role": "plaintiff", "kind": "person", "id_number_index": None, "code": None}
        brought = suit(parties=[nobody], milestones={}, on="2026-05-29")

        assert "party" not in suit_on({"parties": [{"id": "p1", "role": "applicant"}]}, brought)

    def test_a_suit_that_the_court_docketed_later_keeps_the_decision_open(
        self, office: Office
    ) -> None:
        case_id = self.final(office)

        office.does(case_id, "record_suit", on="2026-06-03", docketed_on="2026-06-01")

        assert "final" not in office.case(case_id)["milestones"]
        assert "suit-docketed-late" in _codes(office, case_id)


def test_a_wrong_day_of_receipt_is_corrected_with_all_that_hangs_on_it(office: Office) -> None:
    case_id = applied(office, received_on=RECEIVED, channel="post")
    assert "application-out-of-time" in _codes(office, case_id)

    office.does(
        case_id,
        "correct_entry",
        entry=1,
        corrected=[
            {"field": "posted_on", "value": POSTED},
            {"field": "posted_by", "value": "registered_mail"},
        ],
        reason="漏录邮戳日期",
        approved_by="科长",
    )

    assert office.clock(case_id, "FY-01")["status"] == "met"
    assert "application-out-of-time" not in _codes(office, case_id)
    (told,) = office.case(case_id)["history"][-1]["events"]
    assert (told["data"]["channel"], told["data"]["corrects"]["command"]) == ("post", "file")


def _codes(office: Office, case_id: str) -> list[str]:
    return [warning["code"] for warning in office.case(case_id)["warnings"]]
