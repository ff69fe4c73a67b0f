"""The routes by which an administrator registers terminals: `/terminals`."""

from __future__ import annotations

from flask import Response, jsonify, request
from marshmallow import fields

from services.liaison.terminals.schemas import (
    NewTerminal,
    TerminalAnswer,
    TerminalPage,
    TerminalWithKey,
    shown_terminal,
)
from services.liaison.terminals.terminal import Terminal
from services.liaison.terminals.terminals import Terminals
from shared.casework import labels
from shared.http.blueprint import DocumentedBlueprint, body_of
from shared.http.callers import administrator
from shared.http.paging import page_of_all
from shared.http.routes import Route, blueprint_of
from shared.http.schemas import StrictSchema, load_query
from shared.language import Text


class WantedTerminals(StrictSchema):
    """Which page of the terminals is asked for."""

    limit = fields.String(metadata=labels.LIMIT)
    cursor = fields.String(metadata=labels.CURSOR)


class TerminalsResource:
    """Serves the register to administrators."""

    def __init__(self, terminals: Terminals) -> None:
        self._terminals = terminals

    def blueprint(self) -> DocumentedBlueprint:
        """Return the routes."""
        one = "/terminals/<terminal_id>"
        return blueprint_of(
            "terminals",
            Text("自助终端", "terminals"),
            Route(
                "GET",
                "/terminals",
                self.list_terminals,
                Text("终端", "terminals"),
                TerminalPage,
                query=WantedTerminals,
            ),
            Route(
                "POST",
                "/terminals",
                self.add_terminal,
                Text("登记终端", "register a terminal"),
                TerminalWithKey,
                body=NewTerminal,
                statuses=(201,),
            ),
            Route("GET", one, self.read_terminal, Text("终端", "a terminal"), TerminalAnswer),
            Route(
                "DELETE",
                one,
                self.revoke_terminal,
                Text("停用终端", "shut a terminal out"),
                TerminalAnswer,
                refuses=frozenset({409}),
            ),
            Route(
                "POST",
                f"{one}/rotate",
                self.rotate_terminal_key,
                Text("更换密钥", "replace the key"),
                TerminalWithKey,
            ),
        )

    def list_terminals(self) -> Response:
        """List the terminals, also those that were shut out."""
        administrator()
        asked = load_query(WantedTerminals(), request.args)
        found = self._terminals.all()
        return jsonify(page_of_all(found, asked, "id", lambda each: each.id, shown_terminal))

    def add_terminal(self) -> Response:
        """Register a terminal; its key is told once."""
        by = administrator().subject
        added, key = self._terminals.add(body_of(NewTerminal()), by=by)
        response = _shown(added, key)
        response.status_code = 201
        response.headers["Location"] = f"/api/v1/terminals/{added.id}"
        return response

    def read_terminal(self, terminal_id: str) -> Response:
        """Read a terminal."""
        administrator()
        return _shown(self._terminals.find(terminal_id))

    def rotate_terminal_key(self, terminal_id: str) -> Response:
        """Replace the key; the new one is told once."""
        return _shown(*self._terminals.rotate(terminal_id, by=administrator().subject))

    def revoke_terminal(self, terminal_id: str) -> Response:
        """Shut a terminal out, at once."""
        return _shown(self._terminals.revoke(terminal_id, by=administrator().subject))


def _shown(terminal: Terminal, key: str | None = None) -> Response:
    told = {} if key is None else {"key": key}
    response = jsonify({**shown_terminal(terminal), **told})
    response.headers["Cache-Control"] = "no-store"
    return response
