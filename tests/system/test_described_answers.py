"""Answers are as the OpenAPI document describes them, whoever asks and whatever is sent."""

from __future__ import annotations

import json
import os
import socket
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import pytest
from schemathesis import GenerationMode

from deploy.embedded.stack import Stack
from shared.http.descriptions import operations, undescribed
from tests.support.events import eventually
from tests.support.stack import API, OFFICER, Officers, accepted
from tests.system.asking import Asking, proofs
from tests.system.cases import OPENINGS
from tests.system.plausible import opened

# How many generated requests each operation gets from its own callers; `make fuzz` asks for more.
EXAMPLES = int(os.environ.get("EXAMPLES", "1"))
ADMINISTRATION = (
    "accounts",
    "partners",
    "webhooks",
    "parked",
    "calendar",
    "outside-bodies",
    "clocks",
    "reports/rebuild",
    "terminals",
)
UNREADABLE = {
    "an address in raw UTF-8": "GET /api/v1/petitions?q=你 HTTP/1.1\r\nHost: x\r\n\r\n",
    "a header without a colon": "GET /api/v1/petitions HTTP/1.1\r\nnonsense\r\n\r\n",
    "a version that is none": "GET /api/v1/petitions HTTP/x\r\nHost: x\r\n\r\n",
    "an address too long": f"GET /api/v1/petitions?q={'q' * 9000} HTTP/1.1\r\nHost: x\r\n\r\n",
    "too long a header": f"GET /api/v1/petitions HTTP/1.1\r\nX: {'x' * 70_000}\r\n\r\n",
    "a length that is none": "POST /api/v1/petitions HTTP/1.1\r\nContent-Length: x\r\n\r\n",
    "an unknown transfer coding": "POST / HTTP/1.1\r\nTransfer-Encoding: rot13\r\n\r\n",
}


@pytest.fixture(scope="module")
def document(officers: Officers) -> dict[str, Any]:
    """Return the document once every service tells its part; a busy one may be slow at first."""

    def of_all_services() -> dict[str, Any] | None:
        found: dict[str, Any] = accepted(officers.get("admin", "/openapi.json"))
        return None if found["x-unavailable-services"] else found

    return dict(eventually(of_all_services))


@pytest.fixture(scope="module")
def asking(stack: Stack, officers: Officers, document: dict[str, Any]) -> Asking:
    credentials = json.loads(stack.credentials.read_text("utf-8"))
    asking = Asking(stack.address, document, proofs(officers, credentials))
    opened(officers, asking.known, 6)
    return asking


def caller_of(path: str) -> str:
    """Return a role that may give what a path offers."""
    rest = path.removeprefix(f"{API}/")
    if rest.startswith("court/"):
        return "court"
    if rest.partition("/")[0] == "terminal":
        return "terminal"
    if rest.startswith(ADMINISTRATION):
        return "admin"
    return OFFICER.get(rest.partition("/")[0], "supervisor")


def test_every_operation_has_a_name_of_its_own_and_words(document: dict[str, Any]) -> None:
    names = [each["operationId"] for _path, _method, each in operations(document)]

    assert len(names) == len(set(names)) > 150
    assert all(each["summary"] for _path, _method, each in operations(document))


def test_every_operation_says_what_it_refuses(document: dict[str, Any]) -> None:
    for path, method, each in operations(document):
        stated = set(each["responses"])
        assert "default" not in stated, path
        needed = {"400", "401", "422", "503"} | ({"413", "415"} if method == "post" else set())
        assert needed <= stated, path


def test_every_field_parameter_and_answer_is_described(document: dict[str, Any]) -> None:
    assert [place for place in undescribed(document) if place not in NOT_YET] == []


