"""The limitation watch in MongoDB: one document a matter, outlet of its warnings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

from services.coordination.attention.lists import SOONEST, warnings_listing
from services.coordination.matters.shelf import MatterShelf
from services.coordination.remedies.bringing_over import bring_over_once
from services.coordination.remedies.watch_rows import shown_right
from shared.casework.case_events import CaseEvent
from shared.disputes.matter_changes import new_matter
from shared.disputes.rights import Right, rights_in
from shared.disputes.watch_findings import WatchResult, settled
from shared.disputes.watch_warnings import look, next_check
from shared.disputes.watched_case import watched_cases
from shared.events.announcements import ToldEntry
from shared.events.errand import GoOn
from shared.events.names import LIMITATION_WARNED
from shared.legal_day import today as legal_today
from shared.records.due import CHECK
from shared.records.records import Change, Records
from shared.remedies.question import Law
from shared.storage.database import Database, Document, DocumentCollection
from shared.storage.desk import Desk, until_written
from shared.storage.keys import place

COLLECTION = "limitation_watch"
_NOTHING: Mapping[str, Any] = {"warned": [], "standing": []}
_NEW: Mapping[str, Any] = {"revision": 0, **_NOTHING}


class LimitationWatch:
    """
    Knows of every matter which right ends when, and warns of it in time.

    The cases stand in their matter, and what is shown is computed from them for the day on which
    it is asked. Kept is what was said: findings that stand on cases, marks of warnings, and the
    next day on which something is to be said. Every write is guarded by `revision`, so consumer
    and sweep never overwrite each other.
    """

    def __init__(
        self,
        database: Database,
        law: Callable[[], Law],
        shelf: MatterShelf,
        *,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        today: Callable[[], date] = legal_today,
    ) -> None:
        self._database = database
        self.records = Records(
            database,
            COLLECTION,
            lists=SOONEST,
            guard=("revision",),
            # The matter's own document announces under the same id.
            told_as=lambda matter_id: f"{matter_id}:limitation",
            now=now,
        )
        self.matters: DocumentCollection = self.records.documents
        self._shelf = shelf
        self._law = law
        self._today = today

    def prepare(self) -> None:
        """Create the indexes: for the relay, the day of the next warning, and guarded writes."""
        self.records.prepare()
        bring_over_once(self._database)

    def rows(self, matter_id: str, on: date) -> list[dict[str, Any]]:
        """Return every right in a matter as of a day."""
        return [shown_right(right, on) for right in self._rights(self._matter(matter_id), on)]

    @property
    def desks(self) -> Sequence[Desk]:
        """Where what `record` writes can be gathered."""
        return (self._shelf.desk, self.records.desk)

    def look_ahead(self, events: Sequence[CaseEvent]) -> None:
        """Read the matters of the events, and what was said in them: in one just begun, nothing."""
        matters = {event.matter_id for event in events}
        self._shelf.desk.look_up(matters)
        begun = {event.matter_id for event in events if self._begins_matter(event)}
        self.records.desk.expect_missing(begun)
        self.records.desk.look_up(matters - begun)

    def _begins_matter(self, event: CaseEvent) -> bool:
        return event.opens and self._matter(event.matter_id)["cases"].keys() == {event.case_id}

    def record(self, event: CaseEvent) -> None:
        """See what a step changed in the matter of its case, once the matter has taken it in."""
        left = event.data.get("from_matter_id")
        former = left if left and left != event.matter_id else None
        brought = self._said_of(former, event.case_id) if former else _NOTHING
        void = event.case_id if event.is_void else None
        self._reckon(event.matter_id, brought=brought, gone=void)
        if former:
            self._reckon(former, gone=event.case_id)

    def recompute(self, go_on: GoOn = lambda: True) -> None:
        """Work out anew when to look at each matter, after a change of the calendar or the law."""
        # The ids first: reading the matters takes longer than a question to the database may.
        ids = [matter["_id"] for matter in self.matters.find({}, {"_id": 1})]
        for matter_id in sorted(ids):
            if not go_on():
                return
            self.regroup(matter_id)

    def look_again(self, matter_id: str) -> None:
        """Let the next sweep look at a matter, whatever was worked out for it before."""
        key = place(self._today().isoformat(), matter_id)
        change = {"$set": {CHECK: key}, "$inc": {"revision": 1}}
        self.matters.update_one({"_id": matter_id}, change)

    def regroup(self, matter_id: str) -> None:
        """Work a matter out anew, as after officers decided who is one person in it."""
        self._reckon(matter_id)

    def warn(self, as_of: date, go_on: GoOn = lambda: True) -> int:
        """Announce every right that comes near its end as of a day; return how many."""

        def decide(row: Document) -> Change:
            matter = self._matter(row["_id"])
            rights = self._rights(matter, as_of)
            after = look(row["_id"], _settled(row, matter, rights, as_of), rights, as_of)
            return self._change(row, matter, rights, after, as_of)

        changes = self.records.settle(as_of, decide, go_on=go_on)
        told = (announced.type for change in changes for announced in change.announcements)
        return Counter(told)[LIMITATION_WARNED]

    def _matter(self, matter_id: str) -> Document:
        return self._shelf.find(matter_id) or new_matter(matter_id)

    def _rights(self, matter: Mapping[str, Any], on: date) -> list[Right]:
        return rights_in(watched_cases(matter), self._law(), on, matter["people"])

    def _reckon(
        self, matter_id: str, *, brought: Mapping[str, Any] = _NOTHING, gone: str | None = None
    ) -> None:
        """Work out what holds in a matter; a case brings with it what was said of it elsewhere."""

        def attempt() -> bool | None:
            row = self.records.desk.get(matter_id)
            matter, on = self._matter(matter_id), self._today()
            known = {"_id": matter_id, **_NEW, **(row or {})}
            for name in _NOTHING:
                said = [each for each in known[name] if each.get("case_id") != (gone or "")]
                known[name] = [*said, *(each for each in brought[name] if each not in said)]
            rights = self._rights(matter, on)
            change = self._change(known, matter, rights, _settled(known, matter, rights, on), on)
            if row is None:
                new = {**known, **change.state}
                return self.records.insert(matter_id, new, change.entry) is not None
            return _changes_nothing(row, change) or self.records.write(row, change) is not None

        until_written(matter_id, lambda: attempt() or None)

    def _change(
        self,
        row: Document,
        matter: Document,
        rights: list[Right],
        after: WatchResult,
        on: date,
    ) -> Change:
        """Return the change: what stands now, what is told of it, and when to look again."""
        matter_id = row["_id"]
        # Of a case on its way nothing is said until the step that moves it takes this along.
        leaving = [each for each in row["standing"] if each["case_id"] not in matter["cases"]]
        state: Document = {
            "warned": after.warned,
            "standing": [*after.standing, *leaving],
            "revision": row["revision"] + 1,
            **warnings_listing(matter_id, after.standing, matter["cases"]),
        }
        day = next_check(rights, after, on)
        state[CHECK] = place(day.isoformat(), matter_id) if day else None
        return Change(state, ToldEntry(after.announcements) if after.announcements else None)

    def _said_of(self, matter_id: str, case_id: str) -> Mapping[str, Any]:
        """Return what was said in a matter of one of its cases: it takes that along."""
        row = self.records.desk.get(matter_id) or _NOTHING
        standing = [each for each in row["standing"] if each["case_id"] == case_id]
        told = {each["right"] for each in standing}
        warned = [mark for mark in row["warned"] if mark["right"] in told]
        return {"standing": standing, "warned": warned}


def _settled(
    row: Mapping[str, Any], matter: Mapping[str, Any], rights: list[Right], on: date
) -> WatchResult:
    here = [each for each in row["standing"] if each["case_id"] in matter["cases"]]
    return settled(row["_id"], here, row["warned"], rights, on)


def _changes_nothing(row: Mapping[str, Any], change: Change) -> bool:
    kept = {name: value for name, value in change.state.items() if name != "revision"}
    return change.entry is None and all(row.get(name) == value for name, value in kept.items())
