"""The limitation watch in MongoDB: one document a matter, outlet of its warnings."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any, TypeAlias

from pymongo import ASCENDING

from services.coordination.announcements import history_entry
from services.coordination.attention.lists import SOONEST, warnings_listing
from services.coordination.docket_rows import index_key
from services.coordination.due_rows import due_rows
from services.coordination.relisting import relist_once
from services.coordination.remedies.rights import Right, may_be_one, rights_in
from services.coordination.remedies.watch_findings import Settlement, settled
from services.coordination.remedies.watch_rows import shown_right
from services.coordination.remedies.watch_warnings import look, next_check
from services.coordination.remedies.watched_case import case_after
from shared.casework.case_events import CaseEvent
from shared.casework.fields import today as legal_today
from shared.events.database import Database, Document, DocumentCollection
from shared.http.tracing import new_traceparent
from shared.remedies.question import Law
from shared.storage.busy import BusyDocumentError
from shared.storage.desk import Desk, Write, until_written

COLLECTION = "limitation_watch"
Decided: TypeAlias = Callable[[str], Sequence[Document]]
_EMPTY: Mapping[str, Any] = {"cases": {}, "warned": [], "standing": []}


class LimitationWatch:
    """
    Knows of every matter which right ends when, and warns of it in time.

    It keeps its own view of the cases. What is shown is computed from it for the day on which it
    is asked; stored is only the next day on which something is to be said. Every write is guarded
    by `revision`, so consumer and sweep never overwrite each other. `decided` returns what
    officers decided in a matter on who is one person.
    """

    def __init__(
        self,
        database: Database,
        law: Callable[[], Law],
        *,
        decided: Decided = lambda _matter_id: (),
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        today: Callable[[], date] = legal_today,
    ) -> None:
        self._database = database
        self.matters: DocumentCollection = database[COLLECTION]
        self._desk = Desk(self.matters, ("revision",))
        self._law = law
        self._decided = decided
        self._now = now
        self._today = today

    def prepare(self) -> None:
        """Create the indexes: for the relay, the day of the next warning, and guarded writes."""
        self.matters.create_index("pending", sparse=True)
        self.matters.create_index("check_index", sparse=True)
        self.matters.create_index([("_id", ASCENDING), ("revision", ASCENDING)])
        SOONEST.prepare(self.matters)
        relist_once(self._database, self.matters, SOONEST.names(), _listing, ("revision",))

    def rows(self, matter_id: str, on: date) -> list[dict[str, Any]]:
        """Return every right in a matter as of a day."""
        matter = self._desk.get(matter_id) or _EMPTY
        return [shown_right(right, on) for right in self._rights(matter_id, matter["cases"], on)]

    @property
    def desks(self) -> Sequence[Desk]:
        """Where what `record` writes can be gathered."""
        return (self._desk,)

    def look_ahead(self, events: Sequence[CaseEvent]) -> None:
        """Read the matters of the events."""
        self._desk.look_up({event.matter_id for event in events})

    def record(self, event: CaseEvent) -> None:
        """Take in one step of one case; an event that comes again changes nothing."""
        left = event.data.get("from_matter_id")
        former = left if left and left != event.matter_id else None
        until_written(event.matter_id, lambda: self._take_in(event, former))
        if former:
            until_written(former, lambda: self._forget(former, event.case_id) or None)

    def _take_in(self, event: CaseEvent, former: str | None) -> bool | None:
        matter = self._read(event.matter_id)
        before = matter["cases"].get(event.case_id) if matter else None
        if before is not None and before["sequence"] >= event.sequence:
            return True
        known = matter or _EMPTY
        if before is None and former:
            known, before = self._brought(known, former, event.case_id)
        cases = {**known["cases"], event.case_id: case_after(before, event)}
        return self._keep(event.matter_id, matter, known, cases) or None

    def recompute(self, go_on: Callable[[], bool] = lambda: True) -> None:
        """Work out anew when to look at each matter, after a change of the calendar or the law."""
        # The ids first: reading the matters takes longer than a question to the database may.
        ids = [matter["_id"] for matter in self.matters.find({}, {"_id": 1})]
        for matter_id in sorted(ids):
            if not go_on():
                return
            self.regroup(matter_id)

    def look_again(self, matter_id: str) -> None:
        """Let the next sweep look at a matter, whatever was worked out for it before."""
        key = index_key(self._today().isoformat(), matter_id)
        change = {"$set": {"check_index": key}, "$inc": {"revision": 1}}
        self.matters.update_one({"_id": matter_id}, change)

    def regroup(self, matter_id: str) -> None:
        """Work a matter out anew, as after officers decided who is one person in it."""

        def attempt() -> bool | None:
            matter = self._read(matter_id)
            return matter is None or self._keep(matter_id, matter, matter, matter["cases"]) or None

        until_written(matter_id, attempt)

    def warn(self, as_of: date, go_on: Callable[[], bool] = lambda: True) -> int:
        """Announce every right that comes near its end as of a day; return how many."""
        warned = 0
        for matter in due_rows(self.matters, as_of):
            if not go_on():
                break
            warned += self._settle(matter, as_of)
        return warned

    def _rights(self, matter_id: str, cases: Mapping[str, Any], on: date) -> list[Right]:
        decisions = self._decided(matter_id) if may_be_one(cases) else ()
        return rights_in(cases, self._law(), on, decisions)

    def _settle(self, found: Document, as_of: date) -> int:
        """Say what is to be said of a matter; return how many rights were warned of."""
        warned = [0]

        def decide(row: Document) -> Write | None:
            warned[0] = 0
            if "check_index" not in row:
                return None
            matter = _whole(row)
            rights = self._rights(matter["_id"], matter["cases"], as_of)
            settlement = _settled(matter["_id"], matter, rights, as_of)
            after, warned[0] = look(matter["_id"], settlement, rights, as_of)
            return self._change(matter, matter["cases"], rights, after, as_of)

        try:
            self._desk.change(found["_id"], decide, found=found)
        except BusyDocumentError:
            return 0  # its cases are changing at this very moment; the next sweep finds it
        return warned[0]

    def _keep(
        self,
        matter_id: str,
        matter: Document | None,
        known: Mapping[str, Any],
        cases: Mapping[str, Any],
    ) -> bool:
        """Write the cases of a matter; `known` is what stood and was said of them before."""
        on = self._today()
        rights = self._rights(matter_id, cases, on)
        after = _settled(matter_id, known, rights, on)
        new: Document = {"_id": matter_id, "version": 0, "published": 0, "revision": 0}
        change = self._change(matter or new, cases, rights, after, on)
        if matter is None:
            first = {**new, **change.state}
            return self._desk.insert({**first, "history": list(change.entries)})
        return self._desk.write(matter, change) is not None

    def _change(
        self,
        matter: Document,
        cases: Mapping[str, Any],
        rights: list[Right],
        after: Settlement,
        on: date,
    ) -> Write:
        """Return the write: what stands now, what is told of it, and when to look again."""
        matter_id = matter["_id"]
        state: Document = {
            "warned": after.warned,
            "standing": after.standing,
            "cases": dict(cases),
            "revision": matter["revision"] + 1,
            **warnings_listing(matter_id, after.standing, cases),
        }
        entries = []
        if after.announcements:
            version = matter["version"] + 1
            # The matter's own document announces under the same id.
            entry = history_entry(
                matter_id + ":limitation",
                version,
                after.announcements,
                at=self._now(),
                traceparent=new_traceparent(),
            )
            entries.append(entry)
            state |= {"version": version, "pending": True}
        day = next_check(rights, after, on)
        if day is not None:
            state["check_index"] = index_key(day.isoformat(), matter_id)
        return Write(state, () if day else ("check_index",), entries)

    def _forget(self, matter_id: str, case_id: str) -> bool:
        """Take a case out of the matter that it left, with the findings that it took along."""
        matter = self._read(matter_id)
        if matter is None or case_id not in matter["cases"]:
            return True
        left = {key: case for key, case in matter["cases"].items() if key != case_id}
        here = [each for each in matter["standing"] if each["case_id"] != case_id]
        return self._keep(matter_id, matter, {**matter, "standing": here}, left)

    def _brought(
        self, known: Mapping[str, Any], former: str, case_id: str
    ) -> tuple[Mapping[str, Any], Mapping[str, Any] | None]:
        """Return what is known with what a case brings from its former matter, and the case."""
        source = self._read(former) or _EMPTY
        standing = [each for each in source["standing"] if each["case_id"] == case_id]
        told = {each["right"] for each in standing}
        warned = [mark for mark in source["warned"] if mark["right"] in told]
        merged = {
            "cases": known["cases"],
            "standing": [*known["standing"], *standing],
            "warned": [*known["warned"], *warned],
        }
        return merged, source["cases"].get(case_id)

    def _read(self, matter_id: str) -> Document | None:
        found = self._desk.get(matter_id)
        return _whole(found) if found else None


def _listing(matter: Mapping[str, Any]) -> Document:
    return warnings_listing(matter["_id"], matter.get("standing", ()), matter["cases"])


def _settled(matter_id: str, known: Mapping[str, Any], rights: list[Right], on: date) -> Settlement:
    return settled(matter_id, known["standing"], known["warned"], rights, on)


def _whole(matter: Document) -> Document:
    """Return a matter as it is kept now; one written earlier did not note where findings stand."""
    return {"standing": [], **matter}
