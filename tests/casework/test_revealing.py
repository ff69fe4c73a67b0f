"""Numbers in clear: for officers of the case, for a purpose, and never without a written trace."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from pymongo.errors import AutoReconnect

from shared.casework.access_log import AccessLog
from shared.http.identity import Identity
from shared.legal_day import today
from shared.storage.database import Database
from tests.casework.calling import MEDIATOR, OFFICER, STRANGER, SUPERVISOR, Caller, refusal
from tests.support.casework import ID_NUMBER

COLLEAGUE = replace(OFFICER, subject="officer-4", name="孙八")
ASKED: dict[str, Any] = {"party": "p1", "fields": ["phone", "id_number"], "purpose": "contact"}


def log(caller: Caller, query: str = "", who: Identity = SUPERVISOR) -> list[dict[str, Any]]:
    response = caller.at(f"/access-log?{query}", who)
    assert response.status_code == 200, response.text
    items: list[dict[str, Any]] = response.get_json()["items"]
    return items


def test_an_officer_sees_the_numbers_asked_for(caller: Caller) -> None:
    case_id = caller.open_case()

    shown = caller.post(f"/{case_id}/reveal", ASKED)

    assert shown.get_json() == {
        "party": "p1",
        "values": {"id_number": ID_NUMBER, "phone": "13800138000"},
    }
    assert shown.headers["Cache-Control"] == "no-store"
    one = caller.post(f"/{case_id}/reveal", {**ASKED, "fields": ["phone"]}).get_json()
    assert one["values"] == {"phone": "13800138000"}


def test_the_supervisor_reads_who_saw_what_of_whom_and_why_but_not_the_value(
    caller: Caller, database: Database
) -> None:
    case_id = caller.open_case()
    caller.post(
        f"/{case_id}/reveal", {**ASKED, "fields": ["phone"], "purpose": "other", "note": "核对回执"}
    )

    (entry,) = log(caller)

    assert entry["officer"] == {
        "id": "officer-1",
        "name": "张三",
        "role": "reconsideration_officer",
    }
    assert (entry["action"], entry["attachment"]) == ("reveal", None)
    assert entry["action_label"] == {"zh": "查看完整号码", "en": "saw numbers in full"}
    assert (entry["case_id"], entry["party"], entry["party_role"]) == (case_id, "p1", "applicant")
    assert (entry["fields"], entry["purpose"], entry["note"]) == (["phone"], "other", "核对回执")
    assert entry["purpose_label"] == {"zh": "其他", "en": "other"}
    stored = str(list(database["access_log"].find()))
    for text in ("13800138000", "张三", "核对回执"):
        assert text not in stored


def test_the_log_is_searched_by_officer_case_and_day_and_read_in_pages(caller: Caller) -> None:
    first, second = caller.open_case(), caller.open_case()
    for case_id, who in ((first, OFFICER), (second, COLLEAGUE), (first, COLLEAGUE)):
        assert caller.post(f"/{case_id}/reveal", ASKED, who).status_code == 200
    day, before = today(), today() - timedelta(days=1)

    def cases(query: str) -> list[str]:
        return [each["case_id"] for each in log(caller, query)]

    assert cases("") == [first, second, first]
    assert cases("officer=officer-4") == [first, second]
    assert cases(f"case={first}&officer=officer-1") == [first]
    assert cases(f"from={day}&to={day}") == [first, second, first]
    assert cases(f"to={before}") == []
    page = caller.at("/access-log?limit=2", SUPERVISOR).get_json()
    rest = caller.at(f"/access-log?limit=2&cursor={page['next_cursor']}", SUPERVISOR).get_json()
    assert [len(page["items"]), len(rest["items"])] == [2, 1]
    assert log(caller, who=replace(SUPERVISOR, agency_code=STRANGER.agency_code)) == []


def test_only_supervisors_and_administrators_read_the_log(caller: Caller) -> None:
    refusal(caller.at("/access-log", OFFICER), 403, "forbidden")


@pytest.mark.parametrize("who", [SUPERVISOR, MEDIATOR, STRANGER])
def test_others_see_no_number(caller: Caller, who: Identity) -> None:
    case_id = caller.open_case()

    refused = caller.post(f"/{case_id}/reveal", ASKED, who)

    assert refused.status_code in {403, 404}
    assert ID_NUMBER not in refused.text
    assert log(caller) == []


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"party": "p99"}, "party"),
        ({"party": None}, "party"),
        ({"fields": []}, "fields"),
        ({"fields": ["name"]}, "fields.0"),
        ({"purpose": "curiosity"}, "purpose"),
        ({"purpose": "other"}, "note"),
        ({"note": "电话13800138000"}, "note"),
        ({"unmasked": True}, "unmasked"),
    ],
)
def test_what_cannot_be_meant_shows_nothing_and_leaves_no_entry(
    caller: Caller, changes: dict[str, Any], field: str
) -> None:
    case_id = caller.open_case()

    refused = caller.post(f"/{case_id}/reveal", {**ASKED, **changes})

    assert list(refusal(refused, 422, "validation")["errors"]) == [field]
    assert log(caller) == []


def test_what_cannot_be_written_down_is_not_shown(
    caller: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    case_id = caller.open_case()

    def fails(*_: object) -> None:
        raise AutoReconnect("away")

    monkeypatch.setattr(AccessLog, "write", fails)
    refused = caller.post(f"/{case_id}/reveal", ASKED)

    refusal(refused, 503, "unavailable")
    assert ID_NUMBER not in refused.text


def test_the_old_flag_is_unknown(caller: Caller) -> None:
    case_id = caller.open_case()

    problem = refusal(caller.get(f"/{case_id}?unmasked=true"), 422, "validation")

    assert list(problem["errors"]) == ["unmasked"]
