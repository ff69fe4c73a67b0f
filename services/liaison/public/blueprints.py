"""The routes of the public."""

from __future__ import annotations

from services.liaison.assembly import Liaison
from services.liaison.public.decisions import Decisions
from services.liaison.public.decisions_resource import DecisionsResource
from services.liaison.public.receipts import receipts_blueprint
from services.liaison.terminals.hall import hall_on
from shared.http.openapi import DocumentedBlueprint


def public_blueprints(liaison: Liaison) -> tuple[DocumentedBlueprint, ...]:
    """Return the routes of the public."""
    return (
        receipts_blueprint(hall_on(liaison).receipts),
        DecisionsResource(Decisions(liaison.database)).blueprint(),
    )
