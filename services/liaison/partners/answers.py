"""What services behind the doors of partners answer."""

from __future__ import annotations

from typing import Any

import requests
from flask import request

from shared.http.problems import Problem
from shared.language import Text

_UNUSABLE = Text("后端服务的应答无法使用。", "A service behind gave an unusable answer.")


def usable(answer: requests.Response) -> Any:
    """Return the JSON of an answer that has to be a 200; 502 when it is not."""
    if answer.status_code != 200:
        raise Problem(502, "bad-gateway", _UNUSABLE)
    return read_answer(answer)


def read_answer(answer: requests.Response) -> Any:
    """Return the JSON of a service's answer; 502 when there is none."""
    try:
        return answer.json()
    except requests.exceptions.JSONDecodeError as error:
        raise Problem(502, "bad-gateway", _UNUSABLE) from error


def in_the_senders_language() -> dict[str, str]:
    """Return the header by which a service refuses in the language that the sender reads."""
    language = request.headers.get("Accept-Language")
    return {"Accept-Language": language} if language else {}
