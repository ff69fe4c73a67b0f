"""A fact that was entered wrongly is corrected, and all that hangs on it is counted anew."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from shared.casework.correcting import CorrectedField
from shared.casework.guarding import Actor
from shared.casework.serving import track_of
from shared.house import tracks
from shared.http.problems import Problem
from shared.http.schemas import load
from shared.legal_day import today as this_day
from shared.storage.database import Database
from tests.casework.calling import Caller
from tests.casework.test_late_news import assert_history_tells_the_state, clock_of, entries
from tests.casework.test_reacting import Office
from tests.support.casework import AGENCY, OFFICER, asked, opened, performed

REASON = "收文登记有误"
COLLEAGUE = Actor("officer-7", "reconsideration_officer", AGENCY["code"], AGENCY["name"])


@pytest.fixture
def office(database: Database) -> Office:
    return Office(database)


def accepted(office: Office) -> str:
    case_id = opened(office.casework, received_on="2026-11-02", act={"made_on": "2026-10-08"})
    performed(office.casework, case_id, "accept", on="2026-11-04")
    return case_id


def corrected(office: Office, case_id: str, entry: int, **more: Any) -> dict[str, Any]:
    raw = {"entry": entry, "reason": REASON, "approved_by": "负责人甲", **_listed(more)}
    return performed(office.casework, case_id, "correct_entry", **raw)


def refused(office: Office, case_id: str, command: str = "correct_entry", **raw: Any) -> Problem:
    before = office.casework.get(case_id)["version"]
    with pytest.raises(Problem) as caught:
        performed(office.casework, case_id, command, **{"reason": REASON, **_listed(raw)})
    assert office.casework.get(case_id)["version"] == before
    return caught.value


def _listed(raw: dict[str, Any]) -> dict[str, Any]:
    """Return the payload with what is corrected as a list, where it is given by field."""
    if "corrected" not in raw:
        return raw
    changes = [{"field": name, "value": value} for name, value in raw["corrected"].items()]
    return {**raw, "corrected": changes}


def test_a_corrected_date_moves_what_hangs_on_it(office: Office) -> None:
    case_id = accepted(office)

    case = corrected(office, case_id, 2, corrected={"on": "2026-11-06"})

    assert (case["milestones"]["accepted"], case["entered_on"]) == ("2026-11-06", "2026-11-06")
    assert clock_of(case, "FY-18")["started_on"] == "2026-11-06"
    assert clock_of(case, "FY-08")["ended_on"] == "2026-11-06"
    assert_history_tells_the_state(office, case_id)


def test_the_wrong_entry_stays_as_it_was_and_says_what_corrected_it(office: Office) -> None:
    case_id = accepted(office)
    before = entries(office, case_id)

    case = corrected(office, case_id, 2, corrected={"on": "2026-11-06"})

    assert entries(office, case_id)[:2] == before
    assert case["superseded"] == {"2": {"by": 3, "how": "corrected"}}


def test_a_corrected_name_is_the_name_everywhere(office: Office) -> None:
    case_id = accepted(office)

    case = corrected(office, case_id, 1, corrected={"applicants.0.name": "王晓明"})

    assert case["parties"][0]["name"] == "王晓明"
    assert case["parties"][0]["phone"] == "13800138000"
    assert case["status"] == "accepted"
    assert_history_tells_the_state(office, case_id)


def test_what_a_correction_says_of_a_person_is_sealed_and_masked(
    office: Office, caller: Caller
) -> None:
    case_id = accepted(office)
    corrected(office, case_id, 1, corrected={"applicants.0.phone": "13912345678"})
    assert "13912345678" not in str(office.casework.store.get(case_id))

    opened_here = caller.open_case()
    body = {
        "entry": 1,
        "reason": REASON,
        "corrected": [{"field": "applicants.0.phone", "value": "13912345678"}],
    }
    assert caller.post(f"/{opened_here}/correct_entry", body).status_code == 200
    history = caller.get(f"/{opened_here}/history").get_json()
    (change,) = history[1]["payload"]["corrected"]
    assert change == {"field": "applicants.0.phone", "value": "*******5678"}
    assert history[0]["superseded"] == {"by": 2, "how": "corrected"}


def test_others_are_told_what_is_corrected(office: Office) -> None:
    case_id = accepted(office)

    corrected(office, case_id, 2, corrected={"on": "2026-11-06"})

    (event,) = entries(office, case_id)[-1]["events"]
    assert event["type"] == "reconsideration.entry_corrected"
    assert event["data"]["corrects"] == {
        "command": "accept",
        "on": "2026-11-04",
        "version": 2,
        "corrected_on": "2026-11-06",
    }
    assert event["data"]["milestones"] == {"accepted": "2026-11-06"}
    assert {clock["id"] for clock in event["data"]["clocks"]} == {"FY-08.1", "FY-18.1"}


def test_others_are_told_again_what_the_corrected_step_warns_of(office: Office) -> None:
    case_id = opened(office.casework, received_on="2026-02-02", act={"made_on": "2026-01-08"})
    performed(office.casework, case_id, "accept", on="2026-02-04")
    performed(office.casework, case_id, "decide", on="2026-09-01")

    corrected(office, case_id, 3, corrected={"on": "2026-09-02"})

    (event,) = entries(office, case_id)[-1]["events"]
    assert [warning["code"] for warning in event["data"]["warnings"]] == ["decided-late"]
    assert [each["code"] for each in office.casework.get(case_id)["warnings"]] == ["decided-late"]


def test_a_correction_that_moves_a_last_day_needs_approval(office: Office) -> None:
    case_id = accepted(office)

    problem = refused(office, case_id, entry=2, corrected={"on": "2026-11-06"})

    assert (problem.status, list(problem.errors or {})) == (428, ["approved_by"])


def test_a_correction_that_moves_none_needs_no_approval(office: Office) -> None:
    case_id = accepted(office)

    performed(
        office.casework,
        case_id,
        "correct_entry",
        entry=1,
        reason=REASON,
        corrected=[{"field": "applicants.0.phone", "value": "13900139000"}],
    )

    assert office.casework.get(case_id)["parties"][0]["phone"] == "13900139000"


def test_an_effect_without_its_ground_goes_with_the_correction(office: Office) -> None:
    case_id = opened(office.casework, received_on="2026-11-02", act={"made_on": "2026-10-08"})
    office.hears(office.expiry_of(case_id, "FY-08"))

    now = this_day().isoformat()
    case = corrected(office, case_id, 1, corrected={"received_on": now})

    assert (case["status"], case["milestones"]) == ("filed", {"received": now})
    assert clock_of(case, "FY-08")["status"] == "running"
    assert case["superseded"]["2"]["how"] == "effect-taken-back"


def test_a_correction_that_contradicts_a_later_entry_is_refused(office: Office) -> None:
    case_id = accepted(office)
    performed(office.casework, case_id, "decide", on="2026-11-06")

    problem = refused(
        office, case_id, entry=2, corrected={"on": "2026-11-09"}, approved_by="负责人甲"
    )

    assert (problem.code, problem.basis) == ("conflict", "行政复议法61")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"received_on": "2999-01-01"}, "corrected.received_on"),
        ({"applicants.3.name": "甲"}, "corrected.applicants.3.name"),
        ({"colour": "red"}, "corrected.colour"),
        ({"channel": "counter"}, "corrected"),
        ({"channel": None}, "corrected.channel"),
        ({"content.x": "甲"}, "corrected.content.x"),
        ({"content.x": None}, "corrected.content.x"),
        ({"content.0": "甲"}, "corrected.content.0"),
        ({"applicants.0.name.x.y": "甲"}, "corrected.applicants.0.name.x.y"),
        ({"act": {"$set": {"a.b": 1}}}, "corrected.act.$set"),
        ({"applicants.0": True}, "corrected.applicants.0"),
        ({"applicants": ["甲"]}, "corrected.applicants.0"),
        ({"agency": {"code": "11310000000000002A", "name": "甲"}}, "corrected.agency"),
        ({"assignee": "officer-7"}, "corrected.assignee"),
        ({"matter_id": "another-matter"}, "corrected.matter_id"),
        ({"origin": {"track": "petitions"}}, "corrected.origin"),
        ({"act": {"$set": 1}, "act.number": "甲"}, "corrected.act.number"),
        ({"act.number": "甲", "act": None}, "corrected.act.number"),
    ],
)
def test_a_correction_is_held_to_the_rules_of_its_entry(
    office: Office, changes: dict[str, Any], field: str
) -> None:
    problem = refused(office, accepted(office), entry=1, corrected=changes)

    assert (problem.status, list(problem.errors or {})) == (422, [field])


@pytest.mark.parametrize(
    "field", ["on; drop", "applicants." + "9" * 5000, "__proto__", "On", "a.", "a\n", "0"]
)
def test_the_place_of_a_correction_is_a_path_of_fields(office: Office, field: str) -> None:
    problem = refused(office, accepted(office), entry=1, corrected={field: "甲"})

    assert problem.status == 422


@pytest.mark.parametrize("track", [each.package for each in tracks()])
def test_every_field_of_every_step_can_be_named_in_a_correction(track: str) -> None:
    for command in track_of(track).procedure.commands.values():
        for field in command.schema().fields:
            load(CorrectedField(), {"field": field, "value": None})


def test_who_is_in_charge_changes_by_assigning_not_by_a_correction(office: Office) -> None:
    case_id = accepted(office)
    request = asked(
        office.casework, "assign", {"assignee": COLLEAGUE.subject, "reason": "休假"}, OFFICER
    )
    office.casework.perform(case_id, replace(request, assignee=COLLEAGUE))

    problem = refused(office, case_id, entry=3, corrected={"assignee": "stranger"})

    assert list(problem.errors or {}) == ["corrected.assignee"]


@pytest.mark.parametrize("entry", [2, 9])
def test_what_the_system_made_follows_from_facts_and_is_not_corrected(
    office: Office, entry: int
) -> None:
    case_id = opened(office.casework, received_on="2026-11-02", act={"made_on": "2026-10-08"})
    office.hears(office.expiry_of(case_id, "FY-08"))

    problem = refused(office, case_id, entry=entry, corrected={"on": "2026-11-08"})

    assert list(problem.errors or {}) == ["entry"]


def test_a_correction_may_be_corrected_again(office: Office) -> None:
    case_id = accepted(office)
    corrected(office, case_id, 2, corrected={"on": "2026-11-06"})

    case = corrected(office, case_id, 2, corrected={"on": "2026-11-05"})

    assert case["milestones"]["accepted"] == "2026-11-05"
    assert_history_tells_the_state(office, case_id)


def test_a_rehearsal_of_a_correction_changes_nothing(office: Office) -> None:
    case_id = accepted(office)
    changes = {"corrected": {"on": "2026-11-06"}}
    raw = {"entry": 2, "reason": REASON, "approved_by": "甲", **_listed(changes)}

    request = asked(office.casework, "correct_entry", raw, OFFICER, dry_run=True)
    outcome = office.casework.perform(case_id, request)

    assert outcome.case["milestones"]["accepted"] == "2026-11-06"
    assert office.casework.get(case_id)["milestones"]["accepted"] == "2026-11-04"
