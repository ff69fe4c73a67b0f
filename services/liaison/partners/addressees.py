"""
The agencies that partners deal with: those of which an officer has an account.

The gateway alone knows accounts. With what a partner says of one agency it says as whom it asks
that agency's region and name, if somebody here belongs to it; with a question about all of them it
sends their list.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import request
from marshmallow import Schema, fields

from services.liaison.partners.signatures import Speaker
from shared.casework.organisation_codes import read_organisation_code
from shared.http.bodies import read_json
from shared.http.identity import Identity, current_identity
from shared.http.problems import invalid
from shared.language import Text

_NO_AGENCY = Text("本系统没有此机关的账号。", "No account here belongs to this agency.")


@dataclass(frozen=True, slots=True)
class Addressee:
    """The agency that a partner deals with, from the accounts."""

    code: str
    name: str
    region: str

    def as_seen_by(self, speaker: Speaker) -> Identity:
        """Return the identity by which services know a partner in the affairs of this agency."""
        return Identity(speaker.id, speaker.name, speaker.kind, self.code, self.name, self.region)


class AddresseeTold(Schema):
    """An agency as the gateway tells it."""

    code = fields.String(required=True)
    name = fields.String(required=True)
    region = fields.String(required=True)


class AddresseesTold(Schema):
    """All agencies of which an officer has an account."""

    agencies = fields.List(fields.Nested(AddresseeTold), required=True)


def addressed(notice: Mapping[str, Any]) -> Addressee:
    """Return the agency that a notice is for; 422 when nobody here belongs to it."""
    asked = current_identity()
    code = read_organisation_code(notice["agency"]["code"])
    if not asked.agency_code or asked.agency_code not in {code, notice["agency"]["code"]}:
        raise invalid({"agency.code": [_NO_AGENCY]})
    return Addressee(asked.agency_code, asked.agency_name, asked.region)


def all_addressees() -> list[Addressee]:
    """Return every agency once, from the body that the gateway gave to a question."""
    told = AddresseesTold().load(read_json(request))
    return [Addressee(**each) for each in told["agencies"]]
