"""The register of all rules, read once from the data files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache
from typing import Any

from shared.language import Text
from shared.law.documents import documents_in
from shared.law.errors import (
    RuleDataError,
    RuleNotInForceError,
    RuleTextNotHeldError,
    UnknownRuleError,
)
from shared.law.rule import Rule, RuleVersion
from shared.law.rule_reader import read_rules


class Rules:
    """All rules by id, in the order of the files."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self._rules: dict[str, Rule] = {}
        for rule in rules:
            if rule.id in self._rules:
                raise RuleDataError(
                    Text(f"规则编号 {rule.id} 重复", f"rule id {rule.id} stands twice")
                )
            self._rules[rule.id] = rule

    def __getitem__(self, rule_id: str) -> Rule:
        """Return one rule; raises UnknownRuleError."""
        try:
            return self._rules[rule_id]
        except KeyError:
            raise UnknownRuleError(rule_id) from None

    def __contains__(self, rule_id: object) -> bool:
        return rule_id in self._rules

    def __iter__(self) -> Iterator[Rule]:
        return iter(self._rules.values())

    def __len__(self) -> int:
        return len(self._rules)

    def version_on(self, rule_id: str, on: date) -> RuleVersion | None:
        """Return the version in force on `on`, None where none was; raises UnknownRuleError."""
        return next((each for each in self[rule_id].versions if each.covers(on)), None)

    def in_force(self, rule_id: str, on: date) -> RuleVersion:
        """Return the version in force on `on`.

        Raises UnknownRuleError, RuleNotInForceError; of the latter RuleTextNotHeldError where
        another text governed that is not held.
        """
        version = self.version_on(rule_id, on)
        if version is not None:
            return version
        rule = self[rule_id]
        if rule.earlier is not None and on < (rule.versions[0].in_force_from or date.min):
            raise RuleTextNotHeldError(_not_held(rule, rule.earlier, on))
        raise RuleNotInForceError(
            Text(
                f"{on} 时没有生效的规则 {rule_id}（{rule.name.zh}）",
                f"rule {rule_id} ({rule.name.en}) was not in force on {on}",
            )
        )


def _not_held(rule: Rule, earlier: Text, on: date) -> Text:
    return Text(
        f"{on} 时“{rule.name.zh}”适用更早的规定，未收录，不计算期限：{earlier.zh}",
        f"on {on} an older text governed “{rule.name.en}” that is not held, so nothing is "
        f"computed: {earlier.en}",
    )


@cache
def load_rules() -> Rules:
    """Read and check every rule file of the package; raises RuleDataError."""
    return rules_from(documents_in("rules"))


def rules_from(documents: Iterable[tuple[str, Any]]) -> Rules:
    """Build the register from named documents; raises RuleDataError."""
    return Rules(rule for name, document in documents for rule in read_rules(name, document))
