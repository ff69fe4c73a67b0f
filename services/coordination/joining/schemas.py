"""What officers send with their decisions about matters."""

from __future__ import annotations

from shared.casework import labels
from shared.casework.fields import ListOf, PlainText
from shared.http.labels import label
from shared.http.schemas import StrictSchema


class Reasoned(StrictSchema):
    """A decision with its reason; without one it is refused (428)."""

    # Not required here: the refusal then says what a reason is for, not that a field is missing.
    reason = PlainText(500, metadata=labels.REASON)


class CaseChosen(Reasoned):
    """Which case is linked or unlinked, and why."""

    track = PlainText(40, required=True, metadata=labels.TRACK)
    case_id = PlainText(64, required=True, metadata=labels.CASE_ID)


class EntriesChosen(Reasoned):
    """Which entries of parties are one person, or are one of their own, and why."""

    entries = ListOf(
        PlainText(120),
        least=1,
        most=200,
        required=True,
        metadata=label(
            "当事人记录",
            "entries of parties",
            "认定为同一人或者不同人的各条记录。",
            "The entries that are one person, or are not.",
        ),
    )
