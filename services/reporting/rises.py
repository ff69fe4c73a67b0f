"""Rises: more new cases of a kind in a week than its own past lets one expect."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from services.reporting.counted_case import Case
from services.reporting.movements import named
from services.reporting.warning_policy import WarningPolicy
from shared.casework.disputed_fields import DISPUTED_FIELDS
from shared.casework.key_groups import key_groups
from shared.language import Text

Series = tuple[str, str]
_DIMENSIONS = {
    "all": Text("全部", "all cases"),
    "region": Text("地区", "area"),
    "agency": Text("机关", "agency"),
    "field": Text("领域", "field"),
    "key_group": Text("重点群体", "key group"),
}


@dataclass(frozen=True, slots=True)
class Rise:
    """A series whose last window is too full to be chance; `mean` is that of its past windows."""

    dimension: str
    key: str
    name: Text
    count: int
    mean: float
    p_value: float
    case_ids: tuple[str, ...]

    @property
    def text(self) -> Text:
        """Return the rise in words."""
        what = _DIMENSIONS[self.dimension]
        zh, en = f"{what.zh}“{self.name.zh}”", f"{what.en} “{self.name.en}”"
        if self.dimension == "all":
            zh, en = "各类案件合计", "cases of all kinds together"
        return Text(
            f"{zh}新收{self.count}件，此前每时段平均{self.mean:.1f}件。",
            f"{en}: {self.count} new, {self.mean:.1f} on average before.",
        )


@dataclass(frozen=True, slots=True)
class Comparison:
    """The rises found, out of how many series, against how many past windows (0: none told)."""

    rises: tuple[Rise, ...]
    series: int
    past_windows: int


def p_of_at_least(count: int, past: int, windows: int) -> float:
    """
    Return how likely `count` or more of all cases fall into the last window by chance.

    At one rate throughout, each of the `count + past` cases falls into it with probability
    1 / (windows + 1).
    """
    total, share = count + past, 1 / (windows + 1)
    terms = (
        math.lgamma(total + 1)
        - math.lgamma(k + 1)
        - math.lgamma(total - k + 1)
        + k * math.log(share)
        + (total - k) * math.log1p(-share)
        for k in range(count, total + 1)
    )
    return min(1.0, math.fsum(math.exp(term) for term in terms))


def windows_of_history(began_on: str | None, on: date, policy: WarningPolicy) -> int:
    """Return how many past windows an agency with cases since `began_on` can be held against."""
    if began_on is None:
        return 0
    before = (on - date.fromisoformat(began_on)).days + 1 - policy.window_days
    windows = min(policy.past_windows, before // policy.window_days)
    return windows if windows >= policy.least_past_windows else 0


def compared(cases: Sequence[Case], on: date, windows: int, policy: WarningPolicy) -> Comparison:
    """Hold the new cases of the window that ends on `on` against the windows before."""
    if not windows:
        return Comparison((), 0, 0)
    recent = _by_series(_opened(cases, on, 0, 1, policy))
    past = _by_series(_opened(cases, on, 1, windows, policy))
    names = _agency_names(cases)
    found = (
        _rise(series, ids, len(past.get(series, ())), windows, names)
        for series, ids in recent.items()
        if len(ids) >= policy.least_count
    )
    rises = sorted(
        (rise for rise in found if rise.p_value <= policy.significance),
        key=lambda rise: rise.p_value,
    )
    return Comparison(tuple(rises), len(recent), windows)


def _opened(
    cases: Iterable[Case], on: date, first: int, count: int, policy: WarningPolicy
) -> Iterator[Case]:
    """Yield the new disputes of `count` windows, the latest of them `first` windows ago."""
    last = on - timedelta(days=first * policy.window_days)
    before = last - timedelta(days=count * policy.window_days)
    for case in cases:
        if before.isoformat() < case["opened_on"] <= last.isoformat() and not case["continues"]:
            yield case


def _by_series(cases: Iterable[Case]) -> dict[Series, list[str]]:
    found: dict[Series, list[str]] = {}
    for case in cases:
        for series in _series_of(case):
            found.setdefault(series, []).append(case["_id"])
    return found


def _series_of(case: Case) -> Iterator[Series]:
    yield "all", "all"
    for dimension in ("region", "field"):
        if case[dimension]:
            yield dimension, case[dimension]
    if concerned := case["concerned"]:
        yield "agency", concerned["code"] or concerned["name"]
    for group in case["key_groups"]:
        yield "key_group", group


def _agency_names(cases: Iterable[Case]) -> dict[str, Text]:
    """Return the names of agencies as far as some case tells them."""
    known = (agency for case in cases for agency in (case["concerned"], case["agency"]) if agency)
    return {
        agency["code"]: Text(agency["name"], agency["name"])
        for agency in known
        if agency.get("code") and agency.get("name")
    }


def _rise(
    series: Series, case_ids: Sequence[str], past: int, windows: int, agencies: dict[str, Text]
) -> Rise:
    dimension, key = series
    known: Mapping[str, Mapping[str, Text]] = {
        "field": DISPUTED_FIELDS,
        "agency": agencies,
        "key_group": key_groups(),
        "all": _DIMENSIONS,
    }
    return Rise(
        dimension=dimension,
        key=key,
        name=named(key, known.get(dimension, {})),
        count=len(case_ids),
        mean=past / windows,
        p_value=p_of_at_least(len(case_ids), past, windows),
        case_ids=tuple(case_ids),
    )
