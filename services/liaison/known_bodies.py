"""The bodies that terminals and courts make known, for the gateway's lists to choose from."""

from __future__ import annotations

from flask import Response, jsonify
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
    blueprint = DocumentedBlueprint("known_bodies", __name__)

    def known() -> Response:
        officer()
        at_work = [each for each in terminals.all() if not each.is_revoked]
        return jsonify(KnownBodies().dump({"agencies": at_work, "courts": partners.court_names()}))

    blueprint.add_silent_rule("/known-bodies", "known", known, "GET")
    return blueprint
