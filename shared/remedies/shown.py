"""A remedy in the shape in which it is sent, and shown in a matter."""

from __future__ import annotations

from datetime import date
from typing import Any

from shared.remedies.plain_words import advice
from shared.remedies.remedy import NAMES, Remedy


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
