"""Published cases travel through the whole installation with the dates that their law gives."""

import uuid
from dataclasses import replace
from pathlib import Path

import pytest

from deploy.demo.cases import COLLECTIONS, READERS
from deploy.demo.client import Officers
from deploy.demo.expectation import Expectation
from deploy.demo.replay import replay
from deploy.demo.report import ScenarioReport
from deploy.demo.scenario import FOLDER, Scenario, load
from deploy.embedded.stack import Stack
from shared.casework.answers import CaseAnswer, CasePageAnswer, EntryAnswer
from shared.http.identity import OFFICER_ROLES
from tests.support.stack import database_of, databases_of

# The first test also waits for the installation.
pytestmark = pytest.mark.timeout(300)
FILES = sorted(FOLDER.glob("*.yaml"))
FLOWS = sorted(FOLDER.glob("X*.yaml"))


def replayed(scenario: Scenario, officers: Officers) -> ScenarioReport:
    return replay(scenario, officers, uuid.uuid4().hex[:12])


def differences(report: ScenarioReport) -> list[str]:
    return [
        f"{step.number}. {step.act.en}: {check.name.en}: {check.expected} / {check.actual}"
        for step, check in report.differences()
    ]


def expecting(scenario: Scenario, number: int, expect: Expectation) -> Scenario:
    """Return the scenario with another expectation of one step."""
    steps = [replace(s, expect=expect) if s.number == number else s for s in scenario.steps]
    return replace(scenario, steps=steps)


@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
def test_case(path: Path, officers: Officers) -> None:
    report = replayed(load(path), officers)

    assert not differences(report)
    assert not report.skipped
    assert report.ok


def test_every_case_is_answered_as_the_api_document_says(officers: Officers) -> None:
    for flow in ("X1", "X4"):  # together they have a case in every track
        assert replayed(load(FOLDER / f"{flow}.yaml"), officers).ok
    for track, collection in COLLECTIONS.items():
        page = officers.get(READERS[track], f"/{collection}?limit=100").body
        CasePageAnswer().load(page)
        assert page["items"]
        for case in page["items"]:
            path = f"/{collection}/{case['id']}"
            CaseAnswer().load(officers.get(READERS[track], path).body)
            entries = officers.get(READERS[track], f"{path}/history").body
            for entry in entries:
                # The gateway alone names the agency of whoever acted.
                named = entry["actor"].pop("agency_name", None)
                assert named or entry["actor"]["role"] not in OFFICER_ROLES, entry["actor"]
            EntryAnswer(many=True).load(entries)


@pytest.mark.parametrize("path", FLOWS, ids=[path.stem for path in FLOWS])
def test_a_flow_is_replayed_again_beside_the_cases_of_the_first_time(
    path: Path, officers: Officers
) -> None:
    report = replayed(load(path), officers)

    assert not differences(report)
    assert report.ok


def test_the_event_of_a_failed_mediation_carries_every_open_path_with_its_last_day(
    stack: Stack, officers: Officers
) -> None:
    report = replayed(load(FOLDER / "X8.yaml"), officers)

    mediation = next(step.seen.case for step in report.steps if step.step.case == "mediation")
    assert mediation is not None
    with databases_of(stack) as client:
        log = database_of(client, "mediation")["event_log"]
        event = next(
            each["envelope"]
            for each in log.find()
            if each["envelope"]["type"] == "mediation.failed"
            and each["envelope"]["subject"] == mediation["id"]
        )
    told = {each["basis"]: each["text"]["zh"] for each in event["data"]["warnings"]}
    assert told["信访工作条例31(6)"] == "信访事项可以恢复办理。"
    assert told["行政复议法20¶1"] == "申请行政复议：最后一日 2025-05-06。"
    assert told["行政诉讼法46¶1"].endswith("最后一日 2025-09-05。")


def test_a_date_that_differs_fails_and_the_rest_is_still_replayed(officers: Officers) -> None:
    scenario = load(FOLDER / "C05.yaml")
    clock = replace(scenario.steps[0].expect.clocks[0], due_on="2024-05-15")
    wrong = expecting(scenario, 1, replace(scenario.steps[0].expect, clocks=[clock]))

    report = replayed(wrong, officers)

    assert not report.ok
    assert differences(report) == ["1. application received: FY-08 due: 2024-05-15 / 2024-05-14"]
    assert not report.skipped


def test_a_state_that_differs_fails(officers: Officers) -> None:
    scenario = load(FOLDER / "C05.yaml")

    report = replayed(expecting(scenario, 2, Expectation(status="lapsed")), officers)

    assert differences(report)[0].endswith("state: lapsed / rejected")


def test_a_refusal_that_nobody_expects_fails_and_leaves_out_what_stands_on_it(
    officers: Officers,
) -> None:
    scenario = load(FOLDER / "C03.yaml")
    early = replace(scenario.steps[2], on="2024-11-01")
    steps = [early if step.number == 3 else step for step in scenario.steps]

    report = replayed(replace(scenario, steps=steps), officers)

    assert "date-out-of-order" in differences(report)[0]
    assert report.skipped == 2


def test_an_outcome_that_does_not_come_fails_when_its_time_is_up(officers: Officers) -> None:
    scenario = load(FOLDER / "X1.yaml")
    waiting = replace(scenario.steps[4], within_seconds=1, expect=Expectation(status="agreed"))
    steps = [*scenario.steps[:4], waiting]

    report = replayed(replace(scenario, steps=steps), officers)

    assert not report.ok
    assert differences(report) == ["5. the mediation appears by itself: state: agreed / requested"]
