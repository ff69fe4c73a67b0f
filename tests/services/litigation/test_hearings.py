"""Hearings: the notice to the head, the planned appearance, what absence leads to."""

from __future__ import annotations

from typing import Any

import pytest

from tests.services.litigation.builders import (
    COURT,
    HEAD,
    Response,
    answered,
    appealed,
    notified,
    scheduled,
)

EXCUSE: dict[str, Any] = {
    "excuse": "irreplaceable_duty",
    "proof": "防汛值班通知（盖章）",
    "staff": ["法制科长"],
}


class TestNotice:
    def test_the_head_is_notified_three_days_before(self) -> None:
        response = scheduled(on="2024-06-09")

        assert response.due("SS-23") == "2024-06-09"
        assert response.state_of("SS-23") == "met"
        assert response.event["hearing_on"] == "2024-06-12"

    def test_a_late_notice_is_marked(self) -> None:
        response = scheduled(on="2024-06-10")

        assert response.state_of("SS-23") == "missed"
        assert response.basis_of("head-notified-late") == "出庭规定5¶2"

    def test_the_day_of_the_notice_may_be_earlier_than_its_record(self) -> None:
        assert scheduled(on="2024-06-11", notified_on="2024-06-05").state_of("SS-23") == "met"

    def test_without_notice_to_the_head_no_clock_runs(self) -> None:
        response = scheduled(head_notice="none", head_notice_ground=None)

        assert not response.has_clock("SS-23")

    @pytest.mark.parametrize(
        ("head_notice", "ground", "basis"),
        [
            ("shall", None, "出庭规定4¶1"),
            ("shall", "court_finds_necessary", "出庭规定4¶1"),
            ("may", "public_health", "出庭规定4¶2"),
            ("none", "public_health", "出庭规定4"),
        ],
    )
    def test_a_notice_rests_on_its_paragraph(
        self, head_notice: str, ground: str | None, basis: str
    ) -> None:
        hearing = {"on": "2024-06-03", "hearing_on": "2024-06-12", "place": "第一法庭"}
        raw: dict[str, Any] = {**hearing, "head_notice": head_notice}
        if ground is not None:
            raw["head_notice_ground"] = ground

        problem = answered().refuses("schedule_hearing", **raw)
        assert (list(problem.errors or {}), problem.basis) == (["head_notice_ground"], basis)

    @pytest.mark.parametrize("ground", ["public_interest_litigation", "required_by_superior"])
    def test_the_court_may_notify_on_its_grounds(self, ground: str) -> None:
        response = scheduled(head_notice="may", head_notice_ground=ground, actor=COURT)

        assert response.facts["head_notice_ground"] == ground


class TestAppearance:
    def test_the_head_appears(self) -> None:
        response = scheduled().does("plan_appearance", on="2024-06-11", head=HEAD)

        assert response.facts["planned_head"]["post"] == "分管副局长"
        assert response.facts["planned_excuse"] is None

    def test_or_is_excused_with_proof_and_staff(self) -> None:
        response = scheduled().does("plan_appearance", on="2024-06-11", **EXCUSE)

        assert response.event["excuse"] == "irreplaceable_duty"
        assert response.facts["planned_staff"] == ["法制科长"]

    @pytest.mark.parametrize("plan", [{}, {"head": HEAD, **EXCUSE}])
    def test_one_of_the_two(self, plan: dict[str, Any]) -> None:
        problem = scheduled().refuses("plan_appearance", on="2024-06-11", **plan)

        assert (list(problem.errors or {}), problem.basis) == (["head"], "行诉法3¶3、出庭规定8")

    def test_an_excuse_is_proved(self) -> None:
        plan = {name: value for name, value in EXCUSE.items() if name != "proof"}

        problem = scheduled().refuses("plan_appearance", on="2024-06-11", **plan)
        assert (list(problem.errors or {}), problem.basis) == (["proof"], "出庭规定9¶1")

    def test_a_lawyer_alone_does_not_stand_in(self) -> None:
        plan = {**EXCUSE, "staff": [], "lawyers": ["律师"]}

        problem = scheduled().refuses("plan_appearance", on="2024-06-11", **plan)
        assert (list(problem.errors or {}), problem.basis) == (["staff"], "行诉法3¶3、出庭规定10")

    def test_it_is_planned_before_the_hearing(self) -> None:
        problem = scheduled().refuses("plan_appearance", on="2024-06-13", head=HEAD)

        assert (problem.code, list(problem.errors or {})) == ("date-out-of-order", ["on"])

    def test_it_needs_a_hearing(self) -> None:
        problem = answered().refuses("plan_appearance", on="2024-06-03", head=HEAD)

        assert list(problem.errors or {}) == ["hearing_on"]

    def test_a_new_hearing_is_planned_anew(self) -> None:
        response = scheduled().does("plan_appearance", on="2024-06-05", **EXCUSE)
        scheduled(response, on="2024-06-12", hearing_on="2024-07-01")

        assert response.facts["planned_excuse"] is None
        assert response.facts["planned_staff"] == []


