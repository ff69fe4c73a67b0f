"""The parked effects of all services in one place: looked at, tried again, set aside."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import quote

import requests
from marshmallow import fields

from gateway.access import OVERSIGHT, Permission, current_officer
from gateway.officer_names import OfficerNames
from shared.events.parked_schemas import ParkedAnswer, ReasonSchema, WantedParked
from shared.http.blueprint import API, DocumentedBlueprint
from shared.http.client import ServiceClient, ServiceUnavailableError
from shared.http.paging import Key, encode_cursor, page_request
from shared.http.passing_on import accepted, checked
from shared.http.problems import invalid, not_found
from shared.http.schemas import StrictSchema
from shared.language import Text

_NAME = "parked"
PERMISSIONS: dict[str, Permission] = {
    f"{_NAME}.{view}": OVERSIGHT for view in ("listed", "retry", "set_aside")
}


class ParkedSchema(ParkedAnswer):
    """One event of the list; `service` is its receiver."""

    service = fields.String(required=True)


class ParkedListSchema(StrictSchema):
    """
    What is parked, service after service, and those services that did not answer.

    `next_cursor` is null on the last page.
    """

    items = fields.List(fields.Nested(ParkedSchema), required=True)
    next_cursor = fields.String(required=True, allow_none=True)
    unavailable = fields.List(fields.String(), required=True)


def parked_blueprint(
    client: ServiceClient, services: Iterable[str], officers: OfficerNames
) -> DocumentedBlueprint:
    """Return `GET /parked` and, for one effect at one service, `POST …/retry`, `…/set-aside`."""
    names = sorted(services)
    routes = DocumentedBlueprint(
        _NAME, __name__, url_prefix=f"{API}/parked", description="搁置的事件 Parked events"
    )
    one_of = {"type": "string", "enum": names}
    at_service = routes.doc(
        parameters=[{"in": "path", "name": "service", "required": True, "schema": one_of}]
    )

    @routes.get("")
    @routes.arguments(WantedParked, location="query")
    @routes.response(200, ParkedListSchema)
    @routes.doc(
        summary="各服务未能处理的事件 / events that services could not deal with",
        operationId="parked.list",
    )
    def listed(wanted: dict[str, Any]) -> dict[str, Any]:
        """列出各服务未能处理的事件效果 List the effects of events that services could not reach."""
        found: dict[str, Any] = officers.added(parked_page(client, names, wanted))
        return found

    @routes.post("/<service>/<parked_id>/retry")
    @at_service
    @routes.response(202, ParkedAnswer)
    @routes.doc(summary="再次处理 / have an event tried again", operationId="parked.retry")
    def retry(service: str, parked_id: str) -> dict[str, Any]:
        """再次处理 Have an effect tried again."""
        return ask(service, parked_id, "retry")

    @routes.post("/<service>/<parked_id>/set-aside")
    @at_service
    @routes.arguments(ReasonSchema)
    @routes.response(200, ParkedAnswer)
    @routes.doc(
        summary="搁置，其后的事件继续处理 / set an event aside, so that those behind it go on",
        operationId="parked.set_aside",
    )
    def set_aside(reason: dict[str, Any], service: str, parked_id: str) -> dict[str, Any]:
        """搁置并说明理由，其后的继续处理 Set an effect aside; those behind it go on."""
        return ask(service, parked_id, "set-aside", reason)

    def ask(
        service: str, parked_id: str, what: str, body: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        if service not in names:
            raise not_found()
        done = accepted(decide_parked(client, service, parked_id, what, body))
        found: dict[str, Any] = officers.read(service, done)
        return found

    return routes


def decide_parked(
    client: ServiceClient,
    service: str,
    parked_id: str,
    what: str,
    body: Mapping[str, Any] | None = None,
) -> requests.Response:
    """Have a service `retry` or `set-aside` an effect; return its answer, also a refusal."""
    path = f"/parked/{quote(parked_id, safe='')}/{what}"
    answer = client.request(service, "POST", path, identity=current_officer(), json=body)
    return checked(service, answer)


def parked_page(
    client: ServiceClient, names: Sequence[str], wanted: Mapping[str, str]
) -> dict[str, Any]:
    """Return one page: what fits of the first service, then of the next."""
    asked_for = page_request(wanted, sort=_NAME, key_length=2)
    service, cursor = _begin(names, asked_for.after)
    items: list[dict[str, Any]] = []
    unavailable: list[str] = []
    for name in names[names.index(service) :]:
        left = asked_for.limit - len(items)
        if not left:
            return {
                "items": items,
                "unavailable": unavailable,
                "next_cursor": encode_cursor(_NAME, (name, None)),
            }
        asked = {"status": wanted.get("status"), "limit": left, "cursor": cursor}
        try:
            found = _parked_in(client, name, asked)
        except ServiceUnavailableError:
            unavailable.append(name)
            continue
        finally:
            cursor = None
        items += [{"service": name, **item} for item in found["items"]]
        if found["next_cursor"] is not None:
            following = encode_cursor(_NAME, (name, found["next_cursor"]))
            return {"items": items, "unavailable": unavailable, "next_cursor": following}
    return {"items": items, "unavailable": unavailable, "next_cursor": None}


def _begin(names: Sequence[str], after: Key | None) -> tuple[str, str | None]:
    """Return the service with which a page begins, and its own cursor."""
    if after is None:
        return names[0], None
    service, cursor = after
    if service not in names or not isinstance(cursor, str | None):
        raise invalid({"cursor": [Text("翻页标记无效。", "Not a cursor of this list.")]})
    return str(service), cursor


def _parked_in(client: ServiceClient, service: str, asked: dict[str, Any]) -> dict[str, Any]:
    params = {name: value for name, value in asked.items() if value is not None}
    answer = client.request(service, "GET", "/parked", identity=current_officer(), params=params)
    found: dict[str, Any] = checked(service, answer).json()
    return found
