"""What is answered about objections, as the OpenAPI document describes it."""

from __future__ import annotations

from marshmallow import Schema, fields

from services.coordination.referrals.answers import StepAnswer
from shared.casework.answers import AgencyAnswer, TextAnswer
from shared.casework.row_answers import ComputedAnswer
from shared.http.schemas import IsoDate, StrictSchema


class DocumentAnswer(Schema):
    """A normative document."""

    name = fields.String()
    number = fields.String()
    made_on = IsoDate()


class NamedAgencyAnswer(StrictSchema):
    """An agency as whoever objects or answers names it; its code is not always known to them."""

    code = fields.String()
    name = fields.String(required=True)


class ObjectionClockAnswer(ComputedAnswer):
    """Until when the objection is to be answered."""

    level = fields.String(allow_none=True)


class GivenAnswer(Schema):
    """The answer that was given."""

    outcome = fields.String()
    text = fields.String()
    referred_to = fields.Nested(NamedAgencyAnswer)
    on = IsoDate()
    in_time = fields.Boolean()


class ObjectionAnswer(Schema):
    """One objection; the objector only for the agency that received it."""

    id = fields.String(attribute="_id")
    state = fields.String()
    state_label = fields.Nested(TextAnswer)
    document = fields.Nested(DocumentAnswer)
    maker = fields.Nested(NamedAgencyAnswer)
    agency = fields.Nested(AgencyAnswer)
    matter_id = fields.String(allow_none=True)
    received_on = IsoDate()
    objector = fields.Dict(allow_none=True)
    grounds = fields.String()
    clock = fields.Nested(ObjectionClockAnswer)
    overdue_since = IsoDate(allow_none=True)
    answer = fields.Nested(GivenAnswer, allow_none=True)


class WholeObjectionAnswer(ObjectionAnswer):
    """One objection with its history."""

    history = fields.List(fields.Nested(StepAnswer))


class ObjectionPage(Schema):
    """One page of objections, the latest first."""

    items = fields.List(fields.Nested(ObjectionAnswer))
    next_cursor = fields.String(allow_none=True)
