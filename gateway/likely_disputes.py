"""The cases that may be the same dispute, told with the rehearsal of a step (dry_run)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

import requests
import structlog
from flask import current_app

from gateway.routes import COORDINATION
from shared.http.client import ServiceClient, ServiceUnavailableError
from shared.http.identity import Identity
from shared.language import Text

CODE = "possibly-same-dispute"
_BASIS = "内部管理规定·争议归并"
_log = structlog.get_logger(__name__)


class LikelyDisputes:
    """
    Adds what coordination proposes, and nobody has decided, to the warnings of a rehearsal.

    A track does not know of it: who is like whom is looked for between the tracks. A rehearsal is
    the moment at which a client asks what it should know before a step.
    """

    def __init__(self, client: ServiceClient) -> None:
        self._client = client

    def content_of(self, answer: requests.Response, content: bytes, caller: Identity) -> bytes:
        """Return the content of a rehearsal with the warnings that open proposals add."""
        if not answer.ok:
            return content
        told = current_app.json.loads(content)
        case = told.get("case")  # many cases that are assigned at once have none
        added = [_warning(each) for each in self._open(case, caller)] if case else []
        if not added:
            return content
        told["warnings"] += added
        return f"{current_app.json.dumps(told)}\n".encode()

    def _open(self, case: Mapping[str, Any], caller: Identity) -> list[Mapping[str, Any]]:
        path = f"/api/v1/matters/{quote(case['matter_id'], safe='')}"
        try:
            answer = self._client.request(COORDINATION, "GET", path, identity=caller)
        except ServiceUnavailableError:
            # A remark beside a step: the step can be rehearsed without it.
            _log.warning("likely_disputes_not_asked", case_id=case.get("id"))
            return []
        if not answer.ok:
            return []  # a new matter, of which coordination has not heard yet
        proposals = answer.json()["proposals"]
        return [each for each in proposals if each["status"] == "proposed"]


def _warning(proposal: Mapping[str, Any]) -> dict[str, Any]:
    number = proposal["number"]
    text = Text(
        f"与案件 {number} 可能属于同一争议，尚未有人确认；请先核对是否重复，再决定关联或者不关联。",
        f"This may be the same dispute as {number}, and nobody has decided it: look whether it is "
        "a repetition, then link the cases or refuse to.",
    )
    return {"code": CODE, "basis": _BASIS, "text": text.as_dict()}
