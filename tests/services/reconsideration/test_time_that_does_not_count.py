"""What is left out of the time to apply: a suit first, an own correction (2026条例26, 38)."""

from __future__ import annotations

from typing import Any

import pytest

from shared.remedies.facts import Earlier
from shared.remedies.track_rules import Path
from tests.services.coordination.remedies.asked import an_act, ask, day, step
from tests.services.reconsideration.builders import Review, act, application, filed, warned

PENALTY: dict[str, Any] = {"kind": "on_the_spot_penalty", "made_on": "2026-08-03"}
AT_THE_AGENCY: dict[str, Any] = {
    "submitted_to_agency_on": "2026-08-10",
    "correction_told_on": "2026-08-17",
}
IN_COURT: dict[str, Any] = {"sued_first_on": "2026-08-10", "dismissal_served_on": "2026-09-09"}
CORRECTED = step("reconsideration", "self_corrected", filed_on="2026-08-10", served_on="2026-08-17")
DISMISSED = step(
    "litigation",
    "dismissed",
    ground="reconsideration_first",
    filed_on="2026-08-10",
    served_on="2026-09-09",
)


def applied(received_on: str, **days: Any) -> Review:
    """Return an application about a penalty on the spot of Monday 2026-08-03."""
    return filed(act=act(**PENALTY, served_on=None), received_on=received_on, **days)


@pytest.mark.parametrize(
    ("days", "last_on", "later"),
    [(AT_THE_AGENCY, "2026-10-09", "2026-10-10"), (IN_COURT, "2026-11-02", "2026-11-03")],
    ids=["at the agency", "in court"],
)
def test_that_time_is_left_out_of_the_sixty_days(
    days: dict[str, Any], last_on: str, later: str
) -> None:
    """Sixty days from 2026-08-03 end on 10-02 and, moved, on 10-08."""
    in_time, late = applied(last_on, **days), applied(later, **days)

    assert (in_time.due("FY-01"), in_time.state_of("FY-01")) == (last_on, "met")
    assert "application-out-of-time" not in warned(in_time)
    assert (late.state_of("FY-01"), "application-out-of-time" in warned(late)) == ("missed", True)


@pytest.mark.parametrize(
    ("days", "earlier"),
    [(AT_THE_AGENCY, CORRECTED), (IN_COURT, DISMISSED)],
    ids=["at the agency", "in court"],
)
def test_the_case_and_the_advice_say_the_same_last_day(
    days: dict[str, Any], earlier: Earlier
) -> None:
    asked = an_act(**PENALTY, reconsideration_first_told=False)

    advised = ask("2026-09-20", asked, earlier)[Path.RECONSIDERATION].last_on

    assert advised == day(str(applied("2026-09-20", **days).due("FY-01")))


def test_it_is_left_out_of_a_time_whose_beginning_becomes_known_later_too() -> None:
    unknown = act(kind="electronic_monitoring_penalty", made_on="2026-08-03", served_on=None)
    review = filed(act=unknown, received_on="2026-10-09", **AT_THE_AGENCY)

    review.does("record_knowledge", on="2026-10-12", act={"served_on": "2026-08-03"})

    assert (review.due("FY-01"), review.state_of("FY-01")) == ("2026-10-09", "met")


def test_a_time_that_had_ended_before_is_not_given_back() -> None:
    suit: dict[str, Any] = {"sued_first_on": "2026-10-12", "dismissal_served_on": "2026-10-30"}
    review = applied("2026-11-02", **suit)

    assert (review.due("FY-01"), review.state_of("FY-01")) == ("2026-10-08", "missed")


def test_the_longest_time_runs_on_all_the_same() -> None:
    """Articles 26 and 38 speak of the time to apply (复议法20), not of the five years (21)."""
    assert applied("2026-09-20", **IN_COURT).due("FY-03b") == applied("2026-09-20").due("FY-03b")


@pytest.mark.parametrize("field", [*AT_THE_AGENCY, *IN_COURT])
def test_time_that_does_not_count_has_two_days(field: str) -> None:
    days = {**(AT_THE_AGENCY if field in AT_THE_AGENCY else IN_COURT)}
    del days[field]

    problem = Review().refuses("file", **_application(days))

    assert (problem.code, list(problem.errors or {})) == ("missing-fact", [field])


@pytest.mark.parametrize(
    ("days", "field"),
    [
        ({**AT_THE_AGENCY, "submitted_to_agency_on": "2026-08-02"}, "submitted_to_agency_on"),
        ({**AT_THE_AGENCY, "correction_told_on": "2026-08-09"}, "correction_told_on"),
        ({**AT_THE_AGENCY, "correction_told_on": "2026-09-21"}, "received_on"),
        ({**IN_COURT, "sued_first_on": "2026-08-02"}, "sued_first_on"),
        ({**IN_COURT, "dismissal_served_on": "2026-08-09"}, "dismissal_served_on"),
        ({**IN_COURT, "dismissal_served_on": "2026-09-21"}, "received_on"),
    ],
)
def test_its_days_follow_each_other(days: dict[str, Any], field: str) -> None:
    problem = Review().refuses("file", **_application(days))

    assert (problem.code, list(problem.errors or {})) == ("date-out-of-order", [field])


def test_only_a_penalty_that_is_contested_through_its_agency_knows_an_own_correction() -> None:
    problem = Review().refuses("file", **_application(AT_THE_AGENCY, kind=None))

    assert problem.basis == "2026条例38¶2"
    assert list(problem.errors or {}) == ["submitted_to_agency_on"]


@pytest.mark.parametrize(
    ("days", "basis"),
    [
        (
            {"submitted_to_agency_on": "2026-05-11", "correction_told_on": "2026-05-15"},
            "2026条例38¶2",
        ),
        ({"sued_first_on": "2026-05-11", "dismissal_served_on": "2026-06-12"}, "2026条例26"),
    ],
)
def test_before_the_regulation_of_2026_no_time_is_left_out(
    days: dict[str, Any], basis: str
) -> None:
    given = {**_application(days, made_on="2026-05-06"), "received_on": "2026-06-30"}

    assert Review().refuses("file", **given).basis == basis


def _application(days: dict[str, Any], **changes: Any) -> dict[str, Any]:
    about = act(**{**PENALTY, "served_on": None, **changes})
    return application(act=about, received_on="2026-09-20", **days)
