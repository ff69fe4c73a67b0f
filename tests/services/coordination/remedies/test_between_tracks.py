"""What goes first, what shuts out what, and what stops the time, by the version in force."""

from __future__ import annotations

import pytest

from shared.remedies.facts import Earlier
from shared.remedies.track_rules import Path
from tests.services.coordination.remedies.asked import (
    an_act,
    an_inaction,
    ask,
    conflicts,
    day,
    kept,
    step,
)

SERVED = {"served_on": "2026-08-03"}


# ------------------------------------------------------------- reconsideration before the court


def test_an_on_the_spot_penalty_goes_to_reconsideration_first_since_2024() -> None:
    act = an_act(kind="on_the_spot_penalty", made_on="2023-12-20")

    assert ask("2023-12-31", act)[Path.LITIGATION].open
    found = ask("2024-01-01", act)[Path.LITIGATION]
    assert not found.open
    assert found.prerequisite is not None
    assert found.prerequisite.basis == "行政复议法23¶1(1)"
    assert found.last_on is None


@pytest.mark.parametrize("answer", ["refused", "refused_to_accept", "incomplete"])
def test_an_explicit_refusal_opens_the_court_since_july_2026(answer: str) -> None:
    refused = an_inaction(answer=answer, answered_on="2026-06-10", duty="11(11)")

    before = ask("2026-06-30", inaction=refused)[Path.LITIGATION]
    assert before.prerequisite is not None
    assert before.prerequisite.status == "interpretive"
    assert ask("2026-07-01", inaction=refused)[Path.LITIGATION].open


def test_silence_goes_to_reconsideration_first_before_and_after_july_2026() -> None:
    silent = an_inaction(requested_on="2026-03-02", duty="11(11)")

    for on in ("2026-06-30", "2026-07-01"):
        found = ask(on, inaction=silent)
        assert found[Path.LITIGATION].prerequisite is not None
        assert found[Path.RECONSIDERATION].open


def test_silence_about_another_duty_may_be_sued_at_once_since_july_2026() -> None:
    silent = an_inaction(requested_on="2026-03-02", duty="11(15)")

    assert ask("2026-07-01", inaction=silent)[Path.LITIGATION].open


@pytest.mark.parametrize(
    ("under", "on", "first"),
    [
        ("other", "2026-06-30", True),
        ("other", "2026-07-01", False),
        ("15", "2026-06-30", True),
        ("15", "2026-07-01", True),
        ("15", "2023-12-31", False),
    ],
)
def test_information_withheld_goes_first_only_for_arts_14_to_16_since_july_2026(
    under: str, on: str, first: bool
) -> None:
    act = an_act(kind="government_information", not_disclosed_under=under)

    assert (ask(on, act)[Path.LITIGATION].prerequisite is not None) is first


def test_rights_to_natural_resources_went_first_under_the_old_law_too() -> None:
    act = an_act(infringes_resource_right=True)

    old = ask("2023-12-31", act)[Path.LITIGATION].prerequisite
    new = ask("2024-01-01", act)[Path.LITIGATION].prerequisite
    assert old is not None
    assert new is not None
    assert (old.basis, new.basis) == ("行政复议法30¶1", "行政复议法23¶1(2)")


# ------------------------------------------------------------------------------ what is outside


def test_handling_a_petition_is_outside_reconsideration_by_its_own_rule_since_july_2026() -> None:
    act = an_act(kind="petition_handling", **SERVED)

    before = ask("2026-06-30", an_act(kind="petition_handling"))[Path.RECONSIDERATION]
    after = ask("2026-08-10", act)[Path.RECONSIDERATION]
    assert not before.open
    assert not after.open
    assert "法释〔2018〕1号1¶2(9)" in before.articles
    assert "行政复议法实施条例36(5)" in after.articles
    assert not ask("2026-08-10", act)[Path.LITIGATION].open


def test_guidance_was_not_yet_named_as_outside_before_july_2026() -> None:
    act = an_act(kind="guidance", served_on="2026-06-01")

    assert ask("2026-06-30", act)[Path.RECONSIDERATION].open
    assert not ask("2026-07-01", act)[Path.RECONSIDERATION].open


