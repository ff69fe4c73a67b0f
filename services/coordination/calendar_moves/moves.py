"""Which dates an edition moved: noted from the recomputations of the tracks as they arrive."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from services.coordination.docket.docket import Docket
from services.coordination.docket.rows import due_trail, row_id
from shared.casework.case_events import CaseEvent
from shared.casework.system_commands import RECOMPUTE_CLOCKS
from shared.events.announcements import Announcement
from shared.events.names import DATES_MOVED
from shared.records.records import RecordEntry, Records
from shared.storage.database import Database, Document
from shared.storage.lists import Lists

COLLECTION = "calendar_moves"
LISTS = Lists("listed_index", ((), ("agency_code",)), descending=True)


class Moves:
    """
    Keeps one document for each case that an edition made count anew.

    The date before is read off the docket, which keeps it: a recomputation is noted after the
    docket took it in, however much later. An event that comes again changes nothing.
    """

    def __init__(self, database: Database, docket: Docket) -> None:
        self.records = Records(
            database,
            COLLECTION,
            sparse=(),
            indexes=("progress_key",),
            lists=LISTS,
            listing=listing,
        )
        self._docket = docket

    def prepare(self) -> None:
        """Create the indexes."""
        self.records.prepare()

    def record(self, step: CaseEvent) -> None:
        """Note a recomputation, and tell whose dates it moved; any other step is left alone."""
        if step.command != RECOMPUTE_CLOCKS:
            return
        edition = step.data["edition"]
        moves = [move for clock in step.clocks if (move := self._move(step, clock)) is not None]
        document_id = f"{edition}:{step.case_id}"
        state: Document = {
            "edition": edition,
            "track": step.track,
            "case_id": step.case_id,
            "number": step.number,
            "agency": step.data.get("agency"),
            "agency_code": (step.data.get("agency") or {}).get("code"),
            "assignee": step.data.get("assignee"),
            "matter_id": step.matter_id,
            "moves": moves,
            "progress_key": progress_key(edition, step.track),
        }
        if moves:
            state["listed_index"] = step.case_id
        entry = RecordEntry("noted", step.on, announcements=_told(state) if moves else ())
        self.records.insert(document_id, state, entry)

    def _move(self, step: CaseEvent, clock: Mapping[str, Any]) -> Document | None:
        row = self._docket.rows.find_one(
            {"_id": row_id(step.case_id, clock["id"])},
            {"due_trail": 1, "due_on": 1, "clock_sequence": 1, "obligor": 1},
        )
        trail = due_trail(row) if row else []
        earlier = [each["due_on"] for each in trail if each["sequence"] < step.sequence]
        if row is None or not earlier or earlier[-1] == clock["due_on"]:
            return None
        return {
            "clock_id": clock["id"],
            "rule": clock["rule"],
            "before": earlier[-1],
            "after": clock["due_on"],
            "obligor": row["obligor"],
        }

    def count(self, edition: str, track: str) -> int:
        """Return how many cases of a track have counted anew by an edition."""
        query = {"progress_key": progress_key(edition, track)}
        return self.records.documents.count_documents(query)

    def page(
        self, edition: str, *, agency_code: str | None, after: str | None, size: int
    ) -> list[Document]:
        """Return up to `size` cases with moved dates; of one agency, or of all."""
        asked = {} if agency_code is None else {"agency_code": agency_code}
        return self.records.page(edition, asked, after=after, size=size, rest=asked)


def listing(moved: Mapping[str, Any]) -> Document:
    """Return the keys by which a case is listed whose dates an edition moved."""
    scopes = [moved["edition"]] if moved["moves"] else []
    agency = {"agency_code": moved["agency_code"]}
    return LISTS.keys(scopes, agency, moved["case_id"])


def progress_key(edition: str, track: str) -> str:
    """Return the key by which the cases of a track that counted anew are counted."""
    return f"{edition}|{track}"


def _told(state: Mapping[str, Any]) -> Sequence[Announcement]:
    names = ("edition", "track", "case_id", "number", "agency", "assignee", "moves")
    data = {name: state[name] for name in names}
    return (Announcement(DATES_MOVED, state["case_id"], state["matter_id"], data, state["number"]),)
