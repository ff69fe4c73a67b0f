"""What was expected of a step, held against what was observed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from deploy.demo.answers import NOTHING, match
from deploy.demo.expectation import (
    NO_DUE_DATE,
    Expectation,
    ExpectedClock,
    ExpectedRefusal,
    Relation,
)
from shared.language import Text

Document = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Observation:
    """
    What the installation shows after a step.

    `case` is the case as its officer reads it now, `refusal` the problem that the command met;
    `history` the names of its commands; `members` the ids of the cases in its matter; `cases`
    the id of every case of the scenario by alias; `answer` what was looked at or answered.
    """

    case: Document | None
    refusal: Document | None = None
    unchanged: bool = True
    history: Sequence[str] = ()
    members: Sequence[str] = ()
    cases: Mapping[str, str] | None = None
    answer: Any = None


@dataclass(frozen=True, slots=True)
class Check:
    """One expected value and the actual one; `clock` names the clock that it is about."""

    name: Text
    expected: str
    actual: str
    clock: str | None = None

    @property
    def ok(self) -> bool:
        """Whether they are the same."""
        return self.expected == self.actual


def compare(expect: Expectation, seen: Observation) -> list[Check]:
    """Return one check for everything that is expected."""
    checks = list(_refusal(expect.refused, seen))
    case = seen.case or {}
    if expect.status is not None:
        checks.append(Check(Text("状态", "state"), expect.status, case.get("status", NOTHING)))
    for clock in expect.clocks:
        checks += _clock(clock, case.get("clocks", []))
    for name, day in expect.milestones.items():
        actual = case.get("milestones", {}).get(name) or NOTHING
        checks.append(Check(Text(f"事实 {name}", f"milestone {name}"), day, actual))
    codes = [warning["code"] for warning in case.get("warnings", [])]
    checks += [_contained(Text("提示", "warning"), code, codes) for code in expect.warnings]
    checks += [_gone(code, codes) for code in expect.no_warnings]
    checks += [_relation(relation, case, seen.cases or {}) for relation in expect.relations]
    checks += _history(expect.history, seen.history)
    for alias in expect.matter:
        case_id = (seen.cases or {}).get(alias, NOTHING)
        actual = alias if case_id in seen.members else NOTHING
        checks.append(Check(Text("争议内案件", "case in the matter"), alias, actual))
    return [*checks, *_answer(expect, seen)]


def kept_from(expect: Expectation, seen: Observation) -> Mapping[str, str]:
    """Return the parts of the answer that later steps need, by the names they are kept under."""
    return {} if expect.answer is None else match(expect.answer, seen.answer, {}).kept


def clock_of(rule: str, clocks: Sequence[Document]) -> Document | None:
    """Return the clock with that id, else the one of that rule that was started last."""
    named = [clock for clock in clocks if rule in (clock["id"], clock["rule"])]
    return named[-1] if named else None


def _refusal(expected: ExpectedRefusal | None, seen: Observation) -> Iterator[Check]:
    refusal = seen.refusal
    told = f"{refusal['status']} {refusal['code']}" if refusal else NOTHING
    name = Text("拒绝", "refusal")
    if expected is None:
        if refusal is not None:
            yield Check(name, NOTHING, f"{told}: {refusal.get('detail', '')}")
        return
    yield Check(name, f"{expected.status} {expected.code}", told)
    if expected.field is not None:
        fields = (refusal or {}).get("errors") or {}
        yield _contained(Text("所指字段", "field named"), expected.field, list(fields))
    if expected.basis is not None:
        basis = (refusal or {}).get("basis") or NOTHING
        actual = expected.basis if expected.basis in basis else basis
        yield Check(Text("依据", "basis"), expected.basis, actual)
    if seen.case is not None:
        unchanged = "true" if seen.unchanged else "false"
        yield Check(Text("案件不变", "case unchanged"), "true", unchanged)


def _clock(expected: ExpectedClock, clocks: Sequence[Document]) -> Iterator[Check]:
    rule = expected.rule
    clock = clock_of(rule, clocks)
    if expected.absent:
        actual = NOTHING if clock is None else f"{clock['due_on']} {clock['status']}"
        yield Check(Text(f"{rule} 不起算", f"{rule} not started"), NOTHING, actual, rule)
        return
    if expected.due_on is not None:
        due = NOTHING if clock is None else clock["due_on"] or NO_DUE_DATE
        yield Check(Text(f"{rule} 届满日", f"{rule} due"), expected.due_on, due, rule)
    status = NOTHING if clock is None else clock["status"]
    yield Check(Text(f"{rule} 状态", f"{rule} status"), expected.status or status, status, rule)


def _contained(name: Text, expected: str, found: Sequence[str]) -> Check:
    actual = expected if expected in found else "、".join(sorted(set(found))) or NOTHING
    return Check(name, expected, actual)


def _gone(code: str, codes: Sequence[str]) -> Check:
    name = Text(f"没有提示 {code}", f"no warning {code}")
    return Check(name, NOTHING, code if code in codes else NOTHING)


def _answer(expect: Expectation, seen: Observation) -> Iterator[Check]:
    if expect.answer is None:
        return
    aliases = {case_id: alias for alias, case_id in (seen.cases or {}).items()}
    for leaf in match(expect.answer, seen.answer, aliases).leaves:
        yield Check(Text("", leaf.path), leaf.expected, leaf.actual)


def _relation(relation: Relation, case: Document, ids: Mapping[str, str]) -> Check:
    wanted = f"{relation.kind} {relation.case}"
    aliases = {case_id: alias for alias, case_id in ids.items()}
    found = [
        f"{each['kind']} {aliases.get(each['id'], each['id'])}"
        for each in case.get("relations") or []
    ]
    return _contained(Text("关联", "relation"), wanted, found)


def _history(expected: Sequence[str], commands: Sequence[str]) -> Iterator[Check]:
    """Check that the history ends with the expected commands."""
    if expected:
        last = commands[-len(expected) :]
        yield Check(Text("经过", "history"), " → ".join(expected), " → ".join(last) or NOTHING)
