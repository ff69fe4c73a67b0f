"""The routes of terminals."""

from __future__ import annotations

from services.liaison.assembly import Liaison
from services.liaison.terminals.desk import TerminalDesk
from services.liaison.terminals.desk_resource import DeskResource
from services.liaison.terminals.door import TerminalDoor
from services.liaison.terminals.file_door import FileDoor
from services.liaison.terminals.files import HallFiles
from services.liaison.terminals.hall import hall_on
from services.liaison.terminals.resource import TerminalsResource
from shared.attachments.hall_settings import HallFileSettings
from shared.http.blueprint import DocumentedBlueprint


def terminal_blueprints(liaison: Liaison) -> tuple[DocumentedBlueprint, ...]:
    """Return the routes by which terminals call and are registered."""
    hall = hall_on(liaison)
    settings = HallFileSettings.from_environment()
    files = HallFiles(liaison.database, hall.keys, liaison.client, settings)
    desk = TerminalDesk(liaison.database, hall.keys, hall.corrections)
    return (
        TerminalsResource(hall.terminals).blueprint(),
        TerminalDoor(hall).blueprint(),
        FileDoor(hall, files, settings).blueprint(),
        DeskResource(desk).blueprint(),
    )
