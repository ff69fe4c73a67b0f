"""The parked events of every service in one place: looked at, tried again, set aside."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import quote

from flask import Response
from marshmallow import fields, validate

from gateway.access import OVERSIGHT, Permission, current_officer
from gateway.forwarding import checked, returned
from shared.http.client import ServiceClient, ServiceUnavailableError
from shared.http.labels import label
from shared.http.openapi import DocumentedBlueprint
from shared.http.problems import not_found
from shared.http.schemas import StrictSchema
from shared.language import Text

_NAME = "parked"
_STATUSES: Mapping[str, Text] = {
    "waiting": Text("等待处理", "waiting"),
    "set_aside": Text("已搁置", "set aside"),
}
PERMISSIONS: dict[str, Permission] = {
    f"{_NAME}.{view}": OVERSIGHT for view in ("listed", "retry", "set_aside")
}
LONGEST_REASON = 500


class WantedSchema(StrictSchema):
    """Which parked events are listed; without `status` all."""

    status = fields.String(
        validate=validate.OneOf(list(_STATUSES)),
        metadata=label("处理状态", "state", values=_STATUSES),
    )


class ReasonSchema(StrictSchema):
    """Why the matter goes on without the event, and what was done by hand instead."""

    reason = fields.String(
        required=True,
        validate=validate.Length(1, LONGEST_REASON),
        metadata=label(
            "理由",
            "reason",
            "为何不再等待该事件，以及已人工办理了什么。",
            "Why the matter goes on without the event, and what was done by hand instead.",
        ),
    )


class ParkedSchema(StrictSchema):
    """One event that its receiver could not deal with; `service` is the receiver."""

    service = fields.String(required=True)
    id = fields.String(required=True)
    type = fields.String(required=True)
    source = fields.String(required=True)
    sequence = fields.Integer(required=True)
    matter_id = fields.String(allow_none=True)
    case_number = fields.String(allow_none=True)
    status = fields.String(required=True, validate=validate.OneOf(list(_STATUSES)))
    attempts = fields.Integer(required=True)
    error = fields.String(allow_none=True)
    parked_at = fields.String(required=True)
    last_attempt_at = fields.String(allow_none=True)
    retry_requested = fields.Boolean(required=True)
    set_aside = fields.Dict(allow_none=True)


class ParkedListSchema(StrictSchema):
    """The parked events of all services that answered, and those services that did not."""

    items = fields.List(fields.Nested(ParkedSchema), required=True)
    unavailable = fields.List(fields.String(), required=True)


def parked_blueprint(client: ServiceClient, services: Iterable[str]) -> DocumentedBlueprint:
    """Return `GET /parked` and, for one event of one service, `POST …/retry`, `…/set-aside`."""
    names = sorted(services)
    blueprint = DocumentedBlueprint(
        _NAME, __name__, url_prefix="/api/v1/parked", description="搁置的事件 Parked events"
    )

    def listed(wanted: dict[str, Any]) -> dict[str, Any]:
        """列出各服务未能处理的事件 List the events that services could not deal with."""
        items, unavailable = [], []
        for service in names:
            try:
                items += _parked_in(client, service, wanted)
            except ServiceUnavailableError:
                unavailable.append(service)
        return {"items": items, "unavailable": unavailable}

    def retry(service: str, event_id: str) -> Response:
        """再次处理 Have an event tried again."""
        return ask(service, event_id, "retry")

    def set_aside(reason: dict[str, Any], service: str, event_id: str) -> Response:
        """搁置并说明理由，其后的事件继续处理 Set an event aside; those behind it go on."""
        return ask(service, event_id, "set-aside", reason)

    def ask(service: str, event_id: str, what: str, body: dict[str, Any] | None = None) -> Response:
        if service not in names:
            raise not_found()
        path = f"/parked/{quote(event_id, safe='')}/{what}"
        answer = client.request(service, "POST", path, identity=current_officer(), json=body)
        return returned(checked(service, answer))

    read = blueprint.arguments(WantedSchema, location="query")(listed)
    blueprint.route("", methods=["GET"])(blueprint.response(200, ParkedListSchema)(read))
    one = "/<service>/<event_id>"
    blueprint.route(f"{one}/retry", methods=["POST"])(
        blueprint.alt_response(202, schema=ParkedSchema)(retry)
    )
    blueprint.route(f"{one}/set-aside", methods=["POST"])(
        blueprint.arguments(ReasonSchema)(
            blueprint.alt_response(200, schema=ParkedSchema)(set_aside)
        )
    )
    return blueprint


def _parked_in(client: ServiceClient, service: str, wanted: dict[str, Any]) -> list[dict[str, Any]]:
    answer = client.request(service, "GET", "/parked", identity=current_officer(), params=wanted)
    found = checked(service, answer).json()["items"]
    return [{"service": service, **item} for item in found]
