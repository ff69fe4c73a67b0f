"""Judicial confirmation of an agreement."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.services.mediation.builders import (
    COURT,
    SIGNED,
    Mediation,
    accepted,
    agreed,
    agreement,
    applied,
    confirmed,
)
from tests.support.case_in_memory import field_of, refuses_field, said


def ruling(command: str) -> dict[str, Any]:
    """Return the payload of a court's act; its acceptance has no ruling number yet."""
    return {} if command == "record_court_acceptance" else {"ruling_no": "民特2号"}


def test_a_joint_application_in_time_meets_the_thirty_days() -> None:
    mediation = applied(on="2026-08-19", court_received_on="2026-08-19")

    assert mediation.status == "agreed"
    assert mediation.clock("TJ-02")["status"] == "met"
    assert mediation.clock("TJ-03")["due_on"] == "2026-08-24"
    assert mediation.event["court"] == "示范区人民法院"


def test_one_side_alone_cannot_apply() -> None:
    problem = agreed().refuses(
        "apply_confirmation", on="2026-08-03", jointly=False, court="示范区人民法院"
    )

    assert refuses_field(problem) == ("jointly", "人民调解法33¶1")


def test_after_thirty_days_nothing_is_confirmed() -> None:
    problem = agreed().refuses(
        "apply_confirmation", on="2026-08-20", jointly=True, court="示范区人民法院"
    )

    assert said(problem) == (409, "conflict", "人民调解法33¶1")
    assert "2026-08-19" in problem.detail.en


def test_an_application_that_was_posted_in_time_is_in_time() -> None:
    mediation = agreed().does(
        "apply_confirmation",
        on="2026-08-22",
        posted_on="2026-08-19",
        posted_by="express_mail",
        jointly=True,
        court="示范区人民法院",
    )

    assert mediation.clock("TJ-02")["status"] == "met"


def test_what_has_no_effect_is_not_confirmed() -> None:
    problem = agreed(effective_on=None).refuses(
        "apply_confirmation", on="2026-08-03", jointly=True, court="示范区人民法院"
    )

    assert said(problem) == (422, "missing-fact", "人民调解法29¶2")
    assert field_of(problem) == "effective_on"


def test_an_oral_agreement_is_confirmed_as_well() -> None:
    mediation = agreed(form="oral", effective_on=None)
    mediation.does("apply_confirmation", on="2026-08-03", jointly=True, court="示范区人民法院")

    assert mediation.clock("TJ-02")["status"] == "met"


def test_with_a_suit_pending_there_is_nothing_to_confirm() -> None:
    problem = agreed("court_entrusted").refuses(
        "apply_confirmation", on="2026-08-03", jointly=True, court="示范区人民法院"
    )

    assert said(problem) == (409, "conflict", "特邀调解规定20")


def test_confirmation_is_applied_for_once() -> None:
    problem = applied().refuses(
        "apply_confirmation", on="2026-08-04", jointly=True, court="示范区人民法院"
    )

    assert said(problem) == (409, "conflict", "人民调解法33")


def test_without_the_courts_day_of_receipt_its_three_days_do_not_run() -> None:
    mediation = applied(court_received_on=None)

    assert "TJ-03" not in mediation.rules()
    assert mediation.codes() == ["missing-fact"]


def test_the_courts_acceptance_starts_the_thirty_days_and_tells_the_older_fifteen() -> None:
    mediation = applied().does("record_court_acceptance", on="2026-08-05", court_case_no="1号")

    assert mediation.clock("TJ-03")["status"] == "met"
    assert mediation.clock("TJ-04")["variant"] == "special-procedure"
    assert mediation.clock("TJ-04")["due_on"] == "2026-09-04"
    assert mediation.told()[0][:2] == ("advisory-limit", "法释〔2011〕5号5")
    assert "2026-08-20" in mediation.told()[0][2]


def test_a_confirmed_agreement_has_its_ruling() -> None:
    mediation = confirmed()

    assert mediation.status == "confirmed"
    assert mediation.clock("TJ-04")["status"] == "met"
    assert mediation.facts["ruling_no"] == "（2026）示0101民特1号"
    assert mediation.clock("POLICY-performance")["status"] == "running"


