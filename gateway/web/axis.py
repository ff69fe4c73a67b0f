"""The time axis of a matter: four tracks and the rights that run out, as shapes. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from shared.casework.fields import TRACKS
from shared.language import Text

WIDTH = 1100
LABELS_WIDTH = 110
ROW_HEIGHT = 44
TOP = 26
_MOST_MONTHS = 18


@dataclass(frozen=True, slots=True)
class Bar:
    """A clock: from its start to its due date or end; `kind` names its colour and shape."""

    x: float
    width: float
    y: float
    kind: str
    words: str


@dataclass(frozen=True, slots=True)
class Fact:
    """A dated fact."""

    x: float
    y: float
    words: str


@dataclass(frozen=True, slots=True)
class Axis:
    """Everything that the picture draws, in its own units."""

    height: int
    months: tuple[tuple[float, str], ...]
    rows: tuple[tuple[float, Text], ...]
    bars: tuple[Bar, ...]
    facts: tuple[Fact, ...]
    today_x: float | None
    sentence: Text


def axis_of(matter: Mapping[str, Any], today: date) -> Axis | None:
    """Return the picture of a matter; None when nothing in it has a date."""
    clocks = [(case["track"], clock) for case in matter["cases"] for clock in case["clocks"]]
    facts = [item for item in matter["timeline"] if item["kind"] != "step"]
    days = sorted({*_days(clocks), *(date.fromisoformat(item["on"]) for item in facts)})
    if not days:
        return None
    first, last = _span(days, today)
    scale = _Scale(first, last)
    rows = _rows_of(matter)
    heights = {track: TOP + number * ROW_HEIGHT for number, (track, _) in enumerate(rows)}
    return Axis(
        height=TOP + ROW_HEIGHT * len(rows) + 16,
        months=tuple((scale.x(day), f"{day.year}-{day.month:02d}") for day in _months(scale)),
        rows=tuple((heights[track], label) for track, label in rows),
        bars=tuple(_bars(clocks, heights, scale, today)),
        facts=tuple(_facts(facts, heights, scale)),
        today_x=scale.x(today) if first <= today <= last else None,
        sentence=_sentence(matter, len(clocks)),
    )


@dataclass(frozen=True, slots=True)
class _Scale:
    first: date
    last: date

    def x(self, day: date) -> float:
        whole = max((self.last - self.first).days, 1)
        inside = min(max((day - self.first).days, 0), whole)
        return round(LABELS_WIDTH + inside / whole * (WIDTH - LABELS_WIDTH - 20), 1)


def _days(clocks: Iterable[tuple[str, Mapping[str, Any]]]) -> Iterator[date]:
    for _, clock in clocks:
        for name in ("started_on", "due_on", "ended_on"):
            if clock.get(name):
                yield date.fromisoformat(clock[name])


def _span(days: list[date], today: date) -> tuple[date, date]:
    """Return what the picture covers: the latest months when the whole would be too thin."""
    last = min(max(days[-1], today), today + timedelta(days=200))
    first = max(days[0], last - timedelta(days=31 * _MOST_MONTHS))
    if first > days[-1] or last - first < timedelta(days=30):
        # All of it lies long ago: then that time is shown, not the present.
        first, last = days[0], max(days[-1], days[0] + timedelta(days=60))
    return first - timedelta(days=7), last + timedelta(days=14)


def _months(scale: _Scale) -> Iterator[date]:
    day = scale.first.replace(day=1)
    step = max(1, (scale.last - scale.first).days // 31 // 14)
    number = 0
    while day <= scale.last:
        if day >= scale.first and number % step == 0:
            yield day
        number += 1
        day = (day + timedelta(days=32)).replace(day=1)


def _rows_of(matter: Mapping[str, Any]) -> list[tuple[str, Text]]:
    others = {case["track"] for case in matter["cases"]} - TRACKS.keys()
    return [*TRACKS.items(), *((track, Text(track, track)) for track in sorted(others))]


def _bars(
    clocks: Iterable[tuple[str, Mapping[str, Any]]],
    heights: Mapping[str, int],
    scale: _Scale,
    today: date,
) -> Iterator[Bar]:
    for track, clock in clocks:
        if not clock.get("started_on"):
            continue
        start = scale.x(date.fromisoformat(clock["started_on"]))
        until = clock.get("ended_on") or clock.get("due_on")
        end = scale.x(date.fromisoformat(until) if until else today)
        kind = "late" if clock["status"] == "missed" or clock.get("expired") else clock["status"]
        words = f"{clock['rule']} {clock.get('due_on') or ''}".strip()
        yield Bar(start, max(end - start, 3), heights[track] + 18, kind, words)


def _facts(
    facts: Iterable[Mapping[str, Any]], heights: Mapping[str, int], scale: _Scale
) -> Iterator[Fact]:
    for item in facts:
        y = heights.get(item["track"], TOP)
        yield Fact(scale.x(date.fromisoformat(item["on"])), y + 25, f"{item['on']} {item['name']}")


def _sentence(matter: Mapping[str, Any], clocks: int) -> Text:
    numbers = "、".join(case["number"] for case in matter["cases"])
    return Text(
        f"争议事项时间轴：{numbers}，共 {clocks} 个期限。",
        f"Time axis of the matter: {numbers}; {clocks} time limits.",
    )
