from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

import pytest
from flask.testing import FlaskClient

from deploy.processes import SERVICES
from gateway.documents import FRESH_SECONDS, RETRY_SECONDS, ServiceDocuments, merged
from gateway.routes import forwarded_routes
from shared.http.client import ServiceClient
from shared.http.identity import IdentitySigner
from shared.http.secrets import SecretFolder
from shared.http.settings import Settings
from tests.gateway.office import Office
from tests.gateway.processes import WebProcess, addresses, environment


@pytest.fixture(scope="module")
def client(staffed_office: Office) -> FlaskClient:
    return staffed_office.application().test_client()


def _document(client: FlaskClient, language: str = "zh") -> Any:
    answer = client.get("/api/v1/openapi.json", headers={"Accept-Language": language})
    assert answer.status_code == 200
    return answer.json


def _references(value: object) -> set[str]:
    if isinstance(value, dict):
        own = {value["$ref"]} if isinstance(value.get("$ref"), str) else set()
        return own.union(*map(_references, value.values()))
    if isinstance(value, list):
        return set().union(*map(_references, value))
    return set()


def test_the_document_holds_the_gateways_and_the_services_paths(client: FlaskClient) -> None:
    document = _document(client)

    assert document["openapi"] == "3.1.0"
    assert "/api/v1/auth/token" in document["paths"]
    operation = document["paths"]["/api/v1/petitions"]["get"]
    assert operation["operationId"] == "petitions.list"
    assert operation["tags"] == ["petitions"]


def test_every_reference_leads_somewhere(client: FlaskClient) -> None:
    document = _document(client)
    references = _references(document)

    assert "#/components/schemas/petitions.Act" in references
    for reference in references:
        found = document
        for part in reference.removeprefix("#/").split("/"):
            found = found[part]
        assert found


def test_what_is_internal_is_not_documented(client: FlaskClient) -> None:
    document = _document(client)

    assert "/events" not in document["paths"]
    assert set(document["components"]["securitySchemes"]) == {"bearer"}
    assert "security" not in document["paths"]["/api/v1/petitions"]["get"]
    assert document["security"] == [{"bearer": []}]


def test_a_token_is_asked_for_everywhere_but_where_it_is_given(client: FlaskClient) -> None:
    assert _document(client)["paths"]["/api/v1/auth/token"]["post"]["security"] == []


def test_what_a_service_gives_without_a_token_says_so() -> None:
    def of(security: list[Any]) -> dict[str, Any]:
        return {"get": {"responses": {}, "security": security}}

    paths = {"/api/v1/public/decisions": of([]), "/api/v1/cases": of([{"identity": []}])}
    told = merged({"components": {}}, {"a": {"paths": paths}})["paths"]

    assert told["/api/v1/public/decisions"]["get"]["security"] == []
    assert "security" not in told["/api/v1/cases"]["get"]


def test_a_service_that_is_down_is_named_and_left_out(client: FlaskClient) -> None:
    others = [service for service in SERVICES if service != "petitions"]

    assert _document(client)["x-unavailable-services"] == others


def test_the_document_speaks_both_languages(client: FlaskClient) -> None:
    assert "争议" in _document(client, "zh")["info"]["title"]
    assert "disputes" in _document(client, "en")["info"]["title"]


def test_refusals_are_documented_as_problem_json(client: FlaskClient) -> None:
    document = _document(client)
    refusal = document["paths"]["/api/v1/auth/token"]["post"]["responses"]["422"]
    response = document["components"]["responses"][refusal["$ref"].rpartition("/")[2]]

    assert "application/problem+json" in response["content"]
    assert "code" in document["components"]["schemas"]["Problem"]["properties"]


