"""The HTTP resource of a track answers as promised."""

from __future__ import annotations

import pytest

from shared.casework.answers import (
    ActionsAnswer,
    CaseAnswer,
    CasePageAnswer,
    EntryAnswer,
    RehearsalAnswer,
    VerificationAnswer,
)
from shared.http.paging import encode_cursor
from tests.casework.calling import ROOT, SUPERVISOR, Caller, refusal
from tests.support.casework import AGENCY, WHEN_FILED, application


def test_opening_answers_with_location_version_and_the_case(caller: Caller) -> None:
    response = caller.post("", application())

    assert response.status_code == 201
    case = response.get_json()
    assert response.headers["Location"] == f"{ROOT}/{case['id']}"
    assert response.headers["ETag"] == '"1"'
    assert (case["track"], case["status"], case["version"]) == ("reconsideration", "filed", 1)
    clock = case["clocks"][0]
    assert (clock["rule"], clock["due_on"], clock["obligor"]) == ("FY-08", "2024-05-14", "agency")
    assert clock["basis"]["article"].startswith("30")
    assert any("劳动节" in step for step in clock["explanation"])


def test_explanations_come_in_the_language_of_the_caller(caller: Caller) -> None:
    case_id = caller.open_case()

    english = caller.get(f"/{case_id}", headers={"Accept-Language": "en"}).get_json()

    assert any("Labour Day" in step for step in english["clocks"][0]["explanation"])


def test_numbers_of_persons_are_masked(
    caller: Caller,
) -> None:
    case_id = caller.open_case()

    assert caller.get(f"/{case_id}").get_json()["parties"][0]["id_number"] == "**************0011"
    assert caller.get("").get_json()["items"][0]["parties"][0]["phone"] == "*******8000"


def test_actions_name_what_the_caller_may_do_now_with_the_schema(caller: Caller) -> None:
    case_id = caller.open_case()

    now = caller.get(f"/{case_id}/actions").get_json()["now"]

    # What opened the case is not taken back: the whole registration is withdrawn.
    possible = [name for name in WHEN_FILED if name != "take_back_entry"]
    assert [action["command"] for action in now] == possible
    assert "procedure" in now[0]["schema"]["properties"]
    assert now[0]["meets"] == ["FY-08"]
    assert [action["meets"] for action in now[1:3]] == [["FY-08"], []]
    supervised = caller.get(f"/{case_id}/actions", SUPERVISOR).get_json()["now"]
    assert [action["command"] for action in supervised] == ["assign"]


def test_actions_say_what_comes_later_and_what_is_missing_for_it(caller: Caller) -> None:
    case_id = caller.open_case()

    later = {
        action["command"]: action["needs"]
        for action in caller.get(f"/{case_id}/actions").get_json()["later"]
    }

    further = {"suspend", "resume", "extend", "decide", "serve", "close"}
    assert set(later) == {*further, "take_back_entry"}
    (need,) = later["decide"]
    assert need["kind"] == "state"
    assert need["text"]["zh"] == "案件处于“已受理”状态时"
    seen = caller.get(f"/{case_id}/actions", SUPERVISOR).get_json()["later"]
    assert {need["kind"] for need in seen[0]["needs"]} == {"role"}
    assert seen[0]["needs"][0]["text"]["zh"] == "由复议承办人办理"


def test_a_schema_of_actions_refers_to_nothing_outside_and_speaks_the_language_asked(
    caller: Caller,
) -> None:
    case_id = caller.open_case()

    said = {
        language: caller.get(f"/{case_id}/actions", headers={"Accept-Language": language})
        for language in ("zh-CN", "en")
    }

    on = {
        language: answer.get_json()["now"][0]["schema"]["properties"]["on"]["title"]
        for language, answer in said.items()
    }
    assert on == {"zh-CN": "行为发生日", "en": "day of the act"}
    assert "$ref" not in said["en"].text


