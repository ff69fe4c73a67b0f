"""What the almanac asks of the docket: what a notice would move, and to count by it at once."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify

from services.coordination.calendar_moves.notices_left import NoticesLeft
from services.coordination.calendar_moves.preview import preview
from services.coordination.calendar_moves.recounts import Recounts
from services.coordination.calendar_moves.resource import shown_move
from services.coordination.docket.docket import Docket
from shared.casework.calendar_shelf import edition_from
from shared.casework.case import plain
from shared.casework.holiday_notice import HolidayNotice
from shared.http.bodies import body_of
from shared.http.identity import current_identity
from shared.http.problems import forbidden
from shared.law import Rules
from shared.records.moved import give

_ALMANAC = "almanac"


def create_moves_for_almanac(
    docket: Docket, rules: Rules, recounts: Recounts, counting: frozenset[str]
) -> Blueprint:
    """
    Return what is below `/calendar-moves`, for the almanac alone.

    `POST /preview` with a notice that it would admit answers `{checked, moved, unsure, more,
    items, fired}`; `POST` alone with one that it added `{progress, complete}`, and the docket
    counts by it from then on. `POST /notices-left` gives what an earlier release kept here.
    """
    left = NoticesLeft(docket.rows.database)
    blueprint = Blueprint("moves_for_almanac", __name__, url_prefix="/calendar-moves")

    @blueprint.before_request
    def for_the_almanac() -> None:
        asking = current_identity()
        if not asking.is_service or asking.issuer != _ALMANAC:
            raise forbidden()

    @blueprint.post("/preview")
    def what_would_move() -> Response:
        notice = plain(body_of(HolidayNotice()))
        calendar = docket.calendars()
        after = calendar.with_edition(edition_from(notice))
        found = preview(docket.rows, rules, calendar, after, corrected="corrects" in notice)
        return jsonify(
            {
                **{name: getattr(found, name) for name in ("checked", "moved", "unsure", "more")},
                "items": [shown_move(move, rules) for move in found.moves],
                "fired": [shown_move(move, rules) for move in found.fired],
            }
        )

    @blueprint.post("")
    def take_in() -> Response:
        notice = plain(body_of(HolidayNotice()))
        recounts.take_in(notice)
        recount = recounts.get(notice["notice"])
        return jsonify(recounts.progress(recount or {"_id": notice["notice"]}, counting))

    @blueprint.post("/notices-left")
    def hand_over() -> Response:
        return give(left)

    return blueprint
