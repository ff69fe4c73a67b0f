"""Whose a period is, as it is shown beside the period."""

from __future__ import annotations

import pytest

from shared.casework.addressee_words import addressee_words
from shared.law import load_rules
from shared.law.recorded import answered_in

PARTIES = [
    {"id": "p1", "role": "plaintiff", "name": "王小明"},
    {"id": "p2", "role": "third_party", "masked_name": "李某某"},
    {"id": "p3", "role": "defendant"},
]


@pytest.mark.parametrize(
    ("name", "zh"),
    [
        ("p1", "原告王小明"),
        ("p2", "第三人李某某"),
        ("p3", "被告"),
        ("agency", "本机关"),
        ("opponent", "对方当事人"),
        ("示检建〔2024〕3号", "示检建〔2024〕3号"),
        ("2", "第2期"),
    ],
)
def test_a_party_goes_by_role_and_name_and_a_side_by_its_word(name: str, zh: str) -> None:
    words = addressee_words(name, PARTIES)

    assert words is not None
    assert words["zh"] == zh


@pytest.mark.parametrize("name", [None, "p7"])
def test_nobody_and_one_who_is_not_shown_have_no_words(name: str | None) -> None:
    assert addressee_words(name, PARTIES) is None


@pytest.mark.parametrize(
    ("rule", "zh"),
    [
        ("SS-16", "原告王小明"),
        ("SS-18", "就原告王小明的上诉"),
        ("SS-21", "就原告王小明的再审申请"),
    ],
)
def test_a_period_in_which_somebody_is_answered_says_what_is_answered(rule: str, zh: str) -> None:
    answered = answered_in({"rule": rule, "rule_version": "2018"}, load_rules())

    words = addressee_words("p1", PARTIES, answered)

    assert words is not None
    assert words["zh"] == zh
