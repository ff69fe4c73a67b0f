"""How a terminal proves itself with each request, and how the documents say it."""

from __future__ import annotations

from flask import request

from services.liaison.terminals.terminal import Terminal
from services.liaison.terminals.terminals import SCHEME, Terminals
from shared.http.identity import current_identity

PROOF = (
    {
        "in": "header",
        "name": "Authorization",
        "required": True,
        "schema": {"type": "string", "pattern": f"^{SCHEME} [A-Za-z0-9-]+:.+$"},
    },
)


def calling_terminal(terminals: Terminals) -> Terminal:
    """Return the terminal that calls, and note that it was seen; 401 for anybody else."""
    current_identity()  # the gateway alone asks here
    terminal = terminals.proven(request.headers.get("Authorization"))
    terminals.seen(terminal)
    return terminal
