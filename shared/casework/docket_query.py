"""What the docket of clocks may be narrowed by, wherever it is asked for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from shared.casework import labels
from shared.casework.fields import Choice, PlainText
from shared.casework.payload_parts import TRACKS
from shared.http.labels import label, one_of
from shared.http.schemas import LegalDate, StrictSchema
from shared.language import Text
from shared.law.words import LEVEL_WORDS, OBLIGOR_WORDS


def _coded(words: Mapping[Any, Text]) -> dict[str, Text]:
    return {str(code): text for code, text in words.items()}


# Tracks may be added without this code: coordination checks, and adds those that it heard of.
WANTED_TRACK = labels.TRACK | one_of(TRACKS)


class DocketNarrowing(StrictSchema):
    """Which clocks of the docket are meant."""

    due_from = LegalDate(metadata=label("到期不早于", "due from", "含当日。", "That day included."))
    due_before = LegalDate(metadata=labels.DUE_BEFORE)
    level = Choice(_coded(LEVEL_WORDS), metadata=label("紧急程度", "level"))
    track = PlainText(40, metadata=WANTED_TRACK)
    agency = PlainText(40, metadata=labels.AGENCY_CODE)
    assignee = PlainText(80, metadata=labels.ASSIGNEE_OR_NOBODY)
    obligor = Choice(_coded(OBLIGOR_WORDS), metadata=label("轮到谁", "who has to act"))
