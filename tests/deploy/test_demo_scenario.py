"""A scenario file says what it means, or is refused with the place of the mistake."""

from datetime import date
from pathlib import Path

import pytest

from deploy.demo.expectation import ExpectedClock
from deploy.demo.placeholders import Filling
from deploy.demo.scenario import Scenario, StepKind, load, load_all, parse
from deploy.demo.scenario_fields import ScenarioError

HEAD = """\
id: T01
title: {zh: 测试案例, en: a case for a test}
source: {address: example.org/1, grade: official}
checks: {zh: 一项, en: one thing}
steps:
"""
LOOK = """\
  - act: {zh: 查看, en: looked at}
    who: supervisor
    look: "/matters/{matter:review}?on={today-3}"
    expect: {answer: {conflicts: [{id: "{keep:conflict}", cases: [{case_id: "{case:review}"}]}]}}
"""
EMPTY = LOOK.split("    expect", maxsplit=1)[0] + "    expect: {answer: {}}\n"
POST = """\
  - act: {zh: 解决, en: resolved}
    who: supervisor
    post: "/matters/{matter:review}/conflicts/{kept:conflict}/resolve"
    payload: {reason: "{run}"}
    expect: {answer: {conflicts: [{status: resolved}]}}
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
        (STEP + "    on: 2024-01-12\n", "line 14: the key 'on' is given twice"),
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
        (STEP.replace("2024-01-11", '"{today-x}"'), "is no date"),
        (STEP.replace("ordinary}", '"{tomorrow}"}'), "{tomorrow} is no placeholder"),
        (STEP.replace("ordinary}", '"{run:x}"}'), "{run:x} is no placeholder"),
        (STEP.replace("ordinary}", '"{case:suit}"}'), "unknown case suit"),
        (STEP + LOOK.replace("matter:review", "matter:suit"), "unknown case suit"),
        (STEP + POST, "nobody kept conflict"),
        (STEP + LOOK + "    post: /x\n", "a step does one thing"),
        (STEP + LOOK + "    payload: {a: 1}\n", "sends nothing"),
        (STEP + LOOK + "    dry_run: true\n", "is for a command"),
        (STEP + LOOK.replace('"/matters', '"matters'), "is no path"),
        (STEP + LOOK.replace("{answer:", "{status: filed, answer:"), "the step names none"),
        (
            STEP + LOOK.split("    expect", maxsplit=1)[0] + "    expect: {answer: {}}\n",
            "answer is neither",
        ),
        (STEP + "    dry_run: perhaps\n", "neither true nor false"),
        (STEP.replace("{status: accepted}", "{answer: {a: 1}}"), "is for a look or a post"),
        (STEP.replace("who: reconsideration_officer", "who: court"), "no commands of its own"),
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


def test_a_view_is_looked_at_and_what_it_shows_is_kept_for_a_later_step() -> None:
    looked, posted = scenario(STEP + LOOK + POST).steps[1:]

    assert (looked.kind, looked.keeps(), looked.is_wait) == (StepKind.LOOK, {"conflict"}, True)
    assert (posted.kind, posted.keeps(), posted.is_wait) == (StepKind.POST, set(), False)


def test_a_dry_run_is_a_wait() -> None:
    step = scenario(STEP + "    dry_run: true\n").steps[0]

    assert (step.kind, step.is_wait) == (StepKind.COMMAND, True)


def test_a_step_is_filled_in_for_its_replay() -> None:
    written = """\
    on: "{today-3}"
    payload: {number: "示〔2025〕{run}号", made_on: "{today-10}"}
    expect:
      milestones: {accepted: "{today-3}"}
      clocks: {FY-18: {due_on: "{today+57}", status: running}}
"""
    step = scenario(STEP.split("    on:", maxsplit=1)[0] + written).steps[0]
    filling = Filling("r1", date(2025, 3, 10), lambda kind, alias: f"{kind}-{alias}", {})

    filled = step.filled(filling)

    assert filled.body() == {
        "on": "2025-03-07",
        "number": "示〔2025〕r1号",
        "made_on": "2025-02-28",
    }
    assert filled.expect.milestones == {"accepted": "2025-03-07"}
    assert filled.expect.clocks == (ExpectedClock("FY-18", "2025-05-06", "running"),)


def test_places_in_paths_and_answers_are_filled_and_what_is_to_be_kept_stays() -> None:
    looked, posted = scenario(STEP + LOOK + POST).steps[1:]
    known = {"conflict": "c-1"}
    filling = Filling("r1", date(2025, 3, 10), lambda kind, alias: f"{kind}-{alias}", known)

    assert looked.filled(filling).path == "/matters/matter-review?on=2025-03-07"
    assert looked.filled(filling).expect.answer == {
        "conflicts": [{"id": "{keep:conflict}", "cases": [{"case_id": "case-review"}]}]
    }
    assert posted.filled(filling).path == "/matters/matter-review/conflicts/c-1/resolve"
    assert posted.filled(filling).body() == {"reason": "r1"}


def test_a_file_is_named_after_its_case(tmp_path: Path) -> None:
    path = tmp_path / "C99.yaml"
    path.write_text(HEAD + STEP)

    with pytest.raises(ScenarioError, match=r"C99\.yaml: holds the case T01"):
        load(path)


def test_the_files_of_the_house_hold_every_case_that_has_a_path() -> None:
    scenarios = {scenario.id: scenario for scenario in load_all()}

    published = {"C02", "C03", "C04", "C05", "C07", "C09", "C13", "C14", "C19"}
    flows = {f"X{row}" for row in range(1, 13)}
    late = {f"L{point}" for point in (1, 3, 4, *range(6, 16))}
    assert set(scenarios) == published | flows | late
    # Whatever a published case is said to have done on a day stands on that day of its source.
    for scenario in (scenarios[each] for each in published):
        said = {statement.on for step in scenario.steps for statement in step.states}
        assert said >= {step.on for step in scenario.steps if step.on}
