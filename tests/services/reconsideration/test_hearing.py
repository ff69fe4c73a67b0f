"""The parties are heard, in a hearing where the case asks for one, and the committee is asked."""

from __future__ import annotations

from typing import Any, ClassVar

import pytest

from tests.services.reconsideration.builders import (
    Review,
    accepted,
    simplified,
)
from tests.services.reconsideration.test_review import STAFF, accepted_in_2026


class TestHearingTheParties:
    @pytest.mark.parametrize("method", ["in_person", "online", "phone"])
    def test_the_parties_are_heard(self, method: str) -> None:
        review = accepted().does("hear_parties", on="2024-05-20", method=method, record="笔录")

        assert review.milestones["heard"] == "2024-05-20"
        assert review.event["method"] == method

    def test_writing_alone_needs_a_reason(self) -> None:
        problem = accepted().refuses("hear_parties", on="2024-05-20", method="written")

        assert (problem.status, problem.basis) == (428, "复议法49")
        assert list(problem.errors or {}) == ["reason"]
        review = accepted().does(
            "hear_parties", on="2024-05-20", method="written", reason="申请人拒绝接听"
        )
        assert review.milestones["heard"] == "2024-05-20"

    def test_in_the_simplified_procedure_writing_is_enough(self) -> None:
        assert simplified().does("hear_parties", on="2024-05-20", method="written").codes() == []


class TestHearing:
    hearing: ClassVar[dict[str, Any]] = {
        "on": "2024-06-05",
        "chair": "甲",
        "listeners": ["乙", "丙"],
        "recorder": "丁",
        "head_attended": True,
    }

    def scheduled(self, on: str = "2024-05-27") -> Review:
        return accepted().does(
            "schedule_hearing", on=on, hearing_on="2024-06-05", place="复议庭", topics="事实认定"
        )

    def test_the_notice_comes_five_working_days_before(self) -> None:
        review = self.scheduled("2024-05-29")

        assert review.due("FY-17") == "2024-05-29"
        assert review.state_of("FY-17") == "met"
        assert review.event["hearing_on"] == "2024-06-05"

    def test_a_short_notice_is_marked(self) -> None:
        review = self.scheduled("2024-05-30")

        assert review.state_of("FY-17") == "missed"
        assert review.basis_of("hearing-notice-too-short") == "复议法51¶1"

    def test_a_hearing_lies_ahead_when_it_is_announced(self) -> None:
        problem = accepted().refuses(
            "schedule_hearing", on="2024-05-20", hearing_on="2024-05-17", place="复议庭"
        )

        assert (problem.code, list(problem.errors or {})) == ("date-out-of-order", ["hearing_on"])

    def test_a_hearing_counts_as_hearing_the_parties(self) -> None:
        review = self.scheduled().does("hold_hearing", **self.hearing)

        assert review.milestones["heard"] == review.milestones["hearing_held"] == "2024-06-05"
        assert review.codes() == []

    def test_it_was_announced_first(self) -> None:
        problem = accepted().refuses("hold_hearing", **self.hearing)

        assert (problem.code, list(problem.errors or {})) == ("missing-fact", ["hearing_on"])

    @pytest.mark.parametrize(
        ("panel", "field"),
        [
            ({"listeners": ["乙"]}, "listeners"),
            ({"listeners": ["乙", "乙"]}, "listeners"),
            ({"listeners": ["甲", "乙"]}, "listeners"),
            ({"listeners": ["乙", "丁"]}, "listeners"),
            ({"recorder": "甲"}, "recorder"),
        ],
    )
    def test_the_panel_is_chair_two_listeners_and_recorder(
        self, panel: dict[str, Any], field: str
    ) -> None:
        problem = self.scheduled().refuses("hold_hearing", **{**self.hearing, **panel})

        assert list(problem.errors or {}) == [field]
        assert problem.basis == "复议法50¶3"

    def test_an_absent_head_gives_a_reason_and_sends_staff(self) -> None:
        absent = {**self.hearing, "head_attended": False}

        problem = self.scheduled().refuses("hold_hearing", **absent)
        assert (problem.status, problem.basis) == (428, "复议法51¶3")
        assert list(problem.errors or {}) == ["excuse"]
        alone = self.scheduled().does("hold_hearing", **absent, excuse="出差")
        assert alone.basis_of("no-staff-at-the-hearing") == "复议法51¶3"
        staffed = self.scheduled().does(
            "hold_hearing", **absent, excuse="出差", respondent_agents=[STAFF]
        )
        assert staffed.codes() == []

    def test_an_absent_applicant_gives_up_the_hearing(self) -> None:
        absent = {**self.hearing, "applicant_attended": False}

        assert self.scheduled().does("hold_hearing", **absent).basis_of("hearing-given-up") == (
            "复议法51¶2"
        )
        excused = self.scheduled().does("hold_hearing", **absent, applicant_reason="急病")
        assert excused.codes() == []


class TestCommittee:
    advice: ClassVar[dict[str, Any]] = {
        "on": "2024-06-03",
        "ground": "52(1)",
        "opinion": "建议撤销",
    }

    def test_its_opinion_is_recorded(self) -> None:
        review = accepted().does("consult_committee", **self.advice, adopted="adopted")

        assert review.facts["consultations"][0]["opinion"] == "建议撤销"

    @pytest.mark.parametrize("adopted", ["partly_adopted", "not_adopted"])
    def test_departing_from_it_needs_a_reason(self, adopted: str) -> None:
        problem = accepted().refuses("consult_committee", **self.advice, adopted=adopted)

        assert (problem.status, problem.basis) == (428, "复议法61¶3")
        reasoned = accepted().does(
            "consult_committee", **self.advice, adopted=adopted, reason="新证据"
        )
        assert reasoned.milestones["committee_consulted"] == "2024-06-03"

    def test_since_july_2026_the_regulation_says_so(self) -> None:
        problem = accepted_in_2026().refuses(
            "consult_committee", **{**self.advice, "on": "2026-07-20"}, adopted="not_adopted"
        )

        assert problem.basis == "2026条例52"
