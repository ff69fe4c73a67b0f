"""A replayed case as a timeline that a lawyer and an engineer can both follow."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, TextIO

from deploy.demo.answers import NOTHING
from deploy.demo.columns import Ink, columns_of, in_columns, padded, width_of, wrapped
from deploy.demo.comparison import Check
from deploy.demo.report import MovedClock, ScenarioReport, StepReport
from deploy.demo.scenario import COURT, GRADES, Scenario, ScenarioStep, StepKind
from shared.casework.vocabulary import CLOCK_STATUSES
from shared.http.identity import ROLE_NAMES
from shared.language import Text

_DATE, _STATE, _GAPS = 12, 22, 6
_INDENT = " " * (_DATE + 2)
_LABEL, _RULE, _CLOCK_STATE, _CLOCK_GAPS, _NAME = 14, 8, 29, 4, 30
_WEEKDAYS = ("周一 Mon", "周二 Tue", "周三 Wed", "周四 Thu", "周五 Fri", "周六 Sat", "周日 Sun")
_COLOURS = {"running": "yellow", "paused": "yellow", "met": "green", "missed": "red"}
_ASSUMED, _INVENTED = Text("假定", "assumed"), Text("虚构", "invented")
_REFUSED, _SYSTEM = Text("拒绝", "refused"), Text("系统", "system")
_TRIED, _COURT = Text("试行", "dry run"), Text("法院", "court")
_KINDS = {
    StepKind.WAIT: _SYSTEM,
    StepKind.LOOK: Text("查看", "view"),
    StepKind.POST: Text("办理", "post"),
}
_METHODS = {StepKind.LOOK: "GET", StepKind.POST: "POST"}
_ROLES = {**ROLE_NAMES, COURT: _COURT}


class Timeline:
    """Prints scenarios as they are replayed."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._assumed = _ASSUMED
        self._ink = Ink(stream)
        self._width = columns_of(stream)
        rest = self._width - _DATE - _STATE - _GAPS
        self._widths = (_DATE, rest // 2, rest - rest // 2, _STATE)

    def begin(self, scenario: Scenario) -> None:
        """Print what the case is, where it was published, and what it checks."""
        self._line()
        self._line("═" * self._width)
        self._line(self._ink("bold", f"{scenario.id}  {scenario.title.zh}"))
        self._line(" " * (len(scenario.id) + 2) + scenario.title.en)
        grade = scenario.source.grade
        self._assumed = _INVENTED if grade == GRADES["invented"] else _ASSUMED
        self._labelled(
            Text("来源", "source"), f"{scenario.source.address}（{grade.zh} {grade.en}）"
        )
        self._both(Text("核对", "checks"), scenario.checks)
        for note in scenario.notes:
            self._both(Text("说明", "note"), note)
        self._line("─" * self._width)
        heads = ("日期 date", "步骤 step", "依据（现行条文） basis, as in force now", "状态 state")
        for line in in_columns(heads, self._widths):
            self._line(self._ink("dim", line))

    def step(self, report: StepReport) -> None:
        """Print one step with its clocks, what the source says, and how the checks came out."""
        step = report.step
        state = _state_of(report)
        day = _day_of(step)
        rows = (
            (day.zh, step.act.zh, _basis(report), state.zh),
            (day.en, step.act.en, "", state.en),
        )
        first = True
        for row in rows:
            for line in in_columns(row, self._widths):
                self._line(self._ink("bold", line) if first else line)
            first = False
        self._details(report)
        self._line()

    def end(self, report: ScenarioReport) -> None:
        """Print how the case came out."""
        same = sum(check.ok for step in report.steps for check in step.checks)
        zh = f"{same}/{report.checks} 项与预期一致"
        en = f"{same} of {report.checks} checks as expected"
        skipped = f"；{report.skipped} 步未执行 {report.skipped} steps left out"
        told = f"{report.scenario.id}  {zh}  {en}{skipped if report.skipped else ''}"
        self._beside(f"{self._mark(report.ok)} ", 2, f"{told}  ({report.seconds:.1f} s)")

    def summary(self, reports: Sequence[ScenarioReport], seconds: float) -> None:
        """Print every difference of all cases, and the totals."""
        self._line()
        self._line("═" * self._width)
        for report in reports:
            for step, check in report.differences():
                self._difference(f"{report.scenario.id} {step.number}. {step.act.zh}", check)
            if report.skipped:
                missing = f"{report.skipped} 步未执行 steps left out"
                self._line(f"{self._mark(False)} {report.scenario.id}  {missing}")
        right = sum(report.ok for report in reports)
        checks = sum(report.checks for report in reports)
        zh = f"{right}/{len(reports)} 个案例一致，共 {checks} 项核对，用时 {seconds:.1f} 秒"
        en = f"{right} of {len(reports)} cases as expected, {checks} checks, {seconds:.1f} s"
        self._beside(f"{self._mark(right == len(reports))} ", 2, f"{zh} · {en}")

    def say(self, text: Text) -> None:
        """Print what is going on."""
        self._line(f"{text.zh} · {text.en}")

    def _details(self, report: StepReport) -> None:
        step = report.step
        if step.path:
            role = _ROLES[step.who]
            asked = f"{role.zh} {role.en}　{_METHODS[step.kind]} {step.path}"
            self._labelled(Text("路径", "path"), asked)
        if report.opened:
            self._labelled(Text("案号", "number"), report.opened)
        told: set[int] = set()
        for moved in report.moved:
            checks = _checks_of(moved.clock, report)
            told |= {id(check) for check in checks}
            self._clock(moved, checks)
        self._words(report)
        self._checks([check for check in report.checks if id(check) not in told])
        if step.is_wait:
            self._labelled(Text("历时", "took"), f"{report.seconds:.2f} 秒 s", dim=True)

    def _words(self, report: StepReport) -> None:
        """Print what was refused and pointed out, what the source says, what was assumed."""
        refusal = report.seen.refusal
        if refusal is not None:
            self._labelled(Text("拒绝", "refused"), _told(refusal))
        for warning in report.warnings:
            self._both(
                Text("提示", "warning"),
                Text(f"{warning['text']['zh']}〔{warning['basis']}〕", warning["text"]["en"]),
            )
        for statement in report.step.states:
            on = f"{statement.on}　" if statement.on else ""
            self._both(Text("载明", "stated"), Text(on + statement.text.zh, statement.text.en))
        if report.step.assumed:
            assumed = "；".join(_flattened(report.step.assumed))
            self._labelled(self._assumed, assumed, dim=True)

    def _checks(self, checks: Sequence[Check]) -> None:
        passed = "；".join(f"{_name(check)} {check.actual}" for check in checks if check.ok)
        if passed:
            self._labelled(Text("核对", f"check {self._mark(True)}"), passed)
        for check in checks:
            if not check.ok:
                self._difference(_INDENT, check)

    def _clock(self, moved: MovedClock, checks: Sequence[Check]) -> None:
        clock, state = moved.clock, CLOCK_STATUSES[moved.clock["status"]]
        due = _day(clock["due_on"]) if clock["due_on"] else _without_due(clock)
        ended = f" {clock['ended_on']}" if clock["ended_on"] else ""
        shown = padded(f"{state.zh} {state.en}{ended}", _CLOCK_STATE)
        mark = self._mark(all(check.ok for check in checks)) if checks else " "
        colour = _COLOURS.get(clock["status"], "dim")
        result = f"{self._ink('bold', due)}  {self._ink(colour, shown)}{mark}"
        rule = padded(f"{clock['rule']} ", _RULE)
        lead = f"{_INDENT}{padded('期限 clock', _LABEL)}{rule}"
        name = f"{clock['name']['zh']} {clock['name']['en']}"
        taken = width_of(f"{lead}{due}{shown}") + _CLOCK_GAPS
        if self._width - taken >= _NAME:
            self._beside(f"{lead}{result} ", taken, name)
        else:
            self._beside(lead, width_of(lead), name)
            self._line(f"{_INDENT}{' ' * _LABEL}{result}".rstrip())
        for text in moved.explanation:
            for part in (text.zh, text.en):
                self._wrapped(part, _INDENT + " " * (_LABEL + _RULE), dim=True)
        for check in checks:
            if not check.ok:
                self._difference(_INDENT, check)

    def _beside(self, lead: str, taken: int, told: str) -> None:
        """Print `told` after a lead that takes so many places, going on below itself."""
        first, *rest = wrapped(told, self._width - taken)
        self._line(lead + first)
        for line in rest:
            self._line(" " * taken + line)

    def _difference(self, where: str, check: Check) -> None:
        shown = f"{_name(check)}: 预期 expected {check.expected}，实际 actual {check.actual}"
        gap = "" if where.isspace() else "  "
        lead = f"{where}{gap}"
        first, *rest = wrapped(shown, max(_NAME, self._width - width_of(lead) - 2))
        self._line(f"{lead}{self._mark(False)} {self._ink('red', first)}")
        for line in rest:
            self._line(_INDENT + "  " + self._ink("red", line))

    def _both(self, label: Text, text: Text) -> None:
        self._labelled(label, text.zh)
        self._wrapped(text.en, _INDENT + " " * _LABEL)

    def _labelled(self, label: Text, told: str, *, dim: bool = False) -> None:
        lines = wrapped(told, self._width - len(_INDENT) - _LABEL)
        leads = [padded(f"{label.zh} {label.en}", _LABEL), *[" " * _LABEL] * len(lines)]
        for lead, line in zip(leads, lines, strict=False):
            self._line(_INDENT + (self._ink("dim", lead + line) if dim else lead + line))

    def _wrapped(self, told: str, indent: str, *, dim: bool = False) -> None:
        for line in wrapped(told, self._width - len(indent)):
            self._line(indent + (self._ink("dim", line) if dim else line))

    def _mark(self, right: bool) -> str:
        return self._ink("green", "✓") if right else self._ink("red", "✗")

    def _line(self, text: str = "") -> None:
        print(text, file=self._stream, flush=True)


def _day_of(step: ScenarioStep) -> Text:
    """Return the day of a step, marked where the source does not give it."""
    if step.dry_run:
        return _TRIED
    day = str(step.body().get("on", ""))
    if not day or step.kind is StepKind.LOOK:
        return _COURT if step.who == COURT else _KINDS.get(step.kind, Text("", ""))
    return Text(day, "" if step.on else f"{_ASSUMED.zh} {_ASSUMED.en}")


def _state_of(report: StepReport) -> Text:
    case = report.seen.case
    if case is None:
        there = report.seen.answer is not None
        return _REFUSED if report.seen.refusal else Text("" if there else NOTHING, "")
    label = case["status_label"]
    if report.seen.refusal is not None:
        return Text(f"{_REFUSED.zh}，仍为{label['zh']}", f"{_REFUSED.en}, still {label['en']}")
    return Text(label["zh"], label["en"])


def _basis(report: StepReport) -> str:
    refusal = report.seen.refusal
    basis: str = (refusal or {}).get("basis") or report.articles
    return basis


def _name(check: Check) -> str:
    return f"{check.name.zh} {check.name.en}".strip()


def _checks_of(clock: Mapping[str, Any], report: StepReport) -> list[Check]:
    """Return the checks on this clock, unless a later clock of the same rule is the one meant."""
    later = [m.clock["id"] for m in report.moved if m.clock["rule"] == clock["rule"]]
    named = {clock["id"]} | ({clock["rule"]} if later[-1] == clock["id"] else set())
    return [check for check in report.checks if check.clock in named]


def _day(iso: str) -> str:
    return f"{iso} {_WEEKDAYS[date.fromisoformat(iso).weekday()]}"


def _without_due(clock: Mapping[str, Any]) -> str:
    left = clock["days_left"]
    return f"余 {left} 日 {left} days left" if left is not None else NOTHING


def _told(refusal: Mapping[str, Any]) -> str:
    told = f"{refusal['status']} {refusal['code']}　{refusal['detail']}"
    for name, texts in (refusal.get("errors") or {}).items():
        told += "".join(f"　{name}：{text}" for text in texts if text != refusal["detail"])
    return told


def _flattened(values: Any, path: str = "") -> Iterator[str]:
    if isinstance(values, Mapping):
        for key, value in values.items():
            yield from _flattened(value, f"{path}.{key}" if path else key)
    elif isinstance(values, list):
        for number, value in enumerate(values, start=1):
            yield from _flattened(value, f"{path}.{number}")
    else:
        yield f"{path} = {values}"
