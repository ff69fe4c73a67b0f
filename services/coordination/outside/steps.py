"""The steps of a referral to a body outside, whoever says that they were done."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from marshmallow import Schema

from services.coordination.outside.referring import check_possible, ended, taken, with_body
from services.coordination.outside.registered_bodies import RegisteredBodies
from services.coordination.outside.schemas import Conclude, Decline, NameBody, Recall, Take
from services.coordination.referrals.saga import Referrals
from shared.casework.case import plain
from shared.casework.personal import Sealer
from shared.http.identity import Identity
from shared.http.problems import invalid
from shared.language import Text
from shared.legal_day import today
from shared.records.records import Change, RecordEntry, actor_of
from shared.storage.database import Document

COMMANDS: Mapping[str, tuple[type[Schema], str, Text]] = {
    "name-body": (NameBody, "body_named", Text("指定接收机构", "name the body")),
    "take": (Take, "taken", Text("记录已接收", "record that the body took it up")),
    "decline": (Decline, "declined", Text("记录不予接收", "record that the body declined")),
    "outcome": (Conclude, "concluded", Text("记录结果", "record the outcome")),
    "withdraw": (Recall, "withdrawn", Text("撤回移送", "take the referral back")),
}
_NO_BODY = Text("名录中没有此机构，或已停用。", "No such body in use in the registry.")


class OutsideSteps:
    """Writes a step with its entry; 409 where the state of the referral does not admit it."""

    def __init__(self, referrals: Referrals, bodies: RegisteredBodies, sealer: Sealer) -> None:
        self._referrals = referrals
        self._bodies = bodies
        self._sealer = sealer

    def carry_out(
        self, name: str, referral_id: str, payload: Mapping[str, Any], caller: Identity
    ) -> None:
        """Carry out a command, as of the day that its payload says, else today."""
        on = payload.get("on") or today()
        said = self.sealed(referral_id, plain(payload))
        entry = RecordEntry(COMMANDS[name][1], on.isoformat(), actor_of(caller), details=said)

        def decide(current: Document) -> Change:
            check_possible(name, current, on)
            return self._decided(name, current, payload, entry)

        self._referrals.records.change(referral_id, decide)

    def sealed(self, referral_id: str, values: Mapping[str, Any]) -> Document:
        """Return values with what is personal sealed to the referral."""
        sealed: Document = self._sealer.seal_all(values, document=referral_id)
        return sealed

    def body_in_use(self, body_id: str) -> Document:
        """Return a body of the registry; 422 when it is not there or out of use."""
        body = self._bodies.in_use(body_id)
        if body is None:
            raise invalid({"body": [_NO_BODY]})
        return body

    def _decided(
        self, name: str, current: Document, payload: Mapping[str, Any], entry: RecordEntry
    ) -> Change:
        if name == "name-body":
            return with_body(current, self.body_in_use(payload["body"]), payload, entry)
        if name == "take":
            return taken(current, payload, entry)
        said = {key: entry.details[key] for key in ("text", "reason") if key in entry.details}
        outcome = {"outcome": payload.get("outcome", name), "on": entry.on, **said}
        return ended(name, current, outcome, entry)
