"""The access logs of all tracks as one: who saw personal numbers in clear, and what for."""

from __future__ import annotations

import heapq
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from flask import request
from marshmallow import fields
from werkzeug.datastructures import MultiDict

from gateway.access import OVERSIGHT, Permission, current_officer
from gateway.routes import TRACKS
from shared.casework.access_log_resource import PATH, SORT, AccessAnswer, AccessLogQuery
from shared.http.blueprint import API, DocumentedBlueprint
from shared.http.client import ServiceClient, ServiceUnavailableError
from shared.http.paging import encode_cursor, page_request
from shared.http.passing_on import checked
from shared.http.problems import problem_of, unavailable
from shared.http.schemas import StrictSchema, load_query

_NAME = "access_log"
PERMISSIONS: dict[str, Permission] = {f"{_NAME}.listed": OVERSIGHT}


class AccessPageAnswer(StrictSchema):
    """One page, the latest first; `unavailable` are the services that did not answer."""

    items = fields.List(fields.Nested(AccessAnswer), required=True)
    next_cursor = fields.String(allow_none=True, required=True)
    unavailable = fields.List(fields.String(), required=True)


def access_log_blueprint(client: ServiceClient) -> DocumentedBlueprint:
    """Return `GET /access-log` for supervisors and administrators."""
    routes = DocumentedBlueprint(_NAME, __name__, url_prefix=API, description="查看记录 Access log")

    @routes.get(PATH)
    @routes.reads(AccessLogQuery, location="query")
    @routes.response(200, AccessPageAnswer)
    @routes.doc(
        summary="查看完整号码的记录 / who saw personal numbers in clear",
        operationId="access_log.list",
    )
    def listed() -> dict[str, Any]:
        """列出查看完整号码的记录 List who saw personal numbers in clear."""
        return access_page(client, request.args)

    return routes


def access_page(client: ServiceClient, wanted: MultiDict[str, str]) -> dict[str, Any]:
    """
    Return one page out of the logs of all tracks.

    Each track is asked for a page after the same place, and the latest of all are shown: places
    are instants with an id, so they order over services as within one.
    """
    load_query(AccessLogQuery(), wanted)
    limit = page_request(wanted, sort=SORT, key_length=1).limit
    found: list[list[dict[str, Any]]] = []
    more, away = False, []
    for service in sorted({service for service, _ in TRACKS.values()}):
        try:
            page = _page_of(client, service, wanted.to_dict())
        except ServiceUnavailableError:
            away.append(service)
            continue
        found.append(page["items"])
        more = more or page["next_cursor"] is not None
    if not found:
        raise unavailable()
    latest = list(heapq.merge(*found, key=_place, reverse=True))
    items = latest[:limit]
    follows = more or len(latest) > limit
    cursor = encode_cursor(SORT, (_place(items[-1]),)) if follows else None
    return {"items": items, "next_cursor": cursor, "unavailable": away}


def _page_of(client: ServiceClient, service: str, wanted: Mapping[str, str]) -> dict[str, Any]:
    told = client.request(service, "GET", PATH, identity=current_officer(), params=wanted)
    if checked(service, told).status_code != HTTPStatus.OK:
        raise problem_of(HTTPStatus.BAD_GATEWAY)
    content: dict[str, Any] = told.json()
    return content


def _place(item: Mapping[str, Any]) -> str:
    return f"{item['at']}|{item['id']}"
