"""A file that follows a petition: sent with the receipt, one at a time."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from contextlib import suppress
from typing import Any
from urllib.parse import quote

from flask import Response, request
from flask_limiter import Limiter
from flask_limiter.errors import RateLimitExceeded
from urllib3.filepost import encode_multipart_formdata
from werkzeug.datastructures import FileStorage
from werkzeug.exceptions import RequestEntityTooLarge

from gateway.access import PUBLIC
from gateway.attachments import SECONDS
from gateway.public_door import bounded_petitions
from gateway.receipt_limits import bounded_receipts, key_of_code
from gateway.web.asking import ServiceRefusal, words_of
from gateway.web.catalogue import gettext as _
from gateway.web.public.asking import Everybody, refused
from gateway.web.routes import NAME, PageRoutes
from shared.attachments.hall_settings import HallFileSettings
from shared.attachments.settings import AttachmentSettings
from shared.house import LIAISON

PATH = "/public/receipts/files"
ENDPOINT = "send_file_with_receipt"
_ATTACHED = "attached"
_MOST_PARTS = 6
_BLOCK = 256 * 1024


def add_routes(
    routes: PageRoutes, everybody: Everybody, limiter: Limiter, page: Callable[..., Response]
) -> None:
    """Add the form's way; `page` draws what is shown beside the question for a receipt."""

    def sent() -> Response:
        file = request.files.get("file")
        if file is None or not file.filename:
            return page(422, refusal=_("请选择文件。"), may_add=True)
        try:
            outcome = _handed_on(everybody, file)
        except ServiceRefusal as refusal:
            return page(refusal.status, refusal=words_of(refusal), may_add=refusal.status != 404)
        if outcome["state"] != _ATTACHED:
            return page(422, refusal=str(outcome["why"]), may_add=True)
        return page(done=_("“%(name)s”已收到。", name=file.filename), may_add=True)

    def send() -> Response:
        try:
            return limited()
        except RateLimitExceeded:
            return page(429, refusal=_("提交过于频繁，请稍后再试。"))
        except RequestEntityTooLarge:
            _read_away()
            return refused(_("文件过大：最多 %(count)s MB。", count=_megabytes()), 413)

    limited: Callable[[], Response] = bounded_petitions(
        limiter, bounded_receipts(limiter, sent, _asked_for)
    )
    routes.add(PATH, send, methods=("POST",), permission=PUBLIC, name=ENDPOINT, without_token=True)


def expect_file() -> None:
    """Let the form with a file be as large as a file may be, before anything of it is read."""
    if request.endpoint != f"{NAME}.{ENDPOINT}":
        return
    request.max_content_length = HallFileSettings.from_environment().request_bytes
    request.max_form_parts = _MOST_PARTS


def _read_away() -> None:
    """Read what is still sent, within reason: a browser that sends does not hear a refusal."""
    request.max_content_length = AttachmentSettings.from_environment().request_bytes
    with suppress(RequestEntityTooLarge):
        while request.stream.read(_BLOCK):
            pass


def _megabytes() -> int:
    return HallFileSettings.from_environment().file_megabytes


def _asked_for() -> str:
    return key_of_code(request.form.get("code", ""))


def _handed_on(everybody: Everybody, file: FileStorage) -> Any:
    content = file.stream.read()
    # The same file sent twice is one.
    item = {"id": hashlib.sha256(content).hexdigest(), "name": str(file.filename)[-200:]}
    body, media_type = encode_multipart_formdata(
        {"item": json.dumps(item), "file": ("file", content, "application/octet-stream")}
    )
    code = quote(request.form.get("code", "").strip(), safe="")
    tail = request.form.get("phone_tail", "").strip()
    return everybody.send(
        LIAISON, f"/receipts/{code}/files", body, media_type, seconds=SECONDS, phone_tail=tail
    )
