"""Papers on their way between a caller and a track: never as a whole in this process."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

import requests
from flask import Flask, Response, request
from werkzeug.exceptions import RequestEntityTooLarge

from gateway.access import Permission, current_officer, of_track
from gateway.forwarding import REQUEST_HEADERS, checked, returned, target
from gateway.routes import TRACKS
from shared.attachments.settings import AttachmentSettings
from shared.http.client import CONNECT_SECONDS, ServiceClient
from shared.http.identity import Identity

SECONDS = 50.0  # below what gunicorn grants a worker
_PASSED_ON = (
    "Accept-Ranges",
    "Cache-Control",
    "Content-Disposition",
    "Content-Length",
    "Content-Range",
    "Content-Security-Policy",
    "Content-Type",
)
_CHUNK_BYTES = 256 * 1024


@dataclass(frozen=True, slots=True)
class Streamed:
    """A body that is read while it is sent; its length is known."""

    source: IO[bytes]
    length: int

    def __len__(self) -> int:
        """How many bytes are sent."""
        return self.length

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes, as the client library asks for them."""
        return self.source.read(min(size, _CHUNK_BYTES) if size > 0 else _CHUNK_BYTES)

    def __iter__(self) -> Iterator[bytes]:
        """Yield the body in pieces."""
        while piece := self.read():
            yield piece


def register_attachments(
    app: Flask, client: ServiceClient, settings: AttachmentSettings
) -> dict[str, Permission]:
    """Add to `app` the routes of papers that carry files; return who may call each."""
    permissions = {}
    for collection, (service, role) in TRACKS.items():

        def upload(case_id: str, service: str = service) -> Response:
            del case_id
            return _uploaded(client, settings, service)

        def download(case_id: str, attachment_id: str, service: str = service) -> Response:
            del case_id, attachment_id
            return handed_out(client, service, target())

        papers = f"/api/v1/{collection}/<case_id>/attachments"
        for method, path, view in (
            ("POST", papers, upload),
            ("GET", f"{papers}/<attachment_id>", download),
            ("GET", f"{papers}/<attachment_id>/thumbnail", download),
        ):
            endpoint = f"papers {method} {path}"
            app.add_url_rule(path, endpoint, view, methods=[method])
            permissions[endpoint] = of_track(role)
    return permissions


def _uploaded(client: ServiceClient, settings: AttachmentSettings, service: str) -> Response:
    return handed_in(client, service, current_officer(), settings.request_bytes)


def handed_in(
    client: ServiceClient,
    service: str,
    caller: Identity,
    most_bytes: int,
    *,
    also: tuple[str, ...] = (),
) -> Response:
    """Return what `service` answers to a body that it is sent piece by piece; 413 for too much."""
    answer = client.request(
        service,
        "POST",
        target(),
        identity=caller,
        data=expected(most_bytes),
        headers={n: request.headers[n] for n in (*REQUEST_HEADERS, *also) if n in request.headers},
        timeout=(CONNECT_SECONDS, SECONDS),
    )
    return returned(checked(service, answer))


def expected(most_bytes: int) -> Streamed:
    """Return the body of the request, nothing of it read; 413 for more than so many bytes."""
    request.max_content_length = most_bytes
    length = request.content_length
    if length is None or length > most_bytes:
        # Of a body that does not say how long it is nobody knows when it is too much.
        raise RequestEntityTooLarge
    return Streamed(request.stream, length)


def handed_out(client: ServiceClient, service: str, path: str) -> Response:
    """Return a paper as the service sends it, piece by piece."""
    wanted = {n: request.headers[n] for n in ("Accept-Language", "Range") if n in request.headers}
    answer = client.stream(
        service,
        path,
        identity=current_officer(),
        headers=wanted,
        timeout=(CONNECT_SECONDS, SECONDS),
    )
    if answer.status_code >= requests.codes.bad_request:
        return returned(checked(service, client.whole(answer)))
    response = Response(answer.iter_content(_CHUNK_BYTES), answer.status_code)
    response.call_on_close(answer.close)
    for name in _PASSED_ON:
        if name in answer.headers:
            response.headers[name] = answer.headers[name]
    return response
