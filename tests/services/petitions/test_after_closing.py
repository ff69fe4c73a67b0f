"""What may still arrive when the file of a petition is closed."""

from __future__ import annotations

from typing import Any

from tests.services.petitions.builders import concluded
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
