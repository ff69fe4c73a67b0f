"""The history entries by which documents of an outlet announce something to the others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from shared.events.doorbell import note_announcement
from shared.storage.database import Document


@dataclass(frozen=True, slots=True)
class Announcement:
    """One event to be: its type, whom it is about, and what it says."""

    type: str
    subject: str
    matter_id: str | None
    data: Mapping[str, Any]
    case_number: str | None = None


def history_entry(
    document_id: str,
    version: int,
    announcements: Sequence[Announcement],
    *,
    at: datetime,
    traceparent: str | None,
) -> Document:
    """Return the entry of an outlet document; event ids are `<document id>.<version>.<n>`."""
    if announcements:
        note_announcement()
    return {
        "version": version,
        "at": at,
        "events": [
            {
                "id": f"{document_id}.{version}.{n}",
                "type": each.type,
                "subject": each.subject,
                "matter_id": each.matter_id,
                "case_number": each.case_number,
                "time": at.isoformat(timespec="milliseconds"),
                "traceparent": traceparent,
                "data": dict(each.data),
            }
            for n, each in enumerate(announcements, start=1)
        ],
    }
