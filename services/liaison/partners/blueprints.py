"""The routes of partners: their registry, the doors of courts and of others."""

from __future__ import annotations

from services.liaison.assembly import Liaison
from services.liaison.court.resource import CourtResource
from services.liaison.known_bodies import known_bodies_blueprint
from services.liaison.partner_door.resource import PartnerDoor
from services.liaison.partner_door.sent_cases import SentCases
from services.liaison.partners.door import Door
from services.liaison.partners.partners import partners_on
from services.liaison.partners.resource import PartnersResource
from services.liaison.partners.taking_over import taking_over_blueprint
from services.liaison.terminals.terminals import Terminals
from shared.attachments.settings import AttachmentSettings
from shared.http.blueprint import DocumentedBlueprint
from shared.http.partner_settings import PartnerSettings


def partner_blueprints(liaison: Liaison) -> tuple[DocumentedBlueprint, ...]:
    """Return the routes; what lies sealed under a key that was replaced is sealed anew first."""
    partners = partners_on(liaison.database, liaison.secrets, PartnerSettings.from_environment())
    partners.tidy()
    door = Door(liaison.database, partners, liaison.client)
    most_bytes = AttachmentSettings.from_environment().file_bytes
    return (
        PartnersResource(partners).blueprint(),
        CourtResource(door, most_bytes).blueprint(),
        PartnerDoor(door, SentCases(liaison.database), most_bytes).blueprint(),
        taking_over_blueprint(liaison.database, partners),
        known_bodies_blueprint(Terminals(liaison.database), partners),
    )
