"""The routes of the public."""

from __future__ import annotations

from services.liaison.assembly import Liaison
from services.liaison.public.code_hook import CodeHook
from services.liaison.public.codes import Codes
from services.liaison.public.decisions import Decisions
from services.liaison.public.decisions_resource import DecisionsResource
from services.liaison.public.petitions_resource import OnlinePetitionsResource
from services.liaison.public.receipts import receipts_blueprint
from services.liaison.public.settings import CodeHookSettings
from services.liaison.terminals.hall import hall_on
from shared.http.openapi import DocumentedBlueprint


def public_blueprints(liaison: Liaison) -> tuple[DocumentedBlueprint, ...]:
    """Return the routes of the public."""
    hall = hall_on(liaison)
    hook = CodeHook(CodeHookSettings.from_environment())
    codes = Codes(liaison.database, hall.keys, hook)
    return (
        receipts_blueprint(hall.receipts),
        OnlinePetitionsResource(hall, codes).blueprint(),
        DecisionsResource(Decisions(liaison.database)).blueprint(),
    )
