"""The route by which anybody asks with a receipt how a petition stands."""

from __future__ import annotations

from flask import Response, jsonify

from services.liaison.terminals.door import standing_of
from services.liaison.terminals.receipts import Receipts
from services.liaison.terminals.schemas import ReceiptQuestion, StandingAnswer
from shared.http.identity import current_identity
from shared.http.openapi import DocumentedBlueprint
from shared.http.operations import READING, answer, operation


def receipts_blueprint(receipts: Receipts) -> DocumentedBlueprint:
    """Return the route; the gateway alone asks here, and bounds how often."""
    blueprint = DocumentedBlueprint(
        "public_receipts", __name__, url_prefix="/api/v1/public", description="公众 The public"
    )

    def receipt(code: str) -> Response:
        """凭回执查询进度 How a petition stands, by its receipt."""
        current_identity()
        response = jsonify(standing_of(receipts, code))
        response.headers["Cache-Control"] = "no-store"
        return response

    documented = blueprint.doc(
        **operation(
            "public.receipt",
            "凭回执查询 / look a receipt up",
            {200: answer(StandingAnswer)},
            refuses=READING | {429},
            parameters=[{"in": "query", "schema": ReceiptQuestion}],
            security=[],
        )
    )(receipt)
    blueprint.add_url_rule("/receipts/<code>", view_func=documented, methods=["GET"])
    return blueprint
