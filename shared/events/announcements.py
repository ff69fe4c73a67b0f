"""What the history of a document says of one version, and the events by which it tells others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from shared.events.doorbell import note_announcement
from shared.http.tracing import new_traceparent
from shared.storage.database import Document


@dataclass(frozen=True, slots=True)
class Announcement:
    """One event to be: its type, whom it is about, and what it says."""

    type: str
    subject: str
    matter_id: str | None
    data: Mapping[str, Any]
    case_number: str | None = None


class Entry(Protocol):
    """What is said of one version, who is told, and in which trace that happens."""

    @property
    def said(self) -> Mapping[str, Any]:
        """What the history keeps besides."""

    @property
    def announcements(self) -> Sequence[Announcement]:
        """The events, in their order."""

    @property
    def traceparent(self) -> str | None:
        """The trace that they go on."""


@dataclass(frozen=True, slots=True)
class ToldEntry:
    """An entry of which the events are the most; `said` stands beside them."""

    announcements: Sequence[Announcement]
    said: Mapping[str, Any] = field(default_factory=dict)
    traceparent: str | None = field(default_factory=new_traceparent)


def history_entry(document_id: str, version: int, entry: Entry, at: datetime) -> Document:
    """Return an entry as an outlet keeps it; event ids are `<document id>.<version>.<n>`."""
    if entry.announcements:
        note_announcement()
    events = [
        {
            "id": f"{document_id}.{version}.{n}",
            "type": each.type,
            "subject": each.subject,
            "matter_id": each.matter_id,
            "case_number": each.case_number,
            "time": at.isoformat(timespec="milliseconds"),
            "traceparent": entry.traceparent,
            "data": dict(each.data),
        }
        for n, each in enumerate(entry.announcements, start=1)
    ]
    return {"version": version, "at": at, "events": events, **entry.said}
