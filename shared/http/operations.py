"""One operation as the OpenAPI document tells it: its name, what it takes, answers and refuses."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from http import HTTPStatus
from typing import Any, TypeAlias

from marshmallow import Schema

from shared.http.idempotency import HEADER, KEY_LENGTH
from shared.http.preconditions import IF_MATCH

Answer: TypeAlias = type[Schema] | Schema | dict[str, Any]
Parameter: TypeAlias = dict[str, Any]
View: TypeAlias = Callable[..., Any]
Decorator: TypeAlias = Callable[[View], View]

READING = frozenset({400, 401, 403, 404, 422, 502, 503})
"""What any request can meet: unreadable, unproven, not allowed, not there, and nobody behind."""
WRITING = READING | {409, 413, 415}
"""What a request that changes something can meet besides."""
KEY_PARAMETER: Parameter = {
    "in": "header",
    "name": HEADER,
    "schema": {"type": "string", "minLength": 1, "maxLength": KEY_LENGTH},
}
_CHANGING = frozenset({"POST", "PUT"})
VERSION_PARAMETER: Parameter = {"in": "header", "name": IF_MATCH, "schema": {"type": "string"}}
VERSION_TAG = {"ETag": {"required": True, "schema": {"type": "string"}}}
LOCATION = {"Location": {"required": True, "schema": {"type": "string", "format": "uri-reference"}}}


def json_body(schema: Answer, *, required: bool = True) -> dict[str, Any]:
    """Return the description of a JSON body."""
    return {"required": required, "content": {"application/json": {"schema": schema}}}


def answer(schema: Answer, *, headers: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Return the description of a success that carries `schema`."""
    described: dict[str, Any] = {"content": {"application/json": {"schema": schema}}}
    return described | ({"headers": dict(headers)} if headers else {})


def described(
    view: View,
    *,
    parameters: Iterable[Parameter] = (),
    responses: Mapping[str, Any] | None = None,
    refuses: frozenset[int] | None = None,
    **told: Any,
) -> View:
    """Return `view` with more of its description, where flask-smorest looks for it."""
    noted = getattr(view, "_apidoc", {})
    known = noted.get("manual_doc", {})
    whole = {
        **known,
        **told,
        "parameters": [*parameters, *known.get("parameters", ())],
        "responses": {**known.get("responses", {}), **(responses or {})},
    }
    more = {"manual_doc": whole} if refuses is None else {"manual_doc": whole, "refuses": refuses}
    # A new dictionary: a decorated view shares that of the view inside.
    vars(view)["_apidoc"] = {**noted, **more}
    return view


def answering(
    view: View, status: int, schema: Answer | None, headers: Mapping[str, Any] | None
) -> View:
    """Return `view` with an answer that carries `schema`, or nothing."""
    told = {} if schema is None else answer(schema, headers=headers)
    return described(view, responses={str(status): told})


def completed(view: View, method: str) -> View:
    """Return `view` with its name, and the refusals that any route of its method has."""
    noted = getattr(view, "_apidoc", {})
    known = noted.get("manual_doc", {})
    usual = WRITING if method in _CHANGING else READING
    refused = {str(each): HTTPStatus(each).name for each in noted.get("refuses", usual)}
    named = {"operationId": known.get("operationId", view.__name__)}
    return described(view, responses=refused | known.get("responses", {}), **named)
