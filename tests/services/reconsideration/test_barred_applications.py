"""What is accepted only for a stated reason: a second application, the handling of a petition."""

from __future__ import annotations

from typing import Any

import pytest

from tests.services.reconsideration.builders import (
    ID_NUMBER,
    OTHER_ID_NUMBER,
    act,
    filed,
    plaintiff,
    suit,
)

ACCEPTANCE: dict[str, Any] = {"on": "2024-05-13", "procedure": "ordinary"}


ACCEPTED: dict[str, Any] = {"milestones": {"accepted": "2024-03-01"}}


def earlier(status: str = "decided", id_number: str = ID_NUMBER, **more: Any) -> dict[str, Any]:
    applicant = {**plaintiff(id_number), "role": "applicant"}
    known = {"track": "reconsideration", "case_id": "case-0", "number": "行复〔2024〕1号"}
    return suit(status, **{"parties": [applicant], **ACCEPTED, **known, **more})


def test_a_second_application_of_one_person_on_one_act_needs_a_reason() -> None:
    review = filed(known=[earlier()])

    problem = review.refuses("accept", **ACCEPTANCE)
    assert (problem.status, problem.code) == (428, "reason-required")
    assert (list(problem.errors or {}), problem.basis) == (["reason"], "复议法30¶1(7)")

    review.does("accept", **ACCEPTANCE, reason="系针对另一处罚事项")
    assert review.status == "accepted"
    assert "earlier-application" in review.codes()


def test_one_after_a_withdrawal_rests_on_its_own_article() -> None:
    withdrawn = earlier(
        "terminated", milestones={"accepted": "2024-03-01", "withdrawn": "2024-04-01"}
    )

    problem = filed(known=[withdrawn]).refuses("accept", **ACCEPTANCE)

    assert (problem.status, problem.basis) == (428, "复议法74¶2")


@pytest.mark.parametrize("status", ["elevated", "handed_up", "closed"])
def test_what_a_superior_took_over_is_accepted_there(status: str) -> None:
    below = earlier(status, milestones={"accepted": "2024-03-01", "elevated": "2024-03-20"})

    assert filed(known=[below]).does("accept", **ACCEPTANCE).status == "accepted"


@pytest.mark.parametrize(
    ("status", "step"),
    [
        ("filed", "filed"),
        ("correction_requested", "correction_requested"),
        ("rejected", "rejected"),
        ("lapsed", "lapsed"),
        ("closed", "rejected"),
        ("closed", "lapsed"),
        ("terminated", "withdrawn"),
    ],
)
def test_an_application_that_nobody_accepted_bars_no_other(status: str, step: str) -> None:
    review = filed(known=[earlier(status, milestones={step: "2024-03-01"})])

    assert review.does("accept", **ACCEPTANCE).status == "accepted"


def test_another_persons_application_bars_nobody() -> None:
    review = filed(known=[earlier(id_number=OTHER_ID_NUMBER)])

    assert review.does("accept", **ACCEPTANCE).status == "accepted"


def test_who_is_not_known_by_a_number_is_pointed_out() -> None:
    review = filed(known=[{**earlier(), "parties": [{"role": "applicant"}]}])

    review.does("accept", **ACCEPTANCE)
    assert "earlier-application" in review.codes()


def test_the_handling_of_a_petition_is_accepted_for_a_reason_since_2026() -> None:
    review = filed(
        received_on="2026-07-08",
        act=act(kind="petition_handling", made_on="2026-07-01", served_on="2026-07-02"),
    )
    acceptance: dict[str, Any] = {"on": "2026-07-10", "procedure": "ordinary"}

    problem = review.refuses("accept", **acceptance)
    assert (problem.status, problem.basis) == (428, "2026条例36(5)")

    review.does("accept", **acceptance, reason="复核意见设定了新的义务")
    assert review.basis_of("not-reviewable") == "2026条例36(5)"


def test_what_was_accepted_on_the_last_day_before_the_regulation_needs_none() -> None:
    """It is the day of the step that counts: in force from 2026-07-01."""
    handling = act(kind="petition_handling", made_on="2026-06-23", served_on="2026-06-24")
    acceptance: dict[str, Any] = {"procedure": "ordinary"}

    on_the_eve = filed(received_on="2026-06-29", act=handling)
    assert on_the_eve.basis_of("probably-not-reviewable") == "法释〔2018〕1号1¶2(9)"
    assert on_the_eve.does("accept", on="2026-06-30", **acceptance).status == "accepted"

    a_day_later = filed(received_on="2026-06-29", act=handling)
    problem = a_day_later.refuses("accept", on="2026-07-01", **acceptance)
    assert (problem.status, problem.basis) == (428, "2026条例36(5)")


def test_silence_accepts_without_a_reason() -> None:
    review = filed(known=[earlier()])

    assert review.does("deem_accepted", on="2024-05-14").status == "accepted"
