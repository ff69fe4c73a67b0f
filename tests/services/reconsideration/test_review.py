"""The review: service on the respondent, reply, officers."""

from __future__ import annotations

from typing import Any

import pytest

from tests.services.reconsideration.builders import (
    NEW_OFFICERS,
    Review,
    accepted,
    act,
    filed,
    of_two_respondents,
    served,
    simplified,
    warned,
)

LAWYER = {"name": "律师", "kind": "lawyer"}
STAFF = {"name": "法制科长", "kind": "staff"}


def accepted_in_2026() -> Review:
    review = filed(received_on="2026-07-08", act=act(made_on="2026-07-01", served_on="2026-07-02"))
    return review.does("accept", on="2026-07-10", procedure="ordinary")


class TestServiceOnTheRespondent:
    def test_the_copy_starts_ten_working_days_to_answer(self) -> None:
        review = served()

        assert review.state_of("FY-13") == "met"
        assert review.due("FY-14") == "2024-05-29"

    def test_the_answer_period_runs_from_receipt_where_it_is_later(self) -> None:
        review = accepted().does("serve_respondent", on="2024-05-15", received_on="2024-05-17")

        assert review.clock("FY-14")["started_on"] == "2024-05-17"

    def test_in_the_simplified_procedure_three_and_five_days(self) -> None:
        review = served(simplified(), on="2024-05-16")

        assert review.state_of("FY-15") == "met"
        assert review.due("FY-16") == "2024-05-23"

    def test_a_late_copy_is_marked(self) -> None:
        review = served(on="2024-05-23")

        assert review.state_of("FY-13") == "missed"
        assert review.basis_of("copy-sent-late") == "复议法48"

    def test_a_respondent_is_served_once(self) -> None:
        problem = served().refuses("serve_respondent", on="2024-05-16")

        assert (problem.status, problem.basis) == (409, "复议法48")

    def test_several_respondents_are_served_each(self) -> None:
        review = of_two_respondents().does("serve_respondent", on="2024-05-15", party="p2")
        review.does("serve_respondent", on="2024-05-16", party="p3")

        assert review.clock("FY-14", "p2")["started_on"] == "2024-05-15"
        assert review.clock("FY-14", "p3")["started_on"] == "2024-05-16"

    def test_while_the_slip_is_out_no_time_to_answer_runs(self) -> None:
        review = accepted().does("serve_respondent", on="2024-05-15", slip_pending=True)

        assert review.state_of("FY-13") == "met"
        assert not review.has_clock("FY-14")
        assert review.basis_of("respondent-receipt-unknown") == "复议法48"

    def test_the_receipt_that_comes_to_light_starts_it_from_its_own_day(self) -> None:
        review = accepted().does("serve_respondent", on="2024-05-15", slip_pending=True)

        review.does("record_copy_receipt", on="2024-05-24", received_on="2024-05-17")

        assert review.due("FY-14") == "2024-05-31"
        assert "respondent-receipt-unknown" not in warned(review)

    @pytest.mark.parametrize(
        ("reply", "state"),
        [
            ({"on": "2024-05-31"}, "met"),
            ({"on": "2024-06-03"}, "missed"),
            ({"on": "2024-06-03", "posted_on": "2024-05-31", "posted_by": "express_mail"}, "met"),
        ],
    )
    def test_a_reply_before_the_slip_is_judged_by_its_own_day(
        self, reply: dict[str, Any], state: str
    ) -> None:
        review = accepted().does("serve_respondent", on="2024-05-15", slip_pending=True)
        review.does("reply", **reply, evidence=["询问笔录"])

        review.does("record_copy_receipt", on="2024-06-05", received_on="2024-05-17")

        assert review.state_of("FY-14") == state
        assert ("evidence-presumed-absent" in warned(review)) == (state == "missed")

    def test_each_reply_before_the_slip_counts_for_its_own_respondent(self) -> None:
        review = of_two_respondents().does("serve_respondent", on="2024-05-15", party="p2")
        review.does("serve_respondent", on="2024-05-15", party="p3", slip_pending=True)
        review.does("reply", on="2024-05-20", party="p3", evidence=["询问笔录"])
        review.does("reply", on="2024-05-22", party="p2", evidence=["现场笔录"])

        review.does("record_copy_receipt", on="2024-06-20", party="p3", received_on="2024-05-16")

        reply = review.clock("FY-14", "p3")
        assert (reply["status"], reply["ended_on"]) == ("met", "2024-05-20")
        assert review.codes() == []

    def test_the_reply_of_the_other_answers_for_nobody(self) -> None:
        review = of_two_respondents().does("serve_respondent", on="2024-05-15", party="p2")
        review.does("serve_respondent", on="2024-05-15", party="p3", slip_pending=True)
        review.does("reply", on="2024-05-22", party="p2", evidence=["现场笔录"])

        review.does("record_copy_receipt", on="2024-06-20", party="p3", received_on="2024-05-16")

        assert review.clock("FY-14", "p3")["status"] == "running"

    def test_the_day_of_receipt_is_recorded_once(self) -> None:
        problem = served().refuses("record_copy_receipt", on="2024-05-24", received_on="2024-05-17")

        assert (problem.code, problem.basis) == ("conflict", "行政复议法48、88")

    def test_a_day_that_is_known_is_not_pending(self) -> None:
        problem = accepted().refuses(
            "serve_respondent", on="2024-05-15", received_on="2024-05-17", slip_pending=True
        )

        assert list(problem.errors or {}) == ["slip_pending"]

    def test_the_applicant_is_no_addressee_of_the_copy(self) -> None:
        problem = accepted().refuses("serve_respondent", on="2024-05-15", party="p1")

        assert (list(problem.errors or {}), problem.basis) == (["party"], "复议法48")


