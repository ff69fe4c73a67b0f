"""The route by which anybody asks with a receipt how a petition stands."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from services.liaison.terminals.petition_schemas import ReceiptQuestion, StandingAnswer
from services.liaison.terminals.receipts import Receipts
from shared.http.blueprint import API, DocumentedBlueprint
from shared.http.callers import known_caller


def receipts_blueprint(receipts: Receipts) -> DocumentedBlueprint:
    """Return the route; the gateway alone asks here, and bounds how often."""
    routes = DocumentedBlueprint(
        "public_receipts", __name__, url_prefix=API, description="公众 the public"
    )

    @routes.get("/public/receipts/<code>")
    @routes.asked_by(known_caller)
    @routes.arguments(ReceiptQuestion, location="query")
    @routes.unstored
    @routes.response(200, StandingAnswer)
    @routes.alt_response(429)
    @routes.doc(summary="凭回执查询 / look a receipt up", security=[])
    def public_receipt(asked: Mapping[str, Any], code: str) -> Mapping[str, Any]:
        """Tell how a petition stands, by its receipt."""
        return receipts.standing(code, asked["phone_tail"])

    return routes
