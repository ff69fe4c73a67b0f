"""Routes with their description for OpenAPI."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Response, request
from marshmallow import Schema

from shared.http.bodies import read_json
from shared.http.labels import check_labels
from shared.http.openapi import DocumentedBlueprint
from shared.http.schemas import load
from shared.language import Text

View = Callable[..., Response]


@dataclass(frozen=True, slots=True)
class Route:
    """One route: what it is called, what it takes, what it answers."""

    method: str
    path: str
    view: View
    summary: Text
    answer: type[Schema]
    body: type[Schema] | None = None
    query: type[Schema] | None = None


def blueprint_of(name: str, description: Text, *routes: Route) -> DocumentedBlueprint:
    """
    Return the blueprint that serves `routes` below `/api/v1`.

    Raises `UnlabelledError`, which ends the start, for a field or a choice without words.
    """
    blueprint = DocumentedBlueprint(
        name, __name__, url_prefix="/api/v1", description=f"{description.zh} {description.en}"
    )
    for route in routes:
        for schema in (route.body, route.query):
            if schema is not None:
                check_labels(schema)
        documented = blueprint.doc(**_description(route))(_plain_function(route.view))
        blueprint.add_url_rule(
            route.path,
            endpoint=route.view.__name__,
            view_func=documented,
            methods=[route.method],
        )
    return blueprint


def body_of(schema: Schema, *, optional: bool = False) -> dict[str, Any]:
    """Return the JSON body as `schema` reads it; nothing at all is an empty object if optional."""
    empty = optional and not request.content_length and not request.mimetype
    return load(schema, {} if empty else read_json(request))


def _plain_function(view: View) -> View:
    # Documentation is attached to the function, and a bound method would refuse it.
    def serve(**values: str) -> Response:
        return view(**values)

    serve.__name__ = view.__name__
    serve.__doc__ = view.__doc__
    return serve


def _description(route: Route) -> dict[str, Any]:
    answer = {"content": {"application/json": {"schema": route.answer}}}
    described: dict[str, Any] = {
        "summary": f"{route.summary.zh} / {route.summary.en}",
        "responses": {
            "200": {"description": "OK", **answer},
            "default": "DEFAULT_ERROR",
        },
    }
    if route.query is not None:
        described["parameters"] = [{"in": "query", "schema": route.query}]
    if route.body is not None:
        described["requestBody"] = {"content": {"application/json": {"schema": route.body}}}
    return described
