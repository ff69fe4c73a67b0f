"""The one place where webhooks are put together."""

from __future__ import annotations

import ssl
from dataclasses import dataclass
from functools import partial

from services.liaison.webhooks.deliveries import Deliveries
from services.liaison.webhooks.endpoints import Endpoints
from services.liaison.webhooks.posting import Post
from services.liaison.webhooks.recording import Recorder
from services.liaison.webhooks.sending import ERRAND, Sender
from services.liaison.webhooks.settings import WebhookSettings
from shared.casework.personal import Sealer
from shared.events.doorbell import ring
from shared.http.secrets import SecretFolder
from shared.http.settings import Settings
from shared.storage.database import Database, connect


@dataclass(frozen=True, slots=True)
class Webhooks:
    """What the web process and the worker need of webhooks."""

    database: Database
    endpoints: Endpoints
    deliveries: Deliveries
    recorder: Recorder
    allowed_hosts: frozenset[str]

    def sender(self) -> Sender:
        """Return the sender; it believes the authorities that the machine believes."""
        post = Post(ssl.create_default_context())
        return Sender(self.database, self.endpoints, self.deliveries, post, self.allowed_hosts)


def webhooks_on(settings: Settings, own: WebhookSettings | None = None) -> Webhooks:
    """Return the webhooks of an installation, their collections prepared."""
    own = own or WebhookSettings.from_environment()
    database = connect(settings)
    keys = SecretFolder(settings.secrets_dir).field_keys()
    endpoints = Endpoints(database, Sealer(keys.keys, keys.active))
    deliveries = Deliveries(database)
    deliveries.prepare()
    recorder = Recorder(endpoints, deliveries, partial(ring, settings, ERRAND))
    return Webhooks(database, endpoints, deliveries, recorder, own.allowed_hosts)