def test_mediation_of_a_civil_dispute_is_outside_both() -> None:
    found = ask("2026-08-10", an_act(kind="civil_mediation", **SERVED))

    assert not found[Path.RECONSIDERATION].open
    assert not found[Path.LITIGATION].open
    assert found[Path.MEDIATION].open


def test_c07_a_refusal_of_reconsideration_leads_to_court_and_not_to_another_one() -> None:
    refused = step("reconsideration", "rejected", filed_on="2025-01-14", served_on="2025-01-21")
    found = ask("2025-02-05", an_act(served_on="2024-12-30"), refused)

    assert not found[Path.RECONSIDERATION].open
    assert conflicts(found[Path.RECONSIDERATION]) == ["行政诉讼法45；法释〔2018〕1号56¶2"]
    assert found[Path.LITIGATION_AFTER_RECONSIDERATION].open
    assert found[Path.LITIGATION_AFTER_RECONSIDERATION].last_on == day("2025-02-05")


def test_c07_contesting_the_refusal_itself_as_an_act_leads_to_court() -> None:
    refusal = an_act(kind="reconsideration_decision", served_on="2025-02-14")
    found = ask("2025-02-22", refusal)

    assert not found[Path.RECONSIDERATION].open
    assert not found[Path.LITIGATION].open
    assert found[Path.LITIGATION_AFTER_RECONSIDERATION].last_on == day("2025-03-03")


def test_refused_for_want_of_jurisdiction_the_competent_organ_is_still_open() -> None:
    refused = step("reconsideration", "rejected", ground="30(6)", served_on="2026-08-10")

    assert ask("2026-08-11", an_act(**SERVED), refused)[Path.RECONSIDERATION].open


# -------------------------------------------------------------------- one shuts out the other


def test_an_accepted_reconsideration_bars_the_suit() -> None:
    found = ask(
        "2026-08-20",
        an_act(**SERVED),
        step("reconsideration", "accepted", accepted_on="2026-08-10"),
    )

    assert conflicts(found[Path.LITIGATION]) == ["行政复议法29¶1"]
    assert not found[Path.LITIGATION].open
    assert not found[Path.RECONSIDERATION].open


def test_an_accepted_suit_bars_reconsideration() -> None:
    found = ask("2026-08-20", an_act(**SERVED), step("litigation", "accepted"))

    assert conflicts(found[Path.RECONSIDERATION]) == ["行政复议法29¶2、30¶1(7)"]
    assert not found[Path.LITIGATION].open


def test_the_old_law_had_the_same_bar_under_another_article() -> None:
    found = ask("2023-12-20", an_act(served_on="2023-11-01"), step("reconsideration", "accepted"))

    assert conflicts(found[Path.LITIGATION]) == ["行政复议法16¶1"]


def test_both_filed_and_none_accepted_the_first_to_docket_has_the_case() -> None:
    found = ask(
        "2026-08-20",
        an_act(**SERVED),
        step("reconsideration", "filed", filed_on="2026-08-17"),
        step("litigation", "filed", filed_on="2026-08-18"),
    )

    assert found[Path.RECONSIDERATION].open
    assert found[Path.LITIGATION].open
    assert "法释〔2018〕1号57" in found[Path.LITIGATION].articles


def test_after_a_withdrawn_reconsideration_the_suit_has_its_original_limit() -> None:
    withdrawn = step(
        "reconsideration", "withdrawn", accepted_on="2026-08-10", withdrawn_on="2026-09-01"
    )
    found = ask("2026-09-10", an_act(**SERVED), withdrawn)

    assert found[Path.LITIGATION].open
    assert found[Path.LITIGATION].last_on == day("2027-02-03")
    assert "法释〔2018〕1号58" in found[Path.LITIGATION].articles
    assert not found[Path.RECONSIDERATION].open


def test_withdrawn_before_acceptance_reconsideration_may_be_asked_for_again() -> None:
    withdrawn = step("reconsideration", "withdrawn", withdrawn_on="2026-08-12")

    assert ask("2026-08-20", an_act(**SERVED), withdrawn)[Path.RECONSIDERATION].open


