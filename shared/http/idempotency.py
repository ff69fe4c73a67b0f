"""The key under which a request, however often it is sent, has its effect once."""

from __future__ import annotations

import re

from flask import request

from shared.http.problems import invalid
from shared.language import Text

HEADER = "Idempotency-Key"
KEY_LENGTH = 200
_KEY = re.compile(rf"[!-~]{{1,{KEY_LENGTH}}}")


def idempotency_key() -> str | None:
    """Return the key of the request, or None; 422 for one that cannot be written as ASCII."""
    key = request.headers.get(HEADER)
    if key is not None and not _KEY.fullmatch(key):
        text = Text(
            f"幂等键应为 1 至 {KEY_LENGTH} 个可见的 ASCII 字符。",
            f"The key must have 1 to {KEY_LENGTH} visible ASCII characters.",
        )
        raise invalid({HEADER: [text]})
    return key
