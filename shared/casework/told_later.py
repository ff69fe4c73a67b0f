"""Acts that are recorded after others which followed them: where in the course they belong."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from shared.casework.case import Case
from shared.casework.course import Amendment, Step
from shared.casework.procedure import Command


def is_told_later(case: Case, command: Command, on: date) -> bool:
    """Say whether an act of the day `on` is none of the state that the case is in by now."""
    status = case["status"]
    before = on.isoformat() < (case.get("entered_on") or "")
    return status in command.told_later and (before or status not in command.from_states)


def places(course: Sequence[Step], step: Step) -> Iterator[Amendment]:
    """
    Yield where a step may belong, before what was done on later days; nothing where it is the last.

    Of what was done on its own day it comes last, or else first.
    """
    acts = [each for each in course if not each.expired]
    after = next((each for each in acts if each.on > step.on), None)
    beside = next((each for each in acts if each.on >= step.on), None)
    for later in (after, None if beside is after else beside):
        if later is not None:
            yield Amendment(before=later.version)
