"""What is found between the cases of a matter: it stands, is resolved by an officer, or is over."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from shared.events.announcements import Announcement
from shared.events.names import (
    CONFLICT_FOUND,
    CONFLICT_RESOLVED,
    FINDING_ANNOUNCED,
    FINDING_WITHDRAWN,
)
from shared.storage.database import Document

STANDS, RESOLVED, OVER = "open", "resolved", "over"
_OWN_MATTERS = ("found_at", "notes")


@dataclass(frozen=True, slots=True)
class Cause:
    """What led to a change of a matter: the event or the decision, its day, and who decided."""

    on: str
    at: datetime
    reason: str
    event: str | None = None
    case_id: str | None = None
    by: Mapping[str, Any] | None = None

    def as_dict(self) -> Document:
        """Return the cause as it is kept."""
        found = {
            "on": self.on,
            "reason": self.reason,
            "event": self.event,
            "case_id": self.case_id,
            "by": dict(self.by) if self.by else None,
        }
        return {name: value for name, value in found.items() if value is not None}


@dataclass(slots=True)
class Review:
    """The discoveries of one kind after a change: all of them, those that are new, those gone."""

    all: list[Document] = field(default_factory=list)
    found: list[Document] = field(default_factory=list)
    gone: list[Document] = field(default_factory=list)


def reviewed(
    known: Sequence[Document],
    adopted: Sequence[Document],
    present: Iterable[Document],
    here: Container[str],
    cause: Cause,
) -> Review:
    """
    Compare what is `known` with what is `present` among the cases now.

    Judged is only what concerns the case of the `cause`, or all when it names none, and lies
    between cases that are `here`: of two cases on their way to another matter, one may have left
    before the other.

    `adopted` are the discoveries of the matter from which a case came: they were announced there
    and are not announced again. What an officer resolved stays resolved; what was over and is
    back is found anew.
    """
    earlier = {each["id"]: each for each in (*adopted, *known)}
    review = Review(all=list(known))
    now = {each["id"]: each for each in present}
    for name, discovery in now.items():
        before = earlier.get(name)
        if before is None or before["status"] == OVER:
            new = {**discovery, "status": STANDS, "found_on": cause.on, "found_at": cause.at}
            review.found.append(new)
            _replace(review.all, new)
        else:
            _replace(review.all, before)
    for each in list(review.all):
        if each["id"] not in now and each["status"] == STANDS and _judged(each, here, cause):
            review.gone.append(ended := over(each, cause))
            _replace(review.all, ended)
    return review


def without_case(
    known: Sequence[Document], case_id: str, here: Container[str], following: bool, cause: Cause
) -> Review:
    """
    Return what remains of the discoveries when a case has left.

    What lies between it and a case that is still here is over, unless that one is `following` it
    and the other matter takes the discovery in.
    """
    review = Review()
    for discovery in known:
        each = discovery
        others = {case["case_id"] for case in each["cases"]} - {case_id}
        concerned = len(others) < len(each["cases"])
        if concerned and not any(other in here for other in others):
            continue  # both are in another matter, and so is what was found
        if concerned and not following and each["status"] == STANDS:
            each = over(each, cause)
            review.gone.append(each)
        review.all.append(each)
    return review


def over(discovery: Mapping[str, Any], cause: Cause) -> Document:
    """Return a discovery that ended by itself, with what ended it."""
    return {**discovery, "status": OVER, "ended": cause.as_dict()}


def _judged(discovery: Mapping[str, Any], here: Container[str], cause: Cause) -> bool:
    names = {case["case_id"] for case in discovery["cases"]}
    return all(name in here for name in names) and cause.case_id in {None, *names}


def _replace(discoveries: list[Document], new: Document) -> None:
    for place, each in enumerate(discoveries):
        if each["id"] == new["id"]:
            discoveries[place] = new
            return
    discoveries.append(new)


def conflict_announcements(matter_id: str, review: Review) -> Iterator[Announcement]:
    """Yield what is told of conflicts found and over: to all, and to each of their cases."""
    for conflict in review.found:
        yield Announcement(CONFLICT_FOUND, matter_id, matter_id, _told(conflict))
        yield from announced(matter_id, conflict)
    for conflict in review.gone:
        yield Announcement(CONFLICT_RESOLVED, matter_id, matter_id, _told(conflict))
        yield from withdrawn(matter_id, conflict, review.all)


def link_announcements(matter_id: str, review: Review) -> Iterator[Announcement]:
    """Yield the findings that are told, or told no longer, to the cases of a link."""
    for link in review.found:
        yield from announced(matter_id, link)
    for link in review.gone:
        yield from withdrawn(matter_id, link, review.all)


def announced(matter_id: str, discovery: Mapping[str, Any]) -> Iterator[Announcement]:
    """Yield a finding for each case that a discovery has something to say to."""
    for note in notes_of(discovery):
        case, other = note["case"], note["other"]
        payload = {
            **{name: note[name] for name in ("code", "basis", "text")},
            "track": other["track"],
            "case_id": other["case_id"],
            "number": other["number"],
            "kind": note["code"],
        }
        yield _finding(FINDING_ANNOUNCED, matter_id, case, payload)


def withdrawn(
    matter_id: str, discovery: Mapping[str, Any], others: Iterable[Mapping[str, Any]]
) -> Iterator[Announcement]:
    """
    Yield the withdrawal of the findings of a discovery that stands no longer.

    A case lifts its findings by code, so one stays while `others` still say the same of the case.
    """
    standing = {
        (note["case"]["case_id"], note["code"])
        for other in others
        if other["status"] == STANDS and other["id"] != discovery["id"]
        for note in notes_of(other)
    }
    for note in notes_of(discovery):
        if (note["case"]["case_id"], note["code"]) not in standing:
            payload = {"code": note["code"], "reason": discovery["ended"]["reason"]}
            yield _finding(FINDING_WITHDRAWN, matter_id, note["case"], payload)


def notes_of(discovery: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Return what is said to each case: notes of its own, or the same to both."""
    if "notes" in discovery:
        return list(discovery["notes"])
    first, second = discovery["cases"]
    said = {name: discovery[name] for name in ("code", "basis", "text")}
    return [
        {"case": case, "other": other, **said} for case, other in ((first, second), (second, first))
    ]


def _told(conflict: Mapping[str, Any]) -> Document:
    return {name: value for name, value in conflict.items() if name not in _OWN_MATTERS}


def _finding(
    type_: str, matter_id: str, case: Mapping[str, Any], payload: Mapping[str, Any]
) -> Announcement:
    data = {"track": case["track"], "subject_case_id": case["case_id"], "payload": dict(payload)}
    return Announcement(type_, case["case_id"], matter_id, data, case["number"])
