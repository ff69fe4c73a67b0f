"""A court that signs its messages, and a thief who only has one of them."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import time
import uuid
from dataclasses import dataclass
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.gateway.office import AGENCY

NOTICES = "/api/v1/court/notices"
SECRET = f"whsec_{base64.b64encode(bytes(range(32))).decode()}"
COURT_NAME = "示范区人民法院"


@dataclass
class SigningCourt:
    """Signs as Standard Webhooks 1.0.0 says, by its own few lines and not by the library."""

    client: FlaskClient
    secret: str = SECRET

    def headers(
        self, body: bytes, message_id: str | None = None, *, at: float | None = None
    ) -> dict[str, str]:
        return signed(self.secret, body, message_id, at=at)

    def sends(
        self, notice: Any, message_id: str | None = None, *, language: str = "en"
    ) -> TestResponse:
        body = notice if isinstance(notice, bytes) else encoded(notice)
        return self.posts(body, self.headers(body, message_id), language=language)

    def posts(
        self,
        body: bytes,
        headers: dict[str, str],
        *,
        language: str = "en",
        content_type: str = "application/json",
    ) -> TestResponse:
        sent = {**headers, "Accept-Language": language}
        return self.client.post(NOTICES, data=body, headers=sent, content_type=content_type)

    def reads(self, path: str) -> TestResponse:
        return self.client.get(path, headers=self.headers(b""))


def signed(
    secret: str, body: bytes, message_id: str | None = None, *, at: float | None = None
) -> dict[str, str]:
    """Return the headers of a message, of a new one unless its id is given."""
    message_id = message_id or f"msg_{uuid.uuid4().hex}"
    timestamp = str(int(time.time() if at is None else at))
    return {
        "webhook-id": message_id,
        "webhook-timestamp": timestamp,
        "webhook-signature": signature(secret, message_id, timestamp, body),
    }


def signature(secret: str, message_id: str, timestamp: str, body: bytes) -> str:
    key = base64.b64decode(secret.removeprefix("whsec_"))
    signed = f"{message_id}.{timestamp}.".encode() + body
    return f"v1,{base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()}"


def encoded(notice: Any) -> bytes:
    return json.dumps(notice, ensure_ascii=False).encode()


def docketed(number: str, **changes: Any) -> dict[str, Any]:
    """Return the notice of a suit docketed on 2024-05-06 and served on 05-10."""
    return {
        "type": "case_docketed",
        "agency": {"code": AGENCY["agency_code"]},
        "court": COURT_NAME,
        "court_case_no": number,
        "plaintiffs": [{"name": "王小明"}],
        "act": {"number": "示市监罚〔2024〕7号", "made_on": "2024-04-01"},
        "docketed_on": "2024-05-06",
        "served_on": "2024-05-10",
        **changes,
    }


def assigned(number: str, **changes: Any) -> dict[str, Any]:
    """Return the assignment of a dispute to mediation before a suit is registered."""
    return {
        "type": "mediation_assigned",
        "agency": {"code": AGENCY["agency_code"]},
        "court": COURT_NAME,
        "court_case_no": number,
        "subject": "相邻排水纠纷",
        "applicants": [{"name": "王小明"}],
        "respondents": [{"name": "李大海"}],
        "received_on": "2026-07-01",
        **changes,
    }


def hearing(number: str, **changes: Any) -> dict[str, Any]:
    """Return the notice of a hearing that the head of the agency is to attend."""
    return {
        "type": "hearing_scheduled",
        "agency": {"code": AGENCY["agency_code"]},
        "court_case_no": number,
        "on": "2024-05-20",
        "hearing_on": "2024-06-20",
        "place": "第三法庭",
        "head_notice": "none",
        **changes,
    }


def judgment(number: str, **changes: Any) -> dict[str, Any]:
    """Return the notice of a judgment against the agency."""
    return {
        "type": "judgment_served",
        "agency": {"code": AGENCY["agency_code"]},
        "court_case_no": number,
        "on": "2024-07-01",
        "kind": "judgment",
        "outcome": "revoked",
        "lost": True,
        "served_on": "2024-07-03",
        **changes,
    }


def about(number: str, notice: str, **changes: Any) -> dict[str, Any]:
    """Return a notice of a type about a suit, of 2024-07-10."""
    return {
        "type": notice,
        "agency": {"code": AGENCY["agency_code"]},
        "court": COURT_NAME,
        "court_case_no": number,
        "on": "2024-07-10",
        **changes,
    }