def test_a_decision_of_reconsideration_replaces_the_direct_suit() -> None:
    decided = step("reconsideration", "decided", served_on="2026-09-01")
    found = ask("2026-09-10", an_act(**SERVED), decided)

    assert not found[Path.LITIGATION].open
    assert found[Path.LITIGATION_AFTER_RECONSIDERATION].last_on == day("2026-09-16")
    assert not found[Path.RECONSIDERATION].open


def test_a_pending_suit_closes_every_other_suit() -> None:
    decided = step("reconsideration", "decided", served_on="2026-09-01")
    found = ask("2026-09-10", an_act(**SERVED), decided, step("litigation", "accepted"))

    assert not found[Path.LITIGATION_AFTER_RECONSIDERATION].open


# ------------------------------------------------------------------------ what stops the time


def test_c15_petitioning_stops_neither_limit() -> None:
    petition = step("petition", "accepted", filed_on="2026-05-11", accepted_on="2026-05-20")
    plain, found = (
        ask("2026-06-01", an_act(served_on="2026-05-06"), *prior) for prior in ((), (petition,))
    )

    for path in (Path.RECONSIDERATION, Path.LITIGATION):
        assert found[path].last_on == plain[path].last_on
        assert any("信访不停止" in text.zh for text in found[path].explanation)


def test_mediation_in_a_centre_is_taken_out_of_the_time_to_sue_since_may_2026() -> None:
    mediated = step(
        "mediation", "failed", accepted_on="2025-12-01", ended_on="2025-12-31", in_centre=True
    )
    act = an_act(served_on="2025-11-03")

    before = ask("2026-04-30", act, mediated)[Path.LITIGATION]
    after = ask("2026-05-01", act, mediated)[Path.LITIGATION]
    assert before.last_on == day("2026-05-06")
    assert after.last_on == day("2026-06-02")
    assert after.safe_on == day("2026-05-06")
    assert "法释〔2026〕3号4¶1(3)" in after.articles


def test_a_time_to_sue_that_was_over_by_may_2026_is_not_opened_again_by_the_new_rule() -> None:
    mediated = step(
        "mediation", "failed", accepted_on="2025-08-01", ended_on="2025-12-31", in_centre=True
    )
    told = an_act(served_on="2025-06-02", told_to_sue_until="2026-12-31")

    found = ask("2026-05-01", told, mediated)[Path.LITIGATION]
    assert found.last_on == day("2025-12-02")


def test_mediation_is_not_taken_out_of_the_time_to_apply_for_reconsideration() -> None:
    mediated = step(
        "mediation", "failed", accepted_on="2026-08-05", ended_on="2026-09-05", in_centre=True
    )

    found = ask("2026-09-10", an_act(**SERVED), mediated)[Path.RECONSIDERATION]
    assert found.last_on == day("2026-10-08")


def test_mediation_elsewhere_stops_nothing() -> None:
    mediated = step("mediation", "failed", accepted_on="2026-08-05", ended_on="2026-09-05")

    assert ask("2026-09-10", an_act(**SERVED), mediated)[Path.LITIGATION].last_on == day(
        "2027-02-03"
    )


def test_while_mediation_in_a_centre_lasts_only_the_days_left_are_told() -> None:
    mediating = step("mediation", "accepted", accepted_on="2026-08-13", in_centre=True)

    found = ask("2026-09-10", an_act(**SERVED), mediating)[Path.LITIGATION]
    assert found.open
    assert found.last_on is None
    assert found.span.days_left == 174
    assert found.safe_on == day("2027-02-03")


def test_mediation_of_unknown_beginning_is_named_as_missing() -> None:
    mediated = step("mediation", "failed", ended_on="2026-09-05", in_centre=True)

    found = ask("2026-09-10", an_act(**SERVED), mediated)[Path.LITIGATION]
    assert [each.fact for each in found.missing] == ["prior.accepted_on"]
    assert found.last_on == day("2027-02-03")


