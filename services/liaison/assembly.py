"""The one place where liaison is put together."""

from __future__ import annotations

from dataclasses import dataclass

from shared.http.client import ServiceClient
from shared.http.identity import IdentitySigner
from shared.http.secrets import SecretFolder
from shared.http.settings import Settings
from shared.storage.database import Database, connect

SERVICE = "liaison"


@dataclass(frozen=True, slots=True)
class Liaison:
    """What the web process and the worker of liaison are made of."""

    settings: Settings
    database: Database
    secrets: SecretFolder
    client: ServiceClient


def liaison_on(settings: Settings) -> Liaison:
    """Return liaison on its database; `SecretError` where its own key is missing."""
    secrets = SecretFolder(settings.secrets_dir)
    signer = IdentitySigner(secrets.private_key(SERVICE), SERVICE)
    return Liaison(settings, connect(settings), secrets, ServiceClient(settings, signer))
