"""Answers that would cost a person the right: each with its day and its article."""

from __future__ import annotations

import pytest

from shared.remedies.facts import ActingAgency
from shared.remedies.plain_words import advice
from shared.remedies.remedy import Remedy
from shared.remedies.track_rules import Path
from tests.services.coordination.remedies.asked import an_act, an_inaction, ask, day, kept, step

APPLY, SUE, SUE_AFTER = Path.RECONSIDERATION, Path.LITIGATION, Path.LITIGATION_AFTER_RECONSIDERATION


def missing(found: Remedy) -> list[str]:
    return [each.fact for each in found.missing]


# ---------------------------------------------------------------------------- silence, and the duty


def test_silence_on_a_request_for_information_counts_its_twenty_working_days() -> None:
    """政府信息公开条例33¶2: 20 working days to 2026-10-29; then 行政复议法20¶1: 60 days."""
    silent = an_inaction(requested_on="2026-09-24", duty="11(14)")

    waiting = ask("2026-10-29", inaction=silent)[APPLY]
    assert (waiting.state, waiting.opens_on) == ("not_yet", day("2026-10-30"))
    found = ask("2026-11-02", inaction=silent)
    assert (found[APPLY].span.rule, found[APPLY].last_on) == ("FY-01", day("2026-12-28"))
    assert found[APPLY].open
    # 行政复议法23¶1(3), 实施条例30: item 14 goes to reconsideration first.
    assert found[SUE].prerequisite is not None


def test_silence_on_a_licence_counts_its_twenty_working_days() -> None:
    """行政许可法42¶1, 82: 20 working days from 2026-09-24; then 实施条例24: 60 days."""
    found = ask("2026-11-02", inaction=an_inaction(requested_on="2026-09-24", duty="11(3)"))[APPLY]

    assert (found.span.rule, found.last_on) == ("FY-05", day("2026-12-28"))


def test_another_duty_waits_sixty_days_and_a_statutory_period_goes_before() -> None:
    """实施条例24¶1(1), (2)."""
    plain = an_inaction(requested_on="2026-09-24", duty="11(11)")
    statutory = an_inaction(
        requested_on="2026-09-24", duty="11(14)", performance_due_on="2026-11-26"
    )

    assert ask("2026-12-01", inaction=plain)[APPLY].last_on == day("2027-01-22")
    assert ask("2026-12-01", inaction=statutory)[APPLY].last_on == day("2027-01-25")


def test_which_duty_it_is_decides_and_is_asked_for() -> None:
    found = ask("2026-11-02", inaction=an_inaction(requested_on="2026-09-24"))[APPLY]

    assert missing(found) == ["inaction.duty"]
    assert found.last_on is None
    assert found.safe_on == day("2026-12-28")
    assert "哪一项法定职责" in advice(found).zh
    assert "2026-12-28" in advice(found).zh


def test_silence_of_which_the_remedies_were_not_told_has_the_year() -> None:
    """行政复议法20¶3 from the end of performance; the sixty days of 20¶1 stay the safe day."""
    silent = an_inaction(requested_on="2025-01-08", performance_due_on="2025-03-10", duty="11(11)")
    found = ask("2025-11-03", an_act(kind=None, remedies_told=False), inaction=silent)[APPLY]

    assert found.open
    assert (found.span.rule, found.last_on) == ("FY-02", day("2026-03-10"))
    assert found.safe_on == day("2025-05-09")
    assert any("20¶3" in text.zh for text in found.explanation)
    assert "稳妥的最后一日是 2025-05-09" in advice(found).zh


def test_whether_the_remedies_were_told_is_asked_for_where_the_sixty_days_are_over() -> None:
    silent = an_inaction(performance_due_on="2025-03-10", duty="11(11)")
    found = ask("2025-11-03", inaction=silent)[APPLY]

    assert found.state == "closed"
    assert "act.remedies_told" in missing(found)
    assert any("2026-03-10" in reason.zh for reason in found.reasons)


# ---------------------------------------------------------------------------------- agreements


def test_breach_of_an_administrative_agreement_has_three_years_to_sue() -> None:
    """行政协议规定25; 民法典188¶1, ¶2."""
    breach = an_act(kind="agreement_breach", known_on="2024-06-03", made_on="2024-05-31")
    found = ask("2026-08-10", breach)[SUE]

    assert found.open
    assert (found.span.rule, found.last_on) == ("SS-33", day("2027-06-03"))
    assert "行政协议规定25；民法典188" in found.articles
    assert any("中断" in text.zh for text in found.explanation)


