"""Taking over what coordination kept of webhooks, and going on where it stopped."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from http import HTTPStatus
from typing import Any

import structlog

from services.liaison.webhooks.webhooks import Webhooks
from shared.events.envelope import Arrival, EnvelopeError, Event
from shared.events.errand import Errand, GoOn
from shared.events.feed_client import FeedClient, FeedError
from shared.http.client import ServiceClient, ServiceUnavailableError
from shared.storage.database import Document

COLLECTION = "webhooks_taken_over"
ERRAND = "webhooks-taking-over"
_FROM, _ADDRESS = "coordination", "/webhooks-left"
_ENDPOINTS, _DELIVERIES = "webhook_endpoints", "deliveries"
_AGAIN_SECONDS = 2.0
_log = structlog.get_logger(__name__)


class TakingOver:
    """
    Records events from where coordination stopped, once all that it kept is here.

    Until then nothing is recorded of what is heard. It is read from the feeds afterwards, up to
    the last event that there was when recording began, so none is missed; one that comes in both
    ways is one delivery for each receiver all the same.
    """

    def __init__(self, webhooks: Webhooks, client: ServiceClient, producers: Iterable[str]) -> None:
        self.errand = Errand(webhooks.database, ERRAND, is_due=self._is_due, work=self._work)
        self._rows = webhooks.database[COLLECTION]
        self._webhooks = webhooks
        self._client = client
        self._feeds = FeedClient(client)
        self._producers = sorted(producers)
        self._recorded_there: Mapping[str, int] | None = None
        self._caught_up = False

    def record(self, event: Event) -> None:
        """Keep what is to be told of `event`, unless coordination did or not all is here yet."""
        recorded = self._recorded_elsewhere()
        if recorded is not None and event.sequence > recorded.get(event.source, 0):
            self._webhooks.recorder.record(event)

    def _recorded_elsewhere(self) -> Mapping[str, int] | None:
        """Return the last sequence recorded there by service; None while not all is here."""
        if self._recorded_there is None:
            self._recall()
        return self._recorded_there

    def _recall(self) -> None:
        found = self._rows.find_one({"_id": _FROM})
        if found is not None:
            self._recorded_there, self._caught_up = found["recorded_up_to"], found["caught_up"]

    def _is_due(self) -> bool:
        if not self._caught_up:
            self._recall()
        return not self._caught_up

    def _work(self, go_on: GoOn) -> float | None:
        """Take over and catch up; return when to try again where somebody does not answer."""
        try:
            self._take_all(go_on)
            self._catch_up(go_on)
        except (ServiceUnavailableError, FeedError) as error:
            _log.info("webhooks_not_taken_over_yet", reason=str(error))
            return _AGAIN_SECONDS
        return None

    def _take_all(self, go_on: GoOn) -> None:
        """Take page by page; what was taken is gone there when the next is asked for."""
        taken: dict[str, Any] = {"kind": _DELIVERIES, "ids": []}
        while self._recorded_elsewhere() is None and go_on():
            answer = self._client.request(_FROM, "POST", _ADDRESS, json=taken)
            page = answer.json() if answer.status_code == HTTPStatus.OK else {}
            if page.get("recorded_up_to") is None:
                # Of the release before, or its worker, which notes where it stopped, is to start.
                raise ServiceUnavailableError(_FROM)
            self._take(page["kind"], page["rows"])
            taken = {"kind": page["kind"], "ids": [row["_id"] for row in page["rows"]]}
            if not taken["ids"]:
                begun = {"recorded_up_to": page["recorded_up_to"], "caught_up": False}
                self._rows.update_one({"_id": _FROM}, {"$setOnInsert": begun}, upsert=True)

    def _take(self, kind: str, rows: Sequence[Document]) -> None:
        """Keep rows of a kind; the events among them could not be recorded there."""
        if kind == _ENDPOINTS:
            self._webhooks.endpoints.take_over(rows)
        elif kind == _DELIVERIES:
            self._webhooks.deliveries.take_over(rows)
        else:
            self._record_all([Arrival.read(row["event"]) for row in rows])

    def _catch_up(self, go_on: GoOn) -> None:
        """Record what was told after coordination stopped and before recording began here."""
        recorded = self._recorded_elsewhere()
        if recorded is None:
            return
        for producer in self._producers:
            self._follow(producer, recorded.get(producer, 0), go_on)
        if go_on():
            self._rows.update_one({"_id": _FROM}, {"$set": {"caught_up": True}})
            self._caught_up = True
            _log.info("webhooks_taken_over", recorded_up_to=dict(recorded))

    def _follow(self, producer: str, sequence: int, go_on: GoOn) -> None:
        page = self._feeds.after(producer, sequence)
        last = page.last_sequence
        while page.arrivals and go_on():
            self._record_all(page.arrivals)
            sequence = page.arrivals[-1].sequence
            if sequence >= last:
                return
            page = self._feeds.after(producer, sequence)

    def _record_all(self, arrivals: Iterable[Arrival]) -> None:
        for arrival in arrivals:
            try:
                event = arrival.event()
            except EnvelopeError:
                continue  # the consumer has parked it, and records it when it can be read
            self._webhooks.recorder.record(event)
