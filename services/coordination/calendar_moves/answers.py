"""What is answered about the dates that a notice moved, as the OpenAPI document describes it."""

from __future__ import annotations

from marshmallow import fields

from shared.casework.holiday_notice import MoveAnswer, RecountAnswer


class MovesAnswer(RecountAnswer):
    """The dates that an edition moved, and how far the services are."""

    edition = fields.String()
    year = fields.Integer()
    items = fields.List(fields.Nested(MoveAnswer))
    next_cursor = fields.String(allow_none=True)
