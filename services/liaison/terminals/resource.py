"""The routes by which an administrator registers terminals: `/terminals`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from services.liaison.terminals.schemas import (
    NewTerminal,
    TerminalAnswer,
    TerminalPage,
    TerminalWithKey,
    shown_terminal,
)
from services.liaison.terminals.terminal import Terminal
from services.liaison.terminals.terminals import Terminals
from shared.http.blueprint import API, DocumentedBlueprint
from shared.http.callers import administrator
from shared.http.identity import current_identity
from shared.http.operations import LOCATION
from shared.http.page_query import PageQuery
from shared.http.paging import page_of_all


class TerminalsResource:
    """Serves the register to administrators."""

    routes = DocumentedBlueprint(
        "terminals", __name__, url_prefix=API, description="自助终端 terminals"
    )

    def __init__(self, terminals: Terminals) -> None:
        self._terminals = terminals

    def blueprint(self) -> DocumentedBlueprint:
        """Return the routes."""
        return self.routes.bound_to(self)

    @routes.get("/terminals")
    @routes.asked_by(administrator)
    @routes.arguments(PageQuery, location="query")
    @routes.response(200, TerminalPage)
    @routes.doc(summary="终端 / terminals")
    def list_terminals(self, asked: Mapping[str, Any]) -> dict[str, Any]:
        """List the terminals, also those that were shut out."""
        found = self._terminals.all()
        return page_of_all(found, asked, "id", lambda each: each.id, shown_terminal)

    @routes.post("/terminals")
    @routes.asked_by(administrator)
    @routes.arguments(NewTerminal)
    @routes.unstored
    @routes.response(201, TerminalWithKey, headers=LOCATION)
    @routes.doc(summary="登记终端 / register a terminal")
    def add_terminal(self, new: dict[str, Any]) -> tuple[dict[str, Any], int, dict[str, str]]:
        """Register a terminal; its key is told once."""
        added, key = self._terminals.add(new, by=current_identity().subject)
        return _with_key(added, key), 201, {"Location": f"{API}/terminals/{added.id}"}

    @routes.get("/terminals/<terminal_id>")
    @routes.asked_by(administrator)
    @routes.unstored
    @routes.response(200, TerminalAnswer)
    @routes.doc(summary="终端 / a terminal")
    def read_terminal(self, terminal_id: str) -> dict[str, Any]:
        """Read a terminal."""
        return shown_terminal(self._terminals.find(terminal_id))

    @routes.post("/terminals/<terminal_id>/rotate")
    @routes.asked_by(administrator)
    @routes.unstored
    @routes.response(200, TerminalWithKey)
    @routes.doc(summary="更换密钥 / replace the key")
    def rotate_terminal_key(self, terminal_id: str) -> dict[str, Any]:
        """Replace the key; the new one is told once."""
        return _with_key(*self._terminals.rotate(terminal_id, by=current_identity().subject))

    @routes.delete("/terminals/<terminal_id>")
    @routes.asked_by(administrator)
    @routes.unstored
    @routes.response(200, TerminalAnswer)
    @routes.alt_response(409)
    @routes.doc(summary="停用终端 / shut a terminal out")
    def revoke_terminal(self, terminal_id: str) -> dict[str, Any]:
        """Shut a terminal out, at once."""
        return shown_terminal(self._terminals.revoke(terminal_id, by=current_identity().subject))


def _with_key(terminal: Terminal, key: str) -> dict[str, Any]:
    return {**shown_terminal(terminal), "key": key}
