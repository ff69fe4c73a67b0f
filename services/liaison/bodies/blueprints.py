"""The routes of the registry of bodies outside."""

from __future__ import annotations

from services.liaison.assembly import Liaison
from services.liaison.bodies.bodies import OutsideBodies
from services.liaison.bodies.resource import OutsideBodiesResource
from services.liaison.bodies.taking_over import TakingOver
from shared.http.blueprint import DocumentedBlueprint


def body_blueprints(liaison: Liaison) -> tuple[DocumentedBlueprint, ...]:
    """Return the routes; none is answered before all that was known of bodies is here."""
    bodies = OutsideBodies(liaison.database)
    blueprint = OutsideBodiesResource(bodies).blueprint()
    blueprint.before_request(TakingOver(liaison.database, bodies, liaison.client).finish)
    return (blueprint,)