def test_two_services_may_use_one_name_for_two_things() -> None:
    def of(kind: str) -> dict[str, Any]:
        path = {"get": {"responses": {}, "schema": {"$ref": "#/components/schemas/Case"}}}
        return {
            "paths": {f"/api/v1/{kind}": path},
            "components": {"schemas": {"Case": {"title": kind}}},
        }

    whole = merged({"components": {}}, {"a": of("as"), "b": of("bs"), "c": None})

    assert whole["components"]["schemas"] == {"a.Case": {"title": "as"}, "b.Case": {"title": "bs"}}
    operation = whole["paths"]["/api/v1/bs"]["get"]
    assert operation["schema"] == {"$ref": "#/components/schemas/b.Case"}
    assert whole["x-unavailable-services"] == ["c"]


def test_no_service_can_replace_a_path_of_the_gateway() -> None:
    own = {"paths": {"/api/v1/auth/token": {"post": "mine"}}, "components": {}}
    theirs: dict[str, Any] = {"paths": {"/api/v1/auth/token": {"post": {"responses": {}}}}}

    assert merged(own, {"a": theirs})["paths"]["/api/v1/auth/token"] == {"post": "mine"}


def test_a_document_is_asked_for_again_after_a_while(office: Office) -> None:
    secrets_dir = office.settings.secrets_dir
    variables = environment("petitions", office.settings.database_url, secrets_dir)
    now = [0.0]
    with WebProcess("tests.gateway.service_behind:create_app()", variables) as service:
        settings = Settings.from_environment(
            office.environment
            | {
                "SERVICES": ",".join(
                    f"{n}={a}" for n, a in addresses(petitions=service.url).items()
                )
            }
        )
        signer = IdentitySigner(SecretFolder(secrets_dir).private_key("gateway"), "gateway")
        documents = ServiceDocuments(ServiceClient(settings, signer), clock=lambda: now[0])
        assert documents.of("petitions")

        service.kill()
        now[0] = FRESH_SECONDS - 1
        assert documents.of("petitions")
        now[0] = FRESH_SECONDS + 1
        assert documents.of("petitions") is None

        service.start()
        assert documents.of("petitions") is None
        now[0] += RETRY_SECONDS
        assert documents.of("petitions")


class _Page(HTMLParser):
    """Collects what a page loads and whether it carries script or style of its own."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.loaded: list[str] = []
        self.inline = 0
        self._inside = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        source = attributes.get("src") or (attributes.get("href") if tag == "link" else None)
        if source:
            self.loaded.append(source)
        self.inline += any(name.startswith("on") or name == "style" for name in attributes)
        self._inside = tag

    def handle_data(self, data: str) -> None:
        self.inline += self._inside in {"script", "style"} and bool(data.strip())

    def handle_endtag(self, tag: str) -> None:
        self._inside = self._inside.removeprefix(tag)


@pytest.mark.parametrize(("language", "words"), [("zh", "行政争议"), ("en", "administrative")])
def test_the_page_comes_from_here_alone_and_holds_no_script(
    client: FlaskClient, language: str, words: str
) -> None:
    answer = client.get("/api/docs", headers={"Accept-Language": language})
    page = _Page(answer.get_data(as_text=True))

    assert words in answer.get_data(as_text=True)
    assert answer.content_type == "text/html; charset=utf-8"
    assert page.inline == 0
    assert len(page.loaded) == 5
    for source in page.loaded:
        assert source.startswith("/api/docs/assets/")
        asset = client.get(source)
        assert asset.status_code == 200
        assert asset.data
        asset.close()


@pytest.mark.parametrize("name", ["index.css", "..%2fpage.html", "page.html", "LICENSE"])
def test_only_the_pages_own_assets_are_served(client: FlaskClient, name: str) -> None:
    assert client.get(f"/api/docs/assets/{name}").status_code == 404


def test_the_page_may_load_nothing_from_elsewhere(client: FlaskClient) -> None:
    policy = client.get("/api/docs").headers["Content-Security-Policy"]

    assert "script-src 'self';" in policy
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy


def test_each_forwarded_collection_belongs_to_a_service_that_is_asked(
    staffed_office: Office,
) -> None:
    assert {route.service for route in forwarded_routes()} <= set(staffed_office.settings.services)
