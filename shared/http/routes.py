"""Routes that take what they say and nothing else, with their description for OpenAPI."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import Response, jsonify, request
from marshmallow import Schema

from shared.http.blueprint import DocumentedBlueprint, Nothing, body_of
from shared.http.labels import Values, check_labels, one_of
from shared.http.operations import (
    KEY_PARAMETER,
    LOCATION,
    READING,
    WRITING,
    Parameter,
    answer,
    operation,
)
from shared.http.schemas import load_query, reader_of
from shared.language import Text

View = Callable[..., Any]
CREATED = 201


@dataclass(frozen=True, slots=True)
class Route:
    """
    One route: what it is called, what it takes, what it answers, None for no content.

    `located`: what is made has an address of its own; `once`: sent again under the same
    `Idempotency-Key`, it makes one thing; `refuses`: statuses beside those of any route;
    `path_values`: the values of a part of the path that has no others; `open`: no token is asked
    for; `headers`: what proves the caller instead. Of several schemas of a body one is sent.
    `content` describes a body that is no JSON, and that the view reads itself; `unstored`: no
    cache keeps what is answered.

    What a view returns is answered as `answer` dumps it; a `Response` goes out as it is.
    """

    method: str
    path: str
    view: View
    summary: Text
    answer: type[Schema] | None
    body: type[Schema] | tuple[type[Schema], ...] | None = None
    query: type[Schema] | None = None
    statuses: tuple[int, ...] = (200,)
    body_required: bool = True
    located: bool = True
    once: bool = False
    refuses: frozenset[int] = frozenset()
    path_values: Mapping[str, Values] = field(default_factory=dict)
    open: bool = False
    headers: tuple[Parameter, ...] = ()
    content: Mapping[str, Any] | None = None
    unstored: bool = False


def blueprint_of(name: str, description: Text, *routes: Route) -> DocumentedBlueprint:
    """
    Return the blueprint that serves `routes` below `/api/v1`.

    Raises `UnlabelledError`, which ends the start, for a field or a choice without words.
    """
    blueprint = DocumentedBlueprint(
        name, __name__, url_prefix="/api/v1", description=f"{description.zh} {description.en}"
    )
    for route in routes:
        for schema in (*_bodies(route), route.query):
            if schema is not None:
                check_labels(schema)
        documented = blueprint.doc(**_description(route))(_serving(route))
        blueprint.add_url_rule(
            route.path,
            endpoint=route.view.__name__,
            view_func=documented,
            methods=[route.method],
        )
    return blueprint


def _serving(route: Route) -> View:
    # Documentation is attached to the function, and a bound method would refuse it.
    def serve(**values: str) -> Response:
        if route.query is None:
            load_query(Nothing(), request.args)
        if route.method == "POST" and route.body is None and route.content is None:
            body_of(Nothing(), optional=True)
        return _answered(route, route.view(**values))

    serve.__name__ = route.view.__name__
    serve.__doc__ = route.view.__doc__
    return serve


def _answered(route: Route, found: Any) -> Response:
    if isinstance(found, Response) or route.answer is None:
        response: Response = found
    else:
        response = jsonify(reader_of(route.answer).dump(found))
    if route.unstored:
        response.headers["Cache-Control"] = "no-store"
    return response


def _bodies(route: Route) -> tuple[type[Schema], ...]:
    if isinstance(route.body, tuple):
        return route.body
    return () if route.body is None else (route.body,)


def _description(route: Route) -> dict[str, Any]:
    posting = route.method == "POST"
    bodies = _bodies(route)
    parameters: list[Parameter] = [*route.headers, *([KEY_PARAMETER] if route.once else [])]
    for name, values in route.path_values.items():
        schema = {"type": "string", **one_of(values)}
        parameters.append({"in": "path", "name": name, "required": True, "schema": schema})
    if route.query is not None:
        parameters.append({"in": "query", "schema": route.query})
    return operation(
        route.view.__name__,
        f"{route.summary.zh} / {route.summary.en}",
        {
            status: answer(
                route.answer, headers=LOCATION if status == CREATED and route.located else None
            )
            if route.answer is not None
            else {}
            for status in route.statuses
        },
        refuses=(WRITING if posting else READING) | route.refuses,
        parameters=parameters,
        body={"oneOf": list(bodies)} if len(bodies) > 1 else next(iter(bodies), None),
        body_required=route.body_required,
        **({"security": []} if route.open else {}),
        **({"requestBody": dict(route.content)} if route.content else {}),
    )
