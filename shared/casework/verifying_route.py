"""The verification of all histories over HTTP: ordered by an administrator, read by them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from marshmallow import fields

from shared.casework.casework import Casework
from shared.casework.verifying import ERRAND, Verifications, shown
from shared.http.blueprint import DocumentedBlueprint
from shared.http.callers import administrator
from shared.http.operations import KEY_PARAMETER
from shared.http.schemas import IsoInstant, StrictSchema

PATH = "/verification"


class BrokenHistoryAnswer(StrictSchema):
    """A case whose history was changed outside of Concord, and the first entry that is wrong."""

    case_id = fields.String(required=True)
    number = fields.String(required=True, allow_none=True)
    version = fields.Integer(required=True)


class HistoriesVerifiedAnswer(StrictSchema):
    """How far the verification is, or what the last one found; up to 100 cases are named."""

    track = fields.String(required=True)
    state = fields.String(required=True, metadata={"enum": ["never", "under_way", "complete"]})
    began_at = IsoInstant(required=True, allow_none=True)
    ended_at = IsoInstant(required=True, allow_none=True)
    done = fields.Integer(required=True)
    total = fields.Integer(required=True, allow_none=True)
    broken = fields.Integer(required=True)
    items = fields.List(fields.Nested(BrokenHistoryAnswer), required=True)


class VerificationOfAll:
    """Serves `GET` and `POST /{track}/verification`, for administrators."""

    routes = DocumentedBlueprint("verification", __name__)

    def __init__(self, casework: Casework) -> None:
        self._verifications = Verifications(casework.store.cases.database)
        self._track = casework.procedure.track
        self._wake = casework.wake_relay

    def add_routes(self, routes: DocumentedBlueprint) -> None:
        """Add the routes."""
        self.routes.bound_to(self, routes)

    @routes.get(PATH)
    @routes.asked_by(administrator)
    @routes.response(200, HistoriesVerifiedAnswer)
    @routes.doc(summary="核验全部案卷的进度 / how far the verification of all histories is")
    def verification(self) -> dict[str, Any]:
        """Return how far the verification is."""
        return self._shown()

    @routes.post(PATH)
    @routes.asked_by(administrator)
    @routes.headers(KEY_PARAMETER)
    @routes.response(200, HistoriesVerifiedAnswer)
    @routes.doc(summary="核验全部案卷 / verify all histories")
    def verify_all(self) -> dict[str, Any]:
        """Have the worker verify all histories; one that is under way goes on."""
        self._verifications.order(datetime.now(UTC))
        self._wake(ERRAND)
        return self._shown()

    def _shown(self) -> dict[str, Any]:
        return shown(self._verifications.state(), self._track)
