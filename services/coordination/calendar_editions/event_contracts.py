"""What is told of holiday notices and of the dates that they moved, as schemas."""

from __future__ import annotations

from marshmallow import fields

from services.coordination.calendar_editions.schemas import Notice
from shared.events.contract import EventContract, ToldAgency, ToldReference, ToldSchema
from shared.events.names import DATES_MOVED, EDITION_ADDED


class ToldEdition(ToldSchema):
    """A notice, in its own terms."""

    edition = fields.Nested(Notice, required=True)


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


TOLD = (
    EventContract(EDITION_ADDED, ToldEdition()),
    EventContract(DATES_MOVED, ToldMoves()),
)
