"""The register of rules: complete, cited, and switched by date."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise

import pytest

from shared.law import (
    EffectOn,
    Length,
    Obligor,
    RuleNotInForceError,
    RuleTextNotHeldError,
    RuleVersion,
    Status,
    Unit,
    UnknownRuleError,
    UnknownVariantError,
)
from tests.law.builders import RULES, by_rule, day, length

RECONSIDERATION = [
    *("FY-01", "FY-02", "FY-03a", "FY-03b", "FY-05", "FY-06", "FY-07", "FY-07b"),
    *(f"FY-{n:02}" for n in range(8, 32)),
]
LITIGATION = [
    *("SS-01", "SS-02", "SS-03a", "SS-03b"),
    *(f"SS-{n:02}" for n in range(4, 34)),
]
PETITION = [f"XF-{n:02}" for n in range(1, 13)]
MEDIATION = [f"TJ-{n:02}" for n in range(1, 15)]
PERFORMANCE = ["LX-01", "LX-02"]
STATUTORY = [*RECONSIDERATION, *LITIGATION, *PETITION, *MEDIATION, *PERFORMANCE]

ALL_VERSIONS = [version for rule in RULES for version in rule.versions]
ALL_TERMS = [
    terms for version in ALL_VERSIONS for terms in (list(version.variants.values()) or [version])
]


def terms_id(terms: RuleVersion) -> str:
    return f"{terms.rule_id}-{terms.version}-{terms.variant or ''}"


def test_every_one_of_the_rules_and_no_other_is_there() -> None:
    statutory = [rule.id for rule in RULES if not rule.id.startswith("POLICY-")]

    assert len(STATUTORY) == 94
    assert len(RULES) == 94 + sum(rule.id.startswith("POLICY-") for rule in RULES)
    assert sorted(statutory) == sorted(STATUTORY)


@pytest.mark.parametrize("version", ALL_VERSIONS, ids=terms_id)
def test_every_version_is_cited_named_and_sourced(version: RuleVersion) -> None:
    assert set(version.basis) == {"law", "article", "version"}
    assert all(version.basis.values())
    assert version.sources
    assert version.name.zh != version.name.en
    assert (version.status is Status.POLICY) == version.rule_id.startswith("POLICY-")


@pytest.mark.parametrize("terms", ALL_TERMS, ids=terms_id)
def test_a_rule_without_number_says_why(terms: RuleVersion) -> None:
    if terms.length is None:
        assert terms.notes is not None
        assert terms.variants == {}


@pytest.mark.parametrize("terms", ALL_TERMS, ids=terms_id)
def test_every_rule_with_a_number_can_be_computed_and_explained(terms: RuleVersion) -> None:
    if terms.length is None:
        return
    start = terms.in_force_from or terms.in_force_until or day("2025-06-02")
    computed = by_rule(terms.rule_id, start.isoformat(), variant=terms.variant)

    assert computed.due_on is not None
    backward = terms.length.direction == "backward"
    assert (computed.due_on < start) if backward else (computed.due_on > start)
    assert terms.article in computed.explanation[0].zh
    assert all(step.zh and step.en for step in computed.explanation)


@pytest.mark.parametrize("rule_id", sorted(STATUTORY))
def test_the_versions_of_a_rule_follow_each_other_without_gap(rule_id: str) -> None:
    versions = RULES[rule_id].versions

    for earlier, later in pairwise(versions):
        assert earlier.in_force_until is not None
        assert later.in_force_from == earlier.in_force_until + timedelta(days=1)
    assert versions[-1].in_force_until is None


def test_the_reconsideration_law_switches_at_the_turn_of_2024() -> None:
    last_old, first_new = day("2023-12-31"), day("2024-01-01")

    assert RULES.in_force("FY-18", last_old).version == "2017"
    assert RULES.in_force("FY-18", first_new).version == "2023"
    assert RULES.in_force("FY-14", last_old).length == length("10 cd")
    assert RULES.in_force("FY-14", first_new).length == length("10 wd")


@pytest.mark.parametrize(
    ("rule_id", "begins"),
    [
        *(
            (rule_id, "2024-01-01")
            for rule_id in (
                *("FY-02", "FY-03a", "FY-03b", "FY-07", "FY-11"),
                *("FY-15", "FY-16", "FY-17", "FY-19", "FY-23", "FY-24"),
            )
        ),
        *((rule_id, "2026-07-01") for rule_id in ("FY-06", "FY-07b", "FY-20")),
        ("SS-28", "2023-11-16"),
        ("SS-31", "2018-03-02"),
        ("XF-03", "2022-05-01"),
        ("XF-11", "2015-01-01"),
        ("TJ-12", "2021-11-01"),
        ("TJ-14", "2015-09-01"),
    ],
)
def test_a_rule_did_not_exist_before_its_law(rule_id: str, begins: str) -> None:
    assert RULES.in_force(rule_id, day(begins)).in_force_from == day(begins)
    with pytest.raises(RuleNotInForceError) as refused:
        RULES.in_force(rule_id, day(begins) - timedelta(days=1))
    assert rule_id in refused.value.text.zh


@pytest.mark.parametrize(
    ("rule_id", "begins", "governed"),
    [
        ("SS-13", "2015-05-01", "1989年文本的行政诉讼法（1990年10月1日起施行）"),
        ("SS-02", "1990-10-01", "之前尚无行政诉讼法"),
        ("SS-06", "2015-05-01", "法释〔2000〕8号39"),
        ("LX-01", "2019-05-15", "2007年文本的政府信息公开条例"),
        ("FY-01", "1999-10-01", "行政复议法（1999年10月1日起施行）之前"),
        ("FY-29", "1990-10-01", "之前尚无行政诉讼法"),
        ("XF-05", "2005-05-01", "2005年信访条例"),
        ("TJ-01", "2002-11-01", "人民调解工作若干规定"),
    ],
)
def test_an_older_text_that_is_not_held_gives_no_limit(
    rule_id: str, begins: str, governed: str
) -> None:
    eve = day(begins) - timedelta(days=1)

    assert RULES.in_force(rule_id, day(begins)).in_force_from == day(begins)
    assert RULES.version_on(rule_id, eve) is None
    with pytest.raises(RuleTextNotHeldError) as refused:
        RULES.in_force(rule_id, eve)
    assert governed in refused.value.text.zh
    assert str(eve) in refused.value.text.zh


def test_only_policies_and_an_undated_local_rule_have_no_beginning() -> None:
    without = {rule.id for rule in RULES if rule.versions[0].in_force_from is None}

    assert {rule_id for rule_id in without if not rule_id.startswith("POLICY-")} == {"TJ-13"}


@pytest.mark.parametrize(
    ("rule_id", "on", "article"),
    [
        ("FY-05", "2026-06-30", "16"),
        ("FY-05", "2026-07-01", "24"),
        ("FY-27", "2026-06-30", "49"),
        ("FY-27", "2026-07-01", "58"),
        ("FY-29", "2026-04-30", "45"),
        ("FY-29", "2026-05-01", "45；法释〔2026〕3号6"),
        ("SS-02", "2015-04-30", "39"),
        ("SS-02", "2015-05-01", "46¶1"),
        ("SS-02", "2026-05-01", "46¶1；法释〔2026〕3号2"),
        ("SS-04", "2000-03-09", "35"),
        ("SS-04", "2018-02-07", "41"),
        ("SS-06", "2018-02-07", "4"),
        ("SS-33", "2020-12-31", "25；民法总则188"),
        ("SS-33", "2021-01-01", "25；民法典188"),
        ("SS-04", "2026-05-01", "64；法释〔2026〕3号2"),
        ("SS-05", "2026-05-01", "47¶1；法释〔2026〕3号7"),
        ("SS-07", "2026-05-01", "48¶2；法释〔2026〕3号4¶2"),
        ("XF-05", "2022-04-30", "33"),
        ("XF-05", "2022-05-01", "34"),
        ("TJ-02", "2023-12-31", "33¶1；民事诉讼法（2021）201"),
        ("TJ-02", "2024-01-01", "33¶1；民事诉讼法（2023）205"),
    ],
)
def test_the_citation_follows_the_law_of_the_day(rule_id: str, on: str, article: str) -> None:
    assert RULES.in_force(rule_id, day(on)).article == article


def test_acceptance_is_deemed_when_the_review_ends_and_was_the_day_of_receipt_before() -> None:
    old = by_rule("FY-08", "2023-12-11")
    new = by_rule("FY-08", "2024-01-08")

    assert RULES.in_force("FY-08", day("2023-12-11")).effect_on is EffectOn.DAY_ZERO
    assert old.due_on == day("2023-12-18")
    assert old.takes_effect_on == day("2023-12-11")
    assert new.takes_effect_on == new.due_on == day("2024-01-15")


@pytest.mark.parametrize(
    ("rule_id", "served_on", "last_on", "in_effect_on"),
    [
        ("SS-16", "2026-09-28", "2026-10-13", "2026-10-14"),
        ("SS-17", "2026-09-21", "2026-10-08", "2026-10-09"),
    ],
)
def test_a_judgment_takes_effect_on_the_day_after_the_last_day_to_appeal(
    rule_id: str, served_on: str, last_on: str, in_effect_on: str
) -> None:
    window = by_rule(rule_id, served_on)

    assert (window.due_on, window.takes_effect_on) == (day(last_on), day(in_effect_on))


def test_the_extension_of_a_decision_was_approved_by_another_head_before_2024() -> None:
    old = RULES.in_force("FY-18", day("2023-06-01")).extension
    new = RULES.in_force("FY-18", day("2024-06-01")).extension

    assert old is not None
    assert new is not None
    assert old.approved_by is not None
    assert new.approved_by is not None
    assert "复议机关负责人" in old.approved_by.zh
    assert "复议机构负责人" in new.approved_by.zh


def test_feedback_on_advice_lost_its_number_in_2022() -> None:
    assert RULES.in_force("XF-12", day("2022-04-30")).length == length("30 cd")
    assert RULES.in_force("XF-12", day("2022-05-01")).length is None


def test_the_pilot_gave_one_month_before_a_public_interest_suit() -> None:
    assert RULES.in_force("SS-30", day("2016-05-03")).length == length("1 mo")
    assert RULES.in_force("SS-30", day("2018-03-02")).length == length("2 mo")


PETITION_ROLLS = {"XF-06", "XF-08"}


@pytest.mark.parametrize("rule_id", PETITION)
def test_only_a_petitioners_last_day_moves_off_a_rest_day(rule_id: str) -> None:
    for version in RULES[rule_id].versions:
        assert version.rolls is (rule_id in PETITION_ROLLS)
        assert (version.obligor is Obligor.PETITIONER) is (rule_id in PETITION_ROLLS)


def test_a_petition_concluded_by_sunday_is_due_on_sunday() -> None:
    concluded = by_rule("XF-05", "2025-05-07")
    review = by_rule("XF-06", "2025-06-06")

    assert concluded.due_on == day("2025-07-06")
    assert any("不顺延" in step.zh for step in concluded.explanation)
    assert (review.raw_due_on, review.due_on) == (day("2025-07-06"), day("2025-07-07"))


@pytest.mark.parametrize("rule_id", ["FY-17", "SS-23"])
def test_notices_before_a_hearing_count_backward(rule_id: str) -> None:
    version = RULES.in_force(rule_id, day("2026-01-01"))

    assert version.length is not None
    assert version.length.direction == "backward"
    assert not version.rolls


@pytest.mark.parametrize(
    ("rule_id", "variant", "words", "obligor"),
    [
        ("FY-02", "window", "60 cd", Obligor.APPLICANT),
        ("FY-02", "cap", "1 yr", Obligor.APPLICANT),
        ("FY-05", "wait", "60 cd", Obligor.AGENCY),
        ("FY-05", "window", "60 cd", Obligor.APPLICANT),
        ("SS-33", "window", "3 yr", Obligor.PLAINTIFF),
        ("SS-33", "longest", "20 yr", Obligor.PLAINTIFF),
        ("SS-10", "apply", "15 cd", Obligor.AGENCY),
        ("SS-18", "forward", "5 cd", Obligor.COURT),
        ("SS-18", "answer", "15 cd", Obligor.RESPONDENT),
        ("SS-21", "review", "6 mo", Obligor.COURT),
        ("SS-21", "comment", "15 cd", Obligor.OPPONENT),
        ("SS-27", "ruling_unlawful", "30 cd", Obligor.COURT),
        ("SS-32", "review", "1 mo", Obligor.PROCURATORATE),
        ("TJ-04", "court-order", "15 cd", Obligor.COURT),
        ("TJ-04", "special-procedure", "30 cd", Obligor.COURT),
        ("TJ-06", "ordinary", "15 cd", Obligor.MEDIATION_BODY),
        ("TJ-06", "simplified", "7 cd", Obligor.MEDIATION_BODY),
        ("TJ-08", "choose", "2 wd", Obligor.PARTIES),
        ("TJ-10", "simplified", "7 cd", Obligor.COURT),
        ("XF-11", "county", "4 cd", Obligor.AGENCY),
    ],
)
def test_a_variant_has_its_own_length_and_obligor(
    rule_id: str, variant: str, words: str, obligor: Obligor
) -> None:
    terms = RULES.in_force(rule_id, day("2026-08-03")).for_variant(variant)

    assert (terms.length, terms.obligor, terms.variant) == (length(words), obligor, variant)
    assert terms.variant_label is not None


@pytest.mark.parametrize(
    ("rule_id", "variant"), [("SS-18", "appeal"), ("SS-18", None), ("FY-18", "window")]
)
def test_a_variant_the_rule_does_not_have_is_refused(rule_id: str, variant: str | None) -> None:
    with pytest.raises(UnknownVariantError) as refused:
        by_rule(rule_id, "2026-08-03", variant=variant)

    assert rule_id in refused.value.text.en


def test_an_unknown_rule_is_refused() -> None:
    with pytest.raises(UnknownRuleError) as refused:
        RULES["FY-04"]

    assert refused.value.rule_id == "FY-04"
    assert "FY-04" not in RULES


def test_policies_are_marked_in_the_explanation() -> None:
    computed = by_rule("POLICY-loss-analysis", "2026-03-02")

    assert computed.due_on == day("2026-04-01")
    assert "不是法定期限" in computed.explanation[-1].zh
    assert "policy" in computed.explanation[-1].en


def test_lengths_speak_both_languages() -> None:
    assert Length(5, Unit.WORKING_DAY).text.zh == "5个工作日"
    assert Length(1, Unit.MONTH).text.en == "1 month"
    assert Length(3, Unit.CALENDAR_DAY, "backward").as_dict() == {
        "value": 3,
        "unit": "calendar_day",
        "direction": "backward",
    }
    assert Length.from_dict({"value": 60, "unit": "calendar_day"}) == length("60 cd")
