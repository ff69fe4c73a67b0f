"""The routes of liaison, folder by folder."""

from __future__ import annotations

from services.liaison.assembly import Liaison
from services.liaison.bodies.blueprints import body_blueprints
from services.liaison.partners.blueprints import partner_blueprints
from services.liaison.public.blueprints import public_blueprints
from services.liaison.terminals.blueprints import terminal_blueprints
from services.liaison.webhooks.blueprints import webhook_blueprints
from shared.http.blueprint import DocumentedBlueprint


def blueprints_of(liaison: Liaison) -> tuple[DocumentedBlueprint, ...]:
    """Return the routes of all whom liaison deals with."""
    return (
        *terminal_blueprints(liaison),
        *public_blueprints(liaison),
        *webhook_blueprints(liaison),
        *partner_blueprints(liaison),
        *body_blueprints(liaison),
    )
