"""The step that an officer needs most likely stands first on the page of a case."""

from __future__ import annotations

from datetime import date
from types import ModuleType
from typing import Any

import pytest

from gateway.web.forms import can_be_typed
from gateway.web.parties_offered import with_parties
from gateway.web.steps_offered import offered_steps
from gateway.web.tracks import BY_CODE
from services import litigation, mediation, petitions, reconsideration
from shared.casework.actions import actions
from shared.casework.case import empty_case
from shared.casework.correcting import Correction
from shared.casework.guarding import Actor
from shared.casework.payload_schema import payload_schema

_PLAIN: dict[str, Any] = {"type": "object", "properties": {}}
STEPS = [
    {"command": "hear_parties", "meets": [], "extends": [], "group": "procedure", "schema": _PLAIN},
    {
        "command": "extend",
        "meets": [],
        "extends": ["FY-18"],
        "group": "procedure",
        "schema": _PLAIN,
    },
    {
        "command": "decide",
        "meets": ["FY-18"],
        "extends": [],
        "group": "procedure",
        "schema": _PLAIN,
    },
]


def test_what_ends_the_next_time_limit_comes_first_and_then_what_extends_it() -> None:
    offered = offered_steps({"now": STEPS, "later": []}, {"rule": "FY-18"})

    assert [each["command"] for each in offered.first] == ["decide", "extend", "hear_parties"]


def test_without_a_time_limit_the_steps_stand_in_the_order_of_the_procedure() -> None:
    offered = offered_steps({"now": STEPS, "later": []}, None)

    assert list(offered.first) == STEPS


def test_who_takes_part_and_the_file_are_folded_away_by_groups() -> None:
    steps = [
        _step("join_party", "parties"),
        _step("assign", "file"),
        _step("record_knowledge", "days"),
        *[_step(f"step_{number}") for number in range(7)],
    ]

    offered = offered_steps({"now": steps, "later": []})

    assert [each["command"] for each in offered.first] == [f"step_{number}" for number in range(6)]
    assert [(name.zh, [each["command"] for each in rest]) for name, rest in offered.groups] == [
        ("其他程序步骤", ["step_6"]),
        ("补登日期", ["record_knowledge"]),
        ("当事人变动", ["join_party"]),
        ("案卷管理", ["assign"]),
    ]
    assert offered.folded == 4


def test_a_day_that_a_clock_waits_for_is_asked_for_before_other_steps() -> None:
    steps = [*[_step(f"step_{number}") for number in range(7)], _step("record_knowledge", "days")]

    offered = offered_steps({"now": steps, "later": []}, None, [{"code": "missing-fact"}])

    assert offered.first[0]["command"] == "record_knowledge"


def test_where_there_is_little_to_do_nothing_is_folded_away() -> None:
    offered = offered_steps({"now": [_step("assign", "file")], "later": []})

    assert [each["command"] for each in offered.first] == ["assign"]
    assert offered.folded == 0


def _step(command: str, group: str = "procedure") -> dict[str, Any]:
    return {"command": command, "group": group, "meets": [], "extends": [], "schema": _PLAIN}


def test_a_step_that_no_form_can_ask_for_is_not_offered() -> None:
    schema = payload_schema(Correction, "zh")
    correction = {
        "command": "correct_entry",
        "meets": [],
        "extends": [],
        "group": "procedure",
        "schema": schema,
    }

    offered = offered_steps({"now": [correction, *STEPS], "later": []}, None)

    assert list(offered.first) == STEPS


@pytest.mark.parametrize("track", [litigation, mediation, petitions, reconsideration])
def test_every_other_step_of_every_track_has_a_form(track: ModuleType) -> None:
    commands = track.track().procedure.commands.values()

    without = {
        each.name for each in commands if not can_be_typed(payload_schema(each.schema, "zh"))
    }

    assert without == {"correct_entry"}


