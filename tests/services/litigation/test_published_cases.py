"""Published cases, step by step, with the dates of law/cases.md."""

from __future__ import annotations

from tests.services.litigation.builders import Response, notified


def test_c13_no_clock_of_the_court_is_counted_by_a_text_that_did_not_govern() -> None:
    # The source gives suspension, resumption and judgment; the docketing day is assumed.
    response = notified(
        act={"made_on": "2009-11-01"}, docketed_on="2009-12-17", served_on="2009-12-18"
    )
    assert not response.has_clock("SS-13")
    assert "rule-not-held" in response.codes()

    response.does("submit_answer", on="2009-12-30", evidence=["户口登记材料"])
    response.does("suspend", on="2010-03-11", ground="87(5)")
    response.does("resume", on="2015-04-21")
    assert response.status == "answered"

    response.does(
        "record_judgment",
        on="2015-04-25",
        kind="judgment",
        outcome="claims_dismissed",
        lost=False,
    )
    assert response.status == "judged"


def c19_refused() -> Response:
    """Return guiding case 216 up to the refusal of the procuratorate's suggestion."""
    response = Response().does(
        "receive_suggestion",
        kind="procuratorial",
        issuer="检察院",
        served_on="2019-05-27",
    )
    return response.does("reply_suggestion", on="2019-07-02", outcome="refused")


def test_c19_an_explicit_refusal_ends_the_wait_before_its_last_day() -> None:
    response = c19_refused()

    clock = response.clock("SS-29")
    assert (clock["raw_due_on"], clock["due_on"]) == ("2019-07-27", "2019-07-29")
    assert (clock["status"], clock["ended_on"]) == ("met", "2019-07-02")
    assert "waiting-period-closed-by-refusal" in response.codes()


def test_c19_the_suit_follows_before_the_two_months_are_over() -> None:
    response = c19_refused().does(
        "receive_notice",
        on="2019-07-19",
        court="人民法院",
        court_case_no="（2019）行初1号",
        plaintiffs=[{"kind": "organisation", "name": "人民检察院"}],
        docketed_on="2019-07-19",
    )
    # 2020-01-19 is a Sunday on which people work (调休): it does not move.
    assert response.due("SS-13") == "2020-01-19"

    response.does(
        "record_judgment",
        on="2019-11-15",
        kind="judgment",
        outcome="ordered_to_perform",
        lost=True,
        performance_due_on="2020-02-15",
    )
    assert response.state_of("SS-13") == "met"
    assert response.status == "judged"
