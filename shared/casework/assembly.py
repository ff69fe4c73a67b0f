"""The one place where a track's casework is put together."""

from __future__ import annotations

from functools import partial

from shared.casework.calendar_shelf import CalendarShelf
from shared.casework.casework import Casework
from shared.casework.keys import CaseworkKeys
from shared.casework.numbering import agency_marks
from shared.casework.standing import standing_by
from shared.casework.store import CaseStore
from shared.casework.track import Track
from shared.events.doorbell import ring
from shared.http.secrets import SecretFolder
from shared.http.settings import Settings
from shared.law import load_rules, official_calendar
from shared.storage.database import connect


def casework_of(track: Track, settings: Settings) -> Casework:
    """Return the casework of `track` on the database and with the keys of `settings`."""
    database, rules = connect(settings), load_rules()
    calendars = CalendarShelf(database, official_calendar()).current
    standing = standing_by(track.procedure, rules, calendars)
    return Casework(
        track,
        CaseStore(database, track.procedure.collection, standing=standing),
        CaseworkKeys.read(SecretFolder(settings.secrets_dir)),
        rules,
        calendars,
        wake_relay=partial(ring, settings),
        agency_marks=agency_marks(),
    )
