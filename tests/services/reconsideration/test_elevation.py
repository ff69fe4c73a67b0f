"""A superior takes a case over: the file goes up, and nothing runs here any more."""

from __future__ import annotations

from typing import Any

from tests.services.reconsideration.builders import Review, act, application

NOTICE: dict[str, Any] = {
    "on": "2026-09-24",
    "superior": {"code": "111200000000000021", "name": "某省人民政府"},
    "notice_received_on": "2026-09-24",
}


def under_review() -> Review:
    """Accepted on 2026-09-14; the notice of the superior comes on Thursday 09-24."""
    filing = application(
        act=act(made_on="2026-09-01", served_on="2026-09-02"), received_on="2026-09-10"
    )
    return Review().does("file", **filing).does("accept", on="2026-09-14", procedure="ordinary")


def test_five_working_days_for_the_file_run_from_the_notice() -> None:
    review = under_review().does("record_elevation", **NOTICE)

    assert review.status == "elevated"
    assert review.due("FY-20") == "2026-10-09"  # after Mid-Autumn and the week of October
    assert review.state_of("FY-18") == "cancelled"


def test_the_file_posted_in_time_is_in_time() -> None:
    review = under_review().does("record_elevation", **NOTICE)

    review.does("hand_file_up", on="2026-10-12", posted_on="2026-10-09", posted_by="express_mail")

    assert (review.status, review.state_of("FY-20")) == ("handed_up", "met")
    assert review.does("close", on="2026-10-13").status == "closed"


def test_a_file_that_goes_up_late_is_marked() -> None:
    review = under_review().does("record_elevation", **NOTICE)

    review.does("hand_file_up", on="2026-10-10")

    assert review.basis_of("file-handed-up-late") == "2026条例40¶3"


def test_what_the_superior_took_over_is_not_decided_here() -> None:
    review = under_review().does("record_elevation", **NOTICE)

    problem = review.refuses("withdraw", on="2026-10-08", reason="不再争议")

    assert problem.code == "command-not-allowed"


def test_before_the_regulation_no_case_was_taken_over() -> None:
    early = {**NOTICE, "notice_received_on": "2026-06-30"}

    problem = under_review().refuses("record_elevation", **early)

    assert (list(problem.errors or {}), problem.basis) == (["notice_received_on"], "2026条例40")
