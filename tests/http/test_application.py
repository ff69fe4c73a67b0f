from __future__ import annotations

import io
import json
import re
from pathlib import Path
from typing import Any

import pytest
import requests

from shared.http.application import MAX_BODY_BYTES, add_readiness_check
from shared.http.passing_on import accepted
from shared.http.secrets import SecretError
from shared.http.settings import Settings
from tests.http.applications import an_application, settings_in


def test_a_body_of_json_is_read(tmp_path: Path) -> None:
    client = an_application(settings_in(tmp_path)).test_client()

    assert client.post("/echo", json={"name": "王五"}).json == {"name": "王五"}


@pytest.mark.parametrize(
    ("body", "content_type", "status"),
    [
        (b"{", "application/json", 400),
        (b"[]", "application/json", 400),
        (b"", "application/json", 400),
        (b"{}", "text/plain", 415),
        (b"{}", "", 415),
        ('{"a": "值"}'.encode("utf-16"), "application/json; charset=utf-16", 415),
        (b"a=1", "application/x-www-form-urlencoded", 415),
        (b" " * (MAX_BODY_BYTES + 1), "application/json", 413),
    ],
)
def test_a_body_that_is_not_one_json_object_is_refused(
    tmp_path: Path, body: bytes, content_type: str, status: int
) -> None:
    client = an_application(settings_in(tmp_path)).test_client()

    answer = client.post("/echo", data=body, content_type=content_type)

    assert answer.status_code == status
    assert answer.content_type == "application/problem+json"


@pytest.mark.parametrize("query", ["q=%ff", "q=%ED%A0%80", "%C3=1", "q=%E4%B8"])
def test_a_query_that_is_no_utf_8_is_refused(tmp_path: Path, query: str) -> None:
    client = an_application(settings_in(tmp_path)).test_client()

    answer = client.get(f"/healthz?{query}")

    assert (answer.status_code, answer.get_json()["code"]) == (400, "malformed")
    assert client.get("/healthz?q=%E4%B8%AD").status_code == 200


def test_what_a_service_behind_refused_is_answered_as_it_said(tmp_path: Path) -> None:
    app = an_application(settings_in(tmp_path))
    behind = requests.Response()
    behind.status_code, behind._content = 409, b'{"code": "not-now"}'
    behind.headers.update({"Content-Type": "application/problem+json", "Server": "behind"})
    app.add_url_rule("/behind", "behind", lambda: accepted(behind).json())

    answer = app.test_client().get("/behind")

    assert (answer.status_code, answer.data) == (409, behind.content)
    assert answer.content_type == "application/problem+json"
    assert answer.headers.get("Server") != "behind"


def test_a_compressed_body_is_refused(tmp_path: Path) -> None:
    client = an_application(settings_in(tmp_path)).test_client()

    for coding, status in (("gzip", 415), ("identity", 200)):
        answer = client.post("/echo", json={}, headers={"Content-Encoding": coding})
        assert answer.status_code == status


def test_a_body_without_a_length_is_bounded_too(tmp_path: Path) -> None:
    client = an_application(settings_in(tmp_path)).test_client()
    endless = {"wsgi.input_terminated": True, "HTTP_TRANSFER_ENCODING": "chunked"}

    answer = client.post(
        "/echo",
        input_stream=io.BytesIO(b" " * (MAX_BODY_BYTES + 1)),
        content_type="application/json",
        environ_overrides=endless,
    )

    assert answer.status_code == 413


def test_the_request_id_of_the_process_in_front_is_kept(tmp_path: Path) -> None:
    client = an_application(settings_in(tmp_path)).test_client()

    answer = client.get("/healthz", headers={"X-Request-Id": "abcdefgh-12345678"})

    assert answer.headers["X-Request-Id"] == "abcdefgh-12345678"


