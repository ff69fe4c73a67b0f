"""When to warn that a right runs out, and what is announced then."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from shared.disputes.case_entry import reference
from shared.disputes.rights import Right, parties_of
from shared.disputes.watch_findings import (
    WatchResult,
    basis_of,
    days_of_lifting,
    finding,
    stands,
)
from shared.disputes.watch_words import told
from shared.events.announcements import Announcement
from shared.events.names import LIMITATION_WARNED
from shared.storage.database import Document

DAYS_BEFORE = (15, 5, 1)
"""How many days before the last one to warn: a policy of the house, no statute says it."""


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


def next_check(rights: Iterable[Right], known: WatchResult, on: date) -> date | None:
    """Return the first day on which something may have to be said or taken back, or None."""
    ahead = (day for right in rights for day in _checks(right, known.warned, on))
    return min((*ahead, *days_of_lifting(known.standing)), default=None)


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


def warning(matter_id: str, right: Right, mark: Warned, on: date) -> Announcement:
    """Return the warning to all; each case in which the person is handled gets a finding too."""
    return Announcement(
        LIMITATION_WARNED,
        matter_id,
        matter_id,
        {
            "right": str(right.remedy.path),
            "act_number": right.act_number,
            "rule": right.remedy.span.rule,
            "basis": basis_of(right),
            "last_on": mark.last_on,
            "days_left": (date.fromisoformat(mark.last_on) - on).days,
            "threshold": mark.days,
            "provisional": right.remedy.span.provisional,
            "on": on.isoformat(),
            "parties": parties_of(right),
            "cases": [_handled(case) for case in right.open_cases],
            "text": told(right, on).as_dict(),
        },
    )


def look(matter_id: str, before: WatchResult, rights: Sequence[Right], on: date) -> WatchResult:
    """Return what stands after warning of all that is due on a day."""
    due = list(due_warnings(rights, before.warned, on))
    news = {right.id for right, _ in due}
    noted = [stands(right, case, mark.last_on) for right, mark in due for case in right.open_cases]
    said = list(before.announcements)
    for right, mark in due:
        said.append(warning(matter_id, right, mark, on))
        said += (finding(matter_id, right, case, on) for case in right.open_cases)
    return WatchResult(
        [*(each for each in before.standing if each not in noted), *noted],
        [
            *(mark for mark in before.warned if mark["right"] not in news),
            *(mark.as_dict() for _, mark in due),
        ],
        said,
    )


def _handled(case: Any) -> dict[str, Any]:
    return {**reference(case), "assignee": case["assignee"], "agency": case["agency"]}
