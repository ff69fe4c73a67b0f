"""Whether a holiday notice may be added to the calendar in use: a pure decision."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from shared.casework.calendar_shelf import edition_from
from shared.http.problems import Problem, invalid
from shared.language import Text
from shared.law import (
    FIRST_YEAR,
    Calendar,
    CalendarEdition,
    CalendarEditionError,
    statutory_holidays,
)

Notice = Mapping[str, Any]
STATUTORY_BASIS = "全国年节及纪念日放假办法2"
STATUTORY_SINCE = 2025
"""The regulation as revised on 2024-11-10 governs from this year on; older texts were not read."""


def admit(notice: Notice, calendar: Calendar, *, today: date) -> CalendarEdition | None:
    """
    Return the edition that `notice` adds to `calendar`; None when it stands there already.

    Raises `Problem`: 422 naming the field of a notice that contradicts itself, its year or the
    notice it corrects; 409 when the number of the notice, or its year, is taken by other days.
    """
    _check_year(notice, today)
    try:
        edition = edition_from(notice)
    except CalendarEditionError as error:
        raise invalid({error.field: [error.text]}) from error
    of_this_number = _numbered(notice["notice"], calendar)
    if of_this_number is not None:
        if _same_days(of_this_number, edition):
            return None
        raise _taken(
            "notice", Text("同一文号已有不同内容。", "This number stands for other days already.")
        )
    _check_correction(notice, edition, calendar)
    _check_statutory_days(edition)
    return edition


def in_force(year: int, calendar: Calendar) -> CalendarEdition | None:
    """Return the notice by which a year is official, where its own notice is known."""
    return next((each for each in calendar.editions if each.year == year), None)


def _check_year(notice: Notice, today: date) -> None:
    year, published_on = notice["year"], date.fromisoformat(notice["published_on"])
    if not FIRST_YEAR < year <= today.year + 1:
        text = Text(
            f"只能增补至 {today.year + 1} 年；更远年度的通知尚未公布。",
            f"Up to {today.year + 1} only: no notice for a later year is published yet.",
        )
        raise invalid({"year": [text]})
    if not date(year - 1, 1, 1) <= published_on <= date(year, 12, 31):
        text = Text(
            "放假通知应在上一年度或当年度公布。",
            "A notice is published in the year before its own, or in its own.",
        )
        raise invalid({"published_on": [text]})


def _check_statutory_days(edition: CalendarEdition) -> None:
    """A notice arranges the statutory holidays and takes none of their days away (放假办法2)."""
    if edition.year < STATUTORY_SINCE:
        return
    lacking: dict[Text, list[str]] = {}
    for on, name in statutory_holidays(edition.year).items():
        if on not in edition.rest_days:
            lacking.setdefault(name, []).append(on.isoformat())
    if lacking:
        zh = "；".join(f"{name.zh} {'、'.join(days)}" for name, days in lacking.items())
        en = "; ".join(f"{name.en} {', '.join(days)}" for name, days in lacking.items())
        text = Text(f"缺少法定节假日：{zh}", f"It lacks statutory holidays: {en}")
        raise Problem(422, "validation", text, errors={"rest_days": [text]}, basis=STATUTORY_BASIS)


def _numbered(number: str, calendar: Calendar) -> CalendarEdition | None:
    return next((each for each in calendar.editions if each.notice == number), None)


def _same_days(one: CalendarEdition, other: CalendarEdition) -> bool:
    return (
        one.year == other.year
        and set(one.rest_days) == set(other.rest_days)
        and set(one.make_up_days) == set(other.make_up_days)
    )


def _check_correction(notice: Notice, edition: CalendarEdition, calendar: Calendar) -> None:
    """A year that is official changes only by a notice that says which one it corrects."""
    corrects, earlier = notice.get("corrects"), in_force(edition.year, calendar)
    if not calendar.is_announced(edition.year):
        if corrects is not None:
            text = Text("该年度尚无可更正的通知。", "There is no notice for that year to correct.")
            raise invalid({"corrects": [text]})
        return
    if not _changes_days(edition, calendar):
        return
    if corrects is None:
        number = f"（{earlier.notice}）" if earlier else ""
        text = Text(
            f"{edition.year}年已正式公布{number}且日期不同；如系更正，请写明所更正的通知。",
            f"{edition.year} is official with other days{number}; a correction says in `corrects` "
            "which notice it corrects.",
        )
        raise _taken("year", text)
    if earlier is not None and corrects != earlier.notice:
        text = Text(
            f"该年度现行通知为 {earlier.notice}。", f"The notice in force is {earlier.notice}."
        )
        raise invalid({"corrects": [text]})
    known_on = earlier.published_on if earlier else None
    if known_on and edition.published_on and edition.published_on <= known_on:
        text = Text(
            f"应晚于所更正的通知（{known_on}）。", f"After the one it corrects ({known_on})."
        )
        raise invalid({"published_on": [text]})


def _changes_days(edition: CalendarEdition, calendar: Calendar) -> bool:
    first, last = date(edition.year - 1, 1, 1), date(edition.year, 12, 31)
    after = calendar.with_edition(edition)
    return calendar.edition_between(first, last) != after.edition_between(first, last)


def _taken(field: str, text: Text) -> Problem:
    return Problem(409, "conflict", text, errors={field: [text]})
