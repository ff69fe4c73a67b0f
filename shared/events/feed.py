"""The feed: a service's own events, in order, for whoever missed some."""

from __future__ import annotations

from typing import Any

from marshmallow import fields, validate

from shared.events.event_log import EventLog
from shared.http.blueprint import DocumentedBlueprint
from shared.http.callers import any_service
from shared.http.labels import label
from shared.http.schemas import StrictSchema
from shared.storage.database import Database

DEFAULT_PAGE = 100
LARGEST_PAGE = 500
LARGEST_SEQUENCE = 2**53


class FeedQuery(StrictSchema):
    """After which event, and how many at most."""

    after = fields.Integer(
        load_default=0,
        validate=validate.Range(0, LARGEST_SEQUENCE),
        metadata=label("在此序号之后", "after this sequence"),
    )
    limit = fields.Integer(
        load_default=DEFAULT_PAGE,
        validate=validate.Range(1, LARGEST_PAGE),
        metadata=label("每页条数", "items on a page"),
    )


class FeedAnswer(StrictSchema):
    """
    CloudEvents in order, and the highest number given so far.

    Every event with a number is in the feed, so an empty page means that nothing more has happened.
    A service that never `tells` anything need not be asked again and again.
    """

    events = fields.List(fields.Dict(), required=True)
    last_sequence = fields.Integer(required=True)
    tells = fields.Boolean(required=True)


def create_feed(database: Database, *, tells: bool = True) -> DocumentedBlueprint:
    """Return the route `GET /events?after=N&limit=M`, for other services alone."""
    routes = DocumentedBlueprint("event_feed", __name__, internal=True)
    log = EventLog(database)

    @routes.get("/events")
    @routes.asked_by(any_service)
    @routes.arguments(FeedQuery, location="query")
    @routes.response(200, FeedAnswer)
    def events(asked: dict[str, Any]) -> dict[str, Any]:
        found, last = log.page(asked["after"], asked["limit"])
        return {"events": found, "last_sequence": last, "tells": tells}

    return routes