def test_the_history_is_chained_and_verifies(caller: Caller) -> None:
    case_id = caller.open_case()
    caller.post(f"/{case_id}/accept", {"on": "2024-05-09"})

    entries = caller.get(f"/{case_id}/history").get_json()

    assert [entry["command"] for entry in entries] == ["file", "accept"]
    assert entries[1]["previous_hash"] == entries[0]["hash"]
    assert entries[0]["payload"]["applicants"][0]["name"] == "王小明"
    assert entries[0]["payload"]["applicants"][0]["phone"] == "*******8000"
    assert caller.get(f"/{case_id}/history/verify").get_json() == {"intact": True, "entries": 2}


@pytest.mark.parametrize(
    ("sort", "pages"),
    [("version", [[1, 2], [3, 4], [5]]), ("-version", [[5, 4], [3, 2], [1]])],
)
def test_a_long_history_is_read_in_pages_that_lead_to_each_other(
    caller: Caller, sort: str, pages: list[list[int]]
) -> None:
    case_id = caller.open_case()
    for number in range(4):
        caller.post(f"/{case_id}/note", {"on": "2024-06-03", "text": f"{number}"})
    path, versions = f"/{case_id}/history?sort={sort}&limit=2", []
    while path:
        response = caller.get(path)
        versions.append([entry["version"] for entry in response.get_json()])
        link = response.headers.get("Link", "")
        assert not link or link.endswith('>; rel="next"')
        path = link.partition(">")[0].removeprefix(f"<{ROOT}")

    assert versions == pages
    whole = caller.get(f"/{case_id}/history?sort={sort}").get_json()
    assert [entry["version"] for entry in whole] == [each for page in pages for each in page]


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("limit=0", "limit"),
        ("limit=x", "limit"),
        ("cursor=x", "cursor"),
        ("page=1", "page"),
        ("sort=on", "sort"),
    ]
    + [(f"cursor={encode_cursor('version', (key,))}", "cursor") for key in ("a", -1, 1.5, 2**40)],
)
def test_a_page_of_a_history_that_cannot_be_meant_is_refused(
    caller: Caller, query: str, field: str
) -> None:
    case_id = caller.open_case()

    refused = refusal(caller.get(f"/{case_id}/history?{query}"), 422, "validation")

    assert field in refused["errors"]


def test_a_list_that_has_grown_long_shows_its_last_items_and_the_number_before(
    caller: Caller,
) -> None:
    case_id = caller.open_case()
    for number in range(12):
        caller.post(f"/{case_id}/note", {"on": "2024-06-03", "text": f"{number}{'述' * 300}"})

    case = caller.get(f"/{case_id}").get_json()

    assert [note["text"] for note in case["facts"]["notes"]] == [
        f"{number}{'述' * 300}" for number in range(2, 12)
    ]
    assert case["earlier_items"] == {"notes": 2}


def test_a_dry_run_shows_the_clocks_that_would_move(caller: Caller) -> None:
    case_id = caller.open_case()

    shown = caller.post(f"/{case_id}/accept?dry_run=true", {"on": "2024-05-09"}).get_json()

    assert shown["case"]["status"] == "accepted"
    moved = {change["rule"]: change for change in shown["clock_changes"]}
    assert moved["FY-08"]["after"]["status"] == "met"
    assert moved["FY-18"]["before"] is None
    assert caller.get(f"/{case_id}").get_json()["status"] == "filed"


def test_lists_page_by_key_and_stay_stable_under_inserts(caller: Caller) -> None:
    first = [caller.open_case() for _ in range(3)]

    page = caller.get("?limit=2").get_json()
    caller.open_case()
    rest = caller.get(f"?limit=2&cursor={page['next_cursor']}").get_json()

    assert [case["id"] for case in page["items"]] == [first[2], first[1]]
    assert [case["id"] for case in rest["items"]] == [first[0]]
    assert rest["next_cursor"] is None


def test_lists_sort_and_filter_by_due_date(caller: Caller) -> None:
    late = caller.open_case(received_on="2024-06-03")
    soon = caller.open_case(received_on="2024-05-08")

    found = caller.get("?sort=due&limit=1").get_json()
    rest = caller.get(f"?sort=due&limit=1&cursor={found['next_cursor']}").get_json()
    due = caller.get("?due_before=2024-05-20").get_json()

    assert [case["id"] for case in found["items"] + rest["items"]] == [soon, late]
    assert [case["id"] for case in due["items"]] == [soon]


