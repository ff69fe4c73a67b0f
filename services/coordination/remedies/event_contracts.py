"""What is told of rights that run out, as a schema."""

from __future__ import annotations

from marshmallow import fields

from shared.events.contract import (
    EventContract,
    ToldAgency,
    ToldReference,
    ToldSchema,
    ToldText,
)
from shared.events.names import LIMITATION_WARNED


class ToldHolder(ToldReference):
    """A person as a case knows them, by the id of the party."""

    party = fields.String(required=True)


class ToldHandled(ToldReference):
    """An open case of the person, and who has it."""

    assignee = fields.String(required=True, allow_none=True)
    agency = fields.Nested(ToldAgency, required=True, allow_none=True)


class ToldLimitation(ToldSchema):
    """A remedy that a person may use until `last_on`, `threshold` days before which it is said."""

    right = fields.String(required=True)
    act_number = fields.String(required=True, allow_none=True)
    rule = fields.String(required=True, allow_none=True)
    basis = fields.String(required=True)
    last_on = fields.Date(required=True)
    days_left = fields.Integer(required=True)
    threshold = fields.Integer(required=True)
    provisional = fields.Boolean(required=True)
    on = fields.Date(required=True)
    parties = fields.List(fields.Nested(ToldHolder), required=True)
    cases = fields.List(fields.Nested(ToldHandled), required=True)
    text = fields.Nested(ToldText, required=True)


TOLD = (EventContract(LIMITATION_WARNED, ToldLimitation()),)
