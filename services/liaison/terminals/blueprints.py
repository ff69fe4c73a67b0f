"""The routes of terminals."""

from __future__ import annotations

from services.liaison.assembly import Liaison
from services.liaison.terminals.desk import Desk
from services.liaison.terminals.desk_resource import DeskResource
from services.liaison.terminals.door import TerminalDoor
from services.liaison.terminals.hall import hall_on
from services.liaison.terminals.resource import TerminalsResource
from shared.http.openapi import DocumentedBlueprint


def terminal_blueprints(liaison: Liaison) -> tuple[DocumentedBlueprint, ...]:
    """Return the routes by which terminals call and are registered."""
    hall = hall_on(liaison)
    desk = Desk(liaison.database, hall.keys, hall.corrections)
    return (
        TerminalsResource(hall.terminals).blueprint(),
        TerminalDoor(hall).blueprint(),
        DeskResource(desk).blueprint(),
    )
