"""Refusals as `application/problem+json` (RFC 9457), in the language of the caller."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from errno import EDQUOT, ENOSPC, errorcode
from http import HTTPStatus
from typing import TypeAlias

import structlog
from flask import Flask, Response, request
from gunicorn.http.errors import NoMoreData, ParseException
from pymongo.errors import ConnectionFailure, PyMongoError
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge

from shared.http.language import language_tag, request_language
from shared.http.texts import cleaned
from shared.http.titles import CODES, TITLES
from shared.language import Language, Text

MEDIA_TYPE = "application/problem+json"
RETRY_AFTER_SECONDS = 2
DRAINED_BYTES = 32 * 1024 * 1024
_CHUNK_BYTES = 64 * 1024
_NO_ROOM = frozenset({ENOSPC, EDQUOT})
_log = structlog.get_logger(__name__)

Errors: TypeAlias = Mapping[str, Sequence[Text]]


class Problem(Exception):  # noqa: N818  (RFC 9457 calls it a problem, and so do all rooms)
    """
    One refusal: HTTP status, stable code, and what to say to the caller.

    `errors` maps a field path (`parties.0.name`) to texts; `basis` cites the article;
    `allowed` lists the commands that would be allowed instead, `entry` is the entry of a history
    that stands in the way.
    """

    def __init__(
        self,
        status: int,
        code: str,
        detail: Text,
        *,
        errors: Errors | None = None,
        basis: str | None = None,
        allowed: Sequence[str] | None = None,
        entry: int | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(f"{status} {code}: {detail.en}")
        self.status = status
        self.code = code
        self.detail = detail
        self.errors = errors
        self.basis = basis
        self.allowed = allowed
        self.entry = entry
        self.headers = dict(headers or {})

    def as_dict(self, language: Language) -> dict[str, object]:
        """Return the members of RFC 9457 section 3.1 and ours, in `language`."""
        members: dict[str, object] = {
            "type": f"urn:concord:problem:{self.code}",
            "title": title_of(self.status).in_language(language),
            "status": self.status,
            # It may quote what was asked for, which may hold what nobody can see.
            "detail": cleaned(self.detail.in_language(language)),
            "code": self.code,
        }
        if self.errors is not None:
            members["errors"] = {
                path: [text.in_language(language) for text in texts]
                for path, texts in self.errors.items()
            }
        if self.basis is not None:
            members["basis"] = self.basis
        if self.allowed is not None:
            members["allowed"] = list(self.allowed)
        if self.entry is not None:
            members["entry"] = self.entry
        return members


def title_of(status: int) -> Text:
    """Return the short title of an HTTP status."""
    known = TITLES.get(status)
    return known if known else Text(f"HTTP {status}", HTTPStatus(status).phrase)


def render(problem: Problem) -> Response:
    """Return the response that carries `problem` in the language of the request."""
    language = request_language()
    body = json.dumps(problem.as_dict(language), ensure_ascii=False)
    response = Response(body, problem.status, mimetype=MEDIA_TYPE)
    response.headers["Content-Language"] = language_tag(language)
    response.headers["Vary"] = "Accept-Language"
    response.headers.update(problem.headers)
    return response


def unauthenticated(detail: Text | None = None, *, scheme: str = "Bearer") -> Problem:
    """Return the 401 that says nothing about why the proof was not accepted."""
    text = detail or Text("需要有效的登录凭证。", "A valid credential is required.")
    return Problem(401, CODES[401], text, headers={"WWW-Authenticate": scheme})


def forbidden(detail: Text | None = None, *, basis: str | None = None) -> Problem:
    """Return the 403 of a caller who is known but may not."""
    text = detail or Text("您的角色无权进行此操作。", "Your role may not do this.")
    return Problem(403, CODES[403], text, basis=basis)


def not_found(detail: Text | None = None) -> Problem:
    """Return the 404 that is the same for what is absent and for what is not yours."""
    return Problem(404, CODES[404], detail or Text("未找到。", "Not found."))


def malformed(detail: Text) -> Problem:
    """Return the 400 of a request that cannot be read."""
    return Problem(400, CODES[400], detail)


def invalid(errors: Errors) -> Problem:
    """Return the 422 that names each field that cannot be accepted."""
    detail = Text("提交的内容未通过校验。", "What was sent did not pass validation.")
    return Problem(422, "validation", detail, errors=errors)


def unavailable(detail: Text | None = None) -> Problem:
    """Return the 503 of a part behind that does not answer now."""
    text = detail or Text(
        "服务暂时不可用，请稍后再试。", "Temporarily unavailable, try again soon."
    )
    return Problem(503, CODES[503], text, headers={"Retry-After": str(RETRY_AFTER_SECONDS)})


def problem_of(status: int) -> Problem:
    """Return the problem that says no more than its status."""
    return Problem(status, CODES.get(status, "http-error"), title_of(status))


def from_http_exception(error: HTTPException) -> Problem:
    """Return the problem that says what a Werkzeug exception says."""
    status = error.code or 500
    code = CODES.get(status, "http-error")
    keep = {"Allow", "Retry-After", "WWW-Authenticate"}
    headers = {name: value for name, value in error.get_headers() if name in keep}
    if status == 503:
        headers.setdefault("Retry-After", str(RETRY_AFTER_SECONDS))
    return Problem(status, code, title_of(status), headers=headers)


def register_problem_handlers(app: Flask) -> None:
    """Let every refusal of `app` leave as problem+json, without internals."""
    app.register_error_handler(Problem, render)
    app.register_error_handler(RequestEntityTooLarge, _render_too_large)
    app.register_error_handler(HTTPException, lambda error: render(from_http_exception(error)))
    app.register_error_handler(PyMongoError, _render_database_error)
    app.register_error_handler(OSError, _render_system_error)
    for unreadable in (ParseException, NoMoreData):
        app.register_error_handler(unreadable, _render_unreadable)
    app.register_error_handler(Exception, _render_unexpected)


def _render_too_large(_error: RequestEntityTooLarge) -> Response:
    # A client that still sends when the connection closes sees a broken pipe, not the refusal.
    source = request.environ["wsgi.input"]
    left = min(request.content_length or 0, DRAINED_BYTES)
    while left > 0 and (chunk := source.read(min(left, _CHUNK_BYTES))):
        left -= len(chunk)
    return render(Problem(413, CODES[413], title_of(413)))


def _render_unreadable(_error: Exception) -> Response:
    # gunicorn reads a body only when it is asked for: a broken chunk is found this late.
    text = Text("请求内容的分块传输有误。", "The body is not sent in whole chunks.")
    response = render(malformed(text))
    # Where the next request would begin is not known any more.
    response.headers["Connection"] = "close"
    return response


def _render_database_error(error: PyMongoError) -> Response:
    if not (isinstance(error, ConnectionFailure) or error.timeout):
        return _render_unexpected(error)
    _log.warning("database_unavailable", error=type(error).__name__)
    return render(unavailable())


def _render_system_error(error: OSError) -> Response:
    if error.errno not in _NO_ROOM:
        return _render_unexpected(error)
    _log.error("no_room_left", error=errorcode[error.errno])
    return render(unavailable())


def _render_unexpected(error: Exception) -> Response:
    # The trace goes to the log of the operator, never to the caller.
    _log.error("request_failed", exc_info=error)
    text = Text("系统内部错误，已记录。", "Internal error; it has been recorded.")
    return render(Problem(500, CODES[500], text))