def test_changing_or_ending_the_agreement_has_the_six_months() -> None:
    """行政协议规定25; 行政诉讼法46¶1."""
    change = an_act(kind="agreement_change", served_on="2026-06-03", made_on="2026-06-01")
    found = ask("2026-08-10", change)

    assert (found[SUE].span.rule, found[SUE].last_on) == ("SS-02", day("2026-12-03"))
    assert found[APPLY].last_on == day("2026-08-03")


@pytest.mark.parametrize(
    ("known_on", "last_on"),
    [
        ("2015-09-29", "2017-09-29"),  # two years: 民法通则135, over before 2017-10-01
        ("2015-10-08", "2018-10-08"),  # still ran then: three years (法释〔2018〕12号)
        ("2021-03-01", "2024-03-01"),
    ],
)
def test_an_older_breach_has_the_limitation_of_its_time(known_on: str, last_on: str) -> None:
    found = ask("2026-08-10", an_act(kind="agreement_breach", known_on=known_on))[SUE]

    assert found.last_on == day(last_on)
    assert not found.open


# ----------------------------------------------------------------------------------- older law


@pytest.mark.parametrize(
    ("served_on", "last_on", "law"),
    [
        ("2014-12-01", "2015-03-02", "行政诉讼法（1989年）39"),  # 2015-03-01 is a Sunday
        ("2015-01-30", "2015-04-30", "行政诉讼法（1989年）39"),
        ("2015-01-31", "2015-04-30", "行政诉讼法（1989年）39"),  # no 31 April
        # Still running on 2015-05-01, so six months (法释〔2015〕9号26¶1).
        ("2015-02-02", "2015-08-03", "行政诉讼法46¶1"),
        ("2015-06-01", "2015-12-01", "行政诉讼法46¶1"),
    ],
)
def test_the_time_to_sue_is_that_of_the_law_under_which_it_ran(
    served_on: str, last_on: str, law: str
) -> None:
    found = ask("2026-11-21", an_act(served_on=served_on, remedies_told=True))[SUE]

    assert found.last_on == day(last_on)
    assert not found.open
    assert law in found.articles


@pytest.mark.parametrize(
    ("known_on", "last_on"),
    [
        ("1992-03-02", "1993-06-02"),  # 法（行）发〔1991〕19号35: three months and a year
        ("1998-06-01", "1999-09-01"),
        ("1999-01-04", "2001-01-04"),  # fifteen months not over on 2000-03-10
        ("2005-06-01", "2007-06-01"),  # 法释〔2000〕8号41: two years
        ("2015-06-01", "2017-06-01"),
        ("2018-03-01", "2019-03-01"),  # 法释〔2018〕1号64¶1: one year
    ],
)
def test_acts_that_did_not_tell_when_to_sue_have_the_longest_time_of_their_day(
    known_on: str, last_on: str
) -> None:
    found = ask("2026-11-21", an_act(known_on=known_on, remedies_told=False))[SUE]

    assert found.last_on == day(last_on)
    assert not found.open


def test_a_time_that_a_new_law_shortened_while_it_ran_is_told_as_open() -> None:
    """法释〔2000〕8号41 gave two years, 法释〔2018〕1号64¶1 gives one: which, is not said."""
    found = ask("2018-05-02", an_act(known_on="2017-06-01", remedies_told=False))[SUE]

    assert found.open
    assert (found.last_on, found.safe_on) == (day("2019-06-03"), day("2018-06-01"))
    assert any("缩短了期限" in text.zh for text in found.explanation)


def test_the_five_years_of_2024_do_not_shut_what_ran_when_they_came_without_saying_so() -> None:
    """行政复议法21 (2023) on an act of 2018 that became known at the end of 2023."""
    act = an_act(made_on="2018-06-01", known_on="2023-12-04")
    found = ask("2024-01-15", act)[APPLY]

    assert found.open
    assert (found.last_on, found.safe_on) == (day("2024-02-02"), day("2023-06-01"))
    assert any("行政复议法21" in text.zh for text in found.explanation)


