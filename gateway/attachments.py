"""Papers on their way between a caller and a track: never as a whole in this process."""

from __future__ import annotations

import requests
from flask import Flask, Response, request

from gateway.access import Permission, current_officer, of_track
from gateway.forwarding import REQUEST_HEADERS, sent_on, target
from gateway.routes import TRACKS
from shared.attachments.settings import AttachmentSettings
from shared.http.client import CONNECT_SECONDS, ServiceClient
from shared.http.identity import Identity
from shared.http.passing_on import checked, returned
from shared.http.streaming import CHUNK_BYTES, expected

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
        headers=sent_on((*REQUEST_HEADERS, *also)),
        timeout=(CONNECT_SECONDS, SECONDS),
    )
    return returned(checked(service, answer))


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
    response = Response(answer.iter_content(CHUNK_BYTES), answer.status_code)
    response.call_on_close(answer.close)
    for name in _PASSED_ON:
        if name in answer.headers:
            response.headers[name] = answer.headers[name]
    return response
