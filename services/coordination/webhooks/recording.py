"""From an event to the messages that it calls for."""

from __future__ import annotations

from collections.abc import Mapping

from services.coordination.webhooks.deliveries import Deliveries
from services.coordination.webhooks.endpoints import Endpoints
from services.coordination.webhooks.messages import Message
from shared.events.envelope import Event
from shared.events.lanes import EVERY_TYPE, Handler


class Recorder:
    """Keeps one delivery for each receiver of an event; told twice, it keeps the same."""

    def __init__(self, endpoints: Endpoints, deliveries: Deliveries) -> None:
        self._endpoints = endpoints
        self._deliveries = deliveries

    def record(self, event: Event) -> None:
        """Keep what is to be told of `event`."""
        message = Message.of(event)
        receivers = list(self._endpoints.interested_in(message))
        for endpoint in receivers:
            self._deliveries.add(message, endpoint)
        owed = message.court is not None
        if owed and not any(each["court"] == message.court for each in receivers):
            self._deliveries.add(message, None)

    def beside(self, handlers: Mapping[str, Handler]) -> dict[str, Handler]:
        """Return `handlers` with every event recorded besides, after what they do."""
        recording = {name: self._after(handler) for name, handler in handlers.items()}
        return {EVERY_TYPE: self.record, **recording}

    def _after(self, handler: Handler) -> Handler:
        def handle(event: Event) -> None:
            handler(event)
            self.record(event)

        return handle
