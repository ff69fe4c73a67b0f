"""One operation as the OpenAPI document tells it: its name, what it takes, answers and refuses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import Any, TypeAlias

from marshmallow import Schema

from shared.http.idempotency import HEADER, KEY_LENGTH
from shared.http.preconditions import IF_MATCH

Answer: TypeAlias = type[Schema] | Schema | dict[str, Any]
Parameter: TypeAlias = dict[str, Any]

READING = frozenset({400, 401, 403, 404, 422, 502, 503})
"""What any request can meet: unreadable, unproven, not allowed, not there, and nobody behind."""
WRITING = READING | {409, 413, 415}
"""What a request that changes something can meet besides."""
KEY_PARAMETER: Parameter = {
    "in": "header",
    "name": HEADER,
    "schema": {"type": "string", "minLength": 1, "maxLength": KEY_LENGTH},
}
VERSION_PARAMETER: Parameter = {"in": "header", "name": IF_MATCH, "schema": {"type": "string"}}
VERSION_TAG = {"ETag": {"required": True, "schema": {"type": "string"}}}
LOCATION = {"Location": {"required": True, "schema": {"type": "string", "format": "uri-reference"}}}


def operation(
    name: str,
    summary: str,
    answers: Mapping[int, dict[str, Any]],
    *,
    refuses: Iterable[int] = READING,
    parameters: Iterable[Parameter] = (),
    body: Answer | None = None,
    body_required: bool = True,
    **more: Any,
) -> dict[str, Any]:
    """Return the description of one operation, for `Blueprint.doc`; `name` is its operationId."""
    described: dict[str, Any] = {
        "operationId": name,
        "summary": summary,
        "parameters": list(parameters),
        "responses": {str(status): answer for status, answer in answers.items()}
        | {str(status): HTTPStatus(status).name for status in sorted(refuses)},
        **more,
    }
    if body is not None:
        described["requestBody"] = json_body(body, required=body_required)
    return described


def json_body(schema: Answer, *, required: bool = True) -> dict[str, Any]:
    """Return the description of a JSON body."""
    return {"required": required, "content": {"application/json": {"schema": schema}}}


def answer(schema: Answer, *, headers: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Return the description of a success that carries `schema`."""
    described: dict[str, Any] = {"content": {"application/json": {"schema": schema}}}
    return described | ({"headers": dict(headers)} if headers else {})
