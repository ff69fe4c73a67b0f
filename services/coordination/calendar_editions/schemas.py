"""A holiday notice as an administrator sends it; the body is the file."""

from __future__ import annotations

from marshmallow import fields, validate

from shared.casework import labels
from shared.casework.fields import ListOf, PastDate, PlainText
from shared.http.labels import label
from shared.http.schemas import LegalDate, StrictInteger, StrictSchema

_NUMBER = validate.Regexp(r"[^\s/][^/\x00-\x1f]{0,79}\Z")


class Notice(StrictSchema):
    """What one notice orders for one year (国务院办公厅节假日安排通知)."""

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


class MovesQuery(StrictSchema):
    """Which page; `limit` counts cases, of which one may have several moved dates."""

    limit = fields.String(metadata=labels.LIMIT)
    cursor = fields.String(metadata=labels.CURSOR)
