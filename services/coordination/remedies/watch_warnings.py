"""When to warn that a right runs out, and what is announced then."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from services.coordination.announcements import Announcement
from services.coordination.matter_changes import FINDING_ANNOUNCED
from services.coordination.remedies.rights import Right
from services.coordination.remedies.watch_rows import parties_of, reference
from services.coordination.remedies.watch_words import told
from shared.events.database import Document

WARNED = "limitation.warned"
RUNNING_OUT = "limitation-running-out"
DAYS_BEFORE = (15, 5, 1)
"""How many days before the last one to warn: a policy of the house, no statute says it."""

_LONGEST_BASIS = 200


@dataclass(frozen=True, slots=True)
class Warned:
    """That a right was warned of, so many days before this last day."""

    right: str
    last_on: str
    days: int

    def as_dict(self) -> Document:
        """Return the shape stored."""
        return {"right": self.right, "last_on": self.last_on, "days": self.days}


def due_warnings(
    rights: Iterable[Right], earlier: Sequence[Document], on: date
) -> Iterator[tuple[Right, Warned]]:
    """
    Yield the rights to warn of on a day, with the mark that keeps it from being said again.

    Where days were missed only the nearest threshold is announced. A last day that has moved
    counts anew.
    """
    for right in rights:
        last_on, ahead = right.warns_by, _ahead(right, earlier)
        if last_on is None or not right.open_cases or last_on < on:
            continue
        reached = [days for days in ahead if (last_on - on).days <= days]
        if reached:
            yield right, Warned(right.id, last_on.isoformat(), min(reached))


def next_check(rights: Iterable[Right], earlier: Sequence[Document], on: date) -> date | None:
    """Return the first day on which something may have to be said, or None."""
    return min((day for right in rights for day in _checks(right, earlier, on)), default=None)


def _checks(right: Right, earlier: Sequence[Document], on: date) -> Iterator[date]:
    if not right.open_cases:
        return
    if right.status == "not_yet" and right.remedy.opens_on is not None:
        yield right.remedy.opens_on
    last_on, ahead = right.warns_by, _ahead(right, earlier)
    if last_on is not None and ahead and last_on >= on:
        yield last_on - timedelta(days=max(ahead))


def _ahead(right: Right, earlier: Sequence[Document]) -> list[int]:
    """Return the thresholds that were not announced yet for the present last day."""
    last_on = right.warns_by.isoformat() if right.warns_by else None
    said = [
        mark["days"] for mark in earlier if (mark["right"], mark["last_on"]) == (right.id, last_on)
    ]
    return [days for days in DAYS_BEFORE if not said or days < min(said)]


def announcements(matter_id: str, right: Right, mark: Warned, on: date) -> Iterator[Announcement]:
    """Yield the warning to all, and the finding for each case in which the person is handled."""
    text = told(right, on).as_dict()
    version = right.remedy.span.version
    basis = f"{version.law}{version.article}" if version else "；".join(right.remedy.articles)
    yield Announcement(
        WARNED,
        matter_id,
        matter_id,
        {
            "right": str(right.remedy.path),
            "act_number": right.act_number,
            "rule": right.remedy.span.rule,
            "basis": basis,
            "last_on": mark.last_on,
            "days_left": (date.fromisoformat(mark.last_on) - on).days,
            "threshold": mark.days,
            "provisional": right.remedy.span.provisional,
            "on": on.isoformat(),
            "parties": parties_of(right),
            "cases": [_handled(case) for case in right.open_cases],
            "text": text,
        },
    )
    for case in right.open_cases:
        payload = {"code": RUNNING_OUT, "basis": basis[:_LONGEST_BASIS], "text": text}
        data = {"track": case["track"], "subject_case_id": case["case_id"], "payload": payload}
        yield Announcement(FINDING_ANNOUNCED, case["case_id"], matter_id, data, case["number"])


def _handled(case: Any) -> dict[str, Any]:
    return {**reference(case), "assignee": case["assignee"], "agency": case["agency"]}
