"""The routes of the public."""

from __future__ import annotations

from services.liaison.assembly import Liaison
from services.liaison.public.code_hook import CodeHook
from services.liaison.public.codes import Codes
from services.liaison.public.decisions import Decisions
from services.liaison.public.decisions_resource import DecisionsResource
from services.liaison.public.files_resource import PublicFiles
from services.liaison.public.petitions_resource import OnlinePetitionsResource
from services.liaison.public.receipts import receipts_blueprint
from services.liaison.public.settings import CodeHookSettings
from services.liaison.terminals.files import HallFiles
from services.liaison.terminals.hall import hall_on
from shared.attachments.hall_settings import HallFileSettings
from shared.http.blueprint import DocumentedBlueprint


def public_blueprints(liaison: Liaison) -> tuple[DocumentedBlueprint, ...]:
    """Return the routes of the public."""
    hall = hall_on(liaison)
    hook = CodeHook(CodeHookSettings.from_environment())
    codes = Codes(liaison.database, hall.keys, hook)
    settings = HallFileSettings.from_environment()
    files = HallFiles(liaison.database, hall.keys, liaison.client, settings)
    return (
        receipts_blueprint(hall.receipts),
        PublicFiles(hall.receipts, files, settings).blueprint(),
        OnlinePetitionsResource(hall, codes).blueprint(),
        DecisionsResource(Decisions(liaison.database)).blueprint(),
    )
