"""The background process of a track: its relay, its consumer, its reactions."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from shared.attachments.unfinished import Unfinished
from shared.casework.assembly import casework_of
from shared.casework.calendar_shelf import CalendarShelf
from shared.casework.reacting import Handler, SystemDesk, standing_reactions, together
from shared.casework.recounting import COLLECTION, Recounting
from shared.casework.track import Track
from shared.casework.verifying import Verifying
from shared.events.subscribers import reacting_by
from shared.events.worker import run_worker
from shared.http.settings import Settings
from shared.law import official_calendar
from shared.storage.database import connect

Reactions = Callable[[SystemDesk], Mapping[str, Handler]]


def run_track_worker(track: Track, reactions: Reactions, settings: Settings | None = None) -> int:
    """Run until told to stop; return the exit code. Prepares the indexes of the track first."""
    settings = settings or Settings.from_environment()
    casework = casework_of(track, settings)
    casework.store.prepare()
    desk = SystemDesk(casework)
    database = connect(settings)
    shelf = CalendarShelf(database, official_calendar())
    recounting = Recounting(desk, shelf)
    recounting.prepare()
    handlers = together(standing_reactions(desk, recounting), reactions(desk))
    return run_worker(
        settings,
        database,
        [track.procedure.collection, COLLECTION],
        reacting_by(handlers),
        errands=[recounting.errand, Verifying(casework).errand, Unfinished(database).errand],
        before_mark={track.procedure.collection: casework.store.cards.follow},
    )