@pytest.mark.timeout(1800)
def test_every_operation_answers_as_described(asking: Asking) -> None:
    for operation in asking.operations():
        own = caller_of(operation.path)
        asking.ask(operation, own, GenerationMode.POSITIVE, EXAMPLES, others=True)
        asking.ask(operation, own, GenerationMode.NEGATIVE, max(1, EXAMPLES // 2))

    found = asking.findings
    assert found.asked > 1000
    assert list(found.wrong.items()) == []
    # What is only ever refused shows nothing about its answers.
    assert len(found.done()) > 75, found.never_done()


def choices(document: Mapping[str, Any]) -> dict[tuple[str, str], list[str]]:
    """Return the values that the document offers for each query parameter of a reading."""
    return {
        (path, each["name"]): each["schema"]["enum"]
        for path, method, operation in operations(dict(document))
        for each in operation.get("parameters", ())
        if method == "get" and each.get("in") == "query" and "enum" in each.get("schema", {})
    }


@pytest.mark.parametrize("collection", OPENINGS)
def test_the_states_by_which_a_list_is_narrowed_are_those_of_its_procedure(
    officers: Officers, document: Mapping[str, Any], collection: str
) -> None:
    offered = choices(document)[f"{API}/{collection}", "status"]

    assert "closed" in offered
    for status in offered:
        assert officers.get("supervisor", f"/{collection}?status={status}").ok, status
    assert officers.get("supervisor", f"/{collection}?status=nothing").status == 422


def test_the_tracks_by_which_a_list_is_narrowed_are_those_that_it_takes(
    officers: Officers, document: Mapping[str, Any]
) -> None:
    by_track = {path: each for (path, name), each in choices(document).items() if name == "track"}

    assert {"/clocks", "/clocks/counts", "/clocks/calendar.ics", "/referrals"} <= {
        path.removeprefix(API) for path in by_track
    }
    besides = {"/clocks/days": "&from=2026-01-01&to=2026-01-31", "/search": "&q=张某"}
    for path, offered in by_track.items():
        asked = path.removeprefix(API)
        more = besides.get(asked, "")
        for track in offered:
            assert officers.get("supervisor", f"{asked}?track={track}{more}").ok, (path, track)
        assert officers.get("supervisor", f"{asked}?track=nothing{more}").status == 422, path


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/rules/{rule_id}", "rule_id"),
        ("/rules/{rule_id}/compute", "rule_id"),
        ("/reports/indicators/{indicator}", "indicator"),
        ("/parked/{service}/{parked_id}/retry", "service"),
    ],
)
def test_a_part_of_a_path_that_has_few_values_names_them(
    officers: Officers, document: Mapping[str, Any], path: str, name: str
) -> None:
    item = document["paths"][f"{API}{path}"]
    (method,) = item.keys() & {"get", "post"}
    parameters = item[method]["parameters"]
    (offered,) = (each["schema"]["enum"] for each in parameters if each["name"] == name)

    assert len(offered) >= 5
    if method == "get":
        for value in offered:
            assert officers.get("supervisor", path.replace(f"{{{name}}}", value)).ok, value


@pytest.mark.parametrize("collection", OPENINGS)
def test_an_existing_case_takes_nothing_that_only_opens_one(
    officers: Officers, document: Mapping[str, Any], collection: str
) -> None:
    case_id = officers.open(collection, OPENINGS[collection]())["id"]
    beginnings = {
        "matter_id": "0123456789abcdef",
        "origin": {"track": "petition", "case_id": "0123456789abcdef"},
        "agency": {"name": "某局"},
    }
    for path in document["paths"]:
        if (
            path.startswith(f"{API}/{collection}/{{case_id}}/")
            and "post" in document["paths"][path]
            and "/attachments" not in path  # a form of files, and no command
            and not path.endswith("/preview")  # a question, and no command
        ):
            name = path.rpartition("/")[2]
            reply = officers.post(
                OFFICER[collection], f"/{collection}/{case_id}/{name}", beginnings
            )
            assert (reply.status, reply.body["code"]) == (422, "validation"), path
            assert beginnings.keys() <= reply.body["errors"].keys(), path


