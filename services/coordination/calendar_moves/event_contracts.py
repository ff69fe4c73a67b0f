"""What is told of the dates that a holiday notice moved, as a schema."""

from __future__ import annotations

from marshmallow import fields

from shared.events.contract import EventContract, ToldAgency, ToldReference, ToldSchema
from shared.events.names import DATES_MOVED


class ToldMove(ToldSchema):
    """A clock whose last day went from one date to another."""

    clock_id = fields.String(required=True)
    rule = fields.String(required=True)
    before = fields.Date(required=True, allow_none=True)
    after = fields.Date(required=True, allow_none=True)
    obligor = fields.String(required=True, allow_none=True)


class ToldMoves(ToldReference):
    """The dates of a case that a notice moved."""

    edition = fields.String(required=True)
    agency = fields.Nested(ToldAgency, required=True, allow_none=True)
    assignee = fields.String(required=True, allow_none=True)
    moves = fields.List(fields.Nested(ToldMove), required=True)


TOLD = (EventContract(DATES_MOVED, ToldMoves()),)
