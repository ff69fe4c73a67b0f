"""Whether an officer may name a matter (纠纷) when a case is opened."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import requests
import structlog
from pymongo.errors import PyMongoError

from gateway.routes import COORDINATION, TRACKS
from shared.events.database import Database
from shared.http.bodies import MalformedJsonError, parse_json
from shared.http.client import ServiceClient, ServiceUnavailableError
from shared.http.identity import Identity
from shared.http.problems import invalid
from shared.language import Text

FIELD = "matter_id"
# How long coordination may be behind with the event of an opening.
KEPT = timedelta(days=7)
_OPENINGS = re.compile(rf"/api/v1/(?:(?:{'|'.join(TRACKS)})(?:/[^/]+)?|norm-objections)")
_FORM = re.compile(r"[0-9A-Za-z_-]{8,64}")
_VISIBLE, _HIDDEN = {200}, {403, 404}
_UNKNOWN = Text(
    "没有此争议，或与您的机关无关；新的争议请不填此项。",
    "No such matter, or not your agency's; leave it out where a new one begins.",
)
_log = structlog.get_logger(__name__)


class KnownMatters:
    """
    Tells matters that the caller may see from all others: without it a typing error opens a matter.

    Coordination keeps the matters, but hears of a new one by an event. So what the tracks answered
    to openings is noted here: `{_id: "<matter> <agency>", at}`, for the officers of that agency.
    """

    def __init__(
        self,
        database: Database,
        client: ServiceClient,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._noted = database["matters_just_opened"]
        self._client = client
        self._now = now
        self._cleared_at = datetime.min.replace(tzinfo=UTC)

    def prepare(self) -> None:
        """Create the index by which old notes are removed."""
        self._noted.create_index("at")

    def check_body(self, path: str, body: bytes, caller: Identity) -> None:
        """Refuse (422) the JSON of an opening that names a matter which the caller may not see."""
        if FIELD.encode() not in body or not _OPENINGS.fullmatch(path):
            return
        try:
            read = parse_json(body)
        except MalformedJsonError:
            return  # the service says what is wrong
        if isinstance(read, dict):
            self.check(path, read, caller)

    def check(self, path: str, payload: Mapping[str, Any], caller: Identity) -> None:
        """Refuse (422) the payload of an opening; one of the wrong form is left to the service."""
        named = payload.get(FIELD)
        if not isinstance(named, str) or not _FORM.fullmatch(named):
            return
        if not _OPENINGS.fullmatch(path) or self._is_noted(named, caller):
            return
        if not self._is_visible(named, caller):
            raise invalid({FIELD: [_UNKNOWN]})

    def note(self, path: str, answer: requests.Response, caller: Identity) -> None:
        """Remember the matter of a case that was just opened; a failure harms no opened case."""
        if answer.status_code != requests.codes.created or not _OPENINGS.fullmatch(path):
            return
        opened = answer.json().get(FIELD)
        if not isinstance(opened, str):
            return
        try:
            note = {"$set": {"at": self._now()}}
            self._noted.update_one({"_id": _id(opened, caller)}, note, upsert=True)
            self._clear()
        except PyMongoError as error:
            _log.warning("matter_not_noted", error=type(error).__name__)

    def _is_noted(self, matter_id: str, caller: Identity) -> bool:
        note = self._noted.find_one({"_id": _id(matter_id, caller)})
        return note is not None and bool(self._now() - note["at"] < KEPT)

    def _is_visible(self, matter_id: str, caller: Identity) -> bool:
        path = f"/api/v1/matters/{matter_id}"
        answer = self._client.request(COORDINATION, "GET", path, identity=caller)
        if answer.status_code not in _VISIBLE | _HIDDEN:
            raise ServiceUnavailableError(COORDINATION)
        return answer.status_code in _VISIBLE

    def _clear(self) -> None:
        """Remove old notes, at most once a day from each process."""
        now = self._now()
        if now - self._cleared_at > timedelta(days=1):
            self._cleared_at = now
            self._noted.delete_many({"at": {"$lt": now - KEPT}})


def _id(matter_id: str, caller: Identity) -> str:
    return f"{matter_id} {caller.agency_code}"
