"""What a view returns is answered as the schema of its route says."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from flask import jsonify
from flask.testing import FlaskClient
from marshmallow import Schema, fields

from shared.http.openapi import create_api
from shared.http.routes import Route, blueprint_of
from shared.language import Text
from shared.storage.busy import BusyDocumentError
from tests.http.applications import an_application, settings_in

LETTER = {"_id": "7", "title": "申请", "secret": "不外传"}


class Letter(Schema):
    id = fields.String(attribute="_id")
    title = fields.String()


def read() -> dict[str, Any]:
    """Read a letter."""
    return LETTER


def written() -> Any:
    """Read a letter in a form of its own."""
    return jsonify({"title": "已成"})


def busy() -> Any:
    """Read a letter that others keep changing."""
    raise BusyDocumentError("7")


@pytest.fixture
def client(tmp_path: Path) -> FlaskClient:
    app = an_application(settings_in(tmp_path))
    text = Text("信件", "letters")
    routes = (
        Route("GET", "/letter", read, text, Letter, unstored=True),
        Route("GET", "/written", written, text, Letter),
        Route("GET", "/busy", busy, text, Letter),
    )
    create_api(app, "Letters").register_blueprint(blueprint_of("letters", text, *routes))
    return app.test_client()


def test_only_what_the_schema_names_is_answered(client: FlaskClient) -> None:
    answer = client.get("/api/v1/letter")

    assert answer.json == {"id": "7", "title": "申请"}
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_finished_response_goes_out_as_it_is(client: FlaskClient) -> None:
    assert client.get("/api/v1/written").json == {"title": "已成"}


def test_who_meets_a_document_that_others_keep_changing_is_asked_to_try_again(
    client: FlaskClient,
) -> None:
    answer = client.get("/api/v1/busy")

    assert answer.status_code == 409
    assert (answer.json or {})["code"] == "changed-meanwhile"
