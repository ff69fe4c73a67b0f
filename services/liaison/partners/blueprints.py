"""The routes of partners."""

from __future__ import annotations

from services.liaison.assembly import Liaison
from shared.http.openapi import DocumentedBlueprint


def partner_blueprints(liaison: Liaison) -> tuple[DocumentedBlueprint, ...]:
    """Return the routes by which partners are registered."""
    del liaison
    return ()
