"""An answer of the API, held against the part of it that is expected."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from deploy.demo.placeholders import kept_name

NOTHING = "—"
_EMPTY, _SOMETHING = "[]", "…"
_ABSENT = object()


@dataclass(frozen=True, slots=True)
class Leaf:
    """One expected value with the path to it, and what stands there."""

    path: str
    expected: str
    actual: str

    @property
    def ok(self) -> bool:
        """Whether they are the same."""
        return self.expected == self.actual


@dataclass(frozen=True, slots=True)
class Match:
    """What became of an expectation: its single values, and what was to be kept."""

    leaves: Sequence[Leaf] = ()
    kept: Mapping[str, str] = field(default_factory=dict)

    @property
    def wrong(self) -> int:
        """How many values differ."""
        return sum(not leaf.ok for leaf in self.leaves)


def match(expected: Any, answer: Any, aliases: Mapping[str, str], path: str = "") -> Match:
    """
    Compare what is expected with the answer.

    Of a list, each expected item takes the item that fits it best, and no two take the same.
    `aliases` are the ids of cases with what the scenario calls them, in which values are told.
    """
    if isinstance(expected, Mapping):
        found = answer if isinstance(answer, Mapping) else {}
        return _joined(
            match(inner, found.get(name, _ABSENT), aliases, f"{path}.{name}".lstrip("."))
            for name, inner in expected.items()
        )
    if isinstance(expected, list):
        if not expected and not isinstance(answer, list):
            return Match([Leaf(path, _EMPTY, _told(answer, aliases))])
        return _items(expected, answer if isinstance(answer, list) else [], aliases, path)
    name = kept_name(expected)
    if name is not None:
        there = isinstance(answer, str) and bool(answer)
        seen = _SOMETHING if there else NOTHING
        return Match([Leaf(path, _SOMETHING, seen)], {name: str(answer)} if there else {})
    return Match([Leaf(path, _told(expected, aliases), _told(answer, aliases))])


def _items(
    expected: Sequence[Any], items: Sequence[Any], aliases: Mapping[str, str], path: str
) -> Match:
    if not expected:
        return Match([Leaf(path, _EMPTY, _EMPTY if not items else f"{len(items)} …")])
    left, found = list(items), []
    for wanted in expected:
        tries = [match(wanted, item, aliases, path) for item in left]
        best = min(tries, key=lambda each: each.wrong, default=None)
        if best is None:
            best = match(wanted, _ABSENT, aliases, path)
        elif not best.wrong:
            left.pop(tries.index(best))
        found.append(best)
    return _joined(iter(found))


def _joined(matches: Iterator[Match]) -> Match:
    leaves: list[Leaf] = []
    kept: dict[str, str] = {}
    for each in matches:
        leaves += each.leaves
        kept |= each.kept
    return Match(leaves, kept)


def _told(value: Any, aliases: Mapping[str, str]) -> str:
    if value is _ABSENT:
        return NOTHING
    if isinstance(value, str):
        return aliases.get(value, value)
    return json.dumps(value, ensure_ascii=False)
