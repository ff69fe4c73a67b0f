"""What was referred to a body outside, for the body itself: read, and answered."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from flask import Response, jsonify

from services.coordination.outside.registered_bodies import RegisteredBodies
from services.coordination.outside.schemas import Conclude, Decline, Take
from services.coordination.outside.steps import COMMANDS, OutsideSteps
from services.coordination.referrals.referral import OPEN
from services.coordination.referrals.saga import Referrals
from services.coordination.referrals.view import shown_referral
from shared.casework.fields import ListOf, PlainText
from shared.casework.outside_bodies import body_id_of
from shared.casework.personal import Sealer
from shared.casework.referral_answers import ReferredToBodies, ReferredToBody
from shared.http.blueprint import DocumentedBlueprint, body_of
from shared.http.identity import Identity, current_identity
from shared.http.labels import label
from shared.http.problems import forbidden, not_found
from shared.http.routes import Route, blueprint_of
from shared.http.schemas import StrictSchema
from shared.language import Text
from shared.legal_day import today
from shared.storage.database import Document

_ANSWERING = frozenset({"legal_aid", "arbitration"})
MOST_SHOWN = 100
_NOT_THERE = Text("没有移送给您的此事项。", "Nothing of this id was referred to you.")


class InNameOf(StrictSchema):
    """The bodies in whose name one asks, by their names in the registry."""

    names = ListOf(
        PlainText(200),
        least=1,
        required=True,
        metadata=label("机构名称", "names of the bodies"),
    )


class BodyTakes(InNameOf, Take):
    """That the body itself has taken the matter up."""


class BodyDeclines(InNameOf, Decline):
    """That the body itself does not take the matter up."""


class BodyConcludes(InNameOf, Conclude):
    """What came of it, said by the body itself."""


_SCHEMAS: Mapping[str, type[InNameOf]] = {
    "take": BodyTakes,
    "decline": BodyDeclines,
    "outcome": BodyConcludes,
}


class AnsweringResource:
    """Serves bodies that a partner speaks for: what is open of theirs, and their own word on it."""

    def __init__(self, referrals: Referrals, bodies: RegisteredBodies, sealer: Sealer) -> None:
        self._referrals = referrals
        self._sealer = sealer
        self._steps = OutsideSteps(referrals, bodies, sealer)

    def blueprint(self) -> DocumentedBlueprint:
        """Return the routes."""
        return blueprint_of(
            "body_referrals",
            Text("移送给机构的事项", "what was referred to a body"),
            Route(
                "POST",
                "/body-referrals/search",
                self.list_body_referrals,
                Text("移送给机构、尚未办结的事项", "what is open of that which was referred to it"),
                ReferredToBodies,
                body=InNameOf,
            ),
            *(
                Route(
                    "POST",
                    f"/body-referrals/<referral_id>/{name}",
                    self._command(name),
                    COMMANDS[name][2],
                    ReferredToBody,
                    body=schema,
                )
                for name, schema in _SCHEMAS.items()
            ),
        )

    def list_body_referrals(self) -> Response:
        """List what is open of that which was referred to the bodies that are named."""
        ids = _ids(_answering(), body_of(InNameOf())["names"])
        found = self._referrals.open_at(ids, sorted(OPEN))[:MOST_SHOWN]
        shown = [self._as_read(each) for each in found]
        return jsonify(ReferredToBodies().dump({"items": shown}))

    def _command(self, name: str) -> Callable[..., Response]:
        def carry_out(referral_id: str) -> Response:
            return self._carry_out(name, referral_id)

        carry_out.__name__ = f"{name}_as_body"
        carry_out.__doc__ = f"{COMMANDS[name][2].en.capitalize()}, said by the body itself."
        return carry_out

    def _carry_out(self, name: str, referral_id: str) -> Response:
        caller, payload = _answering(), body_of(_SCHEMAS[name]())
        ids = _ids(caller, payload.pop("names"))
        self._theirs(referral_id, ids)
        self._steps.carry_out(name, referral_id, payload, caller)
        changed = self._as_read(self._theirs(referral_id, ids))
        return jsonify(ReferredToBody().dump(changed))

    def _theirs(self, referral_id: str, ids: Sequence[str]) -> Document:
        """Return a referral; 404 when it leads to none of these bodies."""
        referral = self._referrals.records.get(referral_id)
        body = referral and referral["to"].get("body")
        if referral is None or not body or body["id"] not in ids:
            raise not_found(_NOT_THERE)
        return referral

    def _as_read(self, referral: Document) -> dict[str, Any]:
        shown = shown_referral(referral, self._sealer, today())
        return {**shown, "body": shown["to"]["body"]}


def _answering() -> Identity:
    identity = current_identity()
    if identity.role not in _ANSWERING:
        raise forbidden()
    return identity


def _ids(caller: Identity, names: Sequence[str]) -> list[str]:
    return [body_id_of(caller.role, name) for name in names]
