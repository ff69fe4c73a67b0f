from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pymongo.errors import (
    DuplicateKeyError,
    NetworkTimeout,
    PyMongoError,
    ServerSelectionTimeoutError,
)

from shared.http.client import ServiceUnavailableError
from shared.http.problems import Problem, not_found
from shared.http.titles import CODES, TITLES
from shared.language import Text
from tests.http.applications import an_application, settings_in

REFUSAL = Problem(
    409,
    "command-not-allowed",
    Text("当前状态不允许受理。", "Acceptance is not allowed now."),
    errors={"on": [Text("日期过早。", "Too early.")]},
    basis="行政复议法 30¶1",
    allowed=["withdraw"],
    headers={"X-Reason": "state"},
)


def _client(folder: Path, **views: Exception) -> FlaskClient:
    app = an_application(settings_in(folder))
    for name, error in views.items():
        _raise_at(app, f"/{name}", error)
    return app.test_client()


def _raise_at(app: Flask, path: str, error: Exception) -> None:
    def view() -> str:
        raise error

    app.add_url_rule(path, path, view)


def test_a_refusal_speaks_chinese_unless_asked_otherwise(tmp_path: Path) -> None:
    answer = _client(tmp_path, refused=REFUSAL).get("/refused")

    assert answer.status_code == 409
    assert answer.content_type == "application/problem+json"
    assert answer.headers["Content-Language"] == "zh-CN"
    assert answer.headers["X-Reason"] == "state"
    assert answer.json == {
        "type": "urn:concord:problem:command-not-allowed",
        "title": "与当前状态冲突",
        "status": 409,
        "detail": "当前状态不允许受理。",
        "code": "command-not-allowed",
        "errors": {"on": ["日期过早。"]},
        "basis": "行政复议法 30¶1",
        "allowed": ["withdraw"],
    }


@pytest.mark.parametrize(
    ("accepted", "detail"),
    [
        ("en", "Acceptance is not allowed now."),
        ("en-GB,en;q=0.9", "Acceptance is not allowed now."),
        ("fr,en;q=0.5", "Acceptance is not allowed now."),
        ("zh-CN,zh;q=0.9,en;q=0.8", "当前状态不允许受理。"),
        ("zh-TW", "当前状态不允许受理。"),
        ("fr", "当前状态不允许受理。"),
        ("*", "当前状态不允许受理。"),
        (";;;q=x", "当前状态不允许受理。"),
    ],
)
def test_the_language_of_a_refusal_is_the_callers(
    tmp_path: Path, accepted: str, detail: str
) -> None:
    answer: Any = _client(tmp_path, refused=REFUSAL).get(
        "/refused", headers={"Accept-Language": accepted}
    )

    assert answer.json["detail"] == detail


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/nowhere", 404, "not-found"),
        ("DELETE", "/echo", 405, "method-not-allowed"),
        ("TRACE", "/echo", 405, "method-not-allowed"),
        ("OPTIONS", "/echo", 405, "method-not-allowed"),
        ("GET", "/broken", 500, "internal"),
    ],
)
def test_whatever_goes_wrong_is_a_problem(
    tmp_path: Path, method: str, path: str, status: int, code: str
) -> None:
    answer: Any = _client(tmp_path).open(path, method=method)

    assert (answer.status_code, answer.json["code"]) == (status, code)
    assert answer.content_type == "application/problem+json"


def test_a_wrong_method_is_told_the_right_one(tmp_path: Path) -> None:
    assert "POST" in _client(tmp_path).delete("/echo").headers["Allow"]


def test_an_internal_error_tells_nothing_about_the_inside(tmp_path: Path) -> None:
    body = _client(tmp_path).get("/broken").get_data(as_text=True)

    assert "db.internal" not in body
    assert "RuntimeError" not in body


def test_where_there_is_no_room_to_write_the_caller_comes_back(tmp_path: Path) -> None:
    answer: Any = _client(tmp_path).get("/full")

    assert (answer.status_code, answer.json["code"]) == (503, "unavailable")
    assert int(answer.headers["Retry-After"]) > 0


@pytest.mark.parametrize(
    "error",
    [ServerSelectionTimeoutError(), NetworkTimeout(), ServiceUnavailableError("mediation")],
)
def test_a_part_that_does_not_answer_is_503_with_a_time_to_come_back(
    tmp_path: Path, error: Exception
) -> None:
    answer: Any = _client(tmp_path, down=error).get("/down")

    assert (answer.status_code, answer.json["code"]) == (503, "unavailable")
    assert int(answer.headers["Retry-After"]) > 0


@pytest.mark.parametrize("error", [DuplicateKeyError("E11000"), PyMongoError("?")])
def test_a_mistake_of_ours_with_the_database_is_no_outage(
    tmp_path: Path, error: PyMongoError
) -> None:
    assert _client(tmp_path, mistaken=error).get("/mistaken").status_code == 500


def test_a_refusal_quotes_nothing_that_turns_or_hides_text() -> None:
    problem = not_found(Text("没有编号为 XF\u202e\u0000 的规则", "no rule XF\u202e\u0000"))

    assert problem.as_dict("zh")["detail"] == "没有编号为 XF 的规则"
    assert problem.as_dict("en")["detail"] == "no rule XF"


def test_each_status_has_a_title_and_a_code() -> None:
    assert TITLES.keys() == CODES.keys()
    assert len(set(CODES.values())) == len(CODES)
