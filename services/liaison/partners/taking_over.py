"""
What the gateway kept of partners before they moved to liaison, taken as it comes.

The gateway sends page after page of what is left there, and lets no partner in until nothing is.
It forgets a page once it is answered, so one may come twice: it changes nothing then.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

import structlog
from bson import json_util
from flask import request

from services.liaison.partners.partner import SEALED, PartnerChange, document_of
from services.liaison.partners.partners import Partners
from shared.casework.guarding import SYSTEM
from shared.http.blueprint import DocumentedBlueprint
from shared.http.bodies import read_body
from shared.http.identity import current_identity
from shared.http.operations import json_body
from shared.http.problems import forbidden
from shared.http.settings import GATEWAY
from shared.storage.database import Database, Document, insert_missing

_log = structlog.get_logger(__name__)

PARTNERS, COURTS = "partners", "courts"
_AS_THEY_ARE = frozenset({"court_notices", "partner_cases"})
_ROWS = json_body({"type": "object", "description": "kind and rows, in extended JSON"})


class TakingOver:
    """Keeps what the gateway sends: messages that were answered, cases, and who may speak."""

    def __init__(self, database: Database, partners: Partners) -> None:
        self._database = database
        self._partners = partners

    def take(self, kind: str, rows: Sequence[Document]) -> None:
        """Keep rows of a kind; what is here already stays, unless it is of an older version."""
        if kind == PARTNERS:
            self._partners.take_over(rows)
        elif kind == COURTS:
            self._partners.take_over([self._sealed(row) for row in rows])
            for row in rows:
                _log.info("partner_taken_over", partner=row["_id"])
        elif kind in _AS_THEY_ARE:
            insert_missing(self._database[kind], rows)

    def _sealed(self, court: Mapping[str, object]) -> Document:
        """Return the partner that a court of before becomes, whose secret stood in clear."""
        act = PartnerChange(SEALED, datetime.now(UTC), SYSTEM.subject)
        return document_of(self._partners.from_before(court, act))


def taking_over_blueprint(database: Database, partners: Partners) -> DocumentedBlueprint:
    """Return `POST /partners-left {kind, rows}`, for the gateway alone."""
    routes = DocumentedBlueprint("partners_left", __name__, internal=True)
    taking_over = TakingOver(database, partners)

    @routes.post("/partners-left")
    @routes.asked_by(_gateway)
    @routes.response(204)
    @routes.doc(requestBody=_ROWS)
    def take() -> None:
        # Not read by a schema: it would refuse what an earlier release did not.
        sent = json_util.loads(read_body(request).decode())
        taking_over.take(sent["kind"], sent["rows"])

    return routes


def _gateway() -> None:
    if current_identity().issuer != GATEWAY:
        raise forbidden()
