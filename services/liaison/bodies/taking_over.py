"""Taking over the bodies that coordination kept in an earlier release."""

from __future__ import annotations

import structlog

from services.liaison.bodies.bodies import OutsideBodies
from shared.http.client import ServiceClient
from shared.records.moved import Moved
from shared.storage.database import Database

COLLECTION = "bodies_taken_over"
_log = structlog.get_logger(__name__)


class TakingOver:
    """Takes all that coordination kept before the first call about the registry is answered."""

    def __init__(self, database: Database, bodies: OutsideBodies, client: ServiceClient) -> None:
        self._moved = Moved(
            database,
            COLLECTION,
            client,
            service="coordination",
            address="/outside-bodies-left",
            keep=bodies.take_over,
        )

    def finish(self) -> None:
        """Return when nothing is left there; refuse (503) while coordination does not answer."""
        if not self._moved.is_here() and self._moved.take():
            _log.info("bodies_taken_over")
