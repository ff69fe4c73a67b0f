"""The time axis of a matter: each track and the rights that run out, as shapes. Pure."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from gateway.web.dates import LEVELS
from shared.casework.payload_parts import TRACKS
from shared.language import Text

WIDTH = 1100
LABELS_WIDTH = 110
TOP = 26
LANE_HEIGHT = 34
BAR_DOWN = 19
_ROW_PADDING = 8
_FACT_HEIGHT = 16
_BESIDE = 9
_MOST_MONTHS = 18
_MOST_LABELS = 12
_CHARACTER = 6.6
RIGHTS = "rights"
_RIGHTS_LABEL = Text("权利期限", "Rights")
_OF_A_RIGHT = {
    "open": ("right", Text("可以行使", "open")),
    "not_yet": ("future", Text("尚未开始", "not yet open")),
    "used": ("met", Text("已经行使", "used")),
    "lapsed": ("late", Text("已经过期", "lapsed")),
    "closed": ("cancelled", Text("不再适用", "closed")),
}
_RUNS = frozenset({"running", "right"})
_FAR = "2199-12-31"


@dataclass(frozen=True, slots=True)
class DrawnSpan:
    """A period as the picture draws it and the table says it; `until` is None while it is open."""

    row: str
    row_label: Text
    label: Text
    since: date
    until: date | None
    kind: str
    state: Text
    pauses: tuple[tuple[date, date], ...] = ()
    number: str = ""


@dataclass(frozen=True, slots=True)
class Bar:
    """A span: from its start to its end; `kind` names its colour and shape."""

    x: float
    width: float
    y: float
    kind: str
    words: Text
    label: Text
    label_x: float
    hatches: tuple[tuple[float, float], ...]
    open_end: bool


@dataclass(frozen=True, slots=True)
class Fact:
    """The facts of a day: a mark, and beside it what the first of them is called."""

    x: float
    y: float
    words: Text
    label: Text
    label_x: float


@dataclass(frozen=True, slots=True)
class AxisRow:
    """One track, or the rights: where it begins, and how high it is."""

    y: float
    height: float
    label: Text


@dataclass(frozen=True, slots=True)
class Axis:
    """Everything that the picture draws, in its own units, and the same as spans for a table."""

    height: float
    months: tuple[tuple[float, str], ...]
    rows: tuple[AxisRow, ...]
    bars: tuple[Bar, ...]
    facts: tuple[Fact, ...]
    today_x: float | None
    sentence: Text
    spans: tuple[DrawnSpan, ...]


def axis_of(matter: Mapping[str, Any], today: date) -> Axis | None:
    """Return the picture of a matter; None when nothing in it has a date."""
    facts = [item for item in matter["timeline"] if item["kind"] != "step"]
    spans = sorted(_spans(matter), key=lambda span: (span.since, span.until or date.max))
    days = [date.fromisoformat(item["on"]) for item in facts]
    days += [day for span in spans for day in (span.since, span.until) if day]
    if not days:
        return None
    scale = _Scale(*_covered(sorted(days), today))
    rows: list[AxisRow] = []
    bars: list[Bar] = []
    marks: list[Fact] = []
    y: float = TOP
    for name, label in _rows_of(matter, spans):
        laid, lanes = _laid_out([span for span in spans if span.row == name], scale, today, y)
        foot = y + max(lanes, 1) * LANE_HEIGHT + _ROW_PADDING
        marked, lines = _facts([item for item in facts if item["track"] == name], scale, foot)
        height = foot - y + lines * _FACT_HEIGHT
        bars, marks = bars + laid, marks + marked
        rows.append(AxisRow(y, height, label))
        y += height
    return Axis(
        height=y + 16,
        months=tuple((scale.x(day), f"{day.year}-{day.month:02d}") for day in _months(scale)),
        rows=tuple(rows),
        bars=tuple(bars),
        facts=tuple(marks),
        today_x=scale.x(today) if scale.first <= today <= scale.last else None,
        sentence=_sentence(matter, spans, today),
        spans=tuple(spans),
    )


@dataclass(frozen=True, slots=True)
class _Scale:
    first: date
    last: date

    def x(self, day: date) -> float:
        whole = max((self.last - self.first).days, 1)
        inside = min(max((day - self.first).days, 0), whole)
        return round(LABELS_WIDTH + inside / whole * (WIDTH - LABELS_WIDTH - 20), 1)


def _spans(matter: Mapping[str, Any]) -> Iterator[DrawnSpan]:
    for case in matter["cases"]:
        track = case["track"]
        for clock in (*case["clocks"], *case.get("ended_clocks", ())):
            if clock.get("started_on"):
                yield _of_a_clock(clock, track, TRACKS.get(track, Text(track, track)))
    act = matter.get("act") or {}
    begun = act.get("served_on") or act.get("known_on") or act.get("made_on")
    drawn: set[DrawnSpan] = set()
    for right in matter.get("limitation_watch", ()):
        last = right.get("last_on")
        since = right.get("opens_on") or (min(begun, last) if begun and last else None)
        if since or last:
            kind, state = _OF_A_RIGHT[right["status"]]
            first = date.fromisoformat(since or last)
            until = date.fromisoformat(last) if last else None
            span = DrawnSpan(RIGHTS, _RIGHTS_LABEL, _text(right["name"]), first, until, kind, state)
            # Many parties have the same right until the same day: one bar says it.
            if span not in drawn:
                drawn.add(span)
                yield span


def _named(clock: Mapping[str, Any]) -> Text:
    """Return the name of a clock, with whose it is where several have one."""
    name, whose = _text(clock["name"]), clock.get("addressee")
    return Text(f"{name.zh}（{whose['zh']}）", f"{name.en} ({whose['en']})") if whose else name


def _of_a_clock(clock: Mapping[str, Any], track: str, row_label: Text) -> DrawnSpan:
    until = clock.get("ended_on") or clock.get("due_on")
    left = clock.get("days_left")
    overdue = left is not None and left < 0
    kind = "late" if overdue or clock["status"] == "missed" else clock["status"]
    state = LEVELS["overdue" if overdue else clock.get("level") or clock["status"]]
    pauses = tuple(
        (date.fromisoformat(each["from"]), date.fromisoformat(each.get("to") or _FAR))
        for each in clock.get("pauses") or ()
    )
    return DrawnSpan(
        track,
        row_label,
        _named(clock),
        date.fromisoformat(clock["started_on"]),
        date.fromisoformat(until) if until else None,
        kind,
        state,
        pauses,
        clock["number"],
    )


def _text(words: Mapping[str, str]) -> Text:
    return Text(words["zh"], words["en"])


def _covered(days: Sequence[date], today: date) -> tuple[date, date]:
    """Return what the picture covers: the latest months when the whole would be too thin."""
    last = min(max(days[-1], today), today + timedelta(days=200))
    first = max(days[0], last - timedelta(days=31 * _MOST_MONTHS))
    if first > days[-1] or last - first < timedelta(days=30):
        # All of it lies long ago: then that time is shown, not the present.
        first, last = days[0], max(days[-1], days[0] + timedelta(days=60))
    return first - timedelta(days=7), last + timedelta(days=14)


def _months(scale: _Scale) -> Iterator[date]:
    day = scale.first.replace(day=1)
    step = -(-(scale.last - scale.first).days // (31 * _MOST_LABELS))
    number = 0
    while day <= scale.last:
        if day >= scale.first and number % step == 0:
            yield day
        number += 1
        day = (day + timedelta(days=32)).replace(day=1)


def _rows_of(matter: Mapping[str, Any], spans: Sequence[DrawnSpan]) -> list[tuple[str, Text]]:
    """Return the tracks that the matter has cases in, and the rights when one is drawn."""
    own = {case["track"] for case in matter["cases"]} | {span.row for span in spans}
    known = ((track, label) for track, label in TRACKS.items() if track in own)
    others = own - TRACKS.keys() - {RIGHTS}
    unknown = ((track, Text(track, track)) for track in sorted(others))
    rights = [(RIGHTS, _RIGHTS_LABEL)] if RIGHTS in own else []
    return [*known, *unknown, *rights]


def _laid_out(
    spans: Sequence[DrawnSpan], scale: _Scale, today: date, top: float
) -> tuple[list[Bar], int]:
    """Put each span into the first lane of its row where neither bar nor label meets another."""
    ends: list[float] = []
    bars = []
    for span in spans:
        until = span.until or max(today, span.since)
        x, end = scale.x(span.since), scale.x(until)
        length = _label_width(span.label)
        # Near the right edge the label ends where the bar ends.
        left = x if x + length <= WIDTH else max(end - length, LABELS_WIDTH)
        right = max(end, left + length) + 8
        lane = next((n for n, taken in enumerate(ends) if taken <= min(left, x)), len(ends))
        ends[lane : lane + 1] = [right]
        hatches = tuple(
            (scale.x(max(first, span.since)), scale.x(min(last, until)))
            for first, last in span.pauses
            if first <= until
        )
        bars.append(
            Bar(
                x,
                max(end - x, 3),
                top + lane * LANE_HEIGHT + BAR_DOWN,
                span.kind,
                said_of(span),
                span.label,
                left,
                tuple((first, max(last - first, 3)) for first, last in hatches),
                span.until is None,
            )
        )
    return bars, len(ends)


def said_of(span: DrawnSpan) -> Text:
    """Return a span in words, as its table and the hint on its bar say it."""
    until = span.until.isoformat() if span.until else None
    zh = f"{span.label.zh}：{span.since} 至 {until or '未定'}，{span.state.zh}"
    en = f"{span.label.en}: {span.since} to {until or 'open'}, {span.state.en}"
    return Text(zh, en)


def _label_width(label: Text) -> float:
    return max(_width(label.zh), _width(label.en))


def _width(words: str) -> float:
    wide = sum(unicodedata.east_asian_width(each) in "WF" for each in words)
    return (len(words) + wide * 0.85) * _CHARACTER


def _facts(
    facts: Iterable[Mapping[str, Any]], scale: _Scale, foot: float
) -> tuple[list[Fact], int]:
    """Return the facts of a row below `foot`, one mark a day, and on how many lines they stand."""
    days: dict[str, list[Text]] = {}
    for item in facts:
        days.setdefault(item["on"], []).append(_text(item["label"]))
    ends: list[float] = []
    marks = []
    for on, labels in sorted(days.items()):
        x, label = scale.x(date.fromisoformat(on)), _label_of(labels)
        length = _label_width(label)
        # Near the right edge the label stands before its mark.
        label_x = x + _BESIDE if x + _BESIDE + length <= WIDTH else x - _BESIDE - length
        left = min(x - _BESIDE, label_x)
        line = next((n for n, taken in enumerate(ends) if taken <= left), len(ends))
        ends[line : line + 1] = [max(x + _BESIDE, label_x + length)]
        words = Text(
            f"{on} {'、'.join(each.zh for each in labels)}",
            f"{on} {', '.join(each.en for each in labels)}",
        )
        marks.append(Fact(x, foot + line * _FACT_HEIGHT, words, label, label_x))
    return marks, len(ends)


def _label_of(labels: Sequence[Text]) -> Text:
    """Return what the first fact of a day is called, and how many more there are."""
    first, more = labels[0], len(labels) - 1
    return Text(f"{first.zh} +{more}", f"{first.en} +{more}") if more else first


def _sentence(matter: Mapping[str, Any], spans: Sequence[DrawnSpan], today: date) -> Text:
    numbers = "、".join(case["number"] for case in matter["cases"])
    ahead = [span for span in spans if span.until and span.until >= today and span.kind in _RUNS]
    following = min(ahead, key=lambda span: span.until or date.max, default=None)
    zh = f"争议事项时间轴：{numbers}，共 {len(spans)} 个期限。"
    en = f"Time axis of the matter: {numbers}; {len(spans)} time limits."
    if following is not None:
        zh += f"最近届满：{following.label.zh} {following.until}。"
        en += f" The next ends: {following.label.en} {following.until}."
    return Text(zh, en)
