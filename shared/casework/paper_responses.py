"""A paper as it is handed out: a file, a part of it, or a small picture. It can run nowhere."""

from __future__ import annotations

from collections.abc import Iterator
from http import HTTPStatus
from itertools import chain
from typing import Any
from urllib.parse import quote

from flask import Response, request

from shared.attachments.kinds import KINDS, PaperKind
from shared.attachments.store import Kept, PaperStore

_BINARY = {"type": "string", "format": "binary"}
_OF_ANY_KIND = {"content": {each.media_type: {"schema": _BINARY} for each in KINDS.values()}}
FILE: dict[str, Any] = {"200": _OF_ANY_KIND, "206": _OF_ANY_KIND}
PICTURE: dict[str, Any] = {"200": {"content": {"image/jpeg": {"schema": _BINARY}}}}
# A paper handed out may never run here, whatever it is.
_HARMLESS = {
    "Content-Security-Policy": "default-src 'none'; sandbox; frame-ancestors 'none'",
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
}


def file_response(store: PaperStore, kept: Kept, kind: PaperKind, name: str) -> Response:
    """Return a paper to be saved under its name, or the part that a `Range` asks for."""
    response = _part_of(store, kept)
    response.headers["Content-Type"] = kind.media_type
    response.headers["Content-Disposition"] = (
        f'attachment; filename="attachment.{kind.ending}"; '
        f"filename*=UTF-8''{quote(name, safe='')}"
    )
    response.headers.update(_HARMLESS)
    return response


def picture_response(store: PaperStore, drawn: Kept) -> Response:
    """Return a picture that was drawn of a paper."""
    response = Response(b"".join(store.read(drawn)), mimetype="image/jpeg")
    response.headers.update(_HARMLESS)
    return response


def _part_of(store: PaperStore, kept: Kept) -> Response:
    """Return the paper, or the part of it that a `Range` asks for (RFC 9110, 14.2)."""
    asked = request.range
    span = asked.range_for_length(kept.size) if asked and len(asked.ranges) == 1 else None
    if span is None:
        response = Response(_streamed(store, kept, 0, kept.size - 1))
        response.content_length = kept.size
    else:
        first, end = span
        response = Response(_streamed(store, kept, first, end - 1), HTTPStatus.PARTIAL_CONTENT)
        response.content_length = end - first
        response.headers["Content-Range"] = f"bytes {first}-{end - 1}/{kept.size}"
    response.headers["Accept-Ranges"] = "bytes"
    return response


def _streamed(store: PaperStore, kept: Kept, first: int, last: int) -> Iterator[bytes]:
    segments = store.read(kept, first, last)
    # What does not open is found before the answer begins.
    return chain([next(segments)], segments)
