"""Where the regulations leave something open, whoever meets it is told so, with the article."""

from __future__ import annotations

from typing import Any

import pytest

from tests.services.petitions.builders import (
    Petition,
    accepted,
    classified,
    earlier_petition,
    in_reexamination,
    in_review,
)
from tests.support.case_in_memory import said
from tests.support.late_facts import LedCases

UPHELD: dict[str, Any] = {"outcome": "upheld", "opinion": "维持"}
REVOKED: dict[str, Any] = {"outcome": "revoked", "opinion": "撤销，责令重新办理"}
AFTER_REVIEW = ["reviewed", "in re-examination", "finalized", "closed at the end"]


def test_how_a_matter_is_handled_anew_when_a_review_has_revoked_the_opinion() -> None:
    petition = in_review().does("conclude_review", on="2026-09-30", **REVOKED)

    assert petition.basis_of("handled-anew") == "信访工作条例35"


def test_how_it_is_handled_anew_after_a_re_examination() -> None:
    petition = in_reexamination().does("conclude_reexamination", on="2026-11-06", **REVOKED)

    assert petition.basis_of("handled-anew") == "信访工作条例36¶1"


def test_what_was_upheld_is_not_handled_anew() -> None:
    review = in_review().does("conclude_review", on="2026-09-30", **UPHELD)
    last = in_reexamination().does("conclude_reexamination", on="2026-11-06", **UPHELD)

    assert "handled-anew" not in [*review.codes(), *last.codes()]


def test_who_registers_it_anew_is_told_that_the_revocation_is_what_is_new() -> None:
    petition = classified(known=[earlier_petition("reviewed")])

    problem = petition.refuses("accept", on="2026-10-12")

    assert problem.basis == "信访工作条例19¶3"
    assert "原意见被撤销" in problem.detail.zh
    petition.does("accept", on="2026-10-12", new_facts="复查撤销原意见，责令重新办理")
    assert petition.status == "accepted"


@pytest.mark.parametrize("state", AFTER_REVIEW)
def test_whether_another_petitioner_has_a_second_review(petitions: LedCases, state: str) -> None:
    problem = petitions.led(state).refuses("request_review", on="2026-11-20", party="p2")

    assert said(problem) == (409, "conflict", "信访工作条例35")
    assert "请求复核" in problem.detail.zh
    assert "条例没有规定" in problem.detail.zh
    assert "the law does not say" in problem.detail.en


def test_one_petitioner_alone_has_one_review_and_nothing_is_open() -> None:
    problem = (
        in_review()
        .does("conclude_review", on="2026-09-30", **UPHELD)
        .refuses("request_review", on="2026-10-08")
    )

    assert said(problem) == (409, "conflict", "信访工作条例35")
    assert "没有规定" not in problem.detail.zh


@pytest.mark.parametrize("state", ["finalized", "closed at the end"])
def test_nobody_asks_for_re_examination_after_the_last_opinion(
    petitions: LedCases, state: str
) -> None:
    problem = petitions.led(state).refuses("request_reexamination", on="2026-11-20", party="p2")

    assert said(problem) == (409, "conflict", "信访工作条例36¶3")


def test_whether_who_withdrew_a_request_may_make_it_again() -> None:
    again = asked_again("request_review", in_review(), "2026-09-21")
    last = asked_again("request_reexamination", in_reexamination(), "2026-10-21")

    assert again.basis_of("asked-again") == "信访工作条例35"
    assert last.basis_of("asked-again") == "信访工作条例36¶1"
    assert "asked-again" not in in_review().codes()


def asked_again(command: str, petition: Petition, on: str) -> Petition:
    petition.does("withdraw_requests", on=on, reason="接受")
    return petition.does(command, on=on)


def test_that_an_agreement_concludes_the_matter() -> None:
    agreement: dict[str, Any] = {"by": "mediation", "agreement": "双方同意修缮"}
    petition = accepted().does("settle", on="2026-08-20", **agreement)

    assert petition.basis_of("settlement-concludes") == "信访工作条例33"
