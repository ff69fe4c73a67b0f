"""What officers send with their decisions about matters."""

from __future__ import annotations

from shared.casework.fields import ListOf, PlainText
from shared.http.schemas import StrictSchema


class Reasoned(StrictSchema):
    """A decision with its reason; without one it is refused (428)."""

    # Not required here: the refusal then says what a reason is for, not that a field is missing.
    reason = PlainText(500)


class CaseChosen(Reasoned):
    """Which case is linked or unlinked, and why."""

    track = PlainText(40, required=True)
    case_id = PlainText(64, required=True)


class EntriesChosen(Reasoned):
    """Which entries of parties are one person, or are one of their own, and why."""

    entries = ListOf(PlainText(120), least=1, most=200, required=True)
