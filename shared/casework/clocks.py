"""The clocks of one case: started, met, paused and moved by the operations of a procedure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any

from shared.casework.addressees import Addressees
from shared.casework.clock_dates import computed, recorded_version
from shared.casework.clock_findings import (
    SET_DAY,
    begun_already,
    calendar_is_not_held,
    citation,
    fact_is_missing,
    law_gives_no_length,
    pause_comes_late,
)
from shared.casework.guarding import Finding, invalid
from shared.casework.paths import first_known, holds, known_date, look_up
from shared.casework.procedure import ClockOperation
from shared.casework.reading import latest_clock
from shared.law import (
    HELD_FROM,
    Calendar,
    DueDateError,
    ExtensionError,
    LengthError,
    RuleNotInForceError,
    Rules,
    RuleTextNotHeldError,
    RuleVersion,
)

Clock = dict[str, Any]
OPEN = frozenset({"running", "paused"})


@dataclass(frozen=True, slots=True)
class ClockNames:
    """
    The ids of clocks where a step is worked out anew.

    `own` are those that the step started when it was recorded, `others` those of other steps.
    Without them ids of clocks that were withdrawn meanwhile would be given again.
    """

    own: tuple[str, ...] = ()
    others: frozenset[str] = frozenset()


NO_NAMES = ClockNames()
NO_NUMBERS: Mapping[str, int] = MappingProxyType({})
NOTHING_ONCE: Mapping[str, frozenset[str]] = MappingProxyType({})


class ClockLedger:
    """
    The clocks of a case while one command works on them.

    A due date is always computed anew from the clock's facts (rule version, day 0, pauses,
    extensions); nothing is ever added to a stored date. `earlier` is by rule the last number of
    the clocks that ended and are not among `clocks`.
    """

    def __init__(
        self,
        clocks: Sequence[Mapping[str, Any]],
        rules: Rules,
        calendar: Calendar,
        on: date,
        *,
        names: ClockNames = NO_NAMES,
        addressees: Iterable[Addressees] = (),
        once: Mapping[str, frozenset[str]] = NOTHING_ONCE,
        earlier: Mapping[str, int] = NO_NUMBERS,
    ) -> None:
        """
        Take the clocks in hand.

        `addressees` tell whose the clocks are that count from service; of the rules in `once` no
        clock is started for people who have one of the rules named beside it.
        """
        self._names = names
        self._addressees = {rule: each for each in addressees for rule in each.served.rules}
        self._once = once
        self._earlier = earlier
        self._clocks = {clock["id"]: dict(clock) for clock in clocks}
        self._rules = rules
        self._calendar = calendar
        self._on = on
        self._changed: dict[str, None] = {}
        self._operations = {
            "start": self._start,
            "meet": self._meet,
            "cancel": self._cancel,
            "miss": self._miss,
            "pause": self._pause,
            "resume": self._resume,
            "extend": self._extend,
            "exclude": self._exclude,
            "replace": self._replace,
            "reopen": self._reopen,
            "lapse": self._lapse,
            "warn": self._warn,
            "recompute": self._recompute_all,
        }
        self.findings: list[Finding] = []
        # The rules whose start was asked for, those of them without their day or length, and by
        # its text the rule of what was lacking and is known now.
        self.attempted: set[str] = set()
        self.lacking: set[str] = set()
        self.supplied: dict[str, str] = {}

    def clocks(self) -> list[Clock]:
        """Return all clocks of the case as they stand now."""
        return list(self._clocks.values())

    def changed(self) -> list[Clock]:
        """Return the clocks that the operations touched, in the order of their first change."""
        return [self._clocks[identifier] for identifier in self._changed]

    def run(self, operations: Iterable[ClockOperation], scope: Mapping[str, Any]) -> None:
        """Run the operations whose conditions hold."""
        for operation in operations:
            barred = operation.unless and holds(operation.unless, scope)
            if holds(operation.when, scope) and not barred:
                for one in _each(operation, scope):
                    self._operations[operation.verb](operation, one)

    def _start(self, operation: ClockOperation, scope: Mapping[str, Any]) -> None:
        rule_id = operation.rules[0]
        version = self._version(rule_id)
        if version is None:
            return
        self.attempted.add(rule_id)
        day_zero = known_date(operation.paths["day_zero"], scope)
        due = known_date(operation.paths.get("due", ()), scope)
        terms = version.for_variant(operation.variant)
        if day_zero is None or ("due" in operation.paths and due is None):
            fact = terms.day_zero.text if day_zero is None else SET_DAY
            self.findings.append(fact_is_missing(terms, fact))
            self.lacking.add(rule_id)
            return
        party = first_known(operation.paths.get("party", ()), scope)
        with _refused_at(operation.paths.get("due", ())):
            self._add(
                version,
                within=operation.within,
                variant=operation.variant,
                started_on=day_zero.isoformat(),
                fixed_due_on=due.isoformat() if due else None,
                party=party,
            )
        for fact in (terms.day_zero.text, SET_DAY):
            self.supplied[fact_is_missing(terms, fact).text.zh] = rule_id

    def _check_begins_once(self, clock: Clock, version: RuleVersion) -> None:
        """Refuse a second beginning for the same people: a wrong day is corrected."""
        begun = next(
            (each for each in self._clocks.values() if self._stands_for(each, clock)), None
        )
        if begun is not None:
            raise begun_already(version, begun)

    def _stands_for(self, begun: Clock, clock: Clock) -> bool:
        """Say whether a clock that has begun is in the way of another that may begin once."""
        rules = self._once.get(clock["rule"], frozenset())
        if begun["rule"] not in rules or not self._is_of(begun, clock["party"]):
            return False
        of_service = self._addressees.get(begun["rule"])
        if of_service is not None:
            return of_service.counts(begun)
        return bool(begun["status"] != "cancelled" and begun["variant"] == clock["variant"])

    def _ends_within(self, rules: tuple[str, ...], clock: Clock) -> bool:
        """Say whether a clock ends before those it begins within, which are then of no account."""
        others = [each for each in self._open_clocks(rules) if self._is_of(each, clock["party"])]
        if any(str(each["due_on"]) < str(clock["due_on"]) for each in others):
            return False
        for each in others:
            self._set(each, status="cancelled", ended_on=self._on.isoformat())
        return True

    def _meet(self, operation: ClockOperation, scope: Mapping[str, Any]) -> None:
        at = known_date(operation.paths.get("at", ("on",)), scope) or self._on
        concerned = self._concerned(operation, scope)
        for clock in concerned:
            late = clock["due_on"] is not None and at.isoformat() > clock["due_on"]
            self._set(clock, status="missed" if late else "met", ended_on=at.isoformat())
            if late:
                self._warn(operation, scope)
        if not concerned and self._has_lapsed(operation, scope, at.isoformat()):
            self._warn(operation, scope)

    def _has_lapsed(self, operation: ClockOperation, scope: Mapping[str, Any], at: str) -> bool:
        """Say whether a period counted from service ended by itself before somebody acted on it."""
        party = first_known(operation.paths.get("party", ()), scope)
        return any(
            clock["rule"] in operation.rules
            and clock["status"] == "missed"
            and clock["ended_on"] == clock["due_on"] < at
            and of_service.counts(clock)
            and of_service.concerns(clock, party)
            for clock in self._clocks.values()
            if (of_service := self._addressees.get(clock["rule"])) is not None
        )

    def _cancel(self, operation: ClockOperation, scope: Mapping[str, Any]) -> None:
        today = self._on.isoformat()
        for clock in self._concerned(operation, scope):
            if clock["rule"] in operation.spared:
                continue
            # What was due before and never done stays missed; cancelling must not hide it.
            overdue = clock["status"] == "running" and (clock["due_on"] or today) < today
            self._set(clock, status="missed" if overdue else "cancelled", ended_on=today)

    def _miss(self, operation: ClockOperation, _scope: Mapping[str, Any]) -> None:
        for clock in self._open_clocks(operation.rules):
            if clock["status"] == "running":
                self._set(clock, status="missed", ended_on=clock["due_on"])

    def _pause(self, operation: ClockOperation, scope: Mapping[str, Any]) -> None:
        at = known_date(operation.paths.get("at", ("on",)), scope) or self._on
        reason = str(first_known(operation.paths.get("reason", ()), scope) or "")
        for clock in self._open_clocks(operation.rules):
            if clock["status"] != "running":
                continue
            if at.isoformat() > clock["due_on"]:
                # There is nothing left of it that could wait: it stays overdue.
                version = recorded_version(self._rules, clock)
                self.findings.append(pause_comes_late(version, clock["due_on"]))
                continue
            pause = {"from": at.isoformat(), "to": None, "reason": reason}
            self._recompute(clock, status="paused", pauses=[*clock["pauses"], pause])

    def _resume(self, operation: ClockOperation, scope: Mapping[str, Any]) -> None:
        at = known_date(operation.paths.get("at", ("on",)), scope) or self._on
        for clock in self._open_clocks(operation.rules):
            if clock["status"] == "paused":
                pauses = [
                    {**pause, "to": at.isoformat()} if pause["to"] is None else pause
                    for pause in clock["pauses"]
                ]
                self._recompute(clock, status="running", pauses=pauses)

    def _exclude(self, operation: ClockOperation, scope: Mapping[str, Any]) -> None:
        start = known_date(operation.paths["from"], scope)
        end = known_date(operation.paths["to"], scope)
        if start is None or end is None:
            return
        reason = str(first_known(operation.paths.get("reason", ()), scope) or "")
        # Both days are left out; a pause leaves out what comes after its first day.
        eve = start - timedelta(days=1)
        pause = {"from": eve.isoformat(), "to": end.isoformat(), "reason": reason}
        for clock in self._open_clocks(operation.rules):
            self._recompute(clock, pauses=[*clock["pauses"], pause])

    def _extend(self, operation: ClockOperation, scope: Mapping[str, Any]) -> None:
        until = known_date(operation.paths.get("until", ()), scope)
        days = first_known(operation.paths.get("by", ()), scope) or 0
        for clock in self._concerned(operation, scope):
            if until is not None:
                with _refused_at(operation.paths["until"]):
                    self._recompute(clock, fixed_due_on=until.isoformat())
            else:
                self._recompute(clock, extended_by=clock["extended_by"] + days)

    def _replace(self, operation: ClockOperation, _scope: Mapping[str, Any]) -> None:
        version = self._version(operation.with_rule or "")
        if version is None:
            return
        for clock in self._open_clocks(operation.rules):
            self._add(
                version,
                variant=None,
                started_on=clock["started_on"],
                pauses=clock["pauses"],
                status=clock["status"],
                party=clock["party"],
            )
            self._set(clock, status="cancelled", ended_on=self._on.isoformat())

    def _reopen(self, operation: ClockOperation, _scope: Mapping[str, Any]) -> None:
        """Run a clock that was stopped on, with whatever was granted to it (信访工作条例34)."""
        for rule in operation.rules:
            stopped = latest_clock({"clocks": self.clocks()}, rule)
            if stopped is not None and stopped["status"] not in OPEN:
                known = self._clocks[stopped["id"]]
                self._set(known, status="running" if known["due_on"] else "paused", ended_on=None)

    def _lapse(self, operation: ClockOperation, scope: Mapping[str, Any]) -> None:
        clock = self._clocks.get(first_known(operation.paths["clock"], scope))
        if clock is not None and clock["status"] == "running":
            self._set(clock, status="missed", ended_on=clock["due_on"])
            self._warn(operation, scope)

    def _warn(self, operation: ClockOperation, _scope: Mapping[str, Any]) -> None:
        if operation.late is not None:
            notice = operation.late
            self.findings.append(Finding(notice.code, notice.basis, notice.text))

    def _recompute_all(self, operation: ClockOperation, _scope: Mapping[str, Any]) -> None:
        for clock in self._open_clocks(operation.rules):
            version = recorded_version(self._rules, clock)
            result = computed(clock, version, self._calendar)
            if any(result[name] != clock[name] for name in ("due_on", "provisional", "receipt")):
                self._set(clock, **result)

    def _version(self, rule_id: str) -> RuleVersion | None:
        try:
            return self._rules.in_force(rule_id, self._on)
        except RuleTextNotHeldError as error:
            law = citation(self._rules[rule_id].versions[0])
            self.findings.append(Finding("rule-not-held", law, error.text))
            return None
        except RuleNotInForceError:
            # A limit that did not exist yet (or no more) binds nobody: no clock, nothing to say.
            return None

    def _concerned(self, operation: ClockOperation, scope: Mapping[str, Any]) -> list[Clock]:
        """Return the open clocks of an operation, those of its party where it names one."""
        party = first_known(operation.paths.get("party", ()), scope)
        return [
            clock
            for clock in self._open_clocks(operation.rules)
            if party is None or self._is_of(clock, str(party))
        ]

    def _is_of(self, clock: Clock, party: str | None) -> bool:
        of_service = self._addressees.get(clock["rule"])
        return bool(
            clock["party"] == party if of_service is None else of_service.concerns(clock, party)
        )

    def _open_clocks(self, rules: tuple[str, ...]) -> list[Clock]:
        return [
            clock
            for clock in list(self._clocks.values())
            if clock["status"] in OPEN and (rules == ("all",) or clock["rule"] in rules)
        ]

    def _add(self, version: RuleVersion, *, within: tuple[str, ...] = (), **facts: Any) -> None:
        clock: Clock = {
            "id": self._new_id(version.rule_id),
            "rule": version.rule_id,
            "rule_version": version.version,
            "status": "running",
            "ended_on": None,
            "extended_by": 0,
            "fixed_due_on": None,
            "pauses": [],
            "party": None,
            **facts,
        }
        self._check_begins_once(clock, version)
        try:
            clock |= computed(clock, version, self._calendar)
        except LengthError:
            self.findings.append(law_gives_no_length(version))
            self.lacking.add(clock["rule"])
            return
        if within and not self._ends_within(within, clock):
            return
        if clock["provisional"] and date.fromisoformat(clock["started_on"]).year < HELD_FROM:
            self.findings.append(calendar_is_not_held(version))
        self._clocks[clock["id"]] = clock
        self._changed[clock["id"]] = None

    def _new_id(self, rule_id: str) -> str:
        for known in self._names.own:
            if known.rpartition(".")[0] == rule_id and known not in self._clocks:
                return known
        number = 1 + sum(clock["rule"] == rule_id for clock in self._clocks.values())
        number = max(number, 1 + self._earlier.get(rule_id, 0))
        while (wanted := f"{rule_id}.{number}") in self._clocks or wanted in self._names.others:
            number += 1
        return wanted

    def _recompute(self, clock: Clock, **facts: Any) -> None:
        version = recorded_version(self._rules, clock)
        try:
            result = computed({**clock, **facts}, version, self._calendar)
        except ExtensionError as error:
            raise invalid("days", error.text, basis=citation(version)) from error
        self._set(clock, **facts, **result)

    def _set(self, clock: Clock, **facts: Any) -> None:
        clock.update(facts)
        self._changed[clock["id"]] = None


def _each(operation: ClockOperation, scope: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Yield the scope of a step: once, or with each item of its list."""
    if operation.each is None:
        yield scope
        return
    for number, item in enumerate(look_up(operation.each, scope) or (), start=1):
        yield {**scope, "item": {**item, "number": str(number)}}


@contextmanager
def _refused_at(paths: Sequence[str]) -> Iterator[None]:
    """Refuse a last day that lies before its beginning at the field that states it."""
    try:
        yield
    except DueDateError as error:
        raise invalid(paths[0].removeprefix("payload."), error.text) from error
