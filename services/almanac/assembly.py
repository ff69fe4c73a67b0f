"""The one place where the almanac is put together."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from shared.casework.calendar_shelf import CalendarShelf
from shared.http.settings import Settings
from shared.law import Rules, load_rules, official_calendar
from shared.remedies.question import Law
from shared.remedies.track_rules_reader import load_track_rules
from shared.storage.database import Database, connect


@dataclass(frozen=True, slots=True)
class Almanac:
    """What the web process and the worker of the almanac are made of."""

    database: Database
    rules: Rules
    shelf: CalendarShelf
    law: Callable[[], Law]


def almanac_on(settings: Settings) -> Almanac:
    """Return the almanac with the rules of this release and the calendar in use."""
    database, rules, between_tracks = connect(settings), load_rules(), load_track_rules()
    shelf = CalendarShelf(database, official_calendar())
    return Almanac(database, rules, shelf, lambda: Law(rules, shelf.current(), between_tracks))
