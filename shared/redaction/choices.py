"""What an officer changes of the marks that rules made, each change with its reason."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from shared.redaction.folded import Folded
from shared.redaction.marks import BLANKED, Mark, apart


@dataclass(frozen=True, slots=True)
class Lifted:
    """A mark that is taken off: where it begins and the words it hides."""

    start: int
    quoted: str


@dataclass(frozen=True, slots=True)
class Added:
    """Words that are hidden wherever they stand."""

    quoted: str
    replacement: str = BLANKED


class UnknownMarkError(Exception):
    """The change concerns no mark of the text, or one that stays; `number` counts from 0."""

    def __init__(self, field: str, number: int, *, stays: bool = False) -> None:
        super().__init__(f"{field}.{number}")
        self.field, self.number, self.stays = field, number, stays


def chosen(
    text: str, found: Sequence[Mark], lifted: Sequence[Lifted], added: Iterable[Added]
) -> list[Mark]:
    """Return the marks after the officer's changes; `UnknownMarkError` names one without object."""
    marks = {(mark.start, text[mark.start : mark.end]): mark for mark in found}
    for number, each in enumerate(lifted):
        mark = marks.pop((each.start, each.quoted), None)
        if mark is None or not mark.liftable:
            raise UnknownMarkError("lifted", number, stays=mark is not None)
    folded, more = Folded.of(text), list(marks.values())
    for number, wanted in enumerate(added):
        places = list(folded.occurrences(wanted.quoted))
        if not places:
            raise UnknownMarkError("added", number)
        more += [Mark(start, end, "added", wanted.replacement) for start, end in places]
    return apart(more)
