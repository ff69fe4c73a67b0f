"""A history is never rewritten without being found out."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import pytest

from shared.casework.history import canonical, chained, entry_hash, verify

KEY = b"k" * 32
History = list[dict[str, Any]]


def chain(length: int = 4) -> History:
    history: History = []
    for version in range(1, length + 1):
        history.append(chained({"version": version, "payload": {"n": version}}, history, KEY))
    return history


def flip(history: History) -> None:
    history[1]["payload"]["n"] = 99


def delete(history: History) -> None:
    del history[1]


def insert(history: History) -> None:
    history.insert(2, copy.deepcopy(history[1]))


def swap(history: History) -> None:
    history[1], history[2] = history[2], history[1]


def cut(history: History) -> None:
    history.pop()


def rewrite_without_the_key(history: History) -> None:
    rewritten: History = []
    for entry in history:
        body = {name: entry[name] for name in ("version", "payload")}
        rewritten.append(chained({**body, "payload": {"n": 0}}, rewritten, b"x" * 32))
    history[:] = rewritten


def test_an_untouched_chain_is_intact() -> None:
    found = verify(chain(), KEY, version=4)

    assert (found.intact, found.entries, found.broken_version) == (True, 4, None)


@pytest.mark.parametrize(
    ("tamper", "broken"),
    [(flip, 2), (delete, 2), (insert, 3), (swap, 2), (cut, 4), (rewrite_without_the_key, 1)],
)
def test_tampering_is_found_at_the_first_broken_entry(
    tamper: Callable[[History], None], broken: int
) -> None:
    history = chain()
    tamper(history)

    found = verify(history, KEY, version=4)

    assert (found.intact, found.broken_version) == (False, broken)


def test_the_hash_does_not_depend_on_the_order_of_keys() -> None:
    assert canonical({"a": 1, "b": 2}) == canonical({"b": 2, "a": 1})
    assert entry_hash({"a": 1, "b": 2}, KEY) == entry_hash({"b": 2, "a": 1}, KEY)
