"""Webhooks on a real database, with a clock that a test can set."""

from __future__ import annotations

import ssl
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from services.liaison.webhooks.endpoints import NewEndpoint
from services.liaison.webhooks.posting import Post
from services.liaison.webhooks.sending import Sender
from services.liaison.webhooks.settings import WebhookSettings
from services.liaison.webhooks.webhooks import Webhooks, webhooks_on
from shared.http.settings import Settings
from tests.services.liaison.webhooks.receiving import SECRET, ReceivingServer
from tests.support.servers import EmbeddedDatabase


@dataclass
class Mail:
    """Webhooks, receivers on loopback, and the time that has passed."""

    settings: Settings
    start: Callable[[ReceivingServer], ReceivingServer]
    passed: timedelta = timedelta()
    allowed: set[str] = field(default_factory=set)

    @property
    def webhooks(self) -> Webhooks:
        return webhooks_on(self.settings, WebhookSettings(frozenset(self.allowed)))

    def receiver(self, *statuses: str, running: bool = True) -> ReceivingServer:
        server = ReceivingServer(*statuses)
        self.allowed.add(server.authority)
        return self.start(server) if running else server

    def registers(self, url: str, *events: str, court: str | None = None) -> dict[str, Any]:
        new = NewEndpoint(url, events or ("*",), SECRET, "admin", court=court)
        return self.webhooks.endpoints.add(new)

    def sends(self, *, after: timedelta = timedelta(), whole_seconds: float = 5.0) -> int:
        """Send what is due when so much more time has passed."""
        self.passed += after
        made = self.webhooks
        sender = Sender(
            made.database,
            made.endpoints,
            made.deliveries,
            Post(ssl.create_default_context(), whole_seconds),
            made.allowed_hosts,
            now=lambda: datetime.now(UTC) + self.passed,
        )
        return sender.send_due()

    def deliveries(self) -> list[dict[str, Any]]:
        return self.webhooks.deliveries.page(after=None, size=100)

    def addressed(self) -> list[dict[str, Any]]:
        """Return the deliveries that have a receiver, the latest first."""
        return [each for each in self.deliveries() if each["endpoint"]]

    def delivery(self) -> dict[str, Any]:
        [found] = self.addressed()
        return found


@pytest.fixture
def settings(server: EmbeddedDatabase, secrets: Path) -> Settings:
    return Settings(
        service="liaison",
        database_url=server.url,
        database_name=f"liaison_{uuid.uuid4().hex}",
        broker_url="redis://127.0.0.1:1/0",
        secrets_dir=secrets,
    )


@pytest.fixture
def mail(settings: Settings) -> Iterator[Mail]:
    with ExitStack() as stack:
        yield Mail(settings, stack.enter_context)
