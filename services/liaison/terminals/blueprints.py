"""The routes of terminals."""

from __future__ import annotations

from services.liaison.assembly import Liaison
from shared.http.openapi import DocumentedBlueprint


def terminal_blueprints(liaison: Liaison) -> tuple[DocumentedBlueprint, ...]:
    """Return the routes by which terminals call and are registered."""
    del liaison
    return ()
