"""What was referred to a body outside, for the body itself: read, and answered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

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
from shared.http.blueprint import API, DocumentedBlueprint
from shared.http.identity import Identity, current_identity
from shared.http.labels import label
from shared.http.problems import forbidden, not_found
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


def _answering() -> Identity:
    identity = current_identity()
    if identity.role not in _ANSWERING:
        raise forbidden()
    return identity


class AnsweringResource:
    """Serves bodies that a partner speaks for: what is open of theirs, and their own word on it."""

    routes = DocumentedBlueprint(
        "body_referrals",
        __name__,
        url_prefix=API,
        description="移送给机构的事项 what was referred to a body",
    )

    def __init__(self, referrals: Referrals, bodies: RegisteredBodies, sealer: Sealer) -> None:
        self._referrals = referrals
        self._sealer = sealer
        self._steps = OutsideSteps(referrals, bodies, sealer)

    def blueprint(self) -> DocumentedBlueprint:
        """Return the routes."""
        routes = self.routes.bound_to(self)
        for name in _SCHEMAS:
            self._add_command(routes, name)
        return routes

    @routes.post("/body-referrals/search")
    @routes.asked_by(_answering)
    @routes.arguments(InNameOf)
    @routes.response(200, ReferredToBodies)
    @routes.doc(
        summary="移送给机构、尚未办结的事项 / what is open of that which was referred to it"
    )
    def list_body_referrals(self, asked: Mapping[str, Any]) -> dict[str, Any]:
        """List what is open of that which was referred to the bodies that are named."""
        ids = _ids(current_identity(), asked["names"])
        found = self._referrals.open_at(ids, sorted(OPEN))[:MOST_SHOWN]
        return {"items": [self._as_read(each) for each in found]}

    def _add_command(self, routes: DocumentedBlueprint, name: str) -> None:
        label = COMMANDS[name][2]

        @routes.post(f"/body-referrals/<referral_id>/{name}")
        @routes.asked_by(_answering)
        @routes.arguments(_SCHEMAS[name])
        @routes.response(200, ReferredToBody)
        @routes.doc(summary=f"{label.zh} / {label.en}", operationId=f"{name}_as_body")
        def carry_out(payload: dict[str, Any], referral_id: str) -> dict[str, Any]:
            """Carry out what the body itself says."""
            caller = current_identity()
            ids = _ids(caller, payload.pop("names"))
            self._theirs(referral_id, ids)
            self._steps.carry_out(name, referral_id, payload, caller)
            return self._as_read(self._theirs(referral_id, ids))

    def _theirs(self, referral_id: str, ids: Sequence[str]) -> Document:
        """Return a referral; 404 when it leads to none of these bodies."""
        referral = self._referrals.records.get(referral_id)
        body = referral and referral["to"].get("body")
        if referral is None or not body or body["id"] not in ids:
            raise not_found(_NOT_THERE)
        return referral

    def _as_read(self, referral: Document) -> dict[str, Any]:
        shown = shown_referral(referral, self._sealer, today())
        return {**shown, "id": shown["_id"], "body": shown["to"]["body"]}


def _ids(caller: Identity, names: Sequence[str]) -> list[str]:
    return [body_id_of(caller.role, name) for name in names]
