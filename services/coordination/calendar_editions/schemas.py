"""A holiday notice as an administrator sends it; the body is the file."""

from __future__ import annotations

from marshmallow import fields, validate

from shared.casework.fields import LegalDate, ListOf, PastDate, PlainText, StrictInteger
from shared.http.schemas import StrictSchema

_NUMBER = validate.Regexp(r"[^\s/][^/\x00-\x1f]{0,79}\Z")


class Notice(StrictSchema):
    """What one notice orders for one year (国务院办公厅节假日安排通知)."""

    year = StrictInteger(required=True, validate=validate.Range(min=1991, max=2060))
    notice = fields.String(required=True, validate=_NUMBER)
    published_on = PastDate(required=True)
    rest_days = ListOf(LegalDate(), most=60, required=True)
    make_up_days = ListOf(LegalDate(), most=30, load_default=list)
    corrects = PlainText(80)


class MovesQuery(StrictSchema):
    """Which page; `limit` counts cases, of which one may have several moved dates."""

    limit = fields.String()
    cursor = fields.String()