class TestRecord:
    def held(self, response: Response | None = None, **record: Any) -> Response:
        raw = {"on": "2024-06-12", "head_attended": True, "staff_attended": True, **record}
        return (response or scheduled()).does("record_hearing", **raw)

    def test_a_head_who_attended_has_nothing_to_fear(self) -> None:
        response = self.held()

        assert response.codes() == []
        assert response.event["head_attended"] is True

    def test_an_excused_absence_has_no_consequence(self) -> None:
        response = scheduled().does("plan_appearance", on="2024-06-11", **EXCUSE)

        assert self.held(response, head_attended=False).codes() == []

    @pytest.mark.parametrize(
        ("record", "item"),
        [
            ({"head_attended": False}, 1),
            ({"left_early": True}, 4),
            ({"explained": False}, 5),
        ],
    )
    def test_each_consequence_is_flagged(self, record: dict[str, Any], item: int) -> None:
        response = self.held(**record)

        assert response.codes() == [f"head-attendance-12-{item}"]
        assert response.basis_of(f"head-attendance-12-{item}") == f"出庭规定12¶1({item})"

    def test_an_excuse_that_the_court_rejects_is_none(self) -> None:
        response = scheduled().does("plan_appearance", on="2024-06-11", **EXCUSE)

        held = self.held(response, head_attended=False, excuse_accepted=False)
        assert held.codes() == ["head-attendance-12-1"]

    def test_neither_head_nor_staff(self) -> None:
        response = self.held(head_attended=False, staff_attended=False)

        assert response.codes() == ["head-attendance-12-1", "head-attendance-12-3"]

    def test_absent_again_after_an_adjournment(self) -> None:
        response = scheduled().does("plan_appearance", on="2024-06-11", **EXCUSE)
        self.held(response, head_attended=False, excuse_accepted=True, adjourned=True)
        scheduled(response, on="2024-06-17", hearing_on="2024-07-01")
        response.does("plan_appearance", on="2024-06-28", **EXCUSE)

        self.held(response, on="2024-07-01", head_attended=False)
        assert response.codes() == ["head-attendance-12-2"]

    def test_one_attendance_is_enough_in_an_instance(self) -> None:
        response = self.held()
        scheduled(
            response,
            on="2024-06-17",
            hearing_on="2024-07-01",
            head_notice="none",
            head_notice_ground=None,
        )

        assert self.held(response, on="2024-07-01", head_attended=False).codes() == []

    def test_but_not_in_the_next_one(self) -> None:
        first = self.held()
        first.does(
            "record_judgment",
            on="2024-08-01",
            kind="judgment",
            outcome="claims_dismissed",
            lost=False,
            served_on="2024-08-05",
            opponent_served_on="2024-08-05",
        )
        second = appealed(first)
        scheduled(
            second,
            on="2024-09-20",
            hearing_on="2024-09-25",
            head_notice="none",
            head_notice_ground=None,
        )

        held = self.held(second, on="2024-09-25", head_attended=False)
        assert held.codes() == ["head-attendance-12-1"]

    def test_before_july_2020_the_statute_said_it(self) -> None:
        response = notified(
            act={"made_on": "2019-01-05"}, docketed_on="2019-05-06", served_on="2019-05-10"
        )
        response.does("submit_answer", on="2019-05-20", evidence=["决定书"])
        scheduled(response, on="2019-06-03", hearing_on="2019-06-12")

        held = self.held(response, on="2019-06-12", head_attended=False)
        assert held.basis_of("head-attendance-12-1") == "行诉法66¶2"

    def test_a_hearing_is_not_recorded_before_its_day(self) -> None:
        problem = scheduled().refuses(
            "record_hearing", on="2024-06-11", head_attended=True, staff_attended=True
        )

        assert (problem.code, list(problem.errors or {})) == ("date-out-of-order", ["on"])
