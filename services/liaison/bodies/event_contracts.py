"""What is told of the registry of bodies outside, as a schema."""

from __future__ import annotations

from marshmallow import fields

from shared.events.contract import EventContract, ToldSchema
from shared.events.names import BODY_ADDED, BODY_RESTORED, BODY_RETIRED


class ToldBody(ToldSchema):
    """A body outside as the registry has it from this version of it on."""

    body_id = fields.String(required=True)
    version = fields.Integer(required=True)
    kind = fields.String(required=True)
    name = fields.String(required=True)
    code = fields.String(required=True, allow_none=True)
    region = fields.String(required=True, allow_none=True)
    active = fields.Boolean(required=True)


TOLD = tuple(EventContract(each, ToldBody()) for each in (BODY_ADDED, BODY_RETIRED, BODY_RESTORED))
