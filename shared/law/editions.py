"""Official holiday notices (国务院办公厅节假日安排通知), one edition of the calendar a year."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from shared.language import Text
from shared.law.documents import documents_in
from shared.law.errors import CalendarEditionError

_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class CalendarEdition:
    """What one notice orders for one year: rest days and make-up working days.

    `names` gives the holiday of a rest day or the holiday a make-up day is worked for; days
    without a name take that of the projected festival. Raises CalendarEditionError when the
    edition contradicts itself.
    """

    year: int
    notice: str
    rest_days: tuple[date, ...]
    make_up_days: tuple[date, ...] = ()
    published_on: date | None = None
    names: Mapping[date, Text] = field(default_factory=dict, hash=False)

    def __post_init__(self) -> None:
        if not self.notice.strip():
            raise self._refused("notice", "缺少文号", "the number of the notice is missing")
        if not self.rest_days:
            raise self._refused("rest_days", "没有放假日", "it names no rest day")
        for name, days in (("rest_days", self.rest_days), ("make_up_days", self.make_up_days)):
            self._check_days_belong_to_the_year(name, days)
            if len(set(days)) != len(days):
                raise self._refused(name, "同一天重复列出", "it lists a day twice")
        self._check_no_day_is_both()
        for on in self.make_up_days:
            if on.weekday() < 5:
                raise self._refused(
                    "make_up_days",
                    f"调休上班日 {on} 不是周六或周日",
                    f"make-up day {on} is no weekend day",
                )

    def _check_days_belong_to_the_year(self, name: str, days: Iterable[date]) -> None:
        # A notice may reach back into the last days of December: that of 2019 made Saturday
        # 2018-12-29 a working day.
        earliest, latest = date(self.year - 1, 12, 25), date(self.year, 12, 31)
        for on in days:
            if not earliest <= on <= latest:
                raise self._refused(name, f"{on} 不在该年度内", f"{on} does not belong to the year")

    def _check_no_day_is_both(self) -> None:
        if both := set(self.rest_days) & set(self.make_up_days):
            on = min(both)
            raise self._refused(
                "make_up_days",
                f"{on} 既放假又上班",
                f"{on} is both a rest day and a make-up day",
            )

    def _refused(self, name: str, zh: str, en: str) -> CalendarEditionError:
        text = Text(
            f"{self.year}年节假日安排有误：{zh}",
            f"the holiday notice for {self.year} is not valid: {en}",
        )
        return CalendarEditionError(text, name)


def read_editions() -> tuple[CalendarEdition, ...]:
    """Read the notices that come with the package, by year."""
    editions = (_edition(document) for _, document in documents_in("calendar_editions"))
    return tuple(sorted(editions, key=lambda edition: edition.year))


def _edition(document: Mapping[str, Any]) -> CalendarEdition:
    names: dict[date, Text] = {}
    for block in document["rest"]:
        names.update(dict.fromkeys(_days(block["from"], block["to"]), _name(block)))
    rest_days = tuple(names)
    make_up = {entry["day"]: _name(entry) for entry in document["make_up"]}
    return CalendarEdition(
        year=document["year"],
        notice=document["notice"],
        rest_days=rest_days,
        make_up_days=tuple(make_up),
        published_on=document["published_on"],
        names={**names, **make_up},
    )


def _days(first: date, last: date) -> Iterable[date]:
    return (first + _ONE_DAY * n for n in range((last - first).days + 1))


def _name(entry: Mapping[str, Any]) -> Text:
    return Text(entry["zh"], entry["en"])
