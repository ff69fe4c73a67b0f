"""What the almanac asks of the docket: what a notice would move, and to count by it at once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from services.coordination.calendar_moves.notices_left import NoticesLeft
from services.coordination.calendar_moves.preview import preview
from services.coordination.calendar_moves.recounts import Recounts
from services.coordination.calendar_moves.resource import shown_move
from services.coordination.docket.docket import Docket
from shared.casework.calendar_shelf import edition_from
from shared.casework.case import plain
from shared.casework.holiday_notice import HolidayNotice, MovedDates, RecountAnswer
from shared.http.blueprint import DocumentedBlueprint
from shared.http.callers import service_called
from shared.law import Rules
from shared.records.moved import handing_over
from shared.storage.database import Database

_ALMANAC = "almanac"
_BELOW = "/calendar-moves"


def create_moves_for_almanac(
    docket: Docket, rules: Rules, recounts: Recounts, counting: frozenset[str]
) -> DocumentedBlueprint:
    """
    Return what is below `/calendar-moves`, for the almanac alone.

    `POST /preview` is asked with a notice that it would admit, `POST` alone with one that it added:
    the docket counts by it from then on.
    """
    routes = DocumentedBlueprint("moves_for_almanac", __name__, url_prefix=_BELOW, internal=True)

    @routes.post("/preview")
    @routes.asked_by(service_called(_ALMANAC))
    @routes.arguments(HolidayNotice)
    @routes.response(200, MovedDates)
    def what_would_move(said: Mapping[str, Any]) -> dict[str, Any]:
        notice = plain(said)
        calendar = docket.calendars()
        after = calendar.with_edition(edition_from(notice))
        found = preview(docket.rows, rules, calendar, after, corrected="corrects" in notice)
        return {
            **{name: getattr(found, name) for name in ("checked", "moved", "unsure", "more")},
            "items": [shown_move(move, rules) for move in found.moves],
            "fired": [shown_move(move, rules) for move in found.fired],
        }

    @routes.post("")
    @routes.asked_by(service_called(_ALMANAC))
    @routes.arguments(HolidayNotice)
    @routes.response(200, RecountAnswer)
    def take_in(said: Mapping[str, Any]) -> dict[str, Any]:
        notice = plain(said)
        recounts.take_in(notice)
        recount = recounts.get(notice["notice"])
        return recounts.progress(recount or {"_id": notice["notice"]}, counting)

    return routes


def create_notices_left(database: Database) -> DocumentedBlueprint:
    """Return `POST /calendar-moves/notices-left`, for the almanac alone."""
    left = NoticesLeft(database)
    return handing_over("notices_left", f"{_BELOW}/notices-left", left, taker=_ALMANAC)
