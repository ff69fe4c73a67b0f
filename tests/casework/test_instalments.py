"""Performance by instalments: in which order they fall due, and which are still owed."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from marshmallow import ValidationError

from shared.casework.guarding import Attempt
from shared.casework.instalments import MOST, InstalmentNumber, InstalmentPlan, refuse_disordered
from shared.http.problems import Problem
from shared.law import load_rules, official_calendar
from tests.support.casework import OFFICER, TODAY, keys

BASIS = "民法典509"
AGREED = [
    {"due_on": "2026-12-01", "what": "3000元"},
    {"due_on": "2027-01-04", "what": "3000元"},
    {"due_on": "2027-02-01", "what": "4000元"},
]


def an_attempt(payload: dict[str, Any], **facts: Any) -> Attempt:
    """Return an attempt of 2026-11-20 on a case with these facts."""
    return Attempt(
        case={"facts": facts},
        command="record_agreement",
        payload=payload,
        on=TODAY,
        actor=OFFICER,
        today=TODAY,
        rules=load_rules(),
        calendar=official_calendar(),
        matter={},
        index=lambda field, value: keys().sealer.index(value, field=field),
    )


def the_plan(*performed: int) -> InstalmentPlan:
    """Return the plan of which so many instalments are performed."""
    done = [{"instalment": number} for number in performed]
    return InstalmentPlan.of(an_attempt({}, instalments=AGREED), done)


def refusal_of(payload: dict[str, Any]) -> Problem:
    """Return the refusal of an agreement."""
    with pytest.raises(Problem) as caught:
        refuse_disordered(an_attempt(payload), basis=BASIS)
    return caught.value


@pytest.mark.parametrize(
    "payload",
    [
        {},
        {"instalments": AGREED},
        {"instalments": [{"due_on": TODAY.isoformat()}, {"due_on": TODAY.isoformat()}]},
        {"performance_due_on": date(2026, 12, 1)},
    ],
)
def test_instalments_in_order_are_agreed_on(payload: dict[str, Any]) -> None:
    dated = [
        {**each, "due_on": date.fromisoformat(each["due_on"])}
        for each in payload.get("instalments", ())
    ]

    refuse_disordered(an_attempt({**payload, "instalments": dated}), basis=BASIS)


def test_an_instalment_before_the_one_ahead_is_refused_at_its_own_field() -> None:
    days = [date(2026, 12, 1), date(2027, 2, 1), date(2027, 1, 4)]

    problem = refusal_of({"instalments": [{"due_on": day} for day in days]})

    assert (problem.status, problem.basis) == (422, BASIS)
    assert list(problem.errors or {}) == ["instalments.2.due_on"]
    assert "2027-02-01" in problem.detail.en


def test_no_instalment_is_due_before_the_agreement() -> None:
    days = [date(2026, 11, 19), date(2027, 1, 4)]

    problem = refusal_of({"instalments": [{"due_on": day} for day in days]})

    assert list(problem.errors or {}) == ["instalments.0.due_on"]


def test_beside_instalments_there_is_no_other_day_of_performance() -> None:
    days = [date(2026, 12, 1), date(2027, 1, 4)]
    payload = {"instalments": [{"due_on": day} for day in days], "performance_due_on": days[-1]}

    assert list(refusal_of(payload).errors or {}) == ["performance_due_on"]


def test_what_is_agreed_and_not_performed_is_owed() -> None:
    assert the_plan().outstanding() == [1, 2, 3]
    assert the_plan(1, 3).outstanding() == [2]
    assert the_plan(1, 2, 3).outstanding() == []


def test_the_next_day_is_that_of_the_first_instalment_owed() -> None:
    assert the_plan().next_due_on() == date(2026, 12, 1)
    assert the_plan(1, 3).next_due_on() == date(2027, 1, 4)
    assert the_plan(1, 2, 3).next_due_on() is None


def test_a_case_without_instalments_owes_none() -> None:
    plan = InstalmentPlan.of(an_attempt({}), None)

    assert plan.outstanding() == []
    assert plan.next_due_on() is None


@pytest.mark.parametrize(("number", "status"), [(4, 422), (2, 409)])
def test_only_an_instalment_that_is_owed_is_performed(number: int, status: int) -> None:
    with pytest.raises(Problem) as caught:
        the_plan(2).refuse_unless_outstanding(number, basis=BASIS)

    assert (caught.value.status, caught.value.basis) == (status, BASIS)


def test_instalments_may_be_performed_out_of_their_order() -> None:
    the_plan(3).refuse_unless_outstanding(1, basis=BASIS)


def test_only_the_last_instalment_owed_completes_the_performance() -> None:
    told = [each.code for each in the_plan(1, 3).last_is_pointed_out(2, basis=BASIS)]

    assert told == ["all-instalments-performed"]
    assert list(the_plan(1).last_is_pointed_out(2, basis=BASIS)) == []


@pytest.mark.parametrize("number", [0, -1, MOST + 1, "1", 1.5, True])
def test_an_instalment_is_counted_from_one_in_whole_numbers(number: object) -> None:
    with pytest.raises(ValidationError):
        InstalmentNumber().deserialize(number)
