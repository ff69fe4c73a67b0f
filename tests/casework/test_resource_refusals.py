"""Every refusal of the HTTP resource of a track is clear and changes nothing."""

from __future__ import annotations

from typing import Any

import pytest

from shared.storage.database import Database
from tests.casework.calling import MEDIATOR, STRANGER, SUPERVISOR, Caller, refusal
from tests.support.casework import WHEN_FILED, application


def test_a_stale_version_is_refused(caller: Caller) -> None:
    case_id = caller.open_case()

    response = caller.post(f"/{case_id}/accept", {"on": "2024-05-09"}, headers={"If-Match": '"7"'})

    refusal(response, 412, "precondition-failed")


@pytest.mark.parametrize(
    ("tag", "status"),
    [('""', 412), ('W/"7"', 412), ('W/"1"', 200), ("1", 400), ("", 400), ('"7", "1"', 200)],
)
def test_an_unusual_tag_is_refused_or_matches(caller: Caller, tag: str, status: int) -> None:
    case_id = caller.open_case()

    response = caller.post(f"/{case_id}/accept", {"on": "2024-05-09"}, headers={"If-Match": tag})

    assert response.status_code == status, response.text


@pytest.mark.parametrize("path", ["?dry-run=true", "?dryrun=true", "?dry_run=1", "?dry_run="])
def test_a_parameter_that_a_command_has_not_is_refused(caller: Caller, path: str) -> None:
    case_id = caller.open_case()

    response = caller.post(f"/{case_id}/accept{path}", {"on": "2024-05-09"})

    name = path[1:].partition("=")[0]
    assert refusal(response, 422, "validation")["errors"].keys() == {name}
    assert caller.get(f"/{case_id}").get_json()["version"] == 1


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({**application(), "surprise": 1}, "surprise"),
        (application(received_on="2024-02-30"), "received_on"),
        (application(received_on="08.05.2024"), "received_on"),
        (application(received_on={"$ne": None}), "received_on"),
        (application(channel="pigeon"), "channel"),
        (application(channel=7), "channel"),
        (application(applicants=[]), "applicants"),
        (application(applicants="王小明"), "applicants"),
        (
            application(applicants=[{"name": "王小明", "id_number": "110101199003070012"}]),
            "applicants.0.id_number",
        ),
        (
            application(respondent={"name": "局", "code": "11120101000000001K"}),
            "respondent.code",
        ),
        (
            application(applicants=[{"name": "某厂", "kind": "agency", "phone": "abc"}]),
            "applicants.0.phone",
        ),
        (application(act={"made_on": "2024-04-02", "served_on": "2024-04-01"}), "act.served_on"),
        (application(region="../x"), "region"),
        (application(title="王小明 110101199003070011"), "title"),
        (application(title="请回电 138 0013-8000"), "title"),
        (application(title="退款至6222 0212 3456 7890 123"), "title"),
        (application(received_on="1850-11-20", act={}), "received_on"),
        (application(act={"made_on": "1899-12-31"}), "act.made_on"),
        (application(region="120101x"), "region"),
        (application(matter_id="m" * 65), "matter_id"),
    ],
)
def test_bad_input_names_the_field_in_both_languages_and_changes_nothing(
    caller: Caller, database: Database, body: dict[str, Any], field: str
) -> None:
    zh = refusal(caller.post("", body), 422, "validation")
    en = refusal(caller.post("", body, headers={"Accept-Language": "en"}), 422, "validation")

    assert field in zh["errors"], zh["errors"]
    assert zh["errors"][field] != en["errors"][field]
    assert database["reconsiderations"].count_documents({}) == 0


@pytest.mark.parametrize(
    ("data", "content_type", "status"),
    [
        (b"{", "application/json", 400),
        (b"[]", "application/json", 400),
        (b'{"on": NaN}', "application/json", 400),
        (b'{"on": "2024-05-09", "on": "2024-05-10"}', "application/json", 400),
        (b"\xff\xfe", "application/json", 400),
        (b"on=2024-05-09", "application/x-www-form-urlencoded", 415),
        (b'{"content": "' + b"x" * 5_000_000 + b'"}', "application/json", 413),
    ],
)
def test_bodies_that_cannot_be_read_are_refused(
    caller: Caller, data: bytes, content_type: str, status: int
) -> None:
    response = caller.raw("", data, content_type)

    assert response.status_code == status
    assert response.mimetype == "application/problem+json"


def test_a_date_in_the_future_is_named(caller: Caller) -> None:
    problem = refusal(caller.post("", application(received_on="2999-01-01")), 422, "date-in-future")

    assert list(problem["errors"]) == ["received_on"]


def test_dates_out_of_order_name_the_date(caller: Caller) -> None:
    case_id = caller.open_case()

    problem = refusal(
        caller.post(f"/{case_id}/accept", {"on": "2024-05-07"}), 422, "date-out-of-order"
    )

    assert "on" in problem["errors"]


def test_an_unknown_command_is_not_found_and_a_wrong_one_says_what_is_allowed(
    caller: Caller,
) -> None:
    case_id = caller.open_case()

    unknown = refusal(caller.post(f"/{case_id}/tele%00port", {}), 404, "not-found")
    assert "\0" not in unknown["detail"]
    assert "accept" in unknown["detail"]
    # What the system does by itself is nobody's to ask for.
    assert "deem_accepted" not in unknown["detail"]
    problem = refusal(caller.post(f"/{case_id}/decide", {}), 409, "command-not-allowed")
    assert problem["allowed"] == WHEN_FILED
    assert problem["basis"] == "行政复议法61"


def test_reading_what_no_case_has_is_not_found_and_reading_a_command_not_allowed(
    caller: Caller,
) -> None:
    case_id = caller.open_case()

    refusal(caller.get(f"/{case_id}/weather"), 404, "not-found")
    answer = caller.get(f"/{case_id}/accept")
    refusal(answer, 405, "method-not-allowed")
    assert answer.headers["Allow"] == "POST"
    refusal(caller.get("/nobody/accept"), 404, "not-found")


def test_the_wrong_role_and_the_wrong_agency_are_refused(caller: Caller) -> None:
    case_id = caller.open_case()

    refusal(caller.post("", application(), MEDIATOR), 403, "forbidden")
    refusal(caller.get(f"/{case_id}", MEDIATOR), 403, "forbidden")
    refusal(caller.post(f"/{case_id}/accept", {}, SUPERVISOR), 403, "forbidden")
    refusal(caller.get(f"/{case_id}", STRANGER), 404, "not-found")
    refusal(caller.post(f"/{case_id}/accept", {}, STRANGER), 404, "not-found")
    assert caller.get("", STRANGER).get_json()["items"] == []
    assert caller.get(f"/{case_id}").get_json()["version"] == 1


def test_system_commands_have_no_route(caller: Caller) -> None:
    case_id = caller.open_case()

    refusal(caller.post(f"/{case_id}/deem_accepted", {}), 404, "not-found")
    refusal(caller.post(f"/{case_id}/note_expiry", {}), 404, "not-found")


@pytest.mark.parametrize(
    "query", ["limit=0", "limit=101", "cursor=x", "sort=name", "colour=red", "status=?"]
)
def test_a_query_that_cannot_be_meant_is_refused(caller: Caller, query: str) -> None:
    problem = refusal(caller.get(f"?{query}"), 422, "validation")

    assert query.partition("=")[0] in problem["errors"]
