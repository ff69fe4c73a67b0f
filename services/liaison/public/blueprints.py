"""The routes of the public."""

from __future__ import annotations

from services.liaison.assembly import Liaison
from shared.http.openapi import DocumentedBlueprint


def public_blueprints(liaison: Liaison) -> tuple[DocumentedBlueprint, ...]:
    """Return the routes of the public."""
    del liaison
    return ()
