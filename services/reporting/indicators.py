"""The indicators (指标): what each of them counts, and the number it comes to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from services.reporting.counted_case import Case, Item
from services.reporting.periods import Period
from shared.language import Text

_PLACES = 4


@dataclass(frozen=True, slots=True)
class Indicator:
    """One rate: `items` yields what counts of a case, as known on a day (ISO)."""

    id: str
    name: Text
    definition: Text
    items: Callable[[Case, str], Iterable[Item]]


@dataclass(frozen=True, slots=True)
class Scope:
    """Which items are asked for: those of one agency, settled in a period, as known today."""

    agency_code: str
    period: Period
    today: str


def measured(indicator: Indicator, cases: Sequence[Case], scope: Scope) -> dict[str, Any]:
    """
    Return the rate with the ids of its cases, one id for each thing counted.

    `rate` is None when there is nothing to count: no rate is not a bad one.
    """
    found = [(case["_id"], item) for case, item in _items(indicator, cases, scope)]
    achieved = [case_id for case_id, item in found if item.achieved]
    return {
        "id": indicator.id,
        "name": indicator.name.as_dict(),
        "definition": indicator.definition.as_dict(),
        "numerator": len(achieved),
        "denominator": len(found),
        "rate": round(len(achieved) / len(found), _PLACES) if found else None,
        "case_ids": {
            "numerator": achieved,
            "denominator": [case_id for case_id, _ in found],
        },
    }


def behind(indicator: Indicator, cases: Sequence[Case], scope: Scope) -> list[dict[str, Any]]:
    """Return what counts, each with its case named, those that were not achieved first."""
    found = [
        {
            "track": case["track"],
            "case_id": case["_id"],
            "number": case["number"],
            "on": item.on,
            "achieved": item.achieved,
        }
        for case, item in _items(indicator, cases, scope)
    ]
    return sorted(found, key=lambda each: (each["achieved"], each["on"], each["case_id"]))


def _items(
    indicator: Indicator, cases: Sequence[Case], scope: Scope
) -> Iterator[tuple[Case, Item]]:
    for case in cases:
        for item in indicator.items(case, scope.today):
            if item.agency_code == scope.agency_code and item.on in scope.period:
                yield case, item