def test_a_ruling_without_recorded_acceptance_leaves_the_courts_three_days_unjudged() -> None:
    mediation = applied().does("confirm", actor=COURT, on="2026-08-06", ruling_no="民特1号")

    assert mediation.status == "confirmed"
    assert mediation.clock("TJ-03")["status"] == "cancelled"


@pytest.mark.parametrize("command", ["confirm", "refuse_confirmation", "record_court_acceptance"])
def test_a_court_rules_on_applications_only(command: str) -> None:
    payload: dict[str, Any] = (
        {} if command == "record_court_acceptance" else {"ruling_no": "民特1号"}
    )
    problem = agreed().refuses(command, actor=COURT, on="2026-08-20", **payload)

    assert said(problem)[:2] == (422, "missing-fact")


def test_a_refused_agreement_stays_agreed_and_the_ways_on_are_told() -> None:
    mediation = applied().does(
        "refuse_confirmation", on="2026-08-20", ruling_no="民特1号", reason="内容不明确"
    )

    assert mediation.status == "agreed"
    assert mediation.told()[0][:2] == ("ways-after-refusal", "人民调解法33¶3")
    assert mediation.case["milestones"]["confirmation_refused"] == "2026-08-20"


@pytest.mark.parametrize("command", ["confirm", "refuse_confirmation", "record_court_acceptance"])
def test_a_court_decides_once(command: str) -> None:
    mediation = applied().does("refuse_confirmation", on="2026-08-20", ruling_no="民特1号")
    payload: dict[str, Any] = (
        {} if command == "record_court_acceptance" else {"ruling_no": "民特2号"}
    )

    problem = mediation.refuses(command, on="2026-08-21", **payload)
    assert said(problem) == (409, "conflict", "民事诉讼法206")


def test_a_ruling_has_its_number() -> None:
    assert field_of(applied().refuses("confirm", on="2026-08-20")) == "ruling_no"


def test_a_ruling_does_not_come_before_the_application() -> None:
    problem = applied().refuses("confirm", on="2026-08-02", ruling_no="民特1号")

    assert said(problem)[:2] == (422, "date-out-of-order")


@pytest.mark.parametrize("ended", ["close", "record_breach"])
def test_the_parties_still_apply_after_the_file_was_closed_or_the_agreement_broken(
    ended: str,
) -> None:
    declared: dict[str, Any] = {"declared": True} if ended == "record_breach" else {}
    mediation = agreed().does(ended, on="2026-07-30", reason="当事人书面要求", **declared)
    assert mediation.clock("TJ-02")["status"] == "running"

    status = mediation.status
    mediation.does(
        "apply_confirmation",
        on="2026-08-19",
        jointly=True,
        court="示范区人民法院",
        court_received_on="2026-08-19",
    )
    mediation.does("record_court_acceptance", on="2026-08-20")
    mediation.does("confirm", on="2026-09-01", ruling_no="（2026）示0101民特1号")

    assert mediation.status == status
    assert mediation.case["milestones"]["confirmed"] == "2026-09-01"
    assert [mediation.clock(rule)["status"] for rule in ("TJ-02", "TJ-03", "TJ-04")] == ["met"] * 3
    again = mediation.refuses("confirm", on="2026-09-02", ruling_no="（2026）示0101民特1号")
    assert said(again) == (409, "conflict", "民事诉讼法206")


def test_the_court_decides_on_an_agreement_that_was_performed_meanwhile() -> None:
    mediation = applied().does("record_court_acceptance", on="2026-08-05")
    mediation.does("record_performance", on="2026-08-10")
    assert mediation.running() == {"TJ-04"}

    mediation.does("confirm", on="2026-08-20", ruling_no="（2026）示0101民特1号")

    assert (mediation.status, mediation.clock("TJ-04")["status"]) == ("performed", "met")


