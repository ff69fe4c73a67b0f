"""A small real service for the gateway to stand in front of."""

from __future__ import annotations

from typing import Any

from flask import Flask, Response, jsonify, request

from shared.events.parked_resource import create_parked_resource
from shared.http.application import create_application
from shared.http.bodies import read_body
from shared.http.identity import current_assignee, current_identity
from shared.http.problems import Problem
from shared.http.settings import Settings
from shared.language import Text
from shared.storage.database import connect

DOCUMENT: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {"title": "petitions", "version": "v1"},
    "paths": {
        "/api/v1/petitions": {
            "get": {
                "operationId": "list",
                "security": [{"identity": []}],
                "responses": {
                    "200": {
                        "description": "cases",
                        "content": {
                            "application/json": {"schema": {"$ref": "#/components/schemas/Case"}}
                        },
                    }
                },
            }
        },
        "/events": {"get": {"responses": {"200": {"description": "internal"}}}},
    },
    "components": {
        "schemas": {
            "Case": {"type": "object", "properties": {"act": {"$ref": "#/components/schemas/Act"}}},
            "Act": {"type": "object"},
        },
        "securitySchemes": {"identity": {"type": "apiKey", "in": "header", "name": "X"}},
    },
}


def create_app() -> Flask:
    """Return a service that tells what reached it, and misbehaves where the path says so."""
    settings = Settings.from_environment()
    app = create_application(settings)
    app.register_blueprint(create_parked_resource(connect(settings)))
    app.add_url_rule("/openapi.json", "openapi", lambda: jsonify(DOCUMENT))
    app.add_url_rule("/events", "events", lambda: jsonify({"secret": True}))
    for name, view in _MISBEHAVIOUR.items():
        app.add_url_rule(f"/api/v1/petitions/{name}", name, view)
    app.add_url_rule("/api/v1/petitions/opened", "opened", _opened, methods=["POST"])
    for path in ("/api/v1/petitions", "/api/v1/petitions/<path:rest>"):
        app.add_url_rule(path, path, _tell, methods=["GET", "POST"])
    return app


def _tell(rest: str = "") -> Response:
    identity, assignee = current_identity(), current_assignee()
    told = {
        "method": request.method,
        "path": request.path,
        "rest": rest,
        "query": request.query_string.decode("latin-1"),
        "body": read_body(request).decode("utf-8", "replace"),
        "headers": {name: value for name, value in request.headers if name != "Concord-Identity"},
        "assignee": [assignee.subject, assignee.name, assignee.role] if assignee else None,
        "identity": {
            "subject": identity.subject,
            "name": identity.name,
            "role": identity.role,
            "agency_code": identity.agency_code,
            "agency_name": identity.agency_name,
            "region": identity.region,
            "issuer": identity.issuer,
        },
    }
    answer = jsonify(told)
    answer.headers["ETag"] = '"7"'
    answer.headers["Server-Timing"] = "db;dur=5"
    answer.headers["Set-Cookie"] = "a=b"
    answer.headers["Content-Disposition"] = "attachment"
    return answer


def _opened() -> Response:
    answer = jsonify({"matter_id": request.get_json()["title"]})
    answer.status_code = 201
    return answer


def _located() -> Response:
    answer = jsonify({})
    answer.status_code = 201
    answer.headers["Location"] = f"{request.host_url}api/v1/petitions/42"
    answer.autocorrect_location_header = False
    return answer


def _page_500() -> Response:
    return Response("<h1>Traceback: secret</h1>", 500, mimetype="text/html")


def _refused() -> Response:
    text = Text("当前状态不允许。", "Not now.")
    raise Problem(409, "command-not-allowed", text, basis="信访工作条例 23", allowed=["accept"])


def _unproven() -> Response:
    raise Problem(401, "unauthenticated", Text("未证明身份。", "Not proven."))


def _broken() -> Response:
    raise RuntimeError("secret")


_MISBEHAVIOUR = {
    "located": _located,
    "page-500": _page_500,
    "refused": _refused,
    "unproven": _unproven,
    "broken": _broken,
}
