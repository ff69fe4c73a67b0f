"""The holidays of the `holidays` package: statutory days, substituted days and their names."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import holidays

from shared.language import Text

_SUBSTITUTED_FROM = re.compile(r"由 (\d{4}-\d{2}-\d{2}) 调休")
_IN_LIEU = "（补假）"
_ONE_DAY = timedelta(days=1)
_UNNAMED = Text("节假日", "public holiday")


@dataclass(frozen=True, slots=True)
class PublishedHolidays:
    """Rest days and make-up working days of a span of years, each with the name of its holiday.

    Days beyond the last official notice are a projection: the festivals without bridges.
    """

    rest_days: Mapping[date, Text]
    make_up_days: Mapping[date, Text]


def read_published_holidays(first_year: int, last_year: int) -> PublishedHolidays:
    """Read the holidays of China from `first_year` to `last_year`, both included."""
    years = range(first_year, last_year + 1)
    chinese = holidays.country_holidays("CN", years=years, language="zh_CN")
    english = holidays.country_holidays("CN", years=years, language="en_US")
    statutory = {
        on: Text(_bare_zh(name), _bare_en(english[on]))
        for on, name in chinese.items()
        if _SUBSTITUTED_FROM.search(name) is None
    }
    make_up = {on for on in chinese.weekend_workdays if on.year in years}
    rest_days = dict(statutory)
    make_up_days: dict[date, Text] = {}
    for on, worked_instead in _substituted(chinese):
        name = _holiday_of_block(on, statutory, set(chinese), make_up)
        rest_days[on] = name
        make_up_days[worked_instead] = name
    unnamed = dict.fromkeys(make_up - make_up_days.keys(), _UNNAMED)
    return PublishedHolidays(rest_days, {**unnamed, **make_up_days})


def statutory_holidays(year: int) -> Mapping[date, Text]:
    """
    Return the days of a year that the law itself makes holidays, without days in lieu.

    全国年节及纪念日放假办法2 in the version that governed the year, by the lunar calendar.
    """
    chinese = holidays.country_holidays("CN", years=[year], language="zh_CN")
    english = holidays.country_holidays("CN", years=[year], language="en_US")
    return {
        on: Text(_bare_zh(name), _bare_en(english[on]))
        for on, name in sorted(chinese.items())
        if on.year == year and _IN_LIEU not in name and _SUBSTITUTED_FROM.search(name) is None
    }


def _substituted(chinese: Mapping[date, str]) -> Iterator[tuple[date, date]]:
    for on, name in chinese.items():
        match = _SUBSTITUTED_FROM.search(name)
        if match is not None:
            yield on, date.fromisoformat(match.group(1))


def _holiday_of_block(
    on: date, statutory: Mapping[date, Text], named: set[date], make_up: set[date]
) -> Text:
    """Name the holiday that has most days in the block of rest days around `on`."""
    names: Counter[Text] = Counter()
    for step in (-_ONE_DAY, _ONE_DAY):
        day = on
        while day in named or (day.weekday() >= 5 and day not in make_up):
            if day in statutory:
                names[statutory[day]] += 1
            day += step
    return names.most_common(1)[0][0] if names else _UNNAMED


def _bare_zh(name: str) -> str:
    return name.replace(_IN_LIEU, "").replace("; ", "、")


def _bare_en(name: str) -> str:
    plain = name.replace(" (observed)", "").replace("; ", " and ")
    # One spelling for a festival, whether the package or a notice names it.
    return plain.replace("Chinese New Year (Spring Festival)", "Spring Festival").replace(
        "Labor Day", "Labour Day"
    )