class TestReply:
    def test_the_reply_of_one_respondent_does_not_answer_for_the_other(self) -> None:
        review = of_two_respondents().does("serve_respondent", on="2024-05-15", party="p2")
        review.does("serve_respondent", on="2024-05-16", party="p3")

        review.does("reply", on="2024-05-29", party="p2", evidence=["询问笔录"])

        assert review.clock("FY-14", "p2")["status"] == "met"
        assert review.clock("FY-14", "p3")["status"] == "running"

    def test_who_replies_is_a_respondent(self) -> None:
        problem = served().refuses("reply", on="2024-05-29", party="p1", evidence=["询问笔录"])

        assert (list(problem.errors or {}), problem.basis) == (["party"], "复议法48")

    def test_a_reply_with_evidence_in_time(self) -> None:
        review = served().does("reply", on="2024-05-29", evidence=["询问笔录"], answer="行为合法")

        assert review.state_of("FY-14") == "met"
        assert review.milestones["replied"] == "2024-05-29"
        assert review.codes() == []

    def test_a_reply_posted_on_the_last_day_is_in_time(self) -> None:
        posted: dict[str, Any] = {"posted_on": "2024-05-29", "posted_by": "express_mail"}
        review = served().does("reply", on="2024-06-03", evidence=["询问笔录"], **posted)

        assert (review.state_of("FY-14"), review.codes(), warned(review)) == ("met", [], [])

    def test_a_late_reply_leaves_the_act_without_evidence(self) -> None:
        review = served().does("reply", on="2024-05-30", evidence=["询问笔录"])

        assert review.state_of("FY-14") == "missed"
        assert review.basis_of("evidence-presumed-absent") == "复议法70"

    def test_until_2023_the_act_was_simply_revoked(self) -> None:
        review = filed(
            received_on="2023-05-08", act=act(made_on="2023-05-01", served_on="2023-05-01")
        )
        review.does("accept", on="2023-05-08", procedure="ordinary")
        served(review, on="2023-05-10").does("reply", on="2023-05-24", evidence=["笔录"])

        assert review.due("FY-14") == "2023-05-22"
        assert review.basis_of("evidence-presumed-absent") == "2017法28¶1(4)"

    def test_a_reply_without_evidence_is_pointed_out(self) -> None:
        review = served().does("reply", on="2024-05-20", answer="行为合法")

        assert review.basis_of("reply-without-evidence") == "复议法70"

    def test_no_reply_before_service(self) -> None:
        problem = accepted().refuses("reply", on="2024-05-20")

        assert (problem.code, list(problem.errors or {})) == ("missing-fact", ["served"])

    def test_a_reply_comes_in_while_the_review_is_suspended(self) -> None:
        review = served().does("suspend", on="2024-05-20", ground="39(8)")

        review.does("reply", on="2024-05-22", evidence=["笔录"])
        assert review.status == "suspended"
        assert review.state_of("FY-14") == "met"

    def test_a_lawyer_alone_is_refused_since_july_2026(self) -> None:
        review = served(accepted_in_2026(), on="2026-07-13")

        problem = review.refuses("reply", on="2026-07-15", respondent_agents=[LAWYER])
        assert list(problem.errors or {}) == ["respondent_agents"]
        assert problem.basis == "2026条例18¶2"
        three = review.refuses("reply", on="2026-07-15", respondent_agents=[STAFF] * 3)
        assert three.basis == "2026条例18¶2"
        review.does("reply", on="2026-07-15", respondent_agents=[LAWYER, STAFF], evidence=["x"])
        assert review.codes() == []

    def test_before_that_no_rule_said_so(self) -> None:
        review = served().does(
            "reply", on="2024-05-20", respondent_agents=[LAWYER], evidence=["笔录"]
        )

        assert review.codes() == []


