"""What is answered about holiday notices, as the OpenAPI document describes it."""

from __future__ import annotations

from marshmallow import Schema, fields

from shared.casework.holiday_notice import MovedDates, RecountAnswer
from shared.http.schemas import IsoDate


class EditionAnswer(Schema):
    """One official holiday notice: of this release, or added since."""

    year = fields.Integer()
    notice = fields.String()
    published_on = IsoDate(allow_none=True)
    rest_days = fields.List(IsoDate())
    make_up_days = fields.List(IsoDate())
    origin = fields.String()
    in_force = fields.Boolean()
    corrects = fields.String(allow_none=True)


class EditionsAnswer(Schema):
    """The notices, and the last year that is official."""

    calendar = fields.String()
    announced_until = fields.Integer()
    items = fields.List(fields.Nested(EditionAnswer))


class AddedAnswer(RecountAnswer, EditionAnswer):
    """An edition, whether it was new, and how far the services are."""

    added = fields.Boolean()


class PreviewAnswer(MovedDates):
    """
    What a notice would move: `checked` clocks were looked at, `moved` would move, `unsure` may.

    Up to 200 are listed; `more` when not all clocks were looked at. `fired` are ended clocks whose
    effect has come by itself, and which would have ended later.
    """

    edition = fields.String()
    year = fields.Integer()
    added = fields.Boolean()
