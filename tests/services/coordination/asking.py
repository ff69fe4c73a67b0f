"""Callers of coordination, or of a service beside it, over HTTP, each with a signed identity."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from shared.http.identity import IDENTITY_HEADER, Identity, IdentitySigner
from tests.services.coordination.telling import AGENCY


class Desk:
    """Asks as an officer of an agency, with an identity as the gateway signs it."""

    def __init__(self, client: FlaskClient, secrets: Path, service: str = "coordination") -> None:
        self.client = client
        self._service = service
        self._signer = IdentitySigner(
            (secrets / "identity" / "gateway.key").read_bytes(), "gateway"
        )

    def get(self, path: str, **caller: str) -> TestResponse:
        return self.client.get(path, headers=self.headers(**caller))

    def post(self, path: str, body: Any = None, **caller: str) -> TestResponse:
        if body is None:
            return self.client.post(path, headers=self.headers(**caller))
        return self.client.post(path, json=body, headers=self.headers(**caller))

    def headers(
        self,
        role: str = "supervisor",
        agency: str = AGENCY["code"],
        language: str = "en",
        region: str = "",
    ) -> dict[str, str]:
        identity = Identity(
            subject=f"{role}-1",
            name="张三",
            role=role,
            agency_code=agency,
            agency_name="机关",
            region=region,
        )
        return {
            IDENTITY_HEADER: self._signer.sign(identity, self._service),
            "Accept-Language": language,
        }


def refused(answer: TestResponse) -> tuple[int, str, dict[str, Any]]:
    """Return status, code and errors of a refusal, which is a problem and nothing else."""
    assert answer.mimetype == "application/problem+json"
    problem: dict[str, Any] = answer.get_json()
    return answer.status_code, problem["code"], problem.get("errors", {})
