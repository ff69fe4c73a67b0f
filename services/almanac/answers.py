"""What the almanac answers, as its OpenAPI document describes it."""

from __future__ import annotations

from marshmallow import Schema, fields

from shared.casework.answers import TextAnswer
from shared.http.schemas import IsoDate


class RuleAnswer(Schema):
    """One time limit with all its versions."""

    id = fields.String()
    name = fields.Nested(TextAnswer)
    earlier = fields.Nested(TextAnswer, allow_none=True)
    versions = fields.List(fields.Dict())
    in_force = fields.Dict(allow_none=True)


class RulesAnswer(Schema):
    """All time limits."""

    items = fields.List(fields.Nested(RuleAnswer))


class ReceiptVerificationAnswer(Schema):
    """Whether a receipt follows from its inputs, and which of them differ if not."""

    valid = fields.Boolean()
    differing = fields.List(fields.String())
    due_on = IsoDate(allow_none=True)


class DayAnswer(Schema):
    """One day of the calendar."""

    on = IsoDate()
    working = fields.Boolean()
    holiday = fields.Boolean()
    make_up = fields.Boolean()
    name = fields.Nested(TextAnswer, allow_none=True)
    provisional = fields.Boolean()


class DaysAnswer(Schema):
    """Days in order."""

    calendar = fields.String()
    items = fields.List(fields.Nested(DayAnswer))
