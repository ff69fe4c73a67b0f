"""What is told of objections to normative documents, as a schema."""

from __future__ import annotations

from marshmallow import fields

from services.coordination.norms.objection import ANSWERED, RECEIVED
from shared.casework.payload_parts import Agency
from shared.events.contract import EventContract, ToldAgency, ToldSchema
from shared.events.names import of_norm_objection


class ToldDocument(ToldSchema):
    """The document objected to."""

    name = fields.String(required=True)
    number = fields.String()
    made_on = fields.Date()


class ToldObjection(ToldSchema):
    """An objection: to what, whose, until when it is to be answered, and how it was."""

    objection_id = fields.String(required=True)
    state = fields.String(required=True)
    document = fields.Nested(ToldDocument, required=True)
    maker = fields.Nested(Agency, required=True)
    agency = fields.Nested(ToldAgency, required=True)
    received_on = fields.Date(required=True)
    due_on = fields.Date(required=True, allow_none=True)
    outcome = fields.String(required=True, allow_none=True)
    on = fields.Date(required=True)


_STEPS = (RECEIVED, ANSWERED, "overdue")
TOLD = tuple(EventContract(of_norm_objection(step), ToldObjection()) for step in _STEPS)
