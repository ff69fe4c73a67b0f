"""A row of the docket as it is answered, and the parts that other answers share with it."""

from __future__ import annotations

from marshmallow import Schema, fields


class TextAnswer(Schema):
    """One statement in both languages."""

    zh = fields.String()
    en = fields.String()


class AgencyAnswer(Schema):
    """An agency."""

    code = fields.String()
    name = fields.String()


class LengthAnswer(Schema):
    """A number of units."""

    value = fields.Integer()
    unit = fields.String()
    direction = fields.String()


class BasisAnswer(Schema):
    """Law, article and version."""

    law = fields.String()
    article = fields.String()
    version = fields.String()


class PauseSpan(Schema):
    """Days that do not count; `to` is null while the pause lasts."""

    start = fields.Date(data_key="from")
    end = fields.Date(data_key="to", allow_none=True)


class ClockAnswer(Schema):
    """One row of the docket."""

    id = fields.String()
    track = fields.String()
    case_id = fields.String()
    number = fields.String()
    matter_id = fields.String()
    clock_id = fields.String()
    rule = fields.String()
    name = fields.Nested(TextAnswer)
    basis = fields.Nested(BasisAnswer, allow_none=True)
    consequence = fields.Nested(TextAnswer, allow_none=True)
    status = fields.String()
    started_on = fields.Date()
    due_on = fields.Date(allow_none=True)
    ended_on = fields.Date(allow_none=True)
    days_left = fields.Integer(allow_none=True)
    level = fields.String(allow_none=True)
    warned = fields.String(allow_none=True, metadata={"enum": ["amber", "red", None]})
    escalated_on = fields.Date(allow_none=True)
    expired = fields.Boolean()
    length = fields.Nested(LengthAnswer, allow_none=True)
    extended_by = fields.Integer()
    provisional = fields.Boolean()
    obligor = fields.String(allow_none=True)
    party = fields.String(allow_none=True)
    addressee = fields.Nested(TextAnswer, allow_none=True)
    pauses = fields.List(fields.Nested(PauseSpan), allow_none=True)
    agency = fields.Nested(AgencyAnswer)
    region = fields.String(allow_none=True)
    region_name = fields.String(allow_none=True)
    assignee = fields.String(allow_none=True)
    title = fields.String(allow_none=True)
    case_status = fields.String(allow_none=True)
    case_status_label = fields.Nested(TextAnswer, allow_none=True)
    parties = fields.Nested(TextAnswer, allow_none=True)
