"""The one place where coordination is put together."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from services.coordination.docket.docket import Docket
from services.coordination.docket.hearings import Hearings
from services.coordination.docket.sweep import Sweep
from services.coordination.matters.matters import Matters
from services.coordination.remedies.limitation_watch import LimitationWatch
from shared.casework.calendar_shelf import CalendarShelf
from shared.disputes.likeness import LikenessPolicy
from shared.law import Calendar, Rules, load_rules, official_calendar
from shared.remedies.question import Law
from shared.remedies.track_rules_reader import load_track_rules
from shared.storage.database import Database


@dataclass(frozen=True, slots=True)
class Coordination:
    """What the web process and the worker of coordination are made of."""

    database: Database
    rules: Rules
    calendars: Callable[[], Calendar]
    docket: Docket
    hearings: Hearings
    matters: Matters
    sweep: Sweep
    law: Callable[[], Law]
    watch: LimitationWatch
    shelf: CalendarShelf


def coordination_on(database: Database, likeness: LikenessPolicy | None = None) -> Coordination:
    """Return coordination on a database, with the rules of this release and the calendar in use."""
    rules = load_rules()
    shelf = CalendarShelf(database, official_calendar())
    docket = Docket(database, rules, shelf.current)
    between_tracks = load_track_rules()

    def law() -> Law:
        return Law(rules, shelf.current(), between_tracks)

    matters = Matters(database, policy=likeness)

    watch = LimitationWatch(database, law, matters.shelf)
    return Coordination(
        database,
        rules,
        shelf.current,
        docket,
        Hearings(database),
        matters,
        Sweep(docket, limitation=watch.warn),
        law,
        watch,
        shelf,
    )
