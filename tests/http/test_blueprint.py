"""A route serves what its decorators say, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from flask import Response, jsonify
from flask.testing import FlaskClient
from marshmallow import fields

from shared.http.blueprint import API, DocumentedBlueprint
from shared.http.labels import UnlabelledError, label
from shared.http.openapi import create_api, serve_document
from shared.http.operations import KEY_PARAMETER, LOCATION
from shared.http.preconditions import Expected
from shared.http.problems import forbidden
from shared.http.schemas import StrictSchema
from shared.language import Text
from shared.storage.busy import BusyDocumentError
from tests.http.applications import an_application, settings_in


class NewLetter(StrictSchema):
    title = fields.String(required=True, metadata=label("标题", "title"))


class Wanted(StrictSchema):
    year = fields.Integer(metadata=label("年份", "year"))


class Letter(StrictSchema):
    id = fields.String(attribute="_id")
    title = fields.String()


class Unnamed(StrictSchema):
    title = fields.String()


class Letters:
    """The letters of one box."""

    routes = DocumentedBlueprint("letters", __name__, url_prefix=API, description="信件 letters")

    def __init__(self, box: str) -> None:
        self._box = box

    def blueprint(self) -> DocumentedBlueprint:
        return self.routes.bound_to(self, letter_id={"7": Text("第七封", "the seventh")})

    @routes.get("/letters")
    @routes.arguments(Wanted, location="query")
    @routes.unstored
    @routes.response(200, Letter)
    @routes.doc(summary="找信 / find a letter")
    def find_letter(self, wanted: Mapping[str, Any]) -> dict[str, Any]:
        """Find a letter."""
        return {"_id": self._box, "title": str(wanted.get("year")), "secret": "不外传"}

    @routes.post("/letters")
    @routes.headers(KEY_PARAMETER)
    @routes.arguments(NewLetter)
    @routes.response(201, Letter, headers=LOCATION)
    @routes.alt_response(429)
    @routes.doc(summary="写信 / write a letter", security=[])
    def write_letter(self, letter: dict[str, Any]) -> tuple[dict[str, Any], int, dict[str, str]]:
        """Write a letter."""
        return {"_id": "8", **letter}, 201, {"Location": f"{API}/letters/8"}

    @routes.get("/letters/written")
    @routes.response(200, Letter)
    def written(self) -> Response:
        """Read a letter in a form of its own."""
        return jsonify({"secret": "已成"})

    @routes.get("/letters/busy")
    @routes.response(200, Letter)
    def busy(self) -> None:
        """Read a letter that others keep changing."""
        raise BusyDocumentError("7")

    @routes.get("/letters/seen")
    @routes.expecting
    @routes.response(200, Letter)
    def seen(self, expected: Expected | None) -> dict[str, Any]:
        """Read a letter that was seen before."""
        return {"title": str(sorted(expected.versions)) if expected else "any"}

    def _reader(self) -> str:
        return f"the reader of box {self._box}"

    @routes.get("/letters/own")
    @routes.asked_as(_reader)
    @routes.response(200, Letter)
    def own(self, reader: str) -> dict[str, Any]:
        """Read one's own letter."""
        return {"title": reader}

    @routes.delete("/letters/<letter_id>")
    @routes.response(204)
    def burn_letter(self, letter_id: str) -> None:
        """Burn a letter."""

    @routes.post("/letters/<letter_id>/seal")
    @routes.response(204)
    @routes.refuses({400, 422})
    def seal_letter(self, letter_id: str) -> None:
        """Seal a letter."""


@pytest.fixture
def client(tmp_path: Path) -> FlaskClient:
    app = an_application(settings_in(tmp_path))
    api = create_api(app, "Letters")
    api.register_blueprint(Letters("7").blueprint())
    serve_document(app, api, {})
    return app.test_client()


@pytest.fixture
def document(client: FlaskClient) -> Any:
    return (client.get("/openapi.json").json or {})["paths"]


def test_a_query_is_read_and_the_answer_written_by_its_schema(client: FlaskClient) -> None:
    answer = client.get("/api/v1/letters?year=2026")

    assert answer.json == {"id": "7", "title": "2026"}
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_finished_response_goes_out_as_it_is(client: FlaskClient) -> None:
    assert client.get("/api/v1/letters/written").json == {"secret": "已成"}


def test_who_meets_a_document_that_others_keep_changing_is_asked_to_try_again(
    client: FlaskClient,
) -> None:
    answer = client.get("/api/v1/letters/busy")

    assert answer.status_code == 409
    assert (answer.json or {})["code"] == "changed-meanwhile"


