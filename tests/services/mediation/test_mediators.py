"""Who mediates, and the sessions they hold."""

from __future__ import annotations

from typing import Any

import pytest

from tests.services.mediation.builders import (
    APPLICANT,
    ID_NUMBER,
    OTHER_ID_NUMBER,
    RESPONDENT,
    Mediation,
    accepted,
)
from tests.support.case_in_memory import field_of, refuses_field, said

MEDIATOR = {"name": "周调解", "employer": "示范区司法所"}


def assigning(**mediator: Any) -> dict[str, Any]:
    return {"on": "2026-07-07", "mediators": [{**MEDIATOR, **mediator}]}


def test_mediators_are_assigned() -> None:
    mediation = accepted().does("assign_mediators", **assigning())

    assert mediation.facts["mediators"] == [MEDIATOR]
    assert mediation.case["milestones"]["mediators_assigned"] == "2026-07-07"
    assert mediation.status == "accepted"


def test_mediators_are_assigned_once() -> None:
    mediation = accepted().does("assign_mediators", **assigning())

    problem = mediation.refuses("assign_mediators", **assigning())
    assert said(problem) == (409, "conflict", "人民调解法21¶1")


def test_a_mediator_is_replaced_with_a_reason() -> None:
    mediation = accepted().does("assign_mediators", **assigning())

    assert field_of(mediation.refuses("replace_mediator", **assigning())) == "reason"
    mediation.does("replace_mediator", **assigning(name="吴调解"), reason="原调解员调离")
    assert [mediator["name"] for mediator in mediation.facts["mediators"]] == ["吴调解"]


def test_nobody_is_replaced_before_anybody_was_assigned() -> None:
    problem = accepted().refuses("replace_mediator", **assigning(), reason="调离")

    assert said(problem)[:2] == (422, "missing-fact")


@pytest.mark.parametrize(
    ("kind", "basis"),
    [("people", "人民调解法21¶1"), ("court_assigned", "特邀调解规定15")],
)
def test_a_party_does_not_mediate_in_their_own_case(kind: str, basis: str) -> None:
    problem = accepted(kind).refuses(
        "assign_mediators", **assigning(id_number=ID_NUMBER, parties_agree=True)
    )

    assert refuses_field(problem) == ("mediators.0.id_number", basis)


def test_a_namesake_is_refused_until_both_numbers_tell_them_apart() -> None:
    mediation = accepted()

    problem = mediation.refuses("assign_mediators", **assigning(name=APPLICANT["name"]))
    assert refuses_field(problem) == ("mediators.0.name", "人民调解法21¶1")

    mediation.does(
        "assign_mediators", **assigning(name=APPLICANT["name"], id_number=OTHER_ID_NUMBER)
    )
    assert mediation.facts["mediators"][0]["name"] == APPLICANT["name"]


def test_a_namesake_of_a_party_without_number_stays_refused() -> None:
    problem = accepted().refuses(
        "assign_mediators", **assigning(name=RESPONDENT["name"], id_number=OTHER_ID_NUMBER)
    )

    assert refuses_field(problem)[0] == "mediators.0.name"


@pytest.mark.parametrize(
    "party", [{"agents": ["周调解"]}, {"legal_representative": "周调解", "kind": "organisation"}]
)
def test_an_agent_or_representative_of_a_party_does_not_mediate(party: dict[str, Any]) -> None:
    mediation = accepted(respondents=[{"name": "某公司", **party}])

    problem = mediation.refuses("assign_mediators", **assigning())
    assert refuses_field(problem)[0] == "mediators.0.name"


def test_a_mediator_tied_to_a_party_steps_back_unless_both_sides_agree() -> None:
    mediation = accepted("court_assigned")

    problem = mediation.refuses("assign_mediators", **assigning(relation="申请人的表兄"))
    assert refuses_field(problem) == ("mediators.0.relation", "特邀调解规定15")

    mediation.does("assign_mediators", **assigning(relation="申请人的表兄", parties_agree=True))
    assert mediation.case["milestones"]["mediators_assigned"] == "2026-07-07"


def test_who_works_for_a_party_steps_back_unless_both_sides_agree() -> None:
    agency = {"kind": "agency", "name": MEDIATOR["employer"]}
    mediation = accepted("administrative", respondents=[agency])

    problem = mediation.refuses("assign_mediators", **assigning())
    assert refuses_field(problem) == ("mediators.0.employer", "人民调解法21¶1")

    assert mediation.does("assign_mediators", **assigning(parties_agree=True))


def test_the_second_mediator_is_checked_too() -> None:
    mediators = [MEDIATOR, {"name": "李大海"}]
    problem = accepted().refuses("assign_mediators", on="2026-07-07", mediators=mediators)

    assert refuses_field(problem)[0] == "mediators.1.name"


def session(**changes: Any) -> dict[str, Any]:
    return {
        "on": "2026-07-07",
        "session_on": "2026-07-10",
        "time": "09:30",
        "place": "第一调解室",
        **changes,
    }


def test_a_session_is_scheduled_and_told() -> None:
    mediation = accepted().does("schedule_session", **session())

    assert mediation.facts["sessions"][0]["session_on"] == "2026-07-10"
    assert (mediation.event["session_on"], mediation.event["time"]) == ("2026-07-10", "09:30")


def test_a_session_is_not_scheduled_for_the_past() -> None:
    problem = accepted().refuses("schedule_session", **session(session_on="2026-07-06"))

    assert refuses_field(problem) == ("session_on", "特邀调解规定14¶2")


@pytest.mark.parametrize("time", ["24:00", "9:30", "09:60", "09:30:00", "09:30\n", "上午"])
def test_a_session_has_a_time_of_day(time: str) -> None:
    assert field_of(accepted().refuses("schedule_session", **session(time=time))) == "time"


def test_a_session_is_recorded_with_who_came() -> None:
    mediation = accepted().does(
        "record_session", on="2026-07-10", attendance=["p1", "p2"], record="双方陈述意见"
    )

    assert mediation.facts["session_records"][0]["attendance"] == ["p1", "p2"]
    assert mediation.case["milestones"]["session_held"] == "2026-07-10"


def test_only_parties_attend() -> None:
    problem = (
        Mediation()
        .does("accept", on="2026-07-06")
        .refuses("record_session", on="2026-07-10", attendance=["p1", "p9"], record="记录")
    )

    assert field_of(problem) == "attendance.1"