def test_suing_first_untold_is_taken_out_of_the_time_to_apply_since_july_2026() -> None:
    act = an_act(kind="on_the_spot_penalty", made_on="2026-05-06", reconsideration_first_told=False)
    sued = step(
        "litigation",
        "dismissed",
        ground="reconsideration_first",
        filed_on="2026-05-20",
        served_on="2026-06-19",
    )

    assert ask("2026-06-30", act, sued)[Path.RECONSIDERATION].last_on == day("2026-07-06")
    assert ask("2026-07-01", act, sued)[Path.RECONSIDERATION].last_on == day("2026-08-04")


def test_told_of_the_order_and_suing_all_the_same_loses_the_time() -> None:
    act = an_act(kind="on_the_spot_penalty", made_on="2026-05-06", reconsideration_first_told=True)
    sued = step(
        "litigation",
        "dismissed",
        ground="reconsideration_first",
        filed_on="2026-05-20",
        served_on="2026-06-19",
    )

    assert ask("2026-07-06", act, sued)[Path.RECONSIDERATION].last_on == day("2026-07-06")


def test_the_penalty_agencys_own_correction_is_taken_out() -> None:
    corrected = step(
        "reconsideration", "self_corrected", filed_on="2026-08-10", served_on="2026-08-17"
    )

    found = ask("2026-08-20", an_act(kind="on_the_spot_penalty", **SERVED), corrected)
    assert found[Path.RECONSIDERATION].last_on == day("2026-10-09")


@pytest.mark.parametrize(
    ("kind", "on", "last_on"),
    [
        ("agency_promise", "2026-04-30", "2026-05-06"),
        ("agency_promise", "2026-05-01", "2026-05-14"),
        ("no_capacity", "2026-05-01", "2026-05-14"),
        ("force_majeure", "2026-04-30", "2026-05-14"),
    ],
)
def test_obstacles_are_taken_out_of_the_time_to_sue_from_when_the_law_says_so(
    kind: str, on: str, last_on: str
) -> None:
    out = kept(kind, "2026-01-01", "2026-01-12")

    found = ask(on, an_act(served_on="2025-11-03"), obstacles=(out,))
    assert found[Path.LITIGATION].last_on == day(last_on)


@pytest.mark.parametrize(
    ("told", "on", "last_on"),
    [
        ("2027-03-01", "2026-09-10", "2027-03-01"),
        ("2026-10-01", "2026-09-10", "2027-02-03"),
        ("2026-05-20", "2026-04-30", "2026-05-06"),
    ],
)
def test_a_longer_limit_that_was_told_counts_and_a_shorter_one_does_not(
    told: str, on: str, last_on: str
) -> None:
    served = "2026-08-03" if on > "2026-05-01" else "2025-11-03"
    act = an_act(served_on=served, told_to_sue_until=told)

    assert ask(on, act)[Path.LITIGATION].last_on == day(last_on)


# ---------------------------------------------------------------------------------- petitions


@pytest.mark.parametrize(
    ("earlier", "basis"),
    [
        (step("petition", "accepted"), "信访工作条例19¶3"),
        (step("petition", "finalized"), "信访工作条例36¶3"),
        (step("reconsideration", "accepted"), "信访工作条例31(1)、(4)"),
        (step("litigation", "final"), "信访工作条例31(1)、28¶2"),
    ],
)
def test_a_petition_is_barred_by_what_is_or_was_handled_elsewhere(
    earlier: Earlier, basis: str
) -> None:
    found = ask("2026-08-20", an_act(**SERVED), earlier)[Path.PETITION]

    assert basis in conflicts(found)
    assert not found.open


def test_a_petition_against_an_act_is_open_and_led_to_reconsideration() -> None:
    found = ask("2026-08-20", an_act(**SERVED))[Path.PETITION]

    assert found.open
    assert "信访工作条例31(4)" in found.articles


def test_failed_mediation_tells_the_other_ways() -> None:
    found = ask("2026-08-20", an_act(**SERVED), step("mediation", "failed"))

    assert "人民调解法26" in found[Path.MEDIATION].articles
    assert "人民调解法26" in found[Path.RECONSIDERATION].articles
