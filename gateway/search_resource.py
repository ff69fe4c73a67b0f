"""The search over all tracks: `POST /search`, and `GET /search` for what an address may hold."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from marshmallow import ValidationError, fields, validate, validates_schema

from gateway.access import EVERY_OFFICER, Permission, current_officer
from gateway.searching import search_tracks
from gateway.web.tracks import BY_CODE, TrackPages, tracks_of
from shared.casework import labels
from shared.casework.answers import TextAnswer
from shared.casework.fields import Choice, PlainText
from shared.casework.listing import SEARCHED
from shared.casework.payload_parts import TRACKS
from shared.casework.search_question import LONGEST_QUESTION, check_address, read_question
from shared.http.blueprint import API, DocumentedBlueprint
from shared.http.client import ServiceClient
from shared.http.language import language_tag, request_language
from shared.http.operations import READING
from shared.http.page_query import CURSOR, LIMIT
from shared.http.paging import DEFAULT_LIMIT, MAX_LIMIT
from shared.http.problems import forbidden
from shared.http.schemas import StrictInteger, StrictSchema
from shared.language import Text

_NAME = "search"
PERMISSIONS: dict[str, Permission] = {f"{_NAME}.{view}": EVERY_OFFICER for view in ("get", "post")}
_WITHOUT_TRACK = Text(
    "翻页标记属于一个程序：请一并写明 track。", "A cursor is of one track: name it in track too."
)
_NOT_YOURS = Text("您的角色不能查看此类案件。", "Your role may not read cases of this track.")


class _Asked(StrictSchema):
    q = PlainText(LONGEST_QUESTION, required=True, metadata=SEARCHED)
    track = Choice(TRACKS, metadata=labels.TRACK)
    cursor = fields.String(metadata=CURSOR)

    @validates_schema
    def _a_cursor_names_its_track(self, data: dict[str, Any], **_: Any) -> None:
        if "cursor" in data and "track" not in data:
            raise ValidationError([_WITHOUT_TRACK], "track")


class SearchEverywhere(_Asked):
    """What is looked for, in all tracks that the caller may read or in one of them."""

    limit = StrictInteger(
        validate=validate.Range(1, MAX_LIMIT), load_default=DEFAULT_LIMIT, metadata=LIMIT
    )


class SearchQuery(_Asked):
    """The same as a query string."""

    limit = fields.Integer(
        validate=validate.Range(1, MAX_LIMIT), load_default=DEFAULT_LIMIT, metadata=LIMIT
    )


class TrackFoundAnswer(StrictSchema):
    """
    What one track found, latest first; `available` is false where it did not answer.

    The cases are as the list of the track gives them, each with `matched`.
    """

    track = fields.String(required=True)
    label = fields.Nested(TextAnswer, required=True)
    available = fields.Boolean(required=True)
    items = fields.List(fields.Dict(), required=True)
    next_cursor = fields.String(required=True, allow_none=True)


class SearchAnswer(StrictSchema):
    """What each track found that the caller may read; the next page of one by its cursor."""

    tracks = fields.List(fields.Nested(TrackFoundAnswer), required=True)


def search_blueprint(client: ServiceClient) -> DocumentedBlueprint:
    """Return `POST /search` and `GET /search`."""
    routes = DocumentedBlueprint(
        _NAME, __name__, url_prefix=f"{API}/search", description="查找 Search"
    )

    @routes.post("")
    @routes.arguments(SearchEverywhere)
    @routes.response(200, SearchAnswer)
    @routes.refuses(READING | {413, 415})
    @routes.doc(summary="在各程序中查找案件 / find cases of all tracks", operationId="search.post")
    def post(asked: dict[str, Any]) -> dict[str, Any]:
        """按姓名、号码、词语查找案件 Find cases by names, numbers and words."""
        return found(asked)

    @routes.get("")
    @routes.arguments(SearchQuery, location="query")
    @routes.response(200, SearchAnswer)
    @routes.doc(
        summary="在各程序中查找案件，姓名请用 POST / "
        "find cases of all tracks; names belong into a POST",
        operationId="search.get",
    )
    def get(asked: dict[str, Any]) -> dict[str, Any]:
        """按号码、词语查找案件 Find cases by what may stand in an address."""
        check_address(asked["q"])
        return found(asked)

    def found(asked: dict[str, Any]) -> dict[str, Any]:
        tracks = _tracks(asked.pop("track", None))
        read_question(asked["q"])
        language = language_tag(request_language())
        several = search_tracks(client, tracks, asked, language)
        return {"tracks": [each.as_dict() for each in several]}

    return routes


def _tracks(code: str | None) -> Sequence[TrackPages]:
    allowed = tracks_of(current_officer())
    if code is None:
        return allowed
    if BY_CODE[code] not in allowed:
        raise forbidden(_NOT_YOURS)
    return [BY_CODE[code]]
