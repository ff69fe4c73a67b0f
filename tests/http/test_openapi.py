from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from marshmallow import fields

from shared.http.blueprint import DocumentedBlueprint
from shared.http.labels import label
from shared.http.openapi import create_api, serve_document
from shared.http.schemas import StrictInteger, StrictSchema
from tests.http.applications import an_application, settings_in


class Letter(StrictSchema):
    title = fields.String(required=True, metadata=label("标题", "title"))
    pages = StrictInteger(metadata=label("页数", "pages"))


def _client(folder: Path) -> FlaskClient:
    app = an_application(settings_in(folder))
    api = create_api(app, "Letters")
    blueprint = DocumentedBlueprint("letters", __name__)

    def write(letter: dict[str, Any]) -> dict[str, Any]:
        return letter

    view = blueprint.arguments(Letter)(blueprint.response(201, Letter)(write))
    blueprint.route("/letters", methods=["POST"])(view)
    api.register_blueprint(blueprint)
    serve_document(app, api, {})
    return app.test_client()


def test_a_documented_route_reads_its_arguments(tmp_path: Path) -> None:
    answer = _client(tmp_path).post("/letters", json={"title": "申请", "pages": 2})

    assert (answer.status_code, answer.json) == (201, {"title": "申请", "pages": 2})


@pytest.mark.parametrize(
    ("options", "status", "code"),
    [
        ({"json": {"title": "a", "pages": "2"}}, 422, "validation"),
        ({"json": {"title": {"$ne": None}}}, 422, "validation"),
        ({"json": {"title": "a", "colour": "red"}}, 422, "validation"),
        ({"json": []}, 400, "malformed"),
        ({"data": b"{", "content_type": "application/json"}, 400, "malformed"),
        ({"data": b"{}", "content_type": "text/plain"}, 415, "unsupported-media-type"),
    ],
)
def test_a_documented_route_refuses_in_problem_json(
    tmp_path: Path, options: dict[str, Any], status: int, code: str
) -> None:
    answer: Any = _client(tmp_path).post("/letters", **options)

    assert (answer.status_code, answer.json["code"]) == (status, code)
    assert answer.content_type == "application/problem+json"


def test_each_wrong_field_is_named(tmp_path: Path) -> None:
    answer: Any = _client(tmp_path).post(
        "/letters", json={"pages": True}, headers={"Accept-Language": "en"}
    )

    assert answer.json["errors"] == {
        "title": ["This has to be filled in."],
        "pages": ["Not a valid integer."],
    }


def test_the_document_tells_the_routes_and_their_refusals(tmp_path: Path) -> None:
    document: Any = _client(tmp_path).get("/openapi.json").json

    assert document["openapi"] == "3.1.0"
    operation = document["paths"]["/letters"]["post"]
    assert operation["responses"]["201"]
    reference = operation["responses"]["422"]["$ref"]
    refusal = document["components"]["responses"][reference.rpartition("/")[2]]
    schema = refusal["content"]["application/problem+json"]["schema"]
    assert schema == {"$ref": "#/components/schemas/Problem"}


def test_several_who_ask_first_at_once_are_told_the_same_whole_document(tmp_path: Path) -> None:
    client = _client(tmp_path)

    def ask(_: int) -> Any:
        return client.application.test_client().get("/openapi.json").json

    with ThreadPoolExecutor(4) as callers:
        documents = list(callers.map(ask, range(4)))

    assert documents[0]["tags"] == [{"name": "letters", "description": ""}]
    assert all(document == documents[0] for document in documents)