class TestOfficers:
    def test_two_officers_review_a_case(self) -> None:
        review = accepted().does("assign_officers", on="2024-05-14", officers=NEW_OFFICERS)

        assert [each["name"] for each in review.facts["officers"]] == ["复议员甲", "复议员乙"]

    @pytest.mark.parametrize(("new", "basis"), [(True, "2026条例39"), (False, "2007条例32")])
    def test_one_is_not_enough_in_the_ordinary_procedure(self, new: bool, basis: str) -> None:
        review, on = (accepted_in_2026(), "2026-07-13") if new else (accepted(), "2024-05-14")

        problem = review.refuses("assign_officers", on=on, officers=NEW_OFFICERS[:1])
        assert list(problem.errors or {}) == ["officers"]
        assert problem.basis == basis

    def test_one_is_enough_in_the_simplified_procedure(self) -> None:
        review = simplified().does("assign_officers", on="2024-05-14", officers=NEW_OFFICERS[:1])

        assert review.basis_of("one-officer-before-2026") == "2007条例32"

    def test_an_officer_is_qualified(self) -> None:
        unqualified = [NEW_OFFICERS[0], {"name": "新人"}]

        problem = accepted().refuses("assign_officers", on="2024-05-14", officers=unqualified)
        assert list(problem.errors or {}) == ["officers.1.qualification"]
        assert problem.basis == "复议法6¶2"

    def test_an_interested_officer_is_recused(self) -> None:
        interested = [{**NEW_OFFICERS[0], "conflict_of_interest": True}, NEW_OFFICERS[1]]

        problem = accepted().refuses("assign_officers", on="2024-05-14", officers=interested)
        assert list(problem.errors or {}) == ["officers.0.conflict_of_interest"]
        assert problem.basis is None

    def test_a_party_does_not_review_its_own_case(self) -> None:
        party = [NEW_OFFICERS[0], {"name": "王小明", "qualification": "法律职业资格"}]

        problem = accepted().refuses("assign_officers", on="2024-05-14", officers=party)
        assert list(problem.errors or {}) == ["officers.1.name"]
