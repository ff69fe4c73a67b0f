"""The operator's hook, which sends a code to a person by SMS or mail."""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime

import requests
import structlog
from standardwebhooks import Webhook

from services.liaison.public.settings import CodeHookSettings
from shared.http.problems import Problem, unavailable
from shared.language import Language, Text

CONNECT_SECONDS, ANSWER_SECONDS = 3.0, 10.0
_NOT_SENT = Text(
    "验证码暂时发不出去，请稍后再试，或者到自助终端、窗口办理。",
    "The code cannot be sent now; try again soon, or go to a terminal or a window.",
)
_NO_HOOK = Text(
    "本机构不在网上受理信访：请到自助终端或者窗口办理。",
    "Petitions are not taken in browsers here: go to a terminal or a window.",
)
_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class CodeHook:
    """Hands codes over for delivery; neither a code nor where it goes is logged."""

    settings: CodeHookSettings

    @property
    def is_there(self) -> bool:
        """Say whether codes can be sent at all."""
        return bool(self.settings.url)

    def send(self, to: str, code: str, language: Language, ends_at: datetime) -> None:
        """Have a code delivered; the 503 problem when the hook does not take it."""
        if not self.is_there:
            raise Problem(503, "service-unavailable", _NO_HOOK)
        told = {"to": to, "code": code, "language": language, "ends_at": ends_at.isoformat()}
        body = json.dumps({"type": "public.code", "data": told}, ensure_ascii=False)
        message, now = f"msg_{uuid.uuid4().hex}", datetime.now(UTC)
        headers = {
            "Content-Type": "application/json",
            "webhook-id": message,
            "webhook-timestamp": str(int(now.timestamp())),
            "webhook-signature": Webhook(self.settings.secret).sign(message, now, body),
        }
        try:
            answer = requests.post(
                self.settings.url,
                data=body.encode(),
                headers=headers,
                timeout=(CONNECT_SECONDS, ANSWER_SECONDS),
                allow_redirects=False,
            )
            taken = answer.ok and not answer.is_redirect
        except requests.RequestException as error:
            _log.warning("code_hook_unreachable", error=type(error).__name__)
            raise unavailable(_NOT_SENT) from error
        if not taken:
            _log.warning("code_hook_refused", status=answer.status_code)
            raise unavailable(_NOT_SENT)
