"""The cases that may be the same dispute, told with the step at which that matters."""

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
_TAKING_ON = "/accept"
_log = structlog.get_logger(__name__)


class LikelyDisputes:
    """
    Adds what coordination proposes, and nobody has decided, to the warnings of an answer.

    A track does not know of it: who is like whom is looked for between the tracks. It is told when
    a client asks what it should know before a step (a rehearsal), and with the step that takes a
    case on (`accept`), to who did not ask. Other steps do not pay for the question.
    """

    def __init__(self, client: ServiceClient) -> None:
        self._client = client

    def concerns(self, path: str, *, rehearsed: bool) -> bool:
        """Say whether the answer to a command tells of it."""
        return rehearsed or path.endswith(_TAKING_ON)

    def content_of(self, answer: requests.Response, content: bytes, caller: Identity) -> bytes:
        """Return the content of an answer with the warnings that open proposals add."""
        if not answer.ok:
            return content
        told = current_app.json.loads(content)
        # What a rehearsal says stands beside the case; many that are assigned at once have none.
        case = told if "matter_id" in told else told.get("case")
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
