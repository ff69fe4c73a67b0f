"""A row of the docket as it is answered, and the parts that other answers share with it."""

from __future__ import annotations

from marshmallow import Schema, fields

from shared.casework.answers import AgencyAnswer, BasisAnswer, LengthAnswer, TextAnswer
from shared.http.schemas import IsoDate
from shared.language import Text


class PauseSpan(Schema):
    """Days that do not count; `to` is null while the pause lasts."""

    start = IsoDate(data_key="from", attribute="from")
    end = IsoDate(data_key="to", attribute="to", allow_none=True)


class DocketClockAnswer(Schema):
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
    started_on = IsoDate()
    due_on = IsoDate(allow_none=True)
    ended_on = IsoDate(allow_none=True)
    days_left = fields.Integer(allow_none=True)
    level = fields.String(allow_none=True)
    warned = fields.String(allow_none=True, metadata={"enum": ["amber", "red", None]})
    escalated_on = IsoDate(allow_none=True)
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


class MissingAnswer(Schema):
    """A fact without which no last day can be told."""

    fact = fields.String()
    text = fields.Nested(TextAnswer)


class ComputedAnswer(Schema):
    """A due date and how it came about."""

    rule = fields.String()
    variant = fields.String(allow_none=True)
    name = fields.Nested(TextAnswer)
    basis = fields.Nested(BasisAnswer)
    status = fields.String()
    started_on = IsoDate()
    due_on = IsoDate(allow_none=True)
    raw_due_on = IsoDate(allow_none=True)
    days_left = fields.Integer(allow_none=True)
    takes_effect_on = IsoDate(allow_none=True)
    provisional = fields.Boolean()
    length = fields.Nested(LengthAnswer, allow_none=True)
    explanation = fields.List(fields.String())
    receipt = fields.String()
    calendar = fields.String()


ROW_WORDS: dict[str, Text] = {
    "case_status": Text("案件的状态", "the state of the case"),
    "case_status_label": Text("案件状态的文字", "the state of the case in words"),
    "clock_id": Text("期限的编号", "the id of the clock"),
    "DocketClockAnswer.parties": Text("当事人（隐名）", "the parties in short, masked"),
    "escalated_on": Text("提请监督之日", "the day it was brought to a supervisor"),
    "expired": Text("是否届满，或届满的数量", "whether it ran out, or how many did"),
    "matter_id": Text("纠纷的编号", "the id of the matter"),
    "warned": Text("已预警的等级，或预警的数量", "the level that was warned of, or how many were"),
}
"""What the words of a row mean, beside those of all cases."""
