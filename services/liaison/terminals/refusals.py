"""What a service behind refused, said on to whoever asked."""

from __future__ import annotations

from typing import Any

import requests

from shared.http.problems import Problem, unavailable
from shared.language import Text

_UNUSABLE = Text("后端服务的应答无法使用。", "A service behind gave an unusable answer.")


def refusal_of(answer: requests.Response) -> Problem:
    """
    Return the refusal that a service answered, in the language in which it was asked.

    503 stays what it is; a 401 is about us and not about the caller, and so is what cannot be read.
    """
    if answer.status_code == 503:
        return unavailable()
    try:
        said = answer.json()
        if answer.status_code in {401, 500} or not isinstance(said, dict):
            raise ValueError("nothing for the caller")
        return Problem(
            answer.status_code,
            said["code"],
            _alike(said["detail"]),
            errors=_errors(said.get("errors")),
            basis=said.get("basis"),
        )
    except (ValueError, KeyError):
        return Problem(502, "bad-gateway", _UNUSABLE)


def _errors(said: Any) -> dict[str, list[Text]] | None:
    if not said:
        return None
    return {path: [_alike(text) for text in texts] for path, texts in said.items()}


def _alike(said: str) -> Text:
    # It was said in the caller's language already.
    return Text(said, said)