@pytest.mark.parametrize("made_on", ["1985-06-03", "1990-09-28"])
def test_an_act_from_before_the_law_of_suits_is_closed_with_the_reason(made_on: str) -> None:
    """行政诉讼法 in force from 1990-10-01; [2002]行他字第6号 takes acts from then on."""
    found = ask("2026-11-21", an_act(made_on=made_on, known_on="2026-10-12"))[SUE]

    assert found.state == "closed"
    assert any("1990年10月1日" in reason.zh for reason in found.reasons)


def test_force_majeure_under_the_old_law_counts_by_the_old_law() -> None:
    """行政复议法9¶2 (2017), then 20¶2 (2023): the days left run on."""
    out = kept("force_majeure", "2023-10-20", "2023-12-20")
    found = ask("2024-01-15", an_act(known_on="2023-10-09"), obstacles=(out,))[APPLY]

    assert found.open
    assert found.last_on == day("2024-02-07")


# ------------------------------------------------------------------------------------------ tax


def test_a_dispute_over_tax_goes_to_reconsideration_after_payment() -> None:
    """税收征收管理法88¶1; 税务行政复议规则33¶2."""
    tax = {"kind": "tax_assessment", "served_on": "2026-08-03"}
    unpaid = ask("2026-08-10", an_act(**tax))
    assert missing(unpaid[APPLY]) == ["act.tax_settled_on"]
    assert (unpaid[APPLY].last_on, unpaid[APPLY].safe_on) == (None, day("2026-10-08"))
    assert any("缴清税款" in text.zh for text in unpaid[APPLY].explanation)
    first = unpaid[SUE].prerequisite
    assert first is not None
    assert first.basis == "税收征收管理法88¶1"

    paid = ask("2026-08-24", an_act(**tax, tax_settled_on="2026-08-17"))[APPLY]
    assert (paid.span.rule, paid.last_on) == ("FY-31", day("2026-10-16"))
    assert paid.safe_on == day("2026-10-08")


@pytest.mark.parametrize(("kind", "asks"), [(None, True), ("other", True), ("penalty", False)])
def test_an_act_of_a_tax_authority_is_asked_whether_it_is_about_tax(
    kind: str | None, asks: bool
) -> None:
    """税收征收管理法88¶1, ¶2."""
    act = an_act(kind=kind, served_on="2026-08-03", agency=ActingAgency(system="tax"))
    found = ask("2026-08-10", act)

    for path in (APPLY, SUE):
        assert ("act.kind" in missing(found[path])) is asks


def test_a_tax_penalty_may_be_taken_to_either() -> None:
    """税收征收管理法88¶2."""
    found = ask("2026-08-10", an_act(kind="penalty", served_on="2026-08-03"))

    assert found[APPLY].open
    assert found[SUE].open


# ------------------------------------------------------------------- after reconsideration


def test_a_late_decision_that_upheld_may_be_sued_on_and_the_earlier_day_is_safe() -> None:
    """行政诉讼法45: fifteen days from receipt; fifteen from the end of the review had run."""
    decided = step(
        "reconsideration",
        "decided",
        accepted_on="2026-03-02",
        decided_on="2026-06-15",
        served_on="2026-06-17",
        remedies_told=True,
    )
    found = ask("2026-06-22", an_act(served_on="2026-02-02"), decided)[SUE_AFTER]

    assert found.open
    assert (found.last_on, found.safe_on) == (day("2026-07-02"), day("2026-05-21"))
    assert any("逾期作出" in text.zh for text in found.explanation)


def test_a_decision_in_time_leaves_nothing_open() -> None:
    decided = step(
        "reconsideration",
        "decided",
        accepted_on="2026-03-02",
        decided_on="2026-04-15",
        served_on="2026-04-17",
    )
    found = ask("2026-04-22", an_act(served_on="2026-02-02"), decided)[SUE_AFTER]

    assert found.last_on == found.safe_on == day("2026-05-06")


@pytest.mark.parametrize(("told", "state"), [(True, "closed"), (None, "closed"), (False, "open")])
def test_a_decision_that_named_no_time_to_sue_is_not_final_after_fifteen_days(
    told: bool | None, state: str
) -> None:
    """解释64¶2, 法释〔2026〕3号6¶2: the year then counts."""
    decided = step("reconsideration", "decided", served_on="2026-06-01", remedies_told=told)
    found = ask("2026-07-20", an_act(served_on="2026-03-02"), decided)[SUE_AFTER]

    assert found.state == state
    assert (missing(found) == ["prior.remedies_told"]) is (told is None)
    if told is None:
        assert any("2027-06-01" in reason.zh for reason in found.reasons)
