"""What a step shows is held to what was expected, value by value."""

from dataclasses import replace
from typing import Any

from deploy.demo.comparison import Check, Observation, clock_of, compare
from deploy.demo.expectation import Expectation, ExpectedClock, ExpectedRefusal, Relation
from deploy.demo.report import moved_clocks


def a_clock(rule: str, due_on: str | None, status: str = "running", n: int = 1) -> dict[str, Any]:
    return {
        "id": f"{rule}.{n}",
        "rule": rule,
        "due_on": due_on,
        "status": status,
        "ended_on": None,
        "started_on": "2024-01-11",
        "extended_by": 0,
        "days_left": None,
        "explanation": ["最后一日为 2024-03-11"],
    }


def a_case(*clocks: dict[str, Any], **values: Any) -> dict[str, Any]:
    return {"status": "accepted", "clocks": list(clocks), "warnings": [], **values}


def failures(expect: Expectation, seen: Observation) -> list[tuple[str, str]]:
    return [(check.expected, check.actual) for check in compare(expect, seen) if not check.ok]


def clocks(*expected: ExpectedClock) -> Expectation:
    return Expectation(clocks=expected)


def test_the_same_date_and_state_pass() -> None:
    seen = Observation(a_case(a_clock("FY-18", "2024-03-11")))

    assert not failures(clocks(ExpectedClock("FY-18", "2024-03-11", "running")), seen)


def test_another_date_is_told_with_both_dates() -> None:
    seen = Observation(a_case(a_clock("FY-18", "2024-03-12")))

    wrong = failures(clocks(ExpectedClock("FY-18", "2024-03-11", "running")), seen)

    assert wrong == [("2024-03-11", "2024-03-12")]


def test_another_state_of_a_clock_is_told() -> None:
    seen = Observation(a_case(a_clock("FY-18", "2024-03-11", "missed")))

    wrong = failures(clocks(ExpectedClock("FY-18", "2024-03-11", "met")), seen)

    assert wrong == [("met", "missed")]


def test_a_clock_that_is_not_there_fails_on_date_and_state() -> None:
    wrong = failures(clocks(ExpectedClock("FY-18", "2024-03-11", "running")), Observation(a_case()))

    assert wrong == [("2024-03-11", "—"), ("running", "—")]


def test_a_clock_that_should_not_run_is_told_with_its_date() -> None:
    seen = Observation(a_case(a_clock("FY-29", "2015-04-13")))

    assert failures(clocks(ExpectedClock("FY-29", absent=True)), seen) == [
        ("—", "2015-04-13 running")
    ]


def test_a_paused_clock_has_no_last_day() -> None:
    paused = clocks(ExpectedClock("SS-13", "none", "paused"))

    assert not failures(paused, Observation(a_case(a_clock("SS-13", None, "paused"))))
    still_dated = Observation(a_case(a_clock("SS-13", "2010-07-05", "paused")))
    assert failures(paused, still_dated) == [("none", "2010-07-05")]


def test_of_several_clocks_of_a_rule_the_last_one_is_meant_or_the_one_named() -> None:
    first, second = a_clock("FY-29", "2024-04-01"), a_clock("FY-29", "2024-04-09", n=2)

    assert clock_of("FY-29", [first, second]) is second
    assert clock_of("FY-29.1", [first, second]) is first


def test_an_unexpected_refusal_is_a_difference() -> None:
    refusal = {"status": 409, "code": "conflict", "detail": "不得受理"}

    wrong = failures(Expectation(status="accepted"), Observation(a_case(), refusal))

    assert wrong == [("—", "409 conflict: 不得受理")]


def test_a_refusal_that_does_not_come_is_a_difference() -> None:
    expect = Expectation(refused=ExpectedRefusal(422, "validation", "ground"))

    wrong = failures(expect, Observation(a_case()))

    assert ("422 validation", "—") in wrong
    assert ("ground", "—") in wrong


def test_a_refusal_names_its_field_and_leaves_the_case_alone() -> None:
    refusal = {"status": 422, "code": "validation", "errors": {"reason": ["必填"]}}
    expect = Expectation(refused=ExpectedRefusal(422, "validation", "ground"))

    wrong = failures(expect, Observation(a_case(), refusal, unchanged=False))

    assert wrong == [("ground", "reason"), ("true", "false")]


