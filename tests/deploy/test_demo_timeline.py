"""A timeline shows day, step, article, state and clocks on any terminal."""

import io
import re
from datetime import date
from typing import Any

import pytest

from deploy.demo.columns import width_of
from deploy.demo.comparison import Check, Observation, compare
from deploy.demo.placeholders import Filling
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


FLOW = """\
id: T02
title: {zh: 流程, en: a flow}
source: {address: 信访工作条例31, grade: invented}
checks: {zh: 系统自动完成, en: what happens by itself}
steps:
  - act: {zh: 登记, en: registered}
    who: petition_officer
    track: petition
    case: petition
    command: register
    on: 2025-03-10
    expect: {status: registered}
  - act: {zh: 自动提示, en: told by itself}
    who: system
    track: petition
    case: petition
    expect: {warnings: [w]}
  - act: {zh: 督办领导查看移送, en: the supervisor looks at the referrals}
    who: supervisor
    look: /referrals?state=overdue
    expect: {answer: {items: [{state: overdue, from: {case_id: "{case:petition}"}}]}}
  - act: {zh: 每日检查, en: the daily check}
    who: admin
    post: /clocks/sweep
    payload: {as_of: 2025-03-26}
    expect: {answer: {expired: 0}}
  - act: {zh: 试行受理, en: acceptance tried}
    who: petition_officer
    track: petition
    case: petition
    command: accept
    dry_run: true
    on: 2025-03-11
    expect: {refused: {status: 409, code: conflict}}
  - act: {zh: 法院查看, en: the court looks}
    who: court
    look: /court/cases/1/submissions
    expect: {answer: {cases: []}}
"""
CASE = {"status": "registered", "status_label": LABEL, "clocks": [], "warnings": [WARNING]}
REFUSAL = {"status": 409, "code": "conflict", "detail": "不得受理", "basis": "信访工作条例31(1)"}


def flow(number: int, seen: Observation) -> list[str]:
    """Return what is printed of one step of the flow."""
    scenario, stream = parse(FLOW, "T02.yaml"), io.StringIO()
    step = scenario.steps[number - 1]
    filling = Filling("r1", date(2025, 3, 10), lambda _kind, _alias: "p1", {})
    step = step.filled(filling)
    checks = compare(step.expect, seen)
    report = StepReport(step, "", "", seen, [], [], checks, seconds=0.42)
    Timeline(stream).step(report)
    return [" ".join(line.split()) for line in stream.getvalue().splitlines()]


def test_a_wait_tells_how_long_after_its_cause_the_effect_was_seen() -> None:
    lines = flow(2, Observation(CASE))

    assert lines[0] == "系统 自动提示 已受理"
    assert lines[1] == "system told by itself accepted"
    assert "历时 took 0.42 秒 s" in lines
    assert "历时 took 0.42 秒 s" not in flow(1, Observation(CASE))


def test_a_look_tells_who_looks_where_and_what_was_found() -> None:
    found = {"items": [{"state": "overdue", "from": {"case_id": "p1"}}]}
    lines = flow(3, Observation(None, cases={"petition": "p1"}, answer=found))

    assert lines[:2] == ["查看 督办领导查看移送", "view the supervisor looks at the referrals"]
    assert "路径 path 督办领导 supervisor GET /referrals?state=overdue" in lines
    assert "核对 check ✓ items.state overdue；items.from.case_id petition" in lines


def test_a_post_tells_who_sends_what_where() -> None:
    lines = flow(4, Observation(None, answer={"expired": 1}))

    assert lines[:2] == ["办理 每日检查", "post the daily check"]
    assert "路径 path 管理员 administrator POST /clocks/sweep" in lines
    assert "✗ expired: 预期 expected 0，实际 actual 1" in lines


def test_a_dry_run_is_told_as_one_with_its_refusal() -> None:
    lines = flow(5, Observation(CASE, REFUSAL))

    assert lines[0] == "试行 试行受理 信访工作条例31(1) 拒绝，仍为已受理"
    assert lines[1].startswith("dry run acceptance tried")
    assert "拒绝 refused 409 conflict 不得受理" in lines


def test_the_court_is_told_as_the_one_who_asks() -> None:
    lines = flow(6, Observation(None, answer={"cases": []}))

    assert lines[:2] == ["法院 法院查看", "court the court looks"]
    assert "路径 path 法院 court GET /court/cases/1/submissions" in lines


def test_a_check_that_fails_is_no_success() -> None:
    assert not Check(Text("状态", "state"), "accepted", "filed").ok
