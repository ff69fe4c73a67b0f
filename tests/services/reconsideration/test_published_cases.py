"""Published cases, step by step, with the dates of law/cases.md."""

from __future__ import annotations

from tests.services.reconsideration.builders import (
    APPLICANT,
    NEW_OFFICERS,
    OFFICER,
    Review,
    act,
    filed,
    warned,
)


def c02_asked_to_correct() -> Review:
    """Return 江山市 举报答复案 up to the request for corrections, still under the old law."""
    review = filed(
        received_on="2023-12-09",
        # Told, says the source, on 12-11, two days after the application: so known before it.
        act={"name": "不予立案决定", "made_on": "2023-12-08"},
    )
    review.does("request_correction", on="2023-12-09", items=["申请书"], served_on="2023-12-09")
    return review


def test_c02_the_old_law_gave_no_number_for_corrections() -> None:
    review = c02_asked_to_correct()

    assert not review.has_clock("FY-10")
    finding = next(each for each in review.found if each.code == "no-statutory-length")
    assert "2007" in finding.basis or "29" in finding.basis
    assert "correction-notice-not-served" not in warned(review)


def test_c02_the_whole_chain_has_the_dates_of_the_source() -> None:
    review = c02_asked_to_correct().does("correct", on="2024-01-05")
    assert review.due("FY-11") == "2024-01-12"

    review.does("accept", on="2024-01-11", procedure="ordinary")
    assert review.state_of("FY-11") == "met"
    assert (review.due("FY-13"), review.due("FY-18")) == ("2024-01-22", "2024-03-11")

    review.does("serve_respondent", on="2024-01-12")
    assert review.state_of("FY-13") == "met"
    assert review.due("FY-14") == "2024-01-26"

    review.does("reply", on="2024-01-18", evidence=["举报材料"])
    assert review.state_of("FY-14") == "met"

    review.does("assign_officers", on="2024-01-19", officers=NEW_OFFICERS)
    review.does("hear_parties", on="2024-02-05", method="phone")
    review.does("decide", on="2024-03-05", kind="dismiss", articles=["33"])
    assert review.status == "decided"
    assert review.state_of("FY-18") == "met"


def test_c03_acceptance_on_the_fifth_day_and_ninety_days_with_one_roll() -> None:
    review = filed(received_on="2024-11-27", act=act(made_on="2024-11-01", served_on="2024-11-02"))
    review.does("request_correction", on="2024-11-28", items=["证据"], served_on="2024-12-02")
    review.does("correct", on="2024-12-16")
    assert review.due("FY-11") == "2024-12-23"

    review.does("accept", on="2024-12-23", procedure="ordinary")
    assert review.state_of("FY-11") == "met"
    assert review.due("FY-18") == "2025-02-21"

    review.does("extend", on="2025-02-20", days=30, approved_by="head_of_office", reason="情况复杂")
    clock = review.clock("FY-18")
    assert (clock["raw_due_on"], clock["due_on"]) == ("2025-03-23", "2025-03-24")


def test_c04_simplified_clocks_across_the_dragon_boat_festival() -> None:
    review = filed(
        received_on="2025-05-26",
        act={"kind": "government_information", "made_on": "2025-05-07", "served_on": "2025-05-07"},
    )
    assert (review.due("FY-01"), review.state_of("FY-01")) == ("2025-07-07", "met")
    assert review.due("FY-08") == "2025-06-03"

    review.does("accept", on="2025-05-29", procedure="simplified", ground="53(4)")
    assert (review.due("FY-15"), review.due("FY-19")) == ("2025-06-04", "2025-06-30")


def test_c05_a_refusal_within_a_review_that_counts_a_make_up_saturday() -> None:
    review = filed()
    assert review.due("FY-08") == "2024-05-14"

    review.does("reject", on="2024-05-13", ground="30(2)", reason="与行政行为没有利害关系")
    assert review.state_of("FY-08") == "met"


def test_c07_an_application_that_arrived_on_a_saturday() -> None:
    review = filed(
        received_on="2025-02-22",
        channel="online",
        act={"name": "不予受理决定", "made_on": "2025-01-20", "known_on": "2025-01-20"},
    )
    assert review.due("FY-08") == "2025-02-28"

    review.does("reject", on="2025-02-28", ground="30(5)", reason="不予受理决定不属于复议范围")
    assert review.state_of("FY-08") == "met"


def c09_decided() -> Review:
    """Return guiding case 90 up to the decision; the day of its service is not published."""
    review = filed(
        received_on="2015-02-13", act={"kind": "on_the_spot_penalty", "made_on": "2015-01-31"}
    )
    review.does("accept", on="2015-02-13", procedure="ordinary")
    review.does("assign_officers", on="2015-02-15", officers=NEW_OFFICERS)
    return review.does("decide", on="2015-03-27", kind="uphold", articles=["2009法28¶1(1)"])


def test_c09_an_on_the_spot_fine_in_time_and_decided_in_time() -> None:
    review = c09_decided()

    assert (review.due("FY-01"), review.state_of("FY-01")) == ("2015-04-01", "met")
    assert (review.due("FY-18"), review.state_of("FY-18")) == ("2015-04-14", "met")


def test_c09_without_the_day_of_service_no_suit_window_is_computed() -> None:
    review = c09_decided()
    review.does("serve_decision", on="2015-04-01", party=APPLICANT, method="post")

    assert not review.has_clock("FY-29")
    assert review.codes() == ["missing-fact"]


def test_c09_the_day_of_service_decides() -> None:
    on_the_day = c09_decided()
    on_the_day.does(
        "serve_decision", on="2015-03-27", party=APPLICANT, method="direct", served_on="2015-03-27"
    )
    assert on_the_day.due("FY-29") == "2015-04-13"
    later = c09_decided()
    later.does(
        "serve_decision", on="2015-03-30", party=APPLICANT, method="direct", served_on="2015-03-30"
    )
    assert later.due("FY-29") == "2015-04-14"


def test_c14_a_suspension_without_ground_is_not_accepted() -> None:
    review = filed(received_on="2013-04-10", act={"name": "工伤认定", "known_on": "2013-04-10"})
    review.does("accept", on="2013-04-10", procedure="ordinary")

    problem = review.refuses("suspend", on="2013-04-10", actor=OFFICER)
    assert (problem.status, list(problem.errors or {})) == (422, ["ground"])
    assert review.status == "accepted"
    assert review.state_of("FY-18") == "running"
