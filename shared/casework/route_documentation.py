"""Routes of a track together with their description for OpenAPI."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flask import Response, request
from marshmallow import Schema

from shared.casework.answers import CaseAnswer, RehearsalAnswer
from shared.casework.fields import Choice
from shared.casework.procedure import Command
from shared.http.blueprint import DocumentedBlueprint
from shared.http.labels import check_labels, label
from shared.http.operations import (
    KEY_PARAMETER,
    LOCATION,
    READING,
    VERSION_TAG,
    WRITING,
    Parameter,
    answer,
    operation,
)
from shared.http.preconditions import IF_MATCH
from shared.http.schemas import StrictSchema, load_query, reader_of
from shared.language import Text

_VERSION_PARAMETER: Parameter = {"in": "header", "name": IF_MATCH, "schema": {"type": "string"}}
_SWITCH = {"true": Text("是", "yes"), "false": Text("否", "no")}
_WITH_VERSION = frozenset({412, 428})


class NoQuery(StrictSchema):
    """No parameter."""


class DryRunQuery(StrictSchema):
    """Whether a command is only tried."""

    dry_run = Choice(
        _SWITCH,
        load_default="false",
        metadata=label(
            "只试算", "rehearse", "不登记，不通知。", "Nothing is written and nothing is sent."
        ),
    )


class RouteDocumentation:
    """Adds routes to a blueprint together with their description for OpenAPI."""

    def __init__(self, blueprint: DocumentedBlueprint, root: str) -> None:
        self._blueprint = blueprint
        self._root = root

    def reading(
        self,
        path: str,
        name: str,
        view: Callable[..., Response],
        summary: Text,
        shown: type[Schema] | Schema,
        *,
        query: type[Schema] = NoQuery,
    ) -> None:
        """
        Add a route that reads; a parameter that it does not know is refused.

        Raises `UnlabelledError` for a query with a field that has no words.
        """
        check_labels(query)
        described = operation(
            name,
            _both(summary),
            {200: answer(shown, headers=VERSION_TAG if shown is CaseAnswer else None)},
            refuses=READING,
            parameters=[{"in": "query", "schema": query}],
        )
        self._add("GET", path, view, query=query, described=described)

    def asking(
        self,
        path: str,
        name: str,
        view: Callable[..., Response],
        summary: Text,
        shown: type[Schema] | Schema,
        *,
        body: type[Schema],
    ) -> None:
        """Add a route that reads what is asked for in a body, because it is nobody else's."""
        check_labels(body)
        refuses = READING | {413, 415}
        described = operation(
            name, _both(summary), {200: answer(shown)}, refuses=refuses, body=body
        )
        self._add("POST", path, view, query=NoQuery, described=described)

    def opening(self, path: str, view: Callable[..., Response], command: Command) -> None:
        """Add the route by which `command` opens a case."""
        answers = {
            201: answer(CaseAnswer, headers=VERSION_TAG | LOCATION),
            200: answer(RehearsalAnswer),
        }
        described = _command(command.name, command, command.schema, answers)
        self._add("POST", path, view, query=DryRunQuery, described=described)

    def acting(self, path: str, view: Callable[..., Response], command: Command) -> None:
        """Add the route by which `command` is given on a case."""
        name = f"{command.name}_on_case" if command.creates else command.name
        answers = {200: answer({"oneOf": [CaseAnswer, RehearsalAnswer]})}
        described = _command(name, command, command.schema_on_case, answers)
        self._add("POST", path, view, query=DryRunQuery, described=described)

    def changing(
        self,
        path: str,
        name: str,
        view: Callable[..., Response],
        summary: Text,
        *,
        body: type[Schema],
        shown: type[Schema],
        query: type[Schema] = NoQuery,
    ) -> None:
        """Add a route that changes something and is no single command; as `reading` else."""
        check_labels(body)
        described = operation(
            name,
            _both(summary),
            {200: answer(shown)},
            refuses=WRITING,
            parameters=[KEY_PARAMETER, {"in": "query", "schema": query}],
            body=body,
        )
        self._add("POST", path, view, query=query, described=described)

    def silent(self, path: str, method: str, name: str, view: Callable[..., Response]) -> None:
        """Add a route that the document does not tell."""
        self._blueprint.add_silent_rule(f"{self._root}{path}", name, view, method)

    def _add(
        self,
        method: str,
        path: str,
        view: Callable[..., Response],
        *,
        query: type[Schema],
        described: dict[str, Any],
    ) -> None:
        def serve(**values: str) -> Response:
            load_query(reader_of(query), request.args)
            return view(**values)

        name: str = described["operationId"]
        serve.__name__ = name
        serve.__doc__ = view.__doc__
        documented = self._blueprint.doc(**described)(serve)
        self._blueprint.add_url_rule(
            f"{self._root}{path}", endpoint=name, view_func=documented, methods=[method]
        )


def _command(
    name: str, command: Command, body: type[Schema], answers: Mapping[int, dict[str, Any]]
) -> dict[str, Any]:
    on_case = 201 not in answers
    return operation(
        name,
        _both(command.label),
        answers,
        refuses=WRITING | _WITH_VERSION if on_case else WRITING,
        parameters=[
            KEY_PARAMETER,
            *([_VERSION_PARAMETER] if on_case else []),
            {"in": "query", "schema": DryRunQuery},
        ],
        body=body,
        body_required=any(field.required for field in body().fields.values()),
        description="；".join(command.articles),
    )


def _both(text: Text) -> str:
    return f"{text.zh} / {text.en}"