@pytest.mark.parametrize("given", ["short", "x" * 65, "a b c d e f g", "<script>alert</script>"])
def test_a_request_id_that_is_none_is_replaced(tmp_path: Path, given: str) -> None:
    client = an_application(settings_in(tmp_path)).test_client()

    answer = client.get("/healthz", headers={"X-Request-Id": given})

    assert answer.headers["X-Request-Id"] != given
    assert re.fullmatch(r"[A-Za-z0-9_-]{8,64}", answer.headers["X-Request-Id"])


def test_the_gateway_gives_each_request_its_own_id(tmp_path: Path) -> None:
    client = an_application(settings_in(tmp_path, "gateway")).test_client()

    answer = client.get("/healthz", headers={"X-Request-Id": "abcdefgh-12345678"})

    assert answer.headers["X-Request-Id"] != "abcdefgh-12345678"


def test_a_process_is_alive_whatever_it_waits_for(tmp_path: Path) -> None:
    app = an_application(settings_in(tmp_path))
    add_readiness_check(app, "database", _fail)

    assert app.test_client().get("/healthz").json == {"alive": True}


def test_a_process_is_ready_when_every_part_is(tmp_path: Path) -> None:
    app = an_application(settings_in(tmp_path))
    add_readiness_check(app, "database", lambda: {"lag": 0})

    answer = app.test_client().get("/readyz")

    assert answer.status_code == 200
    assert answer.json == {
        "ready": True,
        "degraded": [],
        "checks": {"database": {"ready": True, "lag": 0}},
    }


def test_a_process_is_not_ready_without_a_part_it_needs(tmp_path: Path) -> None:
    app = an_application(settings_in(tmp_path))
    add_readiness_check(app, "database", _fail)
    add_readiness_check(app, "bus", lambda: None)

    answer: Any = app.test_client().get("/readyz")

    assert answer.status_code == 503
    assert answer.json["degraded"] == ["database"]
    assert "db.internal" not in answer.get_data(as_text=True)


def test_a_part_it_can_do_without_is_only_reported(tmp_path: Path) -> None:
    app = an_application(settings_in(tmp_path))
    add_readiness_check(app, "mediation", _fail, required=False)

    answer: Any = app.test_client().get("/readyz")

    assert answer.status_code == 200
    assert answer.json["degraded"] == ["mediation"]


def _fail() -> None:
    raise ConnectionError("db.internal:27017 refused")


def test_requests_are_counted_by_route_and_not_by_path(tmp_path: Path) -> None:
    client = an_application(settings_in(tmp_path, "litigation")).test_client()
    client.get("/somewhere/110101199003070070")

    numbers = client.get("/metrics").get_data(as_text=True)

    counted = (
        'concord_http_requests_total{method="GET",route="(unmatched)",'
        'service="litigation",status="404"} 1.0'
    )
    assert counted in numbers
    assert "110101199003070070" not in numbers


def test_the_log_tells_the_request_without_what_was_in_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    client = an_application(settings_in(tmp_path)).test_client()
    client.post("/echo?phone=13800138000", json={"id_number": "110101199003070070"})
    client.get("/broken")

    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]

    answered = [line for line in lines if line["event"] == "request_answered"]
    assert [(line["route"], line["status"]) for line in answered] == [
        ("/echo", 200),
        ("/broken", 500),
    ]
    assert {"request_id", "trace_id", "service", "timestamp"} <= answered[0].keys()
    assert "13800138000" not in str(lines)
    assert "110101199003070070" not in str(lines)
    failed = next(line for line in lines if line["event"] == "request_failed")
    assert failed["exception"][0]["exc_type"] == "RuntimeError"
    assert "locals" not in failed["exception"][0]["frames"][0]


def test_without_the_keys_of_its_callers_a_service_does_not_start(tmp_path: Path) -> None:
    settings = Settings(
        service="petitions", database_url="mongodb://127.0.0.1:9", secrets_dir=tmp_path
    )

    with pytest.raises(SecretError, match="identity"):
        an_application(settings)