def test_lists_narrow_to_the_agency_that_handles_the_case(caller: Caller) -> None:
    case_id = caller.open_case()

    own = caller.get(f"?agency={AGENCY['code']}").get_json()["items"]
    other = caller.get("?agency=11310000000000002A").get_json()["items"]

    assert ([case["id"] for case in own], other) == ([case_id], [])


def test_a_repeated_key_answers_with_the_same_case(caller: Caller) -> None:
    headers = {"Idempotency-Key": "terminal-7-0001"}
    first = caller.post("", application(), headers=headers).get_json()
    again = caller.post("", application(), headers=headers).get_json()
    other = caller.post("", application(channel="online"), headers=headers)

    assert first["id"] == again["id"]
    refusal(other, 422, "idempotency-key-reused")


def test_what_is_answered_is_what_the_openapi_document_says(caller: Caller) -> None:
    body = application()
    rehearsed = caller.post("?dry_run=true", body).get_json()
    case_id = caller.open_case()
    path = f"/{case_id}/accept?dry_run=true"

    RehearsalAnswer().load(rehearsed)
    RehearsalAnswer().load(caller.post(path, {"procedure": "ordinary"}).get_json())
    CaseAnswer().load(caller.get(f"/{case_id}").get_json())
    CasePageAnswer().load(caller.get("").get_json())
    EntryAnswer(many=True).load(caller.get(f"/{case_id}/history").get_json())
    ActionsAnswer().load(caller.get(f"/{case_id}/actions").get_json())
    VerificationAnswer().load(caller.get(f"/{case_id}/history/verify").get_json())


def test_every_answer_is_described(caller: Caller) -> None:
    paths = caller._client.get("/openapi.json").get_json()["paths"]

    for path, operations in paths.items():
        for method in {"get", "post"} & set(operations):
            operation = operations[method]
            described = set(operation["responses"]) - {"default"}
            assert described or path.endswith("{command}"), (method, path)
            if method == "get" and path == ROOT:
                names = {each["name"] for each in operation["parameters"]}
                assert {"status", "assignee", "q", "due_before", "sort", "cursor"} <= names


def test_every_command_of_officers_is_in_the_openapi_document(caller: Caller) -> None:
    paths = caller._client.get("/openapi.json").get_json()["paths"]

    assert f"{ROOT}/{{case_id}}/accept" in paths
    body = paths[ROOT]["post"]["requestBody"]["content"]["application/json"]["schema"]
    assert body["$ref"].endswith("File")


def test_an_entry_is_read_as_it_stands_with_what_may_be_corrected_of_it(caller: Caller) -> None:
    case_id = caller.open_case()
    caller.post(f"/{case_id}/accept", {"on": "2024-05-09"})
    change = {"field": "applicants.0.name", "value": "王晓明"}
    body = {"entry": 1, "corrected": [change], "reason": "姓名写错"}
    assert caller.post(f"/{case_id}/correct_entry", body).status_code == 200

    form = caller.get(f"/{case_id}/history/1/correction").get_json()

    assert form["command"] == "file"
    (person,) = form["as_it_stands"]["applicants"]
    assert (person["name"], person["phone"]) == ("王晓明", "*******8000")
    assert form["as_it_stands"].keys() <= form["schema"]["properties"].keys()
    assert not {"agency", "assignee", "matter_id"} & form["schema"]["properties"].keys()


def test_an_entry_that_does_not_count_has_nothing_to_correct(caller: Caller) -> None:
    case_id = caller.open_case()
    change = {"field": "applicants.0.name", "value": "王晓明"}
    body = {"entry": 1, "corrected": [change], "reason": "姓名写错"}
    caller.post(f"/{case_id}/correct_entry", body)

    entries = caller.get(f"/{case_id}/history").get_json()

    assert [entry["correctable"] for entry in entries] == [True, False]
    for version in (0, 2, 99):
        answer = caller.get(f"/{case_id}/history/{version}/correction")
        assert "entry" in refusal(answer, 422, "validation")["errors"]
