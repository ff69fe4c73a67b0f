"""Whether an officer may name a matter (纠纷) when a case is opened."""

from __future__ import annotations

import re
import time
from collections.abc import Mapping, Sequence
from typing import Any

import requests

from gateway.matter_notes import MatterNotes
from gateway.routes import COORDINATION, TRACKS
from shared.http.bodies import MalformedJsonError, parse_json
from shared.http.client import ServiceClient, ServiceUnavailableError
from shared.http.identity import Identity
from shared.http.problems import invalid
from shared.language import Text

FIELD = "matter_id"
_OPENINGS = re.compile(rf"/api/v1/(?:{'|'.join(TRACKS)})(?:/[^/]+)?")
_COMMANDS = re.compile(rf"/api/v1/(?:{'|'.join(TRACKS)})/[^/]+/[^/]+")
# How long to wait for what coordination may just be hearing, in seconds; it takes some tenths.
WAITS = (0.1, 0.2, 0.3, 0.4)
_FORM = re.compile(r"[0-9A-Za-z_-]{8,64}")
_VISIBLE, _HIDDEN = {200}, {403, 404}
_UNKNOWN = Text(
    "没有此争议，或与您的机关无关；新的争议请不填此项。案件刚由其他机关转来的，请稍后再试。",
    "No such matter, or not your agency's; leave it out where a new one begins. "
    "Where a case has just come from another agency, try again shortly.",
)


class KnownMatters:
    """
    Tells matters that the caller may see from all others: without it a typing error opens a matter.

    Coordination keeps the matters, but hears of a new one by an event, and by another who handles
    it. So what the tracks answered to openings and transfers is noted here, for the officers of
    the agency that has the case. What happened elsewhere, as where one track opens a case for
    another, is waited for, a second at most.
    """

    def __init__(
        self, notes: MatterNotes, client: ServiceClient, waits: Sequence[float] = WAITS
    ) -> None:
        self._notes = notes
        self._client = client
        self._waits = waits

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
        if not _OPENINGS.fullmatch(path) or (named, caller.agency_code) in self._notes:
            return
        if not self._becomes_visible(named, caller):
            raise invalid({FIELD: [_UNKNOWN]})

    def note(self, path: str, answer: requests.Response, caller: Identity) -> None:
        """Remember the matter of a case that was just opened, or handed to another agency."""
        told = answer.json() if answer.ok and _writes_a_case(path) else {}
        matter_id = told.get(FIELD)
        if not isinstance(matter_id, str):
            return
        is_new = answer.status_code == requests.codes.created and _OPENINGS.fullmatch(path)
        own = {caller.agency_code}
        code = (told.get("agency") or {}).get("code")
        handling = {str(code)} if code else set()
        self._notes.add(matter_id, handling | own if is_new else handling - own)

    def _becomes_visible(self, matter_id: str, caller: Identity) -> bool:
        """Say whether a matter is visible, or is in a moment: as long for one of another agency."""
        for seconds in self._waits:
            if self._is_visible(matter_id, caller):
                return True
            time.sleep(seconds)
        return self._is_visible(matter_id, caller)

    def _is_visible(self, matter_id: str, caller: Identity) -> bool:
        path = f"/api/v1/matters/{matter_id}"
        answer = self._client.request(COORDINATION, "GET", path, identity=caller)
        if answer.status_code not in _VISIBLE | _HIDDEN:
            raise ServiceUnavailableError(COORDINATION)
        return answer.status_code in _VISIBLE


def _writes_a_case(path: str) -> bool:
    return any(each.fullmatch(path) for each in (_OPENINGS, _COMMANDS))
