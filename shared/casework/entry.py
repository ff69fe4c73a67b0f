"""One entry of a history: what was asked, what changed, what others are told."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from shared.casework.case import Changes, plain
from shared.casework.course import Amendment
from shared.casework.decision import Decision
from shared.casework.expiring import Expired
from shared.casework.guarding import Actor
from shared.casework.history import canonical, chained
from shared.casework.keys import CaseworkKeys
from shared.casework.numbering import came_in_on
from shared.casework.personal import Personal
from shared.casework.procedure import Command
from shared.casework.sharing import Sharing
from shared.http.preconditions import Expected
from shared.http.tracing import new_traceparent

Document = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Request:
    """
    A command as it was asked for: its payload validated, key and expected versions if given.

    `assignee` is the officer whom the payload names as such, as the gateway vouches for them.
    `expired` is the clock whose end called for it.
    """

    command: Command
    payload: Mapping[str, Any]
    actor: Actor
    key: str | None = None
    expected: Expected | None = None
    assignee: Actor | None = None
    dry_run: bool = False
    traceparent: str | None = None
    expired: Expired | None = None

    @property
    def scoped_key(self) -> str | None:
        """The idempotency key, which belongs to its user alone."""
        return f"{self.actor.subject}:{self.key}" if self.key else None

    def fingerprint(self, key: bytes) -> str:
        """Return the keyed hash by which a repeated request is told from another one."""
        body = canonical([self.command.name, plain(dict(self.payload))])
        return hmac.new(key, b"\x01" + body, hashlib.sha256).hexdigest()

    def on(self, today: date) -> date:
        """Return the legal date of the act: as stated, else of the receipt that opens a case."""
        stated: date | None = self.payload.get("on")
        if stated is None and self.command.creates:
            stated = came_in_on(self.payload)
        return stated or today


class EntryWriter:
    """Writes entries: personal values sealed, events without any, the chain continued."""

    def __init__(self, keys: CaseworkKeys) -> None:
        self._keys = keys
        self._sharing = Sharing(keys)

    def write(
        self,
        case: Mapping[str, Any],
        history: list[Document],
        request: Request,
        decision: Decision,
        changes: Changes,
        *,
        amendment: Amendment | None = None,
        said: Mapping[str, Any] | None = None,
    ) -> Document:
        """
        Return the entry that follows `history`, of which the last entry is enough.

        `case` is the case after the decision in clear, `changes` what the entry keeps of it, `said`
        what it keeps of the payload where that is not all.
        """
        actor, version = request.actor, case["version"] + 1
        at = datetime.now(UTC).isoformat(timespec="milliseconds")
        entry = {
            "version": version,
            "command": request.command.name,
            "on": decision.on.isoformat(),
            "at": at,
            "actor": {
                "id": actor.subject,
                "role": actor.role,
                "agency": actor.agency_code,
                # As they were called on the day: a history says who acted, whatever became of them.
                "name": Personal(actor.name) if actor.name else None,
            },
            "payload": plain(dict(request.payload if said is None else said)),
            "changes": dict(changes),
            "events": [self._event(case, version, request, decision, at)],
            "idempotency": {
                "key": request.scoped_key,
                "fingerprint": request.fingerprint(self._keys.history_key),
            },
        }
        if amendment is not None:
            entry["amends"] = amendment.as_dict()
        if request.expired is not None:
            entry["expired"] = request.expired.as_dict()
        sealed = self._keys.sealer.seal_all(entry, document=case["_id"])
        return chained(sealed, history, self._keys.history_key)

    def _event(
        self,
        case: Mapping[str, Any],
        version: int,
        request: Request,
        decision: Decision,
        at: str,
    ) -> Document:
        event_id = f"{case['_id']}.{version}.1"
        data = {
            **decision.event_data,
            "case_id": case["_id"],
            "number": case["number"],
            "title": case["title"],
        }
        if decision.shares:
            data["sealed"] = self._sharing.seal(case, decision.shares, event_id=event_id)
        return {
            "id": event_id,
            "type": decision.event_type,
            "subject": case["_id"],
            "matter_id": case["matter_id"],
            "case_number": case["number"],
            "time": at,
            "traceparent": request.traceparent or new_traceparent(),
            "data": _impersonal(data),
        }

    def opened(self, sealed: str, event_id: str) -> Mapping[str, Any]:
        """Return in clear what another service sealed for this one in the event `event_id`."""
        return self._sharing.open(sealed, event_id=event_id)


def _impersonal(value: Any) -> Any:
    """Return event data without anything personal: a name that slipped in becomes nothing."""
    if isinstance(value, Personal):
        return None
    if isinstance(value, Mapping):
        return {key: _impersonal(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_impersonal(item) for item in value]
    return value
