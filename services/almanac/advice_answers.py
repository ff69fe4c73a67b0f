"""What the path advisor answers, as its OpenAPI document describes it."""

from __future__ import annotations

from marshmallow import Schema, fields

from shared.casework.answers import BasisAnswer, TextAnswer
from shared.casework.row_answers import MissingAnswer
from shared.http.schemas import IsoDate
from shared.law import Status


class NoteAnswer(Schema):
    """What a rule between tracks says of a path."""

    rule = fields.String()
    basis = fields.String()
    version = fields.String()
    status = fields.String()
    text = fields.Nested(TextAnswer)


class PathAnswer(Schema):
    """One remedy, open or closed."""

    path = fields.String()
    name = fields.Nested(TextAnswer)
    open = fields.Boolean()
    state = fields.String(metadata={"enum": ["open", "not_yet", "closed"]})
    opens_on = IsoDate(allow_none=True)
    last_on = IsoDate(allow_none=True)
    safe_on = IsoDate(allow_none=True)
    days_left = fields.Integer(allow_none=True)
    provisional = fields.Boolean()
    rule = fields.String(allow_none=True)
    basis = fields.Nested(BasisAnswer, allow_none=True)
    basis_status = fields.String(allow_none=True, metadata={"enum": [*map(str, Status), None]})
    prerequisite = fields.Nested(NoteAnswer, allow_none=True)
    conflicts = fields.List(fields.Nested(NoteAnswer))
    competent = fields.List(fields.Nested(TextAnswer))
    articles = fields.List(fields.String())
    missing = fields.List(fields.Nested(MissingAnswer))
    reasons = fields.List(fields.Nested(TextAnswer))
    explanation = fields.List(fields.Nested(TextAnswer))
    advice = fields.Nested(TextAnswer)


class PathsAnswer(Schema):
    """Every remedy as of a day."""

    on = IsoDate()
    paths = fields.List(fields.Nested(PathAnswer))
