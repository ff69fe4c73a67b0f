"""The routes by which an administrator registers terminals: `/terminals`."""

from __future__ import annotations

from typing import Any

from flask import Response, jsonify

from services.liaison.terminals.schemas import (
    NewTerminal,
    TerminalAnswer,
    TerminalPage,
    TerminalWithKey,
    shown_terminal,
)
from services.liaison.terminals.terminal import Terminal
from services.liaison.terminals.terminals import Terminals
from shared.casework.fields import PlainText
from shared.http.identity import current_identity
from shared.http.labels import label
from shared.http.openapi import DocumentedBlueprint
from shared.http.operations import LOCATION, READING, VERSION_TAG, WRITING, answer, operation
from shared.http.paging import page_of_all
from shared.http.problems import forbidden
from shared.http.schemas import StrictSchema

_NAME = "terminals"


class WantedTerminals(StrictSchema):
    """Which page of the terminals is asked for."""

    limit = PlainText(10, metadata=label("每页件数", "items on a page"))
    cursor = PlainText(1024, metadata=label("翻页标记", "cursor"))


def terminals_blueprint(terminals: Terminals) -> DocumentedBlueprint:
    """Return the routes of the register."""
    blueprint = DocumentedBlueprint(
        _NAME, __name__, url_prefix="/api/v1/terminals", description="自助终端 Terminals"
    )

    def listed(wanted: dict[str, Any]) -> dict[str, Any]:
        """列出终端 List the terminals, also those that were shut out."""
        _administrator()
        return page_of_all(terminals.all(), wanted, "id", lambda each: each.id, shown_terminal)

    def add(said: dict[str, Any]) -> Response:
        """登记终端，密钥只告知一次 Register a terminal; its key is told once."""
        added, key = terminals.add(said, by=_administrator())
        response = _shown(added, key)
        response.status_code = 201
        response.headers["Location"] = f"/api/v1/terminals/{added.id}"
        return response

    def read(terminal_id: str) -> Response:
        """查看终端 Read a terminal."""
        _administrator()
        return _shown(terminals.find(terminal_id))

    def rotate(terminal_id: str) -> Response:
        """更换密钥，新密钥只告知一次 Replace the key; the new one is told once."""
        return _shown(*terminals.rotate(terminal_id, by=_administrator()))

    def revoke(terminal_id: str) -> Response:
        """停用终端，立即拒绝 Shut a terminal out, at once."""
        return _shown(terminals.revoke(terminal_id, by=_administrator()))

    list_terminals = blueprint.arguments(WantedTerminals, location="query")(listed)
    add_terminal = blueprint.arguments(NewTerminal)(add)
    one = "/<terminal_id>"
    for path, method, view, described in (
        ("", "GET", list_terminals, _LISTED),
        ("", "POST", add_terminal, _MADE),
        (one, "GET", read, _READ),
        (one, "DELETE", revoke, _REVOKED),
        (f"{one}/rotate", "POST", rotate, _ROTATED),
    ):
        blueprint.route(path, methods=[method])(blueprint.doc(**described)(view))
    return blueprint


def _shown(terminal: Terminal, key: str | None = None) -> Response:
    told = {} if key is None else {"key": key}
    response = jsonify({**shown_terminal(terminal), **told})
    response.set_etag(str(terminal.version))
    response.headers["Cache-Control"] = "no-store"
    return response


def _administrator() -> str:
    caller = current_identity()
    if caller.role != "admin":
        raise forbidden()
    return caller.subject


_LISTED = operation("terminals.list", "终端 / terminals", {200: answer(TerminalPage)})
_MADE = operation(
    "terminals.add",
    "登记终端 / register a terminal",
    {201: answer(TerminalWithKey, headers=LOCATION | VERSION_TAG)},
    refuses=WRITING,
)
_READ = operation(
    "terminals.read", "终端 / a terminal", {200: answer(TerminalAnswer, headers=VERSION_TAG)}
)
_ROTATED = operation(
    "terminals.rotate",
    "更换密钥 / replace the key",
    {200: answer(TerminalWithKey, headers=VERSION_TAG)},
    refuses=WRITING,
)
_REVOKED = operation(
    "terminals.revoke",
    "停用终端 / shut a terminal out",
    {200: answer(TerminalAnswer, headers=VERSION_TAG)},
    refuses=READING | {409},
)
