"""The routes of courts."""

from __future__ import annotations

from services.liaison.assembly import Liaison
from shared.http.openapi import DocumentedBlueprint


def court_blueprints(liaison: Liaison) -> tuple[DocumentedBlueprint, ...]:
    """Return the routes by which courts call."""
    del liaison
    return ()
