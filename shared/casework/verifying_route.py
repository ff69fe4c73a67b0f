"""The verification of all histories over HTTP: ordered by an administrator, read by them."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import Response, jsonify
from marshmallow import fields

from shared.casework.casework import Casework
from shared.casework.route_documentation import NoQuery, RouteDocumentation
from shared.casework.verifying import ERRAND, Verifications, shown
from shared.http.identity import current_identity
from shared.http.problems import forbidden
from shared.http.schemas import IsoInstant, StrictSchema
from shared.language import Text

PATH = "/verification"
_ADMIN = "admin"


class NothingToSay(StrictSchema):
    """No field."""


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

    def __init__(self, casework: Casework) -> None:
        self._verifications = Verifications(casework.store.cases.database)
        self._track = casework.procedure.track
        self._wake = casework.wake_relay

    def add_routes(self, document: RouteDocumentation) -> None:
        """Add the routes."""
        progress = Text("核验全部案卷的进度", "how far the verification of all histories is")
        document.reading(PATH, "verification", self.read, progress, HistoriesVerifiedAnswer)
        order = Text("核验全部案卷", "verify all histories")
        document.changing(
            PATH,
            "verify_all",
            self.order,
            order,
            body=NothingToSay,
            shown=HistoriesVerifiedAnswer,
            query=NoQuery,
        )

    def read(self) -> Response:
        """Return how far the verification is."""
        _check()
        return self._shown()

    def order(self) -> Response:
        """Have the worker verify all histories; one that is under way goes on."""
        _check()
        self._verifications.order(datetime.now(UTC))
        self._wake(ERRAND)
        return self._shown()

    def _shown(self) -> Response:
        return jsonify(shown(self._verifications.state(), self._track))


def _check() -> None:
    if current_identity().role != _ADMIN:
        raise forbidden()
