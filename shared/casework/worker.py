"""The background process of a track: its relay, its consumer, its reactions."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from shared.attachments.unfinished import Unfinished
from shared.casework.calendar_shelf import CalendarShelf
from shared.casework.casework import Casework
from shared.casework.reacting import Handler, SystemDesk, standing_reactions, together
from shared.casework.recounting import COLLECTION, Recounting
from shared.casework.verifying import Verifying
from shared.events.errand import Errand
from shared.events.event_log import EventLog
from shared.events.relay import BeforeMark
from shared.events.subscribers import Subscriber, reacting_by
from shared.events.watermarks import Watermarks, heard
from shared.events.worker import run_worker
from shared.http.settings import Settings
from shared.law import official_calendar
from shared.storage.database import Database

Reactions = Callable[[SystemDesk], Mapping[str, Handler]]


@dataclass(frozen=True, slots=True)
class Duties:
    """What a worker does for a track, in the terms of `run_worker`."""

    outlets: Sequence[str]
    subscribers: Sequence[Subscriber]
    errands: Sequence[Errand]
    before_mark: Mapping[str, BeforeMark]


def duties_of(casework: Casework, reactions: Reactions) -> Duties:
    """Return what a worker does for a track, of which it prepares the indexes first."""
    casework.store.prepare()
    database, collection = casework.store.cases.database, casework.procedure.collection
    desk = SystemDesk(casework)
    recounting = Recounting(desk, CalendarShelf(database, official_calendar()))
    recounting.prepare()
    handlers = together(standing_reactions(desk, recounting), reactions(desk))
    return Duties(
        outlets=[collection, COLLECTION],
        subscribers=reacting_by(handlers),
        errands=[recounting.errand, Verifying(casework).errand, Unfinished(database).errand],
        before_mark={collection: casework.store.cards.follow},
    )


def listen_to_a_guest(database: Database, casework: Casework) -> None:
    """
    Let a host, which did not listen to itself before it had a guest, begin where it is now.

    Whatever the guest tells comes after that, as long as it has no case yet.
    """
    last = EventLog(database).last_sequence()
    if casework.store.cases.find_one({}, {"_id": 1}) is None:
        Watermarks(database).save(heard(casework.procedure.service), last)


def run_track_worker(casework: Casework, reactions: Reactions, settings: Settings) -> int:
    """Run until told to stop; return the exit code."""
    duties = duties_of(casework, reactions)
    return run_worker(
        settings,
        casework.store.cases.database,
        duties.outlets,
        duties.subscribers,
        duties.errands,
        before_mark=duties.before_mark,
    )
