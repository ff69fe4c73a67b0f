"""Taking over the notices that coordination kept in an earlier release."""

from __future__ import annotations

import structlog

from services.almanac.notices.docket import COORDINATION
from services.almanac.notices.notices import Notices
from shared.events.errand import Errand, GoOn
from shared.http.client import ServiceClient, ServiceUnavailableError
from shared.records.moved import Moved
from shared.storage.database import Database

COLLECTION = "notices_taken_over"
ERRAND = "notices-taking-over"
_AGAIN_SECONDS = 2.0
_log = structlog.get_logger(__name__)


class TakingOver:
    """Asks coordination until nothing is left there."""

    def __init__(self, database: Database, notices: Notices, client: ServiceClient) -> None:
        self.errand = Errand(database, ERRAND, is_due=self.is_due, work=self.work)
        self._moved = Moved(
            database,
            COLLECTION,
            client,
            service=COORDINATION,
            address="/calendar-moves/notices-left",
            keep=notices.take_over,
        )

    def is_due(self) -> bool:
        """Say whether something may be left at coordination."""
        return not self._moved.is_here()

    def work(self, go_on: GoOn) -> float | None:
        """Take what is left; return when to try again where coordination does not answer."""
        try:
            if self._moved.take(go_on):
                _log.info("notices_taken_over")
        except ServiceUnavailableError:
            return _AGAIN_SECONDS
        return None
