"""The route by which anybody asks with a receipt how a petition stands."""

from __future__ import annotations

from flask import Response

from services.liaison.terminals.door import standing_of
from services.liaison.terminals.receipts import Receipts
from services.liaison.terminals.schemas import ReceiptQuestion, StandingAnswer
from shared.http.blueprint import DocumentedBlueprint
from shared.http.identity import current_identity
from shared.http.routes import Route, blueprint_of
from shared.language import Text


def receipts_blueprint(receipts: Receipts) -> DocumentedBlueprint:
    """Return the route; the gateway alone asks here, and bounds how often."""

    def public_receipt(code: str) -> Response:
        """Tell how a petition stands, by its receipt."""
        current_identity()
        return standing_of(receipts, code)

    return blueprint_of(
        "public_receipts",
        Text("公众", "the public"),
        Route(
            "GET",
            "/public/receipts/<code>",
            public_receipt,
            Text("凭回执查询", "look a receipt up"),
            StandingAnswer,
            query=ReceiptQuestion,
            refuses=frozenset({429}),
            open=True,
        ),
    )
