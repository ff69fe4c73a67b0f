"""The one place where the almanac is put together."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from services.almanac.notices.notices import Notices
from shared.casework.calendar_shelf import CalendarShelf
from shared.http.client import ServiceClient
from shared.http.identity import IdentitySigner
from shared.http.secrets import SecretFolder
from shared.http.settings import Settings
from shared.law import Rules, load_rules, official_calendar
from shared.remedies.question import Law
from shared.remedies.track_rules_reader import load_track_rules
from shared.storage.database import Database, connect

SERVICE = "almanac"


@dataclass(frozen=True, slots=True)
class Almanac:
    """What the web process and the worker of the almanac are made of."""

    database: Database
    rules: Rules
    shelf: CalendarShelf
    notices: Notices
    client: ServiceClient
    law: Callable[[], Law]


def almanac_on(settings: Settings) -> Almanac:
    """
    Return the almanac with the rules of this release and the calendar in use.

    Raises `SecretError` where its own key is missing.
    """
    database, rules, between_tracks = connect(settings), load_rules(), load_track_rules()
    shelf = CalendarShelf(database, official_calendar())
    signer = IdentitySigner(SecretFolder(settings.secrets_dir).private_key(SERVICE), SERVICE)
    return Almanac(
        database,
        rules,
        shelf,
        Notices(database, shelf),
        ServiceClient(settings, signer),
        lambda: Law(rules, shelf.current(), between_tracks),
    )
