"""What came to an agency, what left it, and what it had in hand on a day."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from services.reporting.counted_case import Case
from services.reporting.periods import Period
from shared.casework.disputed_fields import DISPUTED_FIELDS
from shared.house import track_labels
from shared.language import Text

# The duties of whoever has the case; what others owe stands in the docket.
OWN_DUTY = frozenset({"agency", "superior", "mediation_body"})
_UNSTATED = Text("未填写", "not stated")


@dataclass(frozen=True, slots=True)
class OpenSpan:
    """The days during which a case was open at an agency; `ended_on` None while it is."""

    began_on: str
    ended_on: str | None

    def covers(self, day: str) -> bool:
        """Say whether the case was in hand at the end of a day."""
        return self.began_on <= day and (self.ended_on is None or day < self.ended_on)


def spans(case: Case, agency_code: str) -> Iterator[OpenSpan]:
    """Yield the spans of a case at an agency: opened or taken over, until ended or handed on."""
    began: str | None = None
    for entry in case["course"]:
        here = entry["agency_code"] == agency_code and entry["phase"] == "open"
        if here and began is None:
            began = entry["on"]
        elif not here and began is not None:
            yield OpenSpan(began, entry["on"])
            began = None
    if began is not None:
        yield OpenSpan(began, None)


def counted(case_ids: Iterable[str]) -> dict[str, Any]:
    """Return a number with the ids behind it, one for each thing counted."""
    listed = list(case_ids)
    return {"count": len(listed), "case_ids": listed}


def movement(cases: Sequence[Case], agency_code: str, period: Period) -> dict[str, Any]:
    """Return what came in and went out in a period, and what was open at its end."""
    day = period.last.isoformat()
    moved: dict[str, list[Case]] = {"in": [], "out": [], "open": []}
    for case in cases:
        for span in spans(case, agency_code):
            moved["in"] += [case] if span.began_on in period else []
            moved["out"] += [case] if span.ended_on and span.ended_on in period else []
            moved["open"] += [case] if span.covers(day) else []
    return {name: _broken_down(found) for name, found in moved.items()}


def clocks_at_risk(cases: Sequence[Case], agency_code: str, day: str) -> dict[str, Any]:
    """Return the own clocks that were past their last day on `day`, and those near it."""
    overdue: list[str] = []
    due_soon: list[str] = []
    for case in cases:
        for clock in case["clocks"]:
            if clock["agency_code"] != agency_code or not _runs_on(clock, day):
                continue
            if clock["due_on"] < day:
                overdue.append(case["_id"])
            elif clock["amber_on"] <= day:
                due_soon.append(case["_id"])
    return {"overdue": counted(overdue), "due_soon": counted(due_soon)}


def _runs_on(clock: Mapping[str, Any], day: str) -> bool:
    ended_on = clock["ended_on"]
    return (
        clock["obligor"] in OWN_DUTY
        and clock["due_on"] is not None
        and clock["started_on"] <= day
        and (ended_on is None or ended_on > day)
    )


def _broken_down(cases: Sequence[Case]) -> dict[str, Any]:
    return {
        **counted(case["_id"] for case in cases),
        "by_track": _by(cases, lambda case: case["track"], track_labels()),
        "by_field": _by(cases, lambda case: case["field"], DISPUTED_FIELDS),
    }


def _by(
    cases: Sequence[Case], key: Callable[[Case], str | None], names: Mapping[str, Text]
) -> list[dict[str, Any]]:
    """Return the cases by a key, the most numerous first; None stands for what is not stated."""
    groups: dict[str | None, list[str]] = {}
    for case in cases:
        groups.setdefault(key(case), []).append(case["_id"])
    ordered = sorted(groups.items(), key=lambda group: (-len(group[1]), group[0] or ""))
    return [
        {"key": value, "name": named(value, names).as_dict(), **counted(case_ids)}
        for value, case_ids in ordered
    ]


def named(key: str | None, names: Mapping[str, Text]) -> Text:
    """Return the name of a key; one without a name stands for itself."""
    return _UNSTATED if key is None else names.get(key, Text(key, key))
