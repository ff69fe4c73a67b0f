"""The calendar in use: the published editions, and those that were added while running."""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping
from datetime import date
from typing import Any

from shared.law import Calendar, CalendarEdition
from shared.storage.database import Database

SHELF = "calendar_editions"
_LOOK_EVERY_SECONDS = 2.0


class CalendarShelf:
    """
    Editions kept in a service's database, so that all its processes count by the same days.

    A process notices an edition added by another one within two seconds.
    """

    def __init__(self, database: Database, base: Calendar) -> None:
        self._editions = database[SHELF]
        self._base = base
        self._calendar = base
        self._known = 0
        self._looked_at = float("-inf")
        self._lock = threading.Lock()

    def current(self) -> Calendar:
        """Return the calendar with every edition on the shelf."""
        with self._lock:
            if time.monotonic() - self._looked_at > _LOOK_EVERY_SECONDS:
                self._look()
            return self._calendar

    def add(self, edition: Mapping[str, Any]) -> None:
        """Put an edition on the shelf, in the shape of `edition_from`; again does nothing."""
        edition_from(edition)
        stored = {"_id": edition["notice"], **edition}
        self._editions.replace_one({"_id": edition["notice"]}, stored, upsert=True)
        self.look()

    def look(self) -> None:
        """Take in at once what is on the shelf, as after a write to it."""
        with self._lock:
            self._look()

    def _look(self) -> None:
        count = self._editions.count_documents({})
        if count != self._known:
            found = self._editions.find({}).sort([("published_on", 1), ("_id", 1)])
            calendar = self._base
            for document in found:
                calendar = calendar.with_edition(edition_from(document))
            self._calendar, self._known = calendar, count
        self._looked_at = time.monotonic()


def edition_from(document: Mapping[str, Any]) -> CalendarEdition:
    """
    Read `{year, notice, rest_days, make_up_days, published_on}` with ISO dates.

    Raises `CalendarEditionError` when the edition contradicts itself.
    """
    published = document.get("published_on")
    return CalendarEdition(
        year=document["year"],
        notice=document["notice"],
        rest_days=tuple(date.fromisoformat(day) for day in document["rest_days"]),
        make_up_days=tuple(date.fromisoformat(day) for day in document["make_up_days"]),
        published_on=date.fromisoformat(published) if published else None,
    )