def test_a_closed_mediation_without_agreement_has_nothing_to_confirm() -> None:
    mediation = accepted().does("fail", on="2026-07-20", reason="分歧过大")
    mediation.does("close", on="2026-07-21")

    problem = mediation.refuses(
        "apply_confirmation", on="2026-07-22", jointly=True, court="示范区人民法院"
    )

    assert (problem.status, problem.code) == (422, "missing-fact")


def withdrawn() -> Mediation:
    return applied().does("withdraw_application", on="2026-08-06", reason="双方拟再协商")


def test_an_application_is_withdrawn_and_its_thirty_days_run_as_they_ran() -> None:
    mediation = withdrawn()

    assert (mediation.status, mediation.due("TJ-02")) == ("agreed", "2026-08-19")
    assert mediation.running() == {"TJ-02", "POLICY-performance"}
    mediation.does("apply_confirmation", on="2026-08-19", jointly=True, court="示范区人民法院")
    mediation.does("confirm", on="2026-08-28", ruling_no="（2026）示0101民特1号")
    assert mediation.status == "confirmed"


def test_after_the_thirty_days_what_was_withdrawn_is_not_asked_again() -> None:
    problem = withdrawn().refuses(
        "apply_confirmation", on="2026-08-20", jointly=True, court="示范区人民法院"
    )

    assert said(problem) == (409, "conflict", "人民调解法33¶1")


@pytest.mark.parametrize(
    "command", ["record_court_acceptance", "confirm", "refuse_confirmation", "withdraw_application"]
)
def test_the_court_rules_on_no_application_that_was_withdrawn(command: str) -> None:
    more = {"reason": "重复"} if command == "withdraw_application" else ruling(command)

    problem = withdrawn().refuses(command, on="2026-08-10", **more)

    assert said(problem) == (409, "conflict", "民事诉讼法206")


def test_what_was_ruled_on_is_not_withdrawn() -> None:
    ruled = applied().does("refuse_confirmation", on="2026-08-20", ruling_no="民特2号")

    problem = ruled.refuses("withdraw_application", on="2026-08-25", reason="反悔")

    assert said(problem) == (409, "conflict", "民事诉讼法206")


def changed() -> Mediation:
    """Return an agreement whose confirmation was refused, changed by both on 2026-09-01."""
    refused = applied().does("refuse_confirmation", on="2026-08-20", ruling_no="民特2号")
    new = agreement(on="2026-09-01", effective_on="2026-09-01", performance_due_on="2026-10-30")
    return refused.does("agree_anew", **new)


def test_an_agreement_changed_after_the_refusal_has_thirty_days_of_its_own() -> None:
    mediation = changed()

    assert mediation.due("TJ-02") == "2026-10-08"  # 10-01 is in the week of October
    assert mediation.due("POLICY-performance") == "2026-10-30"
    mediation.does("apply_confirmation", on="2026-10-08", jointly=True, court="示范区人民法院")
    mediation.does("confirm", on="2026-10-20", ruling_no="民特9号")
    assert mediation.status == "confirmed"


def test_a_changed_agreement_takes_effect_by_its_own_signatures() -> None:
    new = agreement(on="2026-08-10", effective_on=None, performance_due_on="2026-10-30")
    mediation = agreed().does("agree_anew", **new)
    assert not mediation.running() & {"TJ-02"}
    asked: dict[str, Any] = {"jointly": True, "court": "示范区人民法院"}
    assert mediation.refuses("apply_confirmation", on="2026-08-12", **asked).code == "missing-fact"

    mediation.does("record_effect", on="2026-08-14", effective_on="2026-08-13", **SIGNED)

    assert mediation.due("TJ-02") == "2026-09-14"


def confirmed_and_closed() -> Mediation:
    return confirmed().does("close", on="2026-08-25", reason="当事人要求归档")


@pytest.mark.parametrize("reached", [applied, confirmed_and_closed])
def test_what_the_court_has_or_had_before_it_is_not_changed(
    reached: Callable[[], Mediation],
) -> None:
    new = agreement(on="2026-09-01", effective_on="2026-09-01")

    problem = reached().refuses("agree_anew", **{**new, "performance_due_on": "2026-10-30"})

    assert said(problem) == (409, "conflict", "人民调解法33")
