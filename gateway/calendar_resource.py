"""`GET /clocks/calendar.ics`: the docket of the caller's agency for calendar programs."""

from __future__ import annotations

from typing import Any

from flask import Response, request

from gateway.access import EVERY_OFFICER, Permission, current_officer
from gateway.calendar_file import MEDIA_TYPE, RefusedError, calendar_file
from gateway.forwarding import returned
from shared.casework import labels
from shared.casework.fields import Choice, PlainText
from shared.http.client import ServiceClient
from shared.http.labels import label
from shared.http.openapi import DocumentedBlueprint
from shared.http.operations import operation
from shared.http.schemas import LegalDate, StrictSchema, load_query
from shared.law.words import LEVEL_WORDS, OBLIGOR_WORDS

_NAME = "clocks_calendar"
PERMISSIONS: dict[str, Permission] = {f"{_NAME}.calendar": EVERY_OFFICER}


class CalendarQuery(StrictSchema):
    """Which running clocks of the docket the file has."""

    due_from = LegalDate(metadata=label("到期不早于", "due from", "含当日。", "That day included."))
    due_before = LegalDate(metadata=labels.DUE_BEFORE)
    level = Choice(
        {str(level): words for level, words in LEVEL_WORDS.items()},
        metadata=label("紧急程度", "level"),
    )
    track = PlainText(40, metadata=labels.TRACK)
    agency = PlainText(40, metadata=labels.AGENCY_CODE)
    assignee = PlainText(
        80,
        metadata=label(
            "承办人",
            "officer in charge",
            "未分派的填 none。",
            "none for cases that nobody has.",
        ),
    )
    obligor = Choice(
        {str(who): words for who, words in OBLIGOR_WORDS.items()},
        metadata=label("轮到谁", "who has to act"),
    )


def clocks_calendar_blueprint(client: ServiceClient) -> DocumentedBlueprint:
    """Return the route; who has no token for it uses the secret address of the docket's page."""
    blueprint = DocumentedBlueprint(
        _NAME, __name__, url_prefix="/api/v1/clocks", description="期限日历 Calendar of clocks"
    )

    def calendar() -> Response:
        """期限与开庭的日历文件 Time limits and hearings for calendar programs."""
        load_query(CalendarQuery(), request.args)
        try:
            found = calendar_file(client, current_officer(), request.args.to_dict())
        except RefusedError as refused:
            return returned(refused.answer)
        return Response(found, mimetype=MEDIA_TYPE, headers={"Cache-Control": "no-store"})

    blueprint.route("/calendar.ics", methods=["GET"])(blueprint.doc(**_CALENDAR)(calendar))
    return blueprint


_FILE: dict[str, Any] = {
    "description": "iCalendar (RFC 5545)",
    "content": {MEDIA_TYPE: {"schema": {"type": "string"}}},
}
_CALENDAR = operation(
    "clocks.calendar",
    "期限与开庭的日历文件 / time limits and hearings for calendar programs",
    {200: _FILE},
    parameters=[{"in": "query", "schema": CalendarQuery}],
)
