"""Taking over the bodies that coordination kept in an earlier release."""

from __future__ import annotations

from http import HTTPStatus

import structlog
from bson import json_util

from services.liaison.bodies.bodies import OutsideBodies
from shared.http.client import ServiceClient
from shared.http.problems import unavailable
from shared.storage.database import Database

COLLECTION = "bodies_taken_over"
_FROM, _ADDRESS = "coordination", "/outside-bodies-left"
_log = structlog.get_logger(__name__)


class TakingOver:
    """
    Takes all that coordination kept, once, before the first call about the registry is answered.

    It may be interrupted and repeated, and several processes may do it at once.
    """

    def __init__(self, database: Database, bodies: OutsideBodies, client: ServiceClient) -> None:
        self._rows = database[COLLECTION]
        self._bodies = bodies
        self._client = client
        self._done = False

    def finish(self) -> None:
        """Return when nothing is left there; refuse (503) while coordination does not answer."""
        self._done = self._done or self._rows.find_one({"_id": _FROM}) is not None
        if not self._done:
            self._take_all()
            self._rows.update_one({"_id": _FROM}, {"$set": {"done": True}}, upsert=True)
            self._done = True
            _log.info("bodies_taken_over")

    def _take_all(self) -> None:
        """Take page by page; what was taken is gone there when the next is asked for."""
        taken: list[str] = []
        while True:
            answer = self._client.request(_FROM, "POST", _ADDRESS, json={"taken": taken})
            if answer.status_code != HTTPStatus.OK:
                raise unavailable()  # coordination still is of the release before
            rows = json_util.loads(answer.text)["rows"]
            if not rows:
                return
            self._bodies.take_over(rows)
            taken = [row["_id"] for row in rows]
