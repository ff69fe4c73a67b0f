"""The task of the worker that makes the reported cases anew, when it is needed or asked for."""

from __future__ import annotations

import time

import structlog

from services.reporting.assembly import Reporting
from services.reporting.rebuild import Rebuild, RebuildDisturbedError
from shared.events.errand import Errand, GoOn
from shared.events.feed_client import FeedClient, FeedError
from shared.http.client import ServiceClient
from shared.http.identity import IdentitySigner
from shared.http.secrets import SecretFolder
from shared.http.settings import Settings
from shared.storage.database import Database

ERRAND = "reports-rebuild"
RETRY_SECONDS = 5.0
FEED_TIMEOUT = (1.0, 5.0)
# Between two pieces of work the consumer has its turn at the database.
BREATH_SECONDS = 0.02
_log = structlog.get_logger(__name__)


class Rebuilding:
    """
    Runs the rebuild in one process of several, which goes on where another one stopped.

    It begins by itself where the cases were never made from the feeds, or by a release that kept
    something else of them.
    """

    def __init__(self, rebuild: Rebuild, database: Database) -> None:
        self._rebuild = rebuild
        self._checked = False
        self.errand = Errand(database, ERRAND, is_due=self._is_due, work=self.work)

    def _is_due(self) -> bool:
        return not self._checked or self._rebuild.is_wanted()

    def work(self, go_on: GoOn) -> float | None:
        """Rebuild as long as it may; return when to come again, if something was in the way."""
        if not self._checked:
            self._rebuild.check_shapes()
            self._checked = True
        try:
            while go_on() and self._rebuild.step():
                time.sleep(BREATH_SECONDS)
        except (FeedError, RebuildDisturbedError) as error:
            # A service that is down now, or another process that was faster: look again later.
            _log.info("reports_rebuild_waits", reason=str(error))
            return RETRY_SECONDS
        return None


def rebuilding_on(settings: Settings, reporting: Reporting) -> Rebuilding:
    """Return the task, which reads the feeds of all services that have cases."""
    key = SecretFolder(settings.secrets_dir).private_key(settings.service)
    client = ServiceClient(settings, IdentitySigner(key, settings.service), timeout=FEED_TIMEOUT)
    producers = sorted(set(settings.services) - {settings.service})
    rebuild = Rebuild(
        reporting.database,
        reporting.cases,
        FeedClient(client),
        producers,
    )
    return Rebuilding(rebuild, reporting.database)
