"""A holiday notice as an administrator sends it, and what is answered of the dates it moves."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from shared.casework.answers import AgencyAnswer, TextAnswer
from shared.casework.fields import ListOf, PastDate, PlainText
from shared.http.labels import label
from shared.http.schemas import IsoDate, IsoInstant, LegalDate, StrictInteger, StrictSchema
from shared.language import Text

_NUMBER = validate.Regexp(r"[^\s/][^/\x00-\x1f]{0,79}\Z")


class HolidayNotice(StrictSchema):
    """What one notice orders for one year (国务院办公厅节假日安排通知); the body is the file."""

    year = StrictInteger(
        required=True, validate=validate.Range(min=1991, max=2060), metadata=label("年份", "year")
    )
    notice = fields.String(
        required=True, validate=_NUMBER, metadata=label("通知文号", "number of the notice")
    )
    published_on = PastDate(required=True, metadata=label("发布日期", "published on"))
    rest_days = ListOf(LegalDate(), most=60, required=True, metadata=label("放假日", "rest days"))
    make_up_days = ListOf(
        LegalDate(),
        most=30,
        load_default=list,
        metadata=label("调休上班日", "make-up working days"),
    )
    corrects = PlainText(
        80,
        metadata=label(
            "更正的通知",
            "corrects",
            "更正此前通知的，填其文号。",
            "The number of the notice that it corrects.",
        ),
    )


class MoveAnswer(Schema):
    """One date that a notice moves, or moved."""

    track = fields.String()
    case_id = fields.String()
    number = fields.String()
    matter_id = fields.String()
    agency = fields.Nested(AgencyAnswer, allow_none=True)
    assignee = fields.String(allow_none=True)
    clock_id = fields.String()
    rule = fields.String()
    name = fields.Nested(TextAnswer)
    obligor = fields.String()
    before = IsoDate(allow_none=True)
    after = IsoDate(allow_none=True)


class MovedDates(Schema):
    """What a notice would move, as the docket knows it."""

    checked = fields.Integer()
    moved = fields.Integer()
    unsure = fields.Integer()
    more = fields.Boolean()
    items = fields.List(fields.Nested(MoveAnswer))
    fired = fields.List(fields.Nested(MoveAnswer))


class ServiceProgress(Schema):
    """How far one service is with counting anew."""

    service = fields.String()
    track = fields.String(allow_none=True)
    applied_at = IsoInstant(allow_none=True)
    cases = fields.Integer(allow_none=True)
    heard_of = fields.Integer(allow_none=True)


class RecountAnswer(Schema):
    """How far the services are with counting anew, and whether all are done."""

    progress = fields.List(fields.Nested(ServiceProgress))
    complete = fields.Boolean()


NOTICE_WORDS: dict[str, Text] = {
    "applied_at": Text("适用的时刻", "when it was applied"),
    "complete": Text("是否全部完成", "whether it is complete"),
    "edition": Text("放假通知", "the notice"),
    "heard_of": Text("已知的件数", "how many are known"),
    "progress": Text("各服务的进度", "how far the services are"),
    "ServiceProgress.cases": Text("重新计算的案件数", "how many cases were counted anew"),
    "service": Text("服务", "the service"),
    "year": Text("年份", "the year"),
}
"""What the words of these answers mean, beside those of all cases and rows."""
