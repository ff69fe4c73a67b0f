"""What the path advisor answers, as its OpenAPI document describes it and as it is sent."""

from __future__ import annotations

from datetime import date
from typing import Any

from marshmallow import Schema, fields

from services.coordination.answers import MissingAnswer
from shared.casework.row_answers import BasisAnswer, TextAnswer
from shared.law import Status
from shared.remedies.plain_words import advice
from shared.remedies.remedy import NAMES, Remedy


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
    opens_on = fields.Date(allow_none=True)
    last_on = fields.Date(allow_none=True)
    safe_on = fields.Date(allow_none=True)
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

    on = fields.Date()
    paths = fields.List(fields.Nested(PathAnswer))


def shown_remedy(found: Remedy, on: date) -> dict[str, Any]:
    """Return a remedy in the shape that is sent."""
    span = found.span
    left = (found.last_on - on).days if found.last_on else span.days_left
    return {
        "path": str(found.path),
        "name": NAMES[found.path].as_dict(),
        "open": found.open,
        "state": found.state,
        "opens_on": _iso(found.opens_on),
        "last_on": _iso(found.last_on),
        "safe_on": _iso(found.safe_on),
        "days_left": left if found.state != "closed" else None,
        "provisional": span.provisional,
        "rule": span.rule,
        "basis": span.version.basis if span.version else None,
        "basis_status": str(span.version.status) if span.version else None,
        "prerequisite": found.prerequisite.as_dict() if found.prerequisite else None,
        "conflicts": [note.as_dict() for note in found.conflicts],
        "competent": [text.as_dict() for text in found.competent],
        "articles": list(found.articles),
        "missing": [{"fact": each.fact, "text": each.text.as_dict()} for each in found.missing],
        "reasons": [text.as_dict() for text in found.reasons],
        "explanation": [text.as_dict() for text in found.explanation],
        "advice": advice(found).as_dict(),
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