@pytest.mark.parametrize(
    ("tags", "seen"), [(None, "any"), ("*", "any"), ('W/"7", "x", "8"', "[7, 8]")]
)
def test_a_view_is_given_the_versions_that_its_caller_saw(
    client: FlaskClient, tags: str | None, seen: str
) -> None:
    headers = {} if tags is None else {"If-Match": tags}

    assert (client.get("/api/v1/letters/seen", headers=headers).json or {})["title"] == seen


def test_a_view_is_given_whom_its_resource_finds_to_ask(client: FlaskClient) -> None:
    assert client.get("/api/v1/letters/own").json == {"title": "the reader of box 7"}


def test_a_view_may_answer_its_status_and_headers(client: FlaskClient) -> None:
    answer = client.post("/api/v1/letters", json={"title": "申请"})

    assert (answer.status_code, answer.json) == (201, {"id": "8", "title": "申请"})
    assert answer.headers["Location"] == "/api/v1/letters/8"


def test_an_answer_without_a_schema_has_no_content(client: FlaskClient) -> None:
    answer = client.delete("/api/v1/letters/7")

    assert (answer.status_code, answer.data) == (204, b"")


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", "letters?colour=red", None),
        ("GET", "letters?year=2026&year=2027", None),
        ("POST", "letters?year=2026", {"title": "申请"}),
        ("POST", "letters", {"title": "申请", "colour": "red"}),
        ("DELETE", "letters/7?year=2026", None),
        ("POST", "letters/7/seal", {"colour": "red"}),
    ],
)
def test_what_nobody_reads_is_refused_by_name(
    client: FlaskClient, method: str, path: str, body: Any
) -> None:
    answer = client.open(f"/api/v1/{path}", method=method, json=body)

    assert answer.status_code == 422
    assert (answer.json or {})["errors"].keys() <= {"colour", "year"}


def test_who_may_not_ask_hears_that_before_anything_is_read(tmp_path: Path) -> None:
    routes = DocumentedBlueprint("shut", __name__)

    def nobody() -> None:
        raise forbidden()

    @routes.post("/shut")
    @routes.asked_by(nobody)
    @routes.arguments(NewLetter)
    def write(letter: dict[str, Any]) -> None:
        """Write a letter."""

    app = an_application(settings_in(tmp_path))
    app.register_blueprint(routes)

    assert app.test_client().post("/shut", json={"colour": "red"}).status_code == 403


def test_what_is_internal_is_served_by_the_same_rules_and_stands_in_no_document(
    tmp_path: Path,
) -> None:
    app = an_application(settings_in(tmp_path))
    api = create_api(app, "Letters")
    inner = DocumentedBlueprint("inner", __name__, internal=True)

    class Drawer:
        routes = inner

        @routes.get("/drawer")
        @routes.response(200, Letter)
        def drawer(self) -> dict[str, str]:
            return {"_id": "7", "secret": "不外传"}

    api.register_blueprint(Letters("7").blueprint())
    api.register_blueprint(inner.bound_to(Drawer()))
    serve_document(app, api, {})
    client = app.test_client()
    document: Any = client.get("/openapi.json").json

    assert client.get("/drawer").json == {"id": "7"}
    assert client.get("/drawer?year=2026").status_code == 422
    assert "/drawer" not in document["paths"]
    assert [each["name"] for each in document["tags"]] == ["letters"]


def test_a_field_without_words_ends_the_start() -> None:
    with pytest.raises(UnlabelledError):
        DocumentedBlueprint.arguments(Unnamed)


def test_each_resource_answers_from_what_is_its_own(tmp_path: Path) -> None:
    found = []
    for box in ("1", "2"):
        app = an_application(settings_in(tmp_path))
        app.register_blueprint(Letters(box).blueprint())
        found.append((app.test_client().get("/api/v1/letters").json or {})["id"])

    assert found == ["1", "2"]


def test_an_operation_tells_its_name_headers_values_and_refusals(document: Any) -> None:
    written = document["/api/v1/letters"]["post"]
    burnt = document["/api/v1/letters/{letter_id}"]["delete"]
    (part,) = burnt["parameters"]

    assert (written["operationId"], written["security"]) == ("write_letter", [])
    assert [each["name"] for each in written["parameters"]] == ["Idempotency-Key"]
    assert "Location" in written["responses"]["201"]["headers"]
    assert {"400", "409", "413", "415", "429"} <= written["responses"].keys()
    assert part["schema"]["enum"] == ["7"]
    assert "409" not in burnt["responses"]


def test_a_route_may_name_its_refusals_alone(document: Any) -> None:
    sealed = document["/api/v1/letters/{letter_id}/seal"]["post"]

    assert sealed["responses"].keys() == {"204", "400", "422"}
