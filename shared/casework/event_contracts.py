"""What each track tells when it has counted its clocks anew, as a schema."""

from __future__ import annotations

from marshmallow import fields

from shared.events.contract import EventContract, ToldSchema
from shared.events.names import EDITION_APPLIED


class ToldRecount(ToldSchema):
    """How many cases of a track were counted anew by an edition."""

    edition = fields.String(required=True)
    track = fields.String(required=True)
    cases = fields.Integer(required=True)


TOLD = (EventContract(EDITION_APPLIED, ToldRecount()),)
