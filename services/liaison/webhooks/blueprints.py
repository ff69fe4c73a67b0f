"""The routes of webhooks."""

from __future__ import annotations

from services.liaison.assembly import Liaison
from shared.http.openapi import DocumentedBlueprint


def webhook_blueprints(liaison: Liaison) -> tuple[DocumentedBlueprint, ...]:
    """Return the routes by which receivers are registered."""
    del liaison
    return ()