def test_a_party_is_chosen_by_name_wherever_a_form_asks_for_one() -> None:
    party = {"title": "当事人", "type": "string", "x-party": True}
    signers = {"title": "签名的当事人", "type": "array", "items": {**party, "title": "签名人"}}
    consents = {"type": "array", "items": {"type": "object", "properties": {"party": party}}}
    schema = {"type": "object", "properties": {"signed_by": signers, "consents": consents}}

    offered = with_parties(schema, [{"id": "p1", "name": "张三"}])["properties"]

    choice = [{"const": "p1", "title": "张三"}]
    assert offered["signed_by"]["items"]["oneOf"] == choice
    assert offered["consents"]["items"]["properties"]["party"]["oneOf"] == choice
    assert with_parties(schema, []) == schema


@pytest.mark.parametrize(
    ("track", "status", "facts", "barred"),
    [
        (petitions, "registered", {}, {"accept", "take_up", "answer_suggestion"}),
        (petitions, "registered", {"kind": "appeal"}, {"take_up", "answer_suggestion"}),
        (petitions, "registered", {"kind": "suggestion"}, {"accept"}),
        (litigation, "notified", {}, {"reply_suggestion", "record_suggestion_receipt"}),
        (litigation, "notified", {"procedure": "ordinary"}, {"convert_procedure"}),
        (reconsideration, "accepted", {}, {"lift_stay", "convert_procedure", "decide"}),
        (reconsideration, "accepted", {"enforcement_stayed": True}, {"stay_enforcement"}),
        (mediation, "accepted", {}, {"complete_file"}),
    ],
)
def test_a_step_that_the_case_bars_whatever_is_said_comes_later_and_says_why(
    track: ModuleType, status: str, facts: dict[str, Any], barred: set[str]
) -> None:
    offered = _offered(track, status, facts)

    assert barred <= {
        each["command"]
        for each in offered["later"]
        if [need["kind"] for need in each["needs"]] == ["case"]
    }


def test_a_step_that_the_case_allows_is_offered() -> None:
    suit = _offered(
        litigation, "notified", {"procedure": "simplified", "suggestions": [{"kind": "judicial"}]}
    )
    review = _offered(reconsideration, "accepted", {"enforcement_stayed": True})
    petition = _offered(petitions, "registered", {"kind": "appeal"})

    assert {"reply_suggestion", "record_suggestion_receipt", "convert_procedure"} <= _now(suit)
    assert "lift_stay" in _now(review)
    assert "accept" in _now(petition)


def _offered(
    track: ModuleType, status: str, facts: dict[str, Any], milestones: dict[str, str] | None = None
) -> dict[str, Any]:
    procedure = track.track().procedure
    agency = {"code": "11120101000000001H", "name": "示范区机关"}
    case = {
        **empty_case(),
        "status": status,
        "facts": facts,
        "milestones": milestones or {},
        "agency": agency,
    }
    officer = Actor("o1", BY_CODE[procedure.track].role, agency["code"], agency["name"])
    return actions(procedure, case, officer, "zh", today=date(2026, 11, 27))


def _now(offered: dict[str, Any]) -> set[str]:
    return {each["command"] for each in offered["now"]}


@pytest.mark.parametrize("command", ["serve_respondent", "record_copy_receipt"])
def test_only_those_on_whom_a_document_is_served_are_offered(command: str) -> None:
    offered = _offered(reconsideration, "accepted", {}, {"served": "2026-11-02"})
    schema = next(each["schema"] for each in offered["now"] if each["command"] == command)
    people = [
        {"id": "p1", "name": "张三", "role": "applicant"},
        {"id": "p2", "name": "示范区城管局", "role": "respondent"},
    ]

    party = with_parties(schema, people)["properties"]["party"]

    assert [each["const"] for each in party["oneOf"]] == ["p2"]


def test_what_other_steps_wait_for_stands_before_a_refusal() -> None:
    answer = _offered(petitions, "registered", {})
    refusing = next(each for each in answer["now"] if each["command"] == "decline")
    answer["now"] = [{**refusing, "meets": ["XF-01"]}, *answer["now"]]

    offered = offered_steps(answer, {"rule": "XF-01"})

    assert [each["command"] for each in offered.first[:2]] == ["classify", "decline"]
