"""The feeds of a service that hears itself: its own log is at hand, the others are asked."""

from __future__ import annotations

from shared.events.consumer import ReadsFeeds
from shared.events.envelope import Arrival
from shared.events.event_log import EventLog
from shared.events.feed_client import PAGE, FeedPage
from shared.storage.database import Database


class OwnLogAndFeeds:
    """Reads what `service` told in its own database, and asks nobody for it."""

    def __init__(self, database: Database, service: str, others: ReadsFeeds) -> None:
        self._log = EventLog(database)
        self._service = service
        self._others = others

    def after(self, producer: str, sequence: int, limit: int = PAGE) -> FeedPage:
        """Return the page that follows `sequence`; `FeedError` when there is none to be had."""
        if producer != self._service:
            return self._others.after(producer, sequence, limit)
        told, last = self._log.page(sequence, limit)
        return FeedPage(tuple(Arrival.read(each) for each in told), last)
