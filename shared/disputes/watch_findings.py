"""The findings by which the watch warned: taken back once their right runs out no longer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from shared.disputes.case_entry import reference
from shared.disputes.rights import Case, Right
from shared.disputes.watch_words import told
from shared.events.announcements import Announcement
from shared.events.names import FINDING_ANNOUNCED, FINDING_WITHDRAWN
from shared.language import Text
from shared.storage.database import Document

RUNNING_OUT = "limitation-running-out"
_LONGEST_BASIS = 200
_LONGEST_REASON = 500
_GONE = Text("这一权利已不存在，或者属于另一争议。", "There is no such right here any more.")
_MOVED = Text("最后一日已经变更。", "The last day has moved.")
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class WatchResult:
    """What stands after a look: findings on cases, marks of what was warned of, what is told."""

    standing: list[Document]
    warned: list[Document]
    announcements: list[Announcement] = field(default_factory=list)


def basis_of(right: Right) -> str:
    """Return the citation of the time limit that decides, else all articles of the remedy."""
    version = right.remedy.span.version
    return f"{version.law}{version.article}" if version else "；".join(right.remedy.articles)


def finding(matter_id: str, right: Right, case: Mapping[str, str], on: date) -> Announcement:
    """Return the finding that tells a case of a right that runs out."""
    payload = {
        "code": RUNNING_OUT,
        "basis": basis_of(right)[:_LONGEST_BASIS],
        "text": told(right, on).as_dict(),
    }
    data = {"track": case["track"], "subject_case_id": case["case_id"], "payload": payload}
    return Announcement(FINDING_ANNOUNCED, case["case_id"], matter_id, data, case["number"])


def stands(right: Right, case: Case, last_on: str) -> Document:
    """Return the note that a case was told of a right."""
    return {"right": right.id, "last_on": last_on, **reference(case)}


def settled(
    matter_id: str,
    standing: Sequence[Document],
    warned: Sequence[Document],
    rights: Iterable[Right],
    on: date,
) -> WatchResult:
    """
    Take back the findings whose right was used, is over, or has another last day now.

    A case lifts its findings by code, so what still holds of the same case is said again. Of a
    right that is used or shut nothing is remembered: open again, it is warned of again.
    """
    known = {right.id: right for right in rights}
    stale = [each for each in standing if not _holds(each, known.get(each["right"]))]
    kept = [each for each in standing if each not in stale]
    shut = {each["right"] for each in stale if not _is_over(known.get(each["right"]))}
    announcements: list[Announcement] = []
    for case_id, lifted in {each["case_id"]: each for each in stale}.items():
        announcements.append(_withdrawal(matter_id, lifted, known.get(lifted["right"]), on))
        announcements += (
            finding(matter_id, known[each["right"]], each, on)
            for each in kept
            if each["case_id"] == case_id
        )
    remembered = [mark for mark in warned if mark["right"] not in shut]
    return WatchResult(kept, remembered, announcements)


def days_of_lifting(standing: Iterable[Document]) -> Iterator[date]:
    """Yield the days on which a finding that stands is over if nothing happens before."""
    for each in standing:
        yield date.fromisoformat(each["last_on"]) + _ONE_DAY


def _holds(standing: Document, right: Right | None) -> bool:
    if right is None or right.warns_by is None:
        return False
    told_here = any(case["case_id"] == standing["case_id"] for case in right.cases)
    return told_here and right.warns_by.isoformat() == standing["last_on"]


def _is_over(right: Right | None) -> bool:
    return right is not None and right.status == "lapsed"


def _withdrawal(matter_id: str, lifted: Document, right: Right | None, on: date) -> Announcement:
    if right is None:
        why = _GONE
    else:
        why = _MOVED if right.status in {"open", "not_yet"} else told(right, on)
    payload = {"code": RUNNING_OUT, "reason": f"{why.zh} {why.en}"[:_LONGEST_REASON]}
    data = {"track": lifted["track"], "subject_case_id": lifted["case_id"], "payload": payload}
    return Announcement(FINDING_WITHDRAWN, lifted["case_id"], matter_id, data, lifted["number"])
