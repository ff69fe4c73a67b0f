"""Taking over the notices that coordination kept in an earlier release."""

from __future__ import annotations

from http import HTTPStatus

import structlog
from bson import json_util

from services.almanac.notices.docket import COORDINATION
from services.almanac.notices.notices import Notices
from shared.events.errand import Errand, GoOn
from shared.http.client import ServiceClient, ServiceUnavailableError
from shared.storage.database import Database

COLLECTION = "notices_taken_over"
ERRAND = "notices-taking-over"
_AGAIN_SECONDS = 2.0
_log = structlog.get_logger(__name__)


class TakingOver:
    """Asks coordination until nothing is left there; once, and again after a crash."""

    def __init__(self, database: Database, notices: Notices, client: ServiceClient) -> None:
        self.errand = Errand(database, ERRAND, is_due=self.is_due, work=self.work)
        self._rows = database[COLLECTION]
        self._notices = notices
        self._client = client
        self._done = False

    def is_due(self) -> bool:
        """Say whether something may be left at coordination."""
        if not self._done:
            self._done = self._rows.find_one({"_id": COORDINATION}) is not None
        return not self._done

    def work(self, go_on: GoOn) -> float | None:
        """Take page by page; return when to try again where coordination does not answer."""
        taken: list[str] = []
        while go_on():
            try:
                answer = self._client.request(
                    COORDINATION, "POST", "/calendar-moves/notices-left", json={"taken": taken}
                )
            except ServiceUnavailableError:
                return _AGAIN_SECONDS
            if answer.status_code != HTTPStatus.OK:
                return _AGAIN_SECONDS  # coordination still is of the release before
            rows = json_util.loads(answer.text)["rows"]
            if not rows:
                self._rows.update_one({"_id": COORDINATION}, {"$set": {"done": True}}, upsert=True)
                _log.info("notices_taken_over")
                return None
            self._notices.take_over(rows)
            taken = [row["_id"] for row in rows]
        return None
