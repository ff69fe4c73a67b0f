"""What the gateway kept of partners before they moved to liaison, handed over once."""

from __future__ import annotations

import threading
import time

import structlog
from bson import json_util
from flask import Flask, request

from gateway.public_door import EVERYBODY
from shared.house import LIAISON
from shared.http.client import ServiceClient
from shared.http.problems import unavailable
from shared.storage.database import Database

# In the order in which they go: what was answered and opened, then who may speak.
KINDS = ("court_notices", "partner_cases", "partners", "courts")
PAGE = 200
PATIENCE_SECONDS = 2.0  # nobody waits longer: the next call goes on with it
_ADDRESS = "/partners-left"
_ASKING = tuple(
    f"{root}/{part}"
    for root, parts in (
        ("/api/v1", ("court", "partner", "partners", "agencies")),
        ("/admin", ("partners", "webhooks")),
    )
    for part in parts
)
_log = structlog.get_logger(__name__)


class PartnersLeft:
    """
    Hands over page after page; what liaison has taken is gone from here.

    It may be interrupted and repeated, and several processes may do it at once.
    """

    def __init__(self, database: Database, client: ServiceClient) -> None:
        self._database = database
        self._client = client
        self._lock = threading.Lock()
        self._nothing_left = False

    def check(self) -> None:
        """Go on with it; refuse (503) what asks of partners until nothing is left."""
        if self._nothing_left or not _asks_of_partners(request.path):
            return
        with self._lock:
            until = time.monotonic() + PATIENCE_SECONDS
            while not self._nothing_left and time.monotonic() < until:
                self._nothing_left = not self._hand_over_some()
        if not self._nothing_left:
            raise unavailable()

    def _hand_over_some(self) -> bool:
        """Hand over a page of the first kind of which there are any; tell whether there were."""
        for kind in KINDS:
            rows = list(self._database[kind].find().limit(PAGE))
            if rows:
                sent = json_util.dumps({"kind": kind, "rows": rows}).encode()
                answer = self._client.request(
                    LIAISON, "POST", _ADDRESS, identity=EVERYBODY, data=sent
                )
                if not answer.ok:
                    raise unavailable()
                ids = [row["_id"] for row in rows]
                self._database[kind].delete_many({"_id": {"$in": ids}})
                _log.info("partners_handed_over", kind=kind, rows=len(rows))
                return True
        return False


def hand_over_partners(app: Flask, left: PartnersLeft) -> None:
    """Let no request of `app` meet partners before all that was known of them is in liaison."""
    app.before_request(left.check)


def _asks_of_partners(path: str) -> bool:
    return any(path == each or path.startswith(f"{each}/") for each in _ASKING)
