"""From an event to the messages that it calls for."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from services.liaison.webhooks.deliveries import Deliveries
from services.liaison.webhooks.endpoints import Endpoints, wants
from services.liaison.webhooks.messages import Message
from shared.events.envelope import Event
from shared.storage.database import Document


class Recorder:
    """Keeps one delivery for each receiver of an event; told twice, it keeps the same."""

    def __init__(
        self,
        endpoints: Endpoints,
        deliveries: Deliveries,
        on_kept: Callable[[], object] = lambda: None,
    ) -> None:
        self._endpoints = endpoints
        self._deliveries = deliveries
        self._on_kept = on_kept

    def record(self, event: Event) -> None:
        """Keep what is to be told of `event`."""
        message = Message.of(event)
        receivers = [each for each in self._endpoints.lately_active() if wants(each, message)]
        for endpoint in receivers:
            self._deliveries.add(message, endpoint)
        if message.court is not None and not _of_its_court(receivers, message):
            self._deliveries.add(message, None)
            # It may have been registered since we looked: either it finds this, or we find it.
            for endpoint in _of_its_court(self._endpoints.active(), message):
                if wants(endpoint, message):
                    self._deliveries.adopt(endpoint)
        if receivers or message.court is not None:
            self._on_kept()


def _of_its_court(endpoints: Iterable[Document], message: Message) -> list[Document]:
    return [each for each in endpoints if each["court"] == message.court]