def test_a_refusal_rests_on_the_article_that_is_expected() -> None:
    refusal = {"status": 409, "code": "conflict", "basis": "复议法29¶2"}
    expect = Expectation(refused=ExpectedRefusal(409, "conflict", basis="复议法29"))

    assert not failures(expect, Observation(None, refusal))
    other = failures(expect, Observation(None, {**refusal, "basis": "复议法30"}))
    assert other == [("复议法29", "复议法30")]


def test_a_warning_that_should_be_gone_is_told_while_it_stands() -> None:
    expect = Expectation(no_warnings=["referral-overdue"])
    standing = a_case(warnings=[{"code": "referral-overdue"}])

    assert not failures(expect, Observation(a_case()))
    assert failures(expect, Observation(standing)) == [("—", "referral-overdue")]


def test_an_answer_is_told_with_cases_by_their_alias() -> None:
    expect = Expectation(answer={"cases": [{"case_id": "m1"}]})
    seen = Observation(None, cases={"mediation": "m1", "petition": "p1"})

    (check,) = compare(expect, replace(seen, answer={"cases": [{"case_id": "p1"}]}))
    assert (check.name.en, check.expected, check.actual) == (
        "cases.case_id",
        "mediation",
        "petition",
    )
    assert not failures(expect, replace(seen, answer={"cases": [{"case_id": "m1"}]}))


def test_an_answer_that_did_not_come_lacks_everything_that_is_expected() -> None:
    expect = Expectation(answer={"state": "taken", "history": [{"step": "offered"}]})

    assert failures(expect, Observation(None)) == [("taken", "—"), ("offered", "—")]


def test_warnings_milestones_relations_history_and_matter_are_compared() -> None:
    expect = Expectation(
        status="referred",
        milestones={"resumed": "2025-03-31"},
        warnings=["missing-fact"],
        relations=[Relation("mediation", "referred_to")],
        history=["refer", "record_referral_outcome"],
        matter=["petition", "mediation"],
    )
    case = a_case(
        status="referred",
        milestones={"resumed": "2025-03-31"},
        warnings=[{"code": "missing-fact"}],
        relations=[{"track": "mediation", "id": "m1", "kind": "referred_to"}],
    )
    seen = Observation(
        case,
        history=["accept", "refer", "record_referral_outcome"],
        members=["p1", "m1"],
        cases={"petition": "p1", "mediation": "m1"},
    )

    assert not failures(expect, seen)
    assert failures(expect, Observation(a_case(), cases={"petition": "p1"})) == [
        ("referred", "accepted"),
        ("2025-03-31", "—"),
        ("missing-fact", "—"),
        ("referred_to mediation", "—"),
        ("refer → record_referral_outcome", "—"),
        ("petition", "—"),
        ("mediation", "—"),
    ]


def test_a_check_belongs_to_the_clock_that_it_is_about() -> None:
    seen = Observation(a_case(a_clock("FY-18", "2024-03-11")))

    checks = compare(clocks(ExpectedClock("FY-18", "2024-03-11", "running")), seen)

    assert [check.clock for check in checks] == ["FY-18", "FY-18"]
    assert all(isinstance(check, Check) for check in checks)


def test_only_clocks_that_moved_are_told_and_explained_when_their_day_is_new() -> None:
    before = [a_clock("FY-11", "2024-01-12"), a_clock("FY-08", "2024-01-05")]
    met = {**a_clock("FY-11", "2024-01-12", "met"), "ended_on": "2024-01-11"}
    new = a_clock("FY-18", "2024-03-11")
    case = a_case(met, a_clock("FY-08", "2024-01-05"), new)
    english = a_case({**new, "explanation": ["the last day is 2024-03-11"]})

    moved = list(moved_clocks(before, case, english))

    assert [each.clock["id"] for each in moved] == ["FY-11.1", "FY-18.1"]
    assert not moved[0].explanation
    assert moved[1].explanation[0].zh == "最后一日为 2024-03-11"
    assert moved[1].explanation[0].en == "the last day is 2024-03-11"