@pytest.mark.parametrize("request_text", UNREADABLE.values(), ids=UNREADABLE.keys())
def test_what_cannot_be_read_as_http_is_refused_in_problem_json(
    stack: Stack, request_text: str
) -> None:
    address = urlsplit(stack.address)
    with socket.create_connection((address.hostname, address.port), timeout=60) as connection:
        connection.sendall(request_text.encode())
        answer = b"".join(iter(lambda: connection.recv(65536), b""))

    head, _, body = answer.partition(b"\r\n\r\n")
    assert b"content-type: application/problem+json" in head.lower()
    problem = json.loads(body)
    assert problem["status"] == int(head.split(b" ")[1])
    assert 400 <= problem["status"] < 502
    assert problem["code"] != "http-error"


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "BREW"])
def test_a_method_that_no_path_has_is_refused_with_those_it_has(
    officers: Officers, document: Mapping[str, Any], method: str
) -> None:
    for path in ("/petitions", "/petitions/1", "/rules", "/auth/token", "/court/notices"):
        reply = officers.send("petition_officer", method, path)
        assert (reply.status, reply.media_type) == (405, "application/problem+json"), path
        assert reply.body["code"] == "method-not-allowed"
        assert reply.headers["Allow"]
        assert method.lower() not in document["paths"].get(f"{API}{path}", {})


@pytest.mark.parametrize(
    "path",
    [
        "/petitions/%00",
        "/petitions/a%2Fb",
        "/petitions/..%2f..%2fevents",
        "/petitions/%FF%FE",
        "/petitions/%E2%80%AE",
        f"/petitions/{'x' * 3000}",
        "/petitions/1/history%0d%0aX: y",
        "/matters/%00",
        "/rules/%2e%2e",
        "/calendar/editions/%00/moves",
        "/petitions?cursor=%00",
        "/petitions?cursor=bnVsbA",
        "/petitions?cursor=WyItY3JlYXRlZCIse31d",
        "/petitions?limit=1e9",
        "/petitions?limit=%EF%BC%91",
        "/petitions?q=%FF",
        "/petitions?status=a&status=b",
        "/clocks?cursor=WyJkdWVfb24iLDFd",
        "/reports/indicators?from=9999-12-31&to=0001-01-01",
        "/rules/FY-18?on=10000-01-01",
    ],
)
def test_an_unusual_address_is_refused_or_finds_nothing(officers: Officers, path: str) -> None:
    reply = officers.send("supervisor", "GET", path)

    if reply.status == 200:
        assert reply.body["items"] == []
    else:
        assert reply.status in {400, 403, 404, 405, 422}
        assert reply.media_type == "application/problem+json"


@pytest.mark.parametrize(
    ("headers", "statuses"),
    [
        ({"Content-Type": "application/json; charset=utf-16"}, {201, 400, 415}),
        ({"Content-Type": 'application/json; charset="\x80'}, {201, 400, 415}),
        ({"Content-Type": "application/problem+json"}, {415}),
        ({"Content-Type": "text/plain"}, {415}),
        ({"Accept-Language": "x" * 500 + ";q=y, *;q=-1"}, {201}),
        ({"Accept": "text/html"}, {201}),
        ({"Idempotency-Key": ""}, {422}),
        ({"Idempotency-Key": "k" * 201}, {422}),
        ({"Idempotency-Key": "\xe9" * 20}, {422}),
        ({"If-Match": '"1"'}, {201}),
    ],
)
def test_an_unusual_header_is_refused_or_means_nothing(
    officers: Officers, headers: dict[str, str], statuses: set[int]
) -> None:
    raw = json.dumps(OPENINGS["petitions"]()).encode()

    reply = officers.send("petition_officer", "POST", "/petitions", raw=raw, headers=headers)

    assert reply.status in statuses
    assert reply.ok or reply.media_type == "application/problem+json"


NOT_YET: frozenset[str] = frozenset()
