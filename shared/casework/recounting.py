"""Counting the open clocks of a track anew when the calendar changes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Protocol

import structlog

from shared.casework.calendar_shelf import CalendarShelf
from shared.casework.casework import Casework, Outcome
from shared.casework.system_commands import RECOMPUTE_CLOCKS
from shared.events.announcements import Announcement, ToldEntry
from shared.events.envelope import Event
from shared.events.errand import Errand, GoOn
from shared.events.names import EDITION_APPLIED
from shared.records.records import Change, Records
from shared.storage.database import Document

COLLECTION = "calendar_recounts"
ERRAND = "recounting"
_NOTED_EVERY = 100
_log = structlog.get_logger(__name__)


class RecountingDesk(Protocol):
    """The system at work on a track, as `SystemDesk` is."""

    casework: Casework

    def perform(
        self, case_id: str, command: str, raw: Mapping[str, Any], event: Event
    ) -> Outcome | None:
        """Carry out a command in answer to `event`; None when it is moot."""


class Recounting:
    """
    Takes an order for each new edition and works through the cases beside everything else.

    Ten thousand clocks take minutes: a consumer that counted itself would lose its lease and keep
    all other events waiting. An order is done again from where it stood when the process is
    killed, because a case that was counted is either no longer provisional or finds the event's
    key used. When it is done the document of the order tells so, as an outlet.
    """

    def __init__(self, desk: RecountingDesk, shelf: CalendarShelf) -> None:
        database = desk.casework.store.cases.database
        self._desk = desk
        self._shelf = shelf
        track = desk.casework.procedure.track
        self._records = Records(
            database, COLLECTION, sparse=(), told_as=lambda notice: f"{notice}.{track}"
        )
        self._orders = self._records.documents
        self.errand = Errand(database, ERRAND, is_due=self._has_orders, work=self.work)

    def prepare(self) -> None:
        """Create the collection with the index of its events."""
        self._records.prepare()

    def order(self, event: Event) -> None:
        """Put the edition on the shelf and note that the clocks are to be counted by it."""
        edition = event.data["edition"]
        self._shelf.add(edition)
        state = {"event": event.as_cloudevent(), "cases": 0}
        if self._records.insert(edition["notice"], state, None) is not None:
            self.errand.call()

    def _has_orders(self) -> bool:
        return self._orders.find_one({"version": 0}, {"_id": 1}) is not None

    def work(self, go_on: GoOn = lambda: True) -> None:
        """Work off what is ordered now; `go_on` is asked before each case."""
        for order in list(self._orders.find({"version": 0}).sort("_id", 1)):
            event = Event.from_cloudevent(order["event"])
            # Another process may have put it there: this one has to count by it as well.
            self._shelf.look()
            counted = self._count(order, event, go_on)
            if counted is not None:
                self._finish(order["_id"], event, counted)

    def _count(self, order: Document, event: Event, go_on: GoOn) -> int | None:
        counted: int = order["cases"]
        for case_id in self._concerned(event.data["edition"]):
            if not go_on():
                return None
            raw = {"edition": order["_id"]}
            outcome = self._desk.perform(case_id, RECOMPUTE_CLOCKS, raw, event)
            counted += outcome is not None
            if counted % _NOTED_EVERY == 0:
                self._orders.update_one({"_id": order["_id"]}, {"$set": {"cases": counted}})
        return counted

    def _concerned(self, edition: dict[str, Any]) -> Iterable[str]:
        store = self._desk.casework.store
        if "corrects" in edition:
            # What was official is no longer marked as provisional, and may move all the same.
            return store.with_clocks_in(edition["year"])
        return store.with_provisional_clocks()

    def _finish(self, notice: str, event: Event, counted: int) -> None:
        track = self._desk.casework.procedure.track
        data = {"edition": notice, "track": track, "cases": counted}
        told = ToldEntry([Announcement(EDITION_APPLIED, notice, None, data)], {}, event.traceparent)

        def decide(order: Document) -> Change | None:
            return None if order["version"] else Change({"cases": counted}, told)

        self._records.change(notice, decide)
        self._desk.casework.wake_relay(COLLECTION)
        _log.info("clocks_recounted", edition=notice, cases=counted)
