"""The bodies that terminals and courts make known, for the gateway's lists to choose from."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields

from services.liaison.partners.partners import Partners
from services.liaison.terminals.terminals import Terminals
from shared.http.blueprint import DocumentedBlueprint
from shared.http.callers import officer


class AgencyOfTerminals(Schema):
    """An agency for which a terminal stands somewhere."""

    code = fields.String(attribute="agency_code", required=True)
    name = fields.String(attribute="agency_name", required=True)
    region = fields.String(required=True)


class KnownBodies(Schema):
    """Agencies of terminals, and the full names of courts that somebody may speak for."""

    agencies = fields.List(fields.Nested(AgencyOfTerminals), required=True)
    courts = fields.List(fields.String(), required=True)


def known_bodies_blueprint(terminals: Terminals, partners: Partners) -> DocumentedBlueprint:
    """Return `GET /known-bodies`, which the gateway asks as the officer who chooses."""
    routes = DocumentedBlueprint("known_bodies", __name__, internal=True)

    @routes.get("/known-bodies")
    @routes.asked_by(officer)
    @routes.response(200, KnownBodies)
    def known() -> dict[str, Any]:
        at_work = [each for each in terminals.all() if not each.is_revoked]
        return {"agencies": at_work, "courts": partners.court_names()}

    return routes
