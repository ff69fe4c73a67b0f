"""The last day of each remedy, by the rule and version in force on the day asked about."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.remedies.track_rules import Path
from tests.services.coordination.remedies.asked import (
    an_act,
    an_inaction,
    ask,
    day,
    kept,
    law,
    step,
)


def test_sixty_days_to_apply_and_six_months_to_sue_from_service() -> None:
    found = ask("2026-08-10", an_act(made_on="2026-07-30", served_on="2026-08-01"))

    assert found[Path.RECONSIDERATION].last_on == day("2026-09-30")
    assert found[Path.LITIGATION].last_on == day("2027-02-01")
    announced = law().calendar.is_announced(2027)
    assert found[Path.LITIGATION].span.provisional is not announced
    assert not found[Path.RECONSIDERATION].span.provisional


def test_published_case_c04_could_apply_until_the_monday_after_the_sixtieth_day() -> None:
    found = ask("2025-05-26", an_act(known_on="2025-05-07"))

    assert found[Path.RECONSIDERATION].last_on == day("2025-07-07")


def test_the_last_day_itself_is_open_and_the_next_is_not() -> None:
    act = an_act(known_on="2025-05-07")

    assert ask("2025-07-07", act)[Path.RECONSIDERATION].open
    late = ask("2025-07-08", act)[Path.RECONSIDERATION]
    assert not late.open
    assert late.last_on == day("2025-07-07")
    assert "2025-07-07" in late.reasons[0].en


def test_service_goes_before_mere_knowledge() -> None:
    act = an_act(known_on="2026-07-01", served_on="2026-08-01")

    assert ask("2026-08-10", act)[Path.RECONSIDERATION].last_on == day("2026-09-30")


def test_an_act_on_the_spot_is_known_when_made() -> None:
    act = an_act(kind="on_the_spot_penalty", made_on="2015-01-31")

    assert ask("2015-02-13", act)[Path.RECONSIDERATION].last_on == day("2015-04-01")


def test_untold_of_the_remedies_the_year_from_the_content_is_the_outer_bound() -> None:
    act = an_act(known_on="2025-03-03", remedies_told=False)
    found = ask("2026-01-15", act)

    assert found[Path.RECONSIDERATION].last_on == day("2026-03-03")
    assert found[Path.LITIGATION].last_on == day("2026-03-03")
    assert [each.fact for each in found[Path.RECONSIDERATION].missing] == ["act.remedies_known_on"]


def test_learning_of_the_remedy_later_starts_the_window_within_that_year() -> None:
    act = an_act(known_on="2025-03-03", remedies_told=False, remedies_known_on="2025-06-02")
    found = ask("2025-06-10", act)

    assert found[Path.RECONSIDERATION].last_on == day("2025-08-01")
    assert found[Path.RECONSIDERATION].span.rule == "FY-02"
    assert found[Path.LITIGATION].last_on == day("2025-12-02")


def test_before_2024_there_was_no_year_for_the_untold() -> None:
    act = an_act(known_on="2023-10-09", remedies_told=False)

    found = ask("2023-12-31", act)[Path.RECONSIDERATION]
    assert found.last_on == day("2023-12-08")
    assert not found.open


def test_whether_the_year_helps_whose_sixty_days_were_over_before_2024_is_told_as_open() -> None:
    act = an_act(known_on="2023-10-09", remedies_told=False)

    found = ask("2024-01-02", act)[Path.RECONSIDERATION]
    assert found.open
    assert (found.last_on, found.safe_on) == (day("2024-10-09"), day("2023-12-08"))
    assert any("没有过渡规定" in text.zh for text in found.explanation)


def test_sixty_days_that_still_ran_in_2024_became_the_year_of_the_untold() -> None:
    act = an_act(known_on="2023-11-20", remedies_told=False)

    assert ask("2023-12-31", act)[Path.RECONSIDERATION].last_on == day("2024-01-19")
    assert ask("2024-01-02", act)[Path.RECONSIDERATION].last_on == day("2024-11-20")


@pytest.mark.parametrize(
    ("real_estate", "reconsideration", "suit"),
    [(False, "2025-01-02", "2025-01-02"), (True, "2025-07-01", "2025-11-03")],
)
def test_five_years_from_the_making_end_what_knowledge_would_leave_open(
    real_estate: bool, reconsideration: str, suit: str
) -> None:
    act = an_act(made_on="2020-01-01", known_on="2025-05-02", concerns_real_estate=real_estate)
    found = ask("2025-05-06", act)

    assert found[Path.RECONSIDERATION].last_on == day(reconsideration)
    assert found[Path.LITIGATION].last_on == day(suit)
    assert found[Path.RECONSIDERATION].open is real_estate


def test_without_any_date_nothing_is_guessed() -> None:
    found = ask("2026-08-10", an_act(number="示罚〔2026〕1号"))

    for path in (Path.RECONSIDERATION, Path.LITIGATION):
        assert found[path].open
        assert found[path].last_on is None
        assert [each.fact for each in found[path].missing] == ["act.served_on"]


def test_c09_has_no_service_date_so_the_fifteen_days_are_not_counted() -> None:
    decision = step("reconsideration", "decided", filed_on="2015-02-13", decided_on="2015-03-27")
    act = an_act(kind="on_the_spot_penalty", made_on="2015-01-31")

    found = ask("2015-04-14", act, decision)[Path.LITIGATION_AFTER_RECONSIDERATION]
    assert found.open
    assert found.last_on is None
    assert [each.fact for each in found.missing] == ["prior.served_on"]


@pytest.mark.parametrize(
    ("served_on", "last_on", "is_open"),
    [("2015-03-27", "2015-04-13", False), ("2015-03-30", "2015-04-14", True)],
)
def test_c09_would_be_in_time_or_a_day_late_by_its_service(
    served_on: str, last_on: str, is_open: bool
) -> None:
    decision = step("reconsideration", "decided", served_on=served_on)

    found = ask("2015-04-14", an_act(made_on="2015-01-31"), decision)
    assert found[Path.LITIGATION_AFTER_RECONSIDERATION].last_on == day(last_on)
    assert found[Path.LITIGATION_AFTER_RECONSIDERATION].open is is_open


def test_a_decision_that_does_not_tell_of_the_suit_leaves_a_year() -> None:
    decision = step("reconsideration", "decided", served_on="2026-06-01", remedies_told=False)

    found = ask("2026-07-20", an_act(served_on="2026-03-02"), decision)
    assert found[Path.LITIGATION_AFTER_RECONSIDERATION].last_on == day("2027-06-01")


def test_no_decision_in_time_opens_the_court_for_fifteen_days() -> None:
    act = an_act(served_on="2026-05-06")
    pending = step("reconsideration", "accepted", accepted_on="2026-06-01")

    early = ask("2026-07-20", act, pending)[Path.LITIGATION_AFTER_NO_DECISION]
    assert (early.state, early.opens_on) == ("not_yet", day("2026-08-01"))
    found = ask("2026-08-03", act, pending)[Path.LITIGATION_AFTER_NO_DECISION]
    assert found.open
    assert found.last_on == day("2026-08-17")
    assert "行政诉讼法45；行政复议法34" in found.articles


def test_an_extended_review_opens_the_court_later() -> None:
    pending = step("reconsideration", "accepted", accepted_on="2026-06-01", extended_by=30)

    found = ask("2026-08-03", an_act(served_on="2026-05-06"), pending)
    assert found[Path.LITIGATION_AFTER_NO_DECISION].opens_on == day("2026-09-01")


def test_a_suspended_review_has_no_end_that_could_pass() -> None:
    pending = step("reconsideration", "suspended", accepted_on="2026-06-01")

    found = ask("2026-10-20", an_act(served_on="2026-05-06"), pending)
    assert not found[Path.LITIGATION_AFTER_NO_DECISION].open


# ------------------------------------------------------------------------------------ inaction


def test_silence_waits_two_months_for_the_court_and_sixty_days_for_reconsideration() -> None:
    asked = an_inaction(requested_on="2023-03-01", duty="11(15)")
    found = ask("2023-04-03", inaction=asked)

    assert (found[Path.RECONSIDERATION].state, found[Path.LITIGATION].state) == (
        "not_yet",
        "not_yet",
    )
    assert found[Path.RECONSIDERATION].opens_on == day("2023-05-05")
    assert found[Path.LITIGATION].opens_on == day("2023-05-05")
    assert found[Path.LITIGATION].last_on == day("2023-11-06")


def test_a_statutory_period_takes_the_place_of_the_wait() -> None:
    asked = an_inaction(requested_on="2023-03-01", performance_due_on="2023-03-21")
    found = ask("2023-04-03", inaction=asked)

    assert found[Path.RECONSIDERATION].open
    assert found[Path.RECONSIDERATION].last_on == day("2023-05-22")
    assert found[Path.LITIGATION].last_on == day("2023-09-21")


def test_an_urgent_request_waits_for_nothing() -> None:
    found = ask("2023-03-02", inaction=an_inaction(requested_on="2023-03-01", urgent=True))

    assert found[Path.RECONSIDERATION].open
    assert found[Path.LITIGATION].open
    assert found[Path.LITIGATION].last_on is None


def test_an_explicit_refusal_is_an_act_with_its_own_day() -> None:
    refused = an_inaction(answer="refused", answered_on="2026-08-03", duty="11(11)")
    found = ask("2026-08-10", inaction=refused)

    assert found[Path.RECONSIDERATION].last_on == day("2026-10-08")
    assert found[Path.LITIGATION].last_on == day("2027-02-03")


def test_inaction_without_the_day_of_the_request_is_named_as_missing() -> None:
    for known in ({}, {"duty": "11(11)"}):
        found = ask("2026-08-10", inaction=an_inaction(answer="none", **known))
        missing = [each.fact for each in found[Path.RECONSIDERATION].missing]
        assert missing == [*([] if known else ["inaction.duty"]), "inaction.requested_on"]


# --------------------------------------------------------------------- petitions, agreements


def test_a_petition_opinion_leaves_thirty_days_for_its_review() -> None:
    concluded = step("petition", "concluded", served_on="2026-08-03")

    found = ask("2026-08-10", an_act(kind="petition_handling"), concluded)
    assert found[Path.PETITION_REVIEW].last_on == day("2026-09-02")


def test_an_agreement_can_be_confirmed_for_thirty_days_from_its_effect() -> None:
    agreed = step("mediation", "agreed", effective_on="2026-08-03")

    found = ask("2026-08-10", None, agreed)[Path.JUDICIAL_CONFIRMATION]
    assert found.open
    assert found.last_on == day("2026-09-02")
    assert "人民调解法33¶1；民事诉讼法（2023）205" in found.articles


@pytest.mark.parametrize(
    ("status", "kind"),
    [("confirmed", "people"), ("performed", "people"), ("agreed", "court_entrusted")],
)
def test_an_agreement_that_needs_or_has_no_confirmation_is_closed(status: str, kind: str) -> None:
    agreed = step("mediation", status, kind=kind, effective_on="2026-08-03")

    assert not ask("2026-08-10", None, agreed)[Path.JUDICIAL_CONFIRMATION].open


# ---------------------------------------------------------------------------------- properties


@given(
    known=st.dates(date(2018, 3, 1), date(2026, 10, 1)),
    asked_after=st.integers(0, 400),
    told=st.booleans(),
)
def test_a_remedy_is_closed_by_time_exactly_when_its_last_day_has_passed(
    known: date, asked_after: int, told: bool
) -> None:
    on = min(known + timedelta(days=asked_after), date(2026, 11, 21))
    act = an_act(known_on=known.isoformat(), remedies_told=told)

    for path in (Path.RECONSIDERATION, Path.LITIGATION):
        found = ask(on.isoformat(), act)[path]
        assert found.last_on is not None
        assert found.open is (found.last_on >= on)


@given(start=st.integers(0, 150), length=st.integers(0, 90))
def test_taking_time_out_never_shortens_a_remedy_and_never_adds_more_than_it_took(
    start: int, length: int
) -> None:
    known = date(2026, 5, 6)
    begun = known + timedelta(days=start)
    out = kept("force_majeure", begun.isoformat(), (begun + timedelta(days=length)).isoformat())
    act = an_act(known_on=known.isoformat())

    found = ask("2026-05-06", act, obstacles=(out,))[Path.LITIGATION]
    assert found.last_on is not None
    assert found.safe_on is not None
    gained = (found.last_on - found.safe_on).days
    assert 0 <= gained <= length + 10  # ten: the longest block of rest days the end may roll over
