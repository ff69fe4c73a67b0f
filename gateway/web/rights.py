"""The rights that run out, said once for everybody whom they belong to. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from shared.language import Text

_LAST = "9999-12-31"
_MAY_BE_USED = frozenset({"open", "not_yet"})


def said_once(matter: Mapping[str, Any]) -> list[dict[str, Any]]:
    """
    Return the rights of a matter, each once with `whose`: the cases, and how many parties.

    What may still be used comes first, the earliest last day before the others.
    """
    numbers = {(each["track"], each["case_id"]): each["number"] for each in matter["cases"]}
    found: dict[tuple[str, ...], list[Mapping[str, Any]]] = {}
    for right in matter.get("limitation_watch", ()):
        found.setdefault(_same(right), []).append(right)
    once = [{**same[0], "whose": _whose(same, numbers)} for same in found.values()]
    return sorted(once, key=_order)


def _same(right: Mapping[str, Any]) -> tuple[str, ...]:
    said = (right["right"], right["status"], right["told"]["zh"])
    return (*said, str(right["last_on"]), str(right["opens_on"]))


def _order(right: Mapping[str, Any]) -> tuple[bool, str]:
    usable = right["status"] in _MAY_BE_USED
    return (not usable, right["last_on"] or right.get("safe_on") or _LAST)


def _whose(
    rights: Iterable[Mapping[str, Any]], numbers: Mapping[tuple[str, str], str]
) -> list[tuple[str, Text]]:
    """Return case by case its number, and how many of its parties have the right."""
    parties: dict[str, set[str]] = {}
    for right in rights:
        for each in right.get("parties", ()):
            number = numbers.get((each["track"], each["case_id"]))
            if number is not None:
                parties.setdefault(number, set()).add(each["party"])
    return [
        (number, Text(f"{len(names)} 人", f"{len(names)} part{'y' if len(names) == 1 else 'ies'}"))
        for number, names in parties.items()
    ]
