"""Matters: where each case stands, kept from events whatever their order."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from services.coordination.joining.proposals import Proposals
from services.coordination.joining.settlement import Settlement
from services.coordination.matters.shelf import COLLECTION, MatterShelf
from shared.casework.case_events import CaseEvent
from shared.disputes.case_entry import entry_after
from shared.disputes.likeness import LikenessPolicy, likeness_keys
from shared.disputes.matter_changes import late_step, let_go, matter_after, stands_in
from shared.disputes.strong_keys import strong_keys
from shared.storage.database import Database, Document
from shared.storage.desk import Desk, until_written

__all__ = ["COLLECTION", "Matters"]


class Matters:
    """
    Takes in the steps of the cases, and lets each case stand in one matter.

    A case stands where its latest step says. Where a step comes again, or after later ones that
    came by another lane, nothing is taken back: it finds the case at the same or a later sequence.
    """

    def __init__(
        self,
        database: Database,
        *,
        policy: LikenessPolicy | None = None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.policy = policy or LikenessPolicy()
        self.shelf = MatterShelf(database, now=now)
        self.proposals = Proposals(database)
        self.matters = self.shelf.matters
        self._settlement = Settlement(self.shelf, self.proposals, self.policy)

    def prepare(self) -> None:
        """Create the indexes."""
        self.shelf.prepare()
        self.proposals.prepare()

    def get(self, matter_id: str) -> Document | None:
        """Return the matter that goes by this id now, with its history, or None."""
        present = self.shelf.present(matter_id)
        return self.shelf.with_history(present["_id"]) if present else None

    def case(self, case_id: str) -> Document | None:
        """Return what its matter keeps of a case, with the matter's id, or None."""
        holders = self.shelf.holding(case_id)
        holder = max(holders, key=lambda each: stands_in(each, case_id) or 0, default=None)
        return holder and {**holder["cases"][case_id], "matter_id": holder["_id"]}

    @property
    def desks(self) -> Sequence[Desk]:
        """Where what `record` writes can be gathered."""
        return (self.shelf.desk, self.proposals.desk)

    def look_ahead(self, events: Sequence[CaseEvent]) -> None:
        """Read the matters of the events, and those that belong with a case that is new there."""
        # A case that came from no other mostly opens its matter; where the matter was there, its
        # writing is refused, and the step is taken in again by itself.
        fresh = {
            event.matter_id for event in events if event.opens and not event.data.get("origin")
        }
        self.shelf.desk.expect_missing(fresh)
        self.shelf.desk.look_up({event.matter_id for event in events} - fresh)
        new = {
            event.case_id: entry_after(None, event)
            for event in events
            if stands_in(self.shelf.find(event.matter_id), event.case_id) is None
        }
        opened = {event.case_id for event in events if event.opens}
        self.proposals.desk.expect_none("case_ids", opened)
        if new:
            entries = new.values()
            self.shelf.with_keys(key for entry in entries for key in strong_keys(entry))
            self.shelf.desk.having("likeness_keys", set().union(*map(likeness_keys, entries)))
            self.proposals.about(new)

    def record(self, event: CaseEvent) -> None:
        """Take in one step of one case, then see whether its matter is another one too."""
        if until_written(event.matter_id, lambda: self._take_in(event)):
            self._settlement.settle(event.matter_id, event)

    def _take_in(self, event: CaseEvent) -> bool | None:
        """Write the step; return whether it may be news for what belongs together; None: again."""
        matter = self.shelf.find(event.matter_id)
        known = stands_in(matter, event.case_id)
        if matter is None or known is None or known >= event.sequence:
            return self._move_in(event, matter)
        change = matter_after(matter, event)
        if not self.shelf.write(matter, event.matter_id, change, traceparent=event.traceparent):
            return None
        return bool(change.state["keys"] != matter["keys"] or matter["moved_to"])

    def _move_in(self, event: CaseEvent, matter: Document | None) -> bool | None:
        """Take in a case that is new to its matter, or a step that was or should have been here."""
        others = [
            each for each in self.shelf.holding(event.case_id) if each["_id"] != event.matter_id
        ]
        elsewhere = max(others, key=lambda each: stands_in(each, event.case_id) or 0, default=None)
        here, there = stands_in(matter, event.case_id), stands_in(elsewhere, event.case_id)
        latest = max(here or 0, there or 0)
        if latest >= event.sequence:
            holder = matter if matter and here == latest else elsewhere
            if holder is not None and not self._add_late(holder, event):
                return None
            if here != latest:
                return False
        else:
            change = matter_after(matter, event, source=elsewhere)
            if not self.shelf.write(matter, event.matter_id, change, traceparent=event.traceparent):
                return None
        for other in others:
            self._let_go(other["_id"], event)
        return True

    def _add_late(self, holder: Document, event: CaseEvent) -> bool:
        """Add a step to the history that missed it; False when the matter moved meanwhile."""
        if self.shelf.knows_step([holder["_id"], event.matter_id], event.id):
            return True
        change = late_step(holder, event)
        return self.shelf.write(holder, holder["_id"], change, traceparent=event.traceparent)

    def _let_go(self, matter_id: str, event: CaseEvent) -> None:
        def attempt() -> bool | None:
            matter = self.shelf.find(matter_id)
            if matter is None or event.case_id not in matter["cases"]:
                return True
            change = let_go(matter, event)
            trace = event.traceparent
            return self.shelf.write(matter, matter_id, change, traceparent=trace) or None

        until_written(matter_id, attempt)
