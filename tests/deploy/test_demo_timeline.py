"""A timeline shows day, step, article, state and clocks on any terminal."""

import io
import re
from typing import Any

import pytest

from deploy.demo.columns import width_of
from deploy.demo.comparison import Check, Observation, compare
from deploy.demo.report import MovedClock, ScenarioReport, StepReport
from deploy.demo.scenario import Scenario, parse
from deploy.demo.timeline import Timeline
from shared.language import Text

SCENARIO = """\
id: T01
title: {zh: 决定期限跨周末的复议案件, en: a review whose last day is a Sunday}
source: {address: example.org/a/rather/long/address/of/a/publication.html, grade: reprint}
checks: {zh: 末日为周日时顺延至周一, en: a last day on a Sunday moves to the Monday}
steps:
  - act: {zh: 受理（普通程序）, en: accepted under the ordinary procedure}
    who: reconsideration_officer
    track: reconsideration
    case: review
    command: accept
    on: 2024-01-11
    assumed: {procedure: ordinary}
    states: [{on: 2024-01-11, zh: 决定受理。, en: The application was accepted.}]
    expect: {status: accepted, clocks: {FY-18: {due_on: 2024-03-11, status: running}}}
"""
CLOCK = {
    "id": "FY-18.1",
    "rule": "FY-18",
    "name": {"zh": "复议决定期限（普通程序）", "en": "decision, ordinary procedure"},
    "status": "running",
    "due_on": "2024-03-11",
    "ended_on": None,
    "days_left": None,
}
LABEL = {"zh": "已受理", "en": "accepted"}
WARNING = {"code": "w", "basis": "复议法70", "text": {"zh": "逾期未答复。", "en": "No answer."}}


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def a_report(scenario: Scenario, **clock: Any) -> StepReport:
    moved = {**CLOCK, **clock}
    case = {"status": "accepted", "status_label": LABEL, "clocks": [moved], "warnings": []}
    seen = Observation(case)
    return StepReport(
        step=scenario.steps[0],
        articles="复议法30¶1；复议法36；复议法53",
        opened="行复〔2024〕1号",
        seen=seen,
        moved=[MovedClock(moved, [Text("最后一日为 2024-03-11", "the last day is 2024-03-11")])],
        warnings=[WARNING],
        checks=compare(scenario.steps[0].expect, seen),
        seconds=0.1,
    )


def printed(stream: io.StringIO, **clock: Any) -> list[str]:
    scenario, timeline = parse(SCENARIO, "T01.yaml"), Timeline(stream)
    report = ScenarioReport(scenario, [a_report(scenario, **clock)], 0.1)
    timeline.begin(scenario)
    timeline.step(report.steps[0])
    timeline.end(report)
    timeline.summary([report], 0.1)
    return re.sub(r"\x1b\[\d+m", "", stream.getvalue()).splitlines()


def test_a_row_has_day_step_article_and_state_with_english_below() -> None:
    lines = printed(io.StringIO())

    row = next(n for n, line in enumerate(lines) if line.startswith("2024-01-11"))
    assert lines[row].split() == [
        "2024-01-11",
        "受理（普通程序）",
        "复议法30¶1；复议法36；复议法53",
        "已受理",
    ]
    assert " ".join(lines[row + 1].split()) == "accepted under the ordinary procedure accepted"
    assert lines[row + 2].split() == ["案号", "number", "行复〔2024〕1号"]


def test_a_clock_has_rule_last_day_state_and_both_explanations() -> None:
    text = "\n".join(printed(io.StringIO()))

    assert "FY-18   2024-03-11 周一 Mon  进行中 running               ✓ 复议决定期限" in text
    assert "最后一日为 2024-03-11" in text
    assert "the last day is 2024-03-11" in text
    assert "逾期未答复。〔复议法70〕" in text
    assert "载明 stated   2024-01-11　决定受理。" in text
    assert "假定 assumed  procedure = ordinary" in text
    assert "✓ T01  3/3 项与预期一致" in text


def test_a_paused_clock_shows_the_days_left() -> None:
    text = "\n".join(printed(io.StringIO(), due_on=None, status="paused", days_left=50))

    assert "余 50 日 50 days left  已中止 paused" in text
    assert "FY-18 due: 预期 expected 2024-03-11，实际 actual none" in text


def test_a_difference_is_told_at_the_clock_and_again_at_the_end() -> None:
    lines = printed(io.StringIO(), due_on="2024-03-12")

    told = [line for line in lines if "预期 expected 2024-03-11，实际 actual 2024-03-12" in line]
    assert len(told) == 2
    assert told[1].startswith("T01 1. 受理（普通程序）")
    assert lines[-1].startswith("✗ 0/1 个案例一致")


@pytest.mark.parametrize("columns", [80, 100, 132])
@pytest.mark.parametrize("rule", ["FY-18", "POLICY-administrative-mediation"])
def test_no_line_is_longer_than_the_terminal(
    monkeypatch: pytest.MonkeyPatch, columns: int, rule: str
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))

    lines = printed(Terminal(), rule=rule, due_on="2024-03-12", ended_on="2024-03-12")

    # Punctuation that may not begin a line can hang over by one character.
    assert max(width_of(line.rstrip("，。；：、）〕")) for line in lines) <= columns


def test_a_check_that_fails_is_no_success() -> None:
    assert not Check(Text("状态", "state"), "accepted", "filed").ok
