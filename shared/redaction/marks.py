"""
Marks on a text: from where to where, by which rule, and what stands there for the public.

The law asks to publish decisions “by the rules of the State” (复议法79¶1) and does not say how
people are hidden. What is followed here is what the courts do (法释〔2016〕19号 8–10): a choice of
the house, no duty of reconsideration bodies.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Literal, get_args

from shared.language import Text

Rule = Literal[
    "party",
    "agent",
    "named",
    "minor",
    "identity_number",
    "telephone",
    "account",
    "address",
    "plate",
    "email",
    "social_account",
    "added",
]
RULE_CODES: tuple[Rule, ...] = get_args(Rule)
RULES: Mapping[Rule, Text] = MappingProxyType(
    {
        "party": Text("当事人姓名", "name of a party"),
        "agent": Text("代理人、代表人姓名", "name of an agent or representative"),
        "named": Text("其他人姓名", "name of somebody else"),
        "minor": Text("未成年人姓名", "name of a minor"),
        "identity_number": Text("证件号码", "identity number"),
        "telephone": Text("电话号码", "telephone number"),
        "account": Text("银行卡、账号", "card or account number"),
        "address": Text("住址", "home address"),
        "plate": Text("车牌号码", "vehicle plate"),
        "email": Text("电子邮箱", "e-mail address"),
        "social_account": Text("社交账号", "social account"),
        "added": Text("经办人标记", "marked by the officer"),
    }
)
BLANKED = "×××"
"""What stands for a number or an address (法释〔2016〕19号 11 writes × for what is left out)."""


@dataclass(frozen=True, slots=True, order=True)
class Mark:
    """
    The characters from `start` up to `end`, hidden by `rule` behind `replacement`.

    One that is not `liftable` stays whatever an officer says: a true identity number, and the
    numbers that the case has of its own parties.
    """

    start: int
    end: int
    rule: Rule
    replacement: str = BLANKED
    liftable: bool = True


def apart(marks: Iterable[Mark]) -> list[Mark]:
    """
    Return marks in order, none over another: those that overlap become one over all of them.

    It speaks for the longest, and stays where one of them does: what lies in an address that is
    taken off is no less a number that has to be hidden.
    """
    kept: list[Mark] = []
    for mark in sorted(marks):
        if kept and mark.start < kept[-1].end:
            kept[-1] = _joined(kept[-1], mark)
        else:
            kept.append(mark)
    return kept


def _joined(one: Mark, other: Mark) -> Mark:
    leading = max(one, other, key=lambda each: (each.end - each.start, not each.liftable))
    return replace(
        leading,
        start=min(one.start, other.start),
        end=max(one.end, other.end),
        liftable=one.liftable and other.liftable,
    )


def redacted(text: str, marks: Iterable[Mark]) -> str:
    """Return the text with what every mark hides replaced; marks lie apart and in order."""
    parts: list[str] = []
    at = 0
    for mark in marks:
        parts += [text[at : mark.start], mark.replacement]
        at = mark.end
    return "".join([*parts, text[at:]])
