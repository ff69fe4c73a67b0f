"""The feed: a service's own events, in order, for whoever missed some."""

from __future__ import annotations

from flask import Blueprint, jsonify, request
from flask.typing import ResponseReturnValue

from shared.events.event_log import EventLog
from shared.http.identity import current_identity
from shared.http.problems import forbidden, invalid
from shared.language import Text
from shared.storage.database import Database

DEFAULT_PAGE = 100
LARGEST_PAGE = 500
LARGEST_SEQUENCE = 2**53


def create_feed(database: Database, *, tells: bool = True) -> Blueprint:
    """
    Return the blueprint that serves `GET /events?after=N&limit=M` to other services.

    The answer is `{"events": [CloudEvent, …], "last_sequence": n, "tells": bool}`; every event with
    a number is in it, so an empty page means that nothing more has happened. A service that
    never `tells` anything need not be asked again and again.
    """
    feed = Blueprint("event_feed", __name__)
    log = EventLog(database)

    @feed.get("/events")
    def events() -> ResponseReturnValue:
        if not current_identity().is_service:
            raise forbidden()
        after = _number("after", default=0, lowest=0, highest=LARGEST_SEQUENCE)
        limit = _number("limit", default=DEFAULT_PAGE, lowest=1, highest=LARGEST_PAGE)
        found, last = log.page(after, limit)
        return jsonify({"events": found, "last_sequence": last, "tells": tells})

    return feed


def _number(name: str, *, default: int, lowest: int, highest: int) -> int:
    value = request.args.get(name)
    if value is None:
        return default
    short = value.isascii() and value.isdigit() and len(value) <= len(str(highest))
    if not (short and lowest <= int(value) <= highest):
        zh = f"应为 {lowest} 至 {highest} 的整数。"
        raise invalid({name: [Text(zh, f"Must be an integer from {lowest} to {highest}.")]})
    return int(value)
