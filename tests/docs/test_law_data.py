"""The page on law as data keeps no doubtful rule to itself."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from shared.law import load_rules

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "law-data.md").read_text("utf-8")
_ROW = re.compile(r"^\| `(\w+)` \| [^|]+ \| ([^|]+) \|$", re.MULTILINE)
NAMED = dict(_ROW.findall(PAGE))


@pytest.mark.parametrize("status", ["verified_second_hand", "interpretive", "policy", "unverified"])
def test_every_rule_that_was_not_verified_is_named_under_its_mark(status: str) -> None:
    marked = {
        rule.id for rule in load_rules() for each in rule.versions if str(each.status) == status
    }

    assert set(re.findall(r"[A-Z]+-[\w-]*\w", NAMED[status])) == marked


def test_the_number_of_rules_is_told() -> None:
    own = sum(rule.id.startswith("POLICY-") for rule in load_rules())

    assert f"{len(load_rules()) - own} of statutes and regulations, {own} of the house" in PAGE
