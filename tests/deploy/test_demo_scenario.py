"""A scenario file says what it means, or is refused with the place of the mistake."""

from pathlib import Path

import pytest

from deploy.demo.scenario import ExpectedClock, Scenario, load, load_all, parse
from deploy.demo.strict_yaml import ScenarioError

HEAD = """\
id: T01
title: {zh: 测试案例, en: a case for a test}
source: {address: example.org/1, grade: official}
checks: {zh: 一项, en: one thing}
steps:
"""
STEP = """\
  - act: {zh: 受理, en: accepted}
    who: reconsideration_officer
    track: reconsideration
    case: review
    command: accept
    on: 2024-01-11
    payload: {procedure: ordinary}
    expect: {status: accepted}
"""


def scenario(step: str = STEP) -> Scenario:
    return parse(HEAD + step, "T01.yaml")


def test_dates_and_on_stay_the_words_that_the_api_takes() -> None:
    step = scenario().steps[0]

    assert step.body() == {"on": "2024-01-11", "procedure": "ordinary"}


def test_what_is_stated_and_what_is_assumed_are_sent_together() -> None:
    assumed = "    assumed: {act: {known_on: 2025-05-07}}\n"
    stated = STEP.replace("procedure: ordinary", "act: {made_on: 2025-05-07}")

    body = scenario(stated + assumed).steps[0].body()

    assert body["act"] == {"made_on": "2025-05-07", "known_on": "2025-05-07"}


def test_a_clock_is_expected_by_date_and_state_or_not_at_all() -> None:
    clocks = """\
    expect:
      clocks:
        FY-18: {due_on: 2024-03-11, status: running}
        FY-19: none
        FY-26: {due_on: none, status: paused}
"""
    expected = scenario(STEP.replace("    expect: {status: accepted}\n", clocks)).steps[0].expect

    assert expected.clocks == (
        ExpectedClock("FY-18", "2024-03-11", "running"),
        ExpectedClock("FY-19", absent=True),
        ExpectedClock("FY-26", "none", "paused"),
    )


@pytest.mark.parametrize(
    ("step", "told"),
    [
        (STEP + "    payed: {}\n", "steps.1: unknown key payed"),
        (STEP + "    on: 2024-01-12\n", "line 14: on stands twice"),
        (STEP.replace("2024-01-11", "2024-02-30"), "'2024-02-30' is no date"),
        (STEP.replace("who: reconsideration_officer", "who: clerk"), "'clerk' is none of"),
        (STEP.replace("track: reconsideration", "track: arbitration"), "'arbitration' is none of"),
        (STEP.replace("{zh: 受理, en: accepted}", "{zh: 受理}"), "act.en is missing"),
        (STEP.replace("{status: accepted}", "{}"), "nothing is expected"),
        (STEP.replace("{status: accepted}", "{clocks: {FY-18: {due_on: 2024-03-11}}}"), "status"),
        (STEP.replace("{status: accepted}", "{clocks: {F: {status: late}}}"), "'late' is none of"),
        (STEP + "    assumed: {procedure: simplified}\n", "procedure is stated and assumed"),
        (STEP + "    assumed: {on: 2024-01-12}\n", "on is stated and assumed"),
        (STEP.replace("{procedure:", "{on: 2024-01-11, procedure:"), "which stands beside it"),
        (STEP + "    beside: suit\n", "unknown case suit"),
        (STEP + STEP.replace("track: reconsideration", "track: litigation"), "review is a recon"),
        (STEP.replace("who: reconsideration_officer", "who: system"), "unknown key command"),
        (STEP + "    within_seconds: 600\n", "is not within"),
        ("  - [\n", "expected"),
    ],
)
def test_a_mistake_is_refused_with_its_place(step: str, told: str) -> None:
    with pytest.raises(ScenarioError, match=r"T01|line") as refused:
        scenario(step)

    assert told in str(refused.value)


def test_the_system_sends_nothing() -> None:
    waiting = STEP.replace("who: reconsideration_officer", "who: system").replace(
        "    command: accept\n", ""
    )

    with pytest.raises(ScenarioError, match="nothing is sent"):
        scenario(waiting)


def test_a_file_is_named_after_its_case(tmp_path: Path) -> None:
    path = tmp_path / "C99.yaml"
    path.write_text(HEAD + STEP)

    with pytest.raises(ScenarioError, match=r"C99\.yaml: holds the case T01"):
        load(path)


def test_the_files_of_the_house_hold_every_case_that_has_a_path() -> None:
    scenarios = {scenario.id: scenario for scenario in load_all()}

    published = {"C02", "C03", "C04", "C05", "C07", "C09", "C13", "C14", "C19"}
    assert set(scenarios) == published | {"X1", "X3"}
    # Whatever a published case is said to have done on a day stands on that day of its source.
    for scenario in (scenarios[each] for each in published):
        said = {statement.on for step in scenario.steps for statement in step.states}
        assert said >= {step.on for step in scenario.steps if step.on}
