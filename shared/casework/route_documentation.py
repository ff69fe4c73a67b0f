"""Routes of a track together with their description for OpenAPI."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Response

from shared.casework.procedure import Command
from shared.http.openapi import DocumentedBlueprint

KEY_LENGTH = 200


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
        command: Command | None,
    ) -> None:
        """Add one route; a command's payload schema becomes the request body."""

        def serve(**values: str) -> Response:
            return view(**values)

        serve.__name__ = name
        serve.__doc__ = view.__doc__
        documented = self._blueprint.doc(**_description(command, method))(serve)
        self._blueprint.add_url_rule(
            f"{self._root}{path}", endpoint=f"{name}", view_func=documented, methods=[method]
        )


def _description(command: Command | None, method: str) -> dict[str, Any]:
    parameters: list[dict[str, Any]] = []
    if method == "POST":
        parameters = [
            {
                "in": "header",
                "name": "Idempotency-Key",
                "schema": {"type": "string", "maxLength": KEY_LENGTH},
            },
            {"in": "header", "name": "If-Match", "schema": {"type": "string"}},
            {"in": "query", "name": "dry_run", "schema": {"type": "boolean"}},
        ]
    described: dict[str, Any] = {
        "parameters": parameters,
        "responses": {"default": "DEFAULT_ERROR"},
    }
    if command is not None:
        described["summary"] = f"{command.label.zh} / {command.label.en}"
        described["description"] = "；".join(command.articles)
        described["requestBody"] = {"content": {"application/json": {"schema": command.schema}}}
        described["responses"]["201" if command.creates else "200"] = {"description": "the case"}
    return described
