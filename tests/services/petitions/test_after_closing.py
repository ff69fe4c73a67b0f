"""What may still arrive when the file of a petition is closed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.services.petitions.builders import Petition, accepted, classified, concluded
from tests.support.case_in_memory import said

URGED: dict[str, Any] = {"ground": "opinion_not_performed", "feedback_due_on": "2026-09-30"}


def test_an_opinion_that_is_not_performed_is_urged_after_the_file_was_closed() -> None:
    petition = concluded().does("close", on="2026-09-01", reason="已办结")
    petition.does("urge", on="2026-09-10", **URGED)

    assert petition.status == "closed"
    assert petition.due("POLICY-urge-feedback") == "2026-09-30"


def test_the_feedback_on_an_urging_comes_after_the_file_was_closed() -> None:
    petition = concluded().does("urge", on="2026-08-28", **URGED)
    petition.does("close", on="2026-09-01", reason="已办结")
    assert petition.state_of("POLICY-urge-feedback") == "running"

    petition.does(
        "report_back", on="2026-09-20", about="urging", report="已履行", adopted="adopted"
    )

    assert (petition.status, petition.state_of("POLICY-urge-feedback")) == ("closed", "met")


def test_nobody_reports_back_on_what_nobody_asked_for() -> None:
    petition = concluded().does("close", on="2026-09-01", reason="已办结")
    problem = petition.refuses("report_back", on="2026-09-20", about="assignment", report="已办")

    assert said(problem)[:2] == (409, "conflict")


def test_a_petitioner_rates_after_the_file_was_closed() -> None:
    petition = concluded().does("close", on="2026-09-01", reason="已办结")
    petition.does("rate", on="2026-09-05", satisfaction=4)

    assert petition.facts["satisfaction"] == 4


@pytest.mark.parametrize("closed", [False, True])
def test_what_was_refused_is_accepted_by_order_of_the_superior(closed: bool) -> None:
    petition = classified().does("decline", on="2026-07-08", ground="accepted_elsewhere")
    if closed:
        petition.does("close", on="2026-07-10")

    problem = petition.refuses("accept", on="2026-08-03")
    assert said(problem) == (428, "reason-required", "信访工作条例44(2)")
    petition.does("accept", on="2026-08-03", reason="市信访局责令改正")

    assert petition.status == "accepted"
    assert petition.due("XF-05") == "2026-10-02"  # an agency's day does not move off the holiday


@pytest.mark.parametrize("reached", [concluded, accepted])
def test_what_was_not_refused_is_not_accepted_after_the_file_was_closed(
    reached: Callable[[], Petition],
) -> None:
    petition = reached()
    if petition.status == "accepted":
        petition.does("withdraw", on="2026-07-20", reason="信访人撤回")
    petition.does("close", on="2026-09-01", reason="已办结")

    problem = petition.refuses("accept", on="2026-09-10", reason="再次办理")

    assert said(problem) == (409, "conflict", "信访工作条例44(2)")
