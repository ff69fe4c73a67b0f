"""Routes of a track together with their description for OpenAPI."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from flask import Response
from marshmallow import Schema

from shared.casework.answers import CaseAnswer, RehearsalAnswer
from shared.casework.procedure import Command
from shared.http.idempotency import HEADER, KEY_LENGTH
from shared.http.labels import check_labels
from shared.http.openapi import DocumentedBlueprint

_OF_A_COMMAND: tuple[dict[str, Any], ...] = (
    {
        "in": "header",
        "name": HEADER,
        "schema": {"type": "string", "maxLength": KEY_LENGTH},
    },
    {"in": "header", "name": "If-Match", "schema": {"type": "string"}},
    {"in": "query", "name": "dry_run", "schema": {"type": "boolean"}},
)


class RouteDocumentation:
    """Adds routes to a blueprint together with their description for OpenAPI."""

    def __init__(self, blueprint: DocumentedBlueprint, root: str) -> None:
        self._blueprint = blueprint
        self._root = root

    def add(
        self,
        path: str,
        method: str,
        name: str,
        view: Callable[..., Response],
        *,
        command: Command | None = None,
        answer: type[Schema] | Schema | None = CaseAnswer,
        query: type[Schema] | None = None,
    ) -> None:
        """
        Add one route; a command's payload schema becomes the request body.

        Raises `UnlabelledError` for a query with a field that has no words.
        """
        if query is not None:
            check_labels(query)

        def serve(**values: str) -> Response:
            return view(**values)

        serve.__name__ = name
        serve.__doc__ = view.__doc__
        documented = self._blueprint.doc(**_description(command, method, answer, query))(serve)
        self._blueprint.add_url_rule(
            f"{self._root}{path}", endpoint=f"{name}", view_func=documented, methods=[method]
        )


def _description(
    command: Command | None,
    method: str,
    answer: type[Schema] | Schema | None,
    query: type[Schema] | None,
) -> dict[str, Any]:
    parameters = list(_OF_A_COMMAND) if method == "POST" else []
    if query is not None:
        parameters.append({"in": "query", "schema": query})
    described: dict[str, Any] = {
        "parameters": parameters,
        "responses": {"default": "DEFAULT_ERROR"},
    }
    described["responses"] |= _answers(command, answer)
    if command is not None:
        described["summary"] = f"{command.label.zh} / {command.label.en}"
        described["description"] = "；".join(command.articles)
        described["requestBody"] = {"content": {"application/json": {"schema": command.schema}}}
    return described


def _answers(
    command: Command | None, answer: type[Schema] | Schema | None
) -> dict[str, dict[str, Any]]:
    if command is not None and command.creates:
        return {
            "201": _answer(HTTPStatus.CREATED, CaseAnswer),
            "200": _answer(HTTPStatus.OK, RehearsalAnswer),
        }
    if command is not None:
        return {"200": _answer(HTTPStatus.OK, {"oneOf": [CaseAnswer, RehearsalAnswer]})}
    return {} if answer is None else {"200": _answer(HTTPStatus.OK, answer)}


def _answer(
    status: HTTPStatus, schema: type[Schema] | Schema | dict[str, list[type[Schema]]]
) -> dict[str, Any]:
    return {"description": status.phrase, "content": {"application/json": {"schema": schema}}}
