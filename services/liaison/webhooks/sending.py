"""The task that sends what is due, in one process of several, to many receivers at once."""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

import structlog
from pymongo.errors import PyMongoError
from standardwebhooks import Webhook

from services.liaison.webhooks.addresses import (
    AddressError,
    UnknownHostError,
    WebAddress,
    place_to_connect,
)
from services.liaison.webhooks.deliveries import DEAD, DELIVERED, WAITING, Deliveries
from services.liaison.webhooks.endpoints import DISABLED, Endpoints
from services.liaison.webhooks.posting import NoAnswerError, Post, ReceiverAnswer
from services.liaison.webhooks.schedule import asked_pause, pause_after
from shared.events.errand import Errand, GoOn
from shared.storage.database import Database

ERRAND = "webhooks"
LOOK_SECONDS = 0.5  # while something is being sent
AT_ONCE = 8
GONE = 410
_dice = secrets.SystemRandom()
_log = structlog.get_logger(__name__)


class Sender:
    """
    Sends at most one message to a receiver at a time, so that a slow one delays only itself.

    The lease saves work. Should two processes send for a moment, the receiver gets a message twice
    under one `webhook-id`, and one of the two notes its attempt.
    """

    def __init__(
        self,
        database: Database,
        endpoints: Endpoints,
        deliveries: Deliveries,
        post: Post,
        allowed_hosts: frozenset[str],
        *,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.errand = Errand(database, ERRAND, is_due=self._is_due, work=self._work)
        self._endpoints = endpoints
        self._deliveries = deliveries
        self._post = post
        self._allowed_hosts = allowed_hosts
        self._now = now
        self._under_way: dict[str, threading.Thread] = {}

    def send_due(self) -> int:
        """Send one due message to each receiver, one after the other; return how many."""
        found = [(endpoint, self._due(endpoint)) for endpoint in self._endpoints.active()]
        due = [(endpoint, delivery) for endpoint, delivery in found if delivery is not None]
        for endpoint, delivery in due:
            self.attempt(endpoint, delivery)
        return len(due)

    def attempt(self, endpoint: Mapping[str, Any], delivery: Mapping[str, Any]) -> bool:
        """Send one message once, note how that went and what follows; say whether it was taken."""
        at = self._now()
        noted: dict[str, Any] = {"at": at.isoformat(timespec="milliseconds"), "status": None}
        try:
            answer = self._sent(endpoint, delivery, at)
        except (AddressError, NoAnswerError) as error:
            self._fail(delivery, {**noted, "error": _code(error)}, ReceiverAnswer(0))
            return False
        noted["status"] = answer.status
        taken = 200 <= answer.status < 300
        if taken:
            self._deliveries.settle(delivery, noted, DELIVERED)
        elif answer.status == GONE:
            self._endpoints.set_state(endpoint["_id"], DISABLED, "gone")
            self._deliveries.settle(delivery, noted, DEAD)
            _log.warning("webhook_disabled", endpoint=endpoint["_id"])
        else:
            self._fail(delivery, noted, answer)
        return taken

    def _is_due(self) -> bool:
        return self._first_due() is not None

    def _first_due(self) -> datetime | None:
        found = (self._deliveries.first_due(each["_id"]) for each in self._endpoints.active())
        return min((each for each in found if each is not None), default=None)

    def _work(self, go_on: GoOn) -> float | None:
        """Send until nothing is due; return the seconds until something is, if anything waits."""
        while go_on():
            self._look()
            first = self._first_due()
            if first is None and not self._under_way:
                return None
            if first is not None and first > self._now() and not self._under_way:
                return (first - self._now()).total_seconds()
            time.sleep(LOOK_SECONDS)
        return None

    def _look(self) -> None:
        """Begin to send what is due."""
        self._under_way = {key: each for key, each in self._under_way.items() if each.is_alive()}
        endpoints = self._endpoints.active()
        # By lot: where there are more than can be served at once, none is always last.
        _dice.shuffle(endpoints)
        for endpoint in endpoints:
            busy = len(self._under_way) >= AT_ONCE or endpoint["_id"] in self._under_way
            if not busy and self._deliveries.due(endpoint["_id"], self._now()):
                # A daemon: the process need not wait for a receiver that takes its time.
                thread = threading.Thread(target=self._serve, args=(endpoint,), daemon=True)
                self._under_way[endpoint["_id"]] = thread
                thread.start()

    def _serve(self, endpoint: Mapping[str, Any]) -> None:
        try:
            # While it takes what is sent, more follows at once; when it does not, others do.
            while due := self._deliveries.due(endpoint["_id"], self._now()):
                for delivery_id in due:
                    if not self.errand.lease.held:
                        return
                    delivery = self._deliveries.still_due(delivery_id, self._now())
                    if delivery is not None and not self.attempt(endpoint, delivery):
                        return
        except PyMongoError as error:
            # The message is still due: it is sent again, and known by its id.
            _log.warning("webhook_attempt_not_noted", error=repr(error))

    def _due(self, endpoint: Mapping[str, Any]) -> Mapping[str, Any] | None:
        due = self._deliveries.due(endpoint["_id"], self._now())
        return self._deliveries.still_due(due[0], self._now()) if due else None

    def _sent(
        self, endpoint: Mapping[str, Any], delivery: Mapping[str, Any], at: datetime
    ) -> ReceiverAnswer:
        address = WebAddress.read(endpoint["url"])
        ip_address = place_to_connect(address, self._allowed_hosts)
        signer = Webhook(self._endpoints.secret_of(endpoint))
        headers = {
            "Content-Type": "application/json",
            "User-Agent": "concord",
            "webhook-id": delivery["webhook_id"],
            "webhook-timestamp": str(int(at.timestamp())),
            # In UTC: the library signs another second for any other zone.
            "webhook-signature": signer.sign(delivery["webhook_id"], at, delivery["body"]),
        }
        return self._post.send(address, ip_address, headers, delivery["body"].encode())

    def _fail(
        self, delivery: Mapping[str, Any], attempt: Mapping[str, Any], answer: ReceiverAnswer
    ) -> None:
        now = self._now()
        pause = pause_after(
            delivery["tries"] + 1,
            retry_after=asked_pause(answer.retry_after, now),
            chance=_dice.random(),
        )
        if pause is None:
            self._deliveries.settle(delivery, attempt, DEAD)
            _log.warning("webhook_given_up", delivery=delivery["_id"])
            return
        self._deliveries.settle(delivery, attempt, WAITING, now + pause)


def _code(error: AddressError | NoAnswerError) -> str:
    if isinstance(error, NoAnswerError):
        return error.code
    return "unknown-host" if isinstance(error, UnknownHostError) else "address-refused"
