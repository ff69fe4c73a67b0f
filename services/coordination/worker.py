"""The background process of coordination and its guest: relay, consumer, automatic sweep."""

from __future__ import annotations

from functools import partial

from services.coordination.assembly import coordination_on
from services.coordination.calendar_moves.recounts import FOLLOW_UP
from services.coordination.docket.entry_grace import EntryGrace
from services.coordination.docket.sweeping import Sweeping
from services.coordination.follow_up import follow_up_on
from services.coordination.preparation import OUTLETS, prepare
from services.coordination.settings import CoordinationSettings
from services.coordination.subscribers import Parts, subscribers_of
from services.coordination.webhooks_left import WebhooksLeft
from shared.casework.assembly import casework_of
from shared.casework.serving import earlier_of, guest_of, reactions_of, track_of
from shared.casework.worker import Duties, duties_of, listen_to_a_guest
from shared.events.doorbell import ring
from shared.events.names import EDITION_APPLIED
from shared.events.worker import run_worker
from shared.http.settings import Settings
from shared.storage.database import connect


def main() -> int:
    """Run until told to stop; return the exit code. Prepares the indexes first."""
    settings = Settings.from_environment()
    own = CoordinationSettings.from_environment()
    database = connect(settings)
    coordination = coordination_on(database, own.likeness)
    follow_up = follow_up_on(coordination, own.referrals)
    prepare(coordination, follow_up)
    grace = EntryGrace(own.entry_grace_days, coordination.calendars)
    wake = partial(ring, settings)
    sweeping = Sweeping(coordination.sweep, database, grace=grace, on_swept=wake)
    watching = Sweeping(follow_up, database, grace=grace, name=FOLLOW_UP, on_swept=wake)
    WebhooksLeft(database).note_end()
    package = guest_of(settings.service)
    casework = casework_of(track_of(package), settings)
    duties = duties_of(casework, reactions_of(package))
    listen_to_a_guest(database, casework)
    earlier_of(package)(database, casework)
    return run_worker(
        settings,
        database,
        [*OUTLETS, *duties.outlets],
        [*subscribers_of(Parts(coordination, follow_up)), *duties.subscribers],
        errands=[sweeping.errand, watching.errand, *duties.errands],
        before_mark=duties.before_mark,
        hears_own=partial(_hears_own, casework.procedure.track, duties),
    )


def _hears_own(track: str, duties: Duties, event_type: str) -> bool:
    """Tell whether host or guest is concerned by what the other told: all stands in one log."""
    of_the_guest = event_type.startswith(f"{track}.") or event_type == EDITION_APPLIED
    return of_the_guest or any(each.wants(event_type) for each in duties.subscribers)


if __name__ == "__main__":
    raise SystemExit(main())
