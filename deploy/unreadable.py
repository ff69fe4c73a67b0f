"""A request that gunicorn itself cannot read: answered in problem+json, and logged unquoted."""

from __future__ import annotations

import json
import logging
import re
import socket
from http import HTTPStatus

from gunicorn import util

from shared.http.problems import MEDIA_TYPE, problem_of

_REFUSED = "Invalid request from ip="
# Python quotes in double marks what holds a single one.
_QUOTATION = re.compile("['\"]")


class Unquoted(logging.Filter):
    """Leaves out what gunicorn quotes of a request: an address may hold the name of a person."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Cut the message before its first quotation, and let it pass."""
        message = record.getMessage()
        if message.startswith(_REFUSED):
            record.msg, record.args = _QUOTATION.split(message, maxsplit=1)[0].rstrip(": "), ()
        return True


def answer_in_problem_json() -> None:
    """Let the workers of this process refuse so; gunicorn offers no setting for it."""
    util.write_error = _write_error


def _write_error(sock: socket.socket, status_int: int, reason: str, mesg: str) -> None:
    # What gunicorn would say quotes the request, and headers that name a language are not read.
    del reason, mesg
    status = HTTPStatus(status_int)
    body = json.dumps(problem_of(status).as_dict("zh"), ensure_ascii=False).encode()
    lines = (
        f"HTTP/1.1 {status.value} {status.phrase}",
        "Connection: close",
        f"Content-Type: {MEDIA_TYPE}",
        "Content-Language: zh-CN",
        f"Content-Length: {len(body)}",
    )
    util.write_nonblock(sock, "\r\n".join((*lines, "", "")).encode() + body)
