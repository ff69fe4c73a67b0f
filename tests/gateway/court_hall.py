"""A court and the officers of an agency, each at the same gateway."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

from flask.testing import FlaskClient

from tests.gateway.court_messages import SigningCourt
from tests.gateway.office import bearer

OTHER_AGENCY = {"code": "11310000000000002A", "name": "另一机关"}


@dataclass
class Hall:
    """The court and the officers, each at the same gateway."""

    court: SigningCourt
    client: FlaskClient

    def officer(self, path: str, body: Any = None, *, role: str = "litigation_officer") -> Any:
        answer = self.tries(path, body, role=role)
        assert answer.status_code < 300, answer.get_json()
        return answer.get_json()

    def tries(self, path: str, body: Any = None, *, role: str = "litigation_officer") -> Any:
        """Return the answer to an officer, refused or not."""
        headers = bearer(self.client, role)
        if body is None:
            return self.client.get(f"/api/v1/{path}", headers=headers)
        return self.client.post(f"/api/v1/{path}", json=body, headers=headers)

    def takes(self, notice: dict[str, Any], message_id: str | None = None) -> dict[str, Any]:
        answer = self.court.sends(notice, message_id)
        assert answer.status_code == 202, answer.get_json()
        taken: dict[str, Any] = answer.get_json()
        return taken


def a_number() -> str:
    return f"（2024）津0101行初{uuid.uuid4().hex[:8]}号"
