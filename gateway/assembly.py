"""The one place where the gateway is put together."""

from __future__ import annotations

from dataclasses import dataclass

from gateway.accounts import Accounts, RecentAccounts
from gateway.admission import Admission
from gateway.derived_keys import derived_key
from gateway.known_matters import KnownMatters
from gateway.matter_notes import MatterNotes
from gateway.me import Drafts, Views
from gateway.officer_names import OfficerNames
from gateway.sessions import Sessions
from gateway.sign_in_limits import KnownPlaces
from gateway.tokens import Tokens
from gateway.vouching import Vouching
from shared.casework.personal import Sealer
from shared.http.client import ServiceClient
from shared.http.identity import IdentitySigner
from shared.http.secrets import SecretFolder
from shared.http.settings import GATEWAY, Settings
from shared.storage.database import Database, connect

DATABASE_MS = 3_000  # who waits longer has gone away


@dataclass(frozen=True, slots=True)
class Gateway:
    """What the routes of the gateway and its pages are made of."""

    settings: Settings
    secrets: SecretFolder
    database: Database
    client: ServiceClient
    admission: Admission
    tokens: Tokens
    vouching: Vouching
    officer_names: OfficerNames
    known_matters: KnownMatters
    known_places: KnownPlaces
    drafts: Drafts
    views: Views


def gateway_on(settings: Settings) -> Gateway:
    """Return the gateway on its database, prepared; `SecretError` where a secret is missing."""
    secrets = SecretFolder(settings.secrets_dir)
    database = connect(settings, DATABASE_MS)
    client = ServiceClient(settings, IdentitySigner(secrets.private_key(GATEWAY), GATEWAY))
    accounts, sessions = Accounts(database), Sessions(database)
    recent = RecentAccounts(accounts)
    sealer = Sealer({"own": derived_key(secrets, "views and drafts")}, "own")
    drafts, notes = Drafts(database, sealer), MatterNotes(database)
    places = KnownPlaces(database, derived_key(secrets, "known places"))
    for each in (accounts, sessions, drafts, places, notes):
        each.prepare()
    return Gateway(
        settings=settings,
        secrets=secrets,
        database=database,
        client=client,
        admission=Admission(accounts, recent, sessions),
        tokens=Tokens.from_secrets(secrets, recent),
        vouching=Vouching(recent),
        officer_names=OfficerNames(recent),
        known_matters=KnownMatters(notes, client),
        known_places=places,
        drafts=drafts,
        views=Views(database, sealer),
    )
