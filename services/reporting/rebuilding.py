"""The task of the worker that makes the reported cases anew, when it is needed or asked for."""

from __future__ import annotations

import threading

import structlog

from services.reporting.assembly import Reporting
from services.reporting.rebuild import Rebuild, RebuildDisturbedError
from shared.events.database import Database
from shared.events.feed_client import FeedClient, FeedError
from shared.events.lease import Lease
from shared.http.client import ServiceClient
from shared.http.identity import IdentitySigner
from shared.http.secrets import SecretFolder
from shared.http.settings import Settings

LEASE = "reports-rebuild"
LEASE_SECONDS = 15.0
LOOK_SECONDS = 5.0
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

    def __init__(
        self, rebuild: Rebuild, database: Database, *, look_seconds: float = LOOK_SECONDS
    ) -> None:
        self._rebuild = rebuild
        self._lease = Lease(database, LEASE, seconds=LEASE_SECONDS)
        self._look_seconds = look_seconds

    def run(self, stop: threading.Event) -> None:
        """Look again and again until `stop`; work where this process gets the lease for it."""
        checked = False
        while not stop.is_set():
            if not checked and self._lease.hold():
                self._rebuild.check_shapes()
                checked = True
            if self._rebuild.is_wanted() and self._lease.hold():
                self._work(stop)
            self._lease.release()
            stop.wait(self._look_seconds)

    def _work(self, stop: threading.Event) -> None:
        try:
            while self._lease.hold() and self._rebuild.step():
                if stop.wait(BREATH_SECONDS):
                    return
        except (FeedError, RebuildDisturbedError) as error:
            # A service that is down now, or another process that was faster: look again later.
            _log.info("reports_rebuild_waits", reason=str(error))


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
