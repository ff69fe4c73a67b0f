"""The rules between tracks are read strictly, and cover what the law between the tracks needs."""

from __future__ import annotations

import re

import pytest

from shared.law import RuleDataError
from shared.remedies.track_rules import Effect
from shared.remedies.track_rules_reader import load_track_rules, read_track_rules

WHOLE = """
conditions:
  petition_made:
    - earlier: {track: [petition]}
rules:
  petitioning:
    - version: "1"
      law: 行政诉讼法
      article: "48"
      in_force_from: 2022-05-01
      in_force_until: null
      status: interpretive
      condition: petition_made
      effect: counts_on
      paths: [litigation]
      text: {zh: 信访, en: petition}
"""


def test_a_whole_file_is_read() -> None:
    (rule,) = read_track_rules(WHOLE).rules

    assert rule.citation == "行政诉讼法48"
    assert rule.effect is Effect.COUNTS_ON


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ("earlier: {track", "earlier: {trak", "trak"),
        ("- earlier:", "- later:", "later"),
        ("[petition]", "petition", "track"),
        ("condition: petition_made", "condition: petition_mad", "petition_mad"),
        ("effect: counts_on", "effect: stops", "stops"),
        ("paths: [litigation]", "paths: [court]", "court"),
        ("status: interpretive", "status: sure", "sure"),
        ("in_force_from: 2022-05-01", "in_force_from: soon", "petitioning"),
        ("      text:", "      note: x\n      text:", "note"),
        ('      article: "48"\n', "", "article"),
        ("effect: counts_on", "effect: deducts", "limits"),
        ("text: {zh: 信访, en: petition}", "text: {zh: 信访}", "text"),
        ("rules:", "rulez:", "rules"),
        ("      law: 行政诉讼法\n", "      law: 行政诉讼法\n      law: x\n", "law"),
        ("conditions:\n", "conditions:\n  unused:\n    - act: {kind: [x]}\n", "unused"),
    ],
)
def test_what_is_not_understood_is_refused_by_name(old: str, new: str, named: str) -> None:
    assert old in WHOLE
    with pytest.raises(RuleDataError, match=re.escape(named)):
        read_track_rules(WHOLE.replace(old, new, 1))


def test_a_deduction_names_time_limits_and_dates_that_exist() -> None:
    def deducting(limit: str, begin: str) -> str:
        more = f"      limits: [{limit}]\n      from: [{begin}]\n      until: [ended_on]\n"
        return WHOLE.replace("effect: counts_on", "effect: deducts") + more

    assert read_track_rules(deducting("SS-02", "accepted_on")).rules
    for limit, begin in (("SS-99", "accepted_on"), ("SS-02", "from_on")):
        with pytest.raises(RuleDataError):
            read_track_rules(deducting(limit, begin))


def test_versions_of_a_rule_may_not_overlap() -> None:
    version = WHOLE.partition("  petitioning:\n")[2]
    again = version.replace('version: "1"', 'version: "2"')
    with pytest.raises(RuleDataError, match="overlap"):
        read_track_rules(WHOLE + again)


@pytest.mark.parametrize(
    "citation",
    [
        "行政复议法23¶1(1)",
        "行政复议法29¶1",
        "行政复议法29¶2、30¶1(7)",
        "行政复议法34",
        "行政复议法39¶1(6)",
        "行政复议法39¶1(8)、41(5)",
        "法释〔2018〕1号57",
        "法释〔2018〕1号58",
        "法释〔2026〕3号4¶1(3)",
        "法释〔2026〕3号5¶1",
        "信访工作条例19¶3",
        "信访工作条例31(4)",
        "信访工作条例36¶3",
        "人民调解法26",
    ],
)
def test_the_law_between_the_tracks_is_there_with_its_article(citation: str) -> None:
    assert citation in {rule.citation for rule in load_track_rules().rules}
