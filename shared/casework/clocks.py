"""The clocks of one case: started, met, paused and moved by the operations of a procedure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any, ClassVar

from shared.casework.clock_dates import computed, recorded_version
from shared.casework.clock_findings import SET_DAY, fact_is_missing, pause_comes_late
from shared.casework.clock_register import OPEN, Clock, ClockRegister
from shared.casework.guarding import Finding, invalid
from shared.casework.paths import first_known, holds, known_date, look_up
from shared.casework.procedure import ClockOperation
from shared.casework.reading import latest_clock
from shared.law import DueDateError

Operation = Callable[["ClockLedger", ClockOperation, Mapping[str, Any]], None]


class ClockLedger(ClockRegister):
    """The operations of a procedure on the clocks of a case."""

    def run(self, operations: Iterable[ClockOperation], scope: Mapping[str, Any]) -> None:
        """Run the operations whose conditions hold."""
        for operation in operations:
            for one in _each(operation, scope):
                barred = operation.unless and holds(operation.unless, one)
                if holds(operation.when, one) and not barred:
                    self._operations[operation.verb](self, operation, one)

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
        since = known_date(operation.paths.get("since", ()), scope)
        if operation.unless_begun and self._has_begun(operation, party, since):
            return
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

    def _meet(self, operation: ClockOperation, scope: Mapping[str, Any]) -> None:
        at = known_date(operation.paths.get("at", ("on",)), scope) or self._on
        concerned = self._concerned(operation, scope)
        if not concerned:
            concerned = self._of_one_who_left(operation, scope, at)
        late = {
            clock["id"]
            for clock in concerned
            if clock["due_on"] is not None and at.isoformat() > clock["due_on"]
        }
        for clock in concerned:
            status = "missed" if clock["id"] in late else "met"
            self._set(clock, status=status, ended_on=at.isoformat())
        if late:
            # One act that is late for several is one that is late.
            self._warn(operation, scope)
        if not concerned and self._has_lapsed(operation, scope, at.isoformat()):
            self._warn(operation, scope)

    def _of_one_who_left(
        self, operation: ClockOperation, scope: Mapping[str, Any], at: date
    ) -> list[Clock]:
        """Return the clocks that ended as somebody left who had acted before."""
        party = first_known(operation.paths.get("party", ()), scope)
        if all(each["id"] != party for each in look_up("former_parties", scope) or ()):
            return []
        return [
            clock
            for clock in self._clocks.values()
            if clock["rule"] in operation.rules
            and _is_meant(operation, clock)
            and clock["party"] == party
            and clock["status"] == "cancelled"
            and clock["ended_on"] >= at.isoformat()
        ]

    def _has_lapsed(self, operation: ClockOperation, scope: Mapping[str, Any], at: str) -> bool:
        """Say whether a period ended by itself before somebody acted on it."""
        party = _party(operation, scope)
        return any(
            clock["rule"] in operation.rules
            and _is_meant(operation, clock)
            and clock["status"] == "missed"
            and clock["ended_on"] == clock["due_on"] < at
            and self._counts(clock)
            and self._is_of(clock, party)
            for clock in self._clocks.values()
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

    def _leave(self, operation: ClockOperation, scope: Mapping[str, Any]) -> None:
        """End the periods of service that were only those of one who takes part no more."""
        wanted = first_known(operation.paths["party"], scope)
        left = next(each for each in look_up("former_parties", scope) if each["id"] == wanted)
        for clock in self._open_clocks(operation.rules):
            of_service = self._addressees.get(clock["rule"])
            if of_service is not None and of_service.is_of_nobody_left(clock, left):
                self._set(clock, status="cancelled", ended_on=self._on.isoformat())

    def _warn(self, operation: ClockOperation, _scope: Mapping[str, Any]) -> None:
        if operation.late is not None:
            notice = operation.late
            self.findings.append(Finding(notice.code, notice.basis, notice.text))

    def _void(self, operation: ClockOperation, _scope: Mapping[str, Any]) -> None:
        """Cancel what is open, whether or not it is overdue: it should never have begun."""
        for clock in self._open_clocks(operation.rules):
            self._set(clock, status="cancelled", ended_on=self._on.isoformat())

    def _recompute_all(self, operation: ClockOperation, _scope: Mapping[str, Any]) -> None:
        for clock in self._open_clocks(operation.rules):
            version = recorded_version(self._rules, clock)
            result = computed(clock, version, self._calendar)
            if any(result[name] != clock[name] for name in ("due_on", "provisional", "receipt")):
                self._set(clock, **result)

    def _concerned(self, operation: ClockOperation, scope: Mapping[str, Any]) -> list[Clock]:
        """Return the open clocks of an operation: of its party, and begun by its day, if named."""
        party = _party(operation, scope)
        begun = known_date(operation.paths.get("begun", ()), scope)
        return [
            clock
            for clock in self._open_clocks(operation.rules)
            if _is_meant(operation, clock)
            and (party is None or self._is_of(clock, party))
            and (begun is None or clock["started_on"] <= begun.isoformat())
        ]

    _operations: ClassVar[Mapping[str, Operation]] = {
        "start": _start,
        "meet": _meet,
        "cancel": _cancel,
        "miss": _miss,
        "pause": _pause,
        "resume": _resume,
        "extend": _extend,
        "exclude": _exclude,
        "replace": _replace,
        "reopen": _reopen,
        "lapse": _lapse,
        "warn": _warn,
        "recompute": _recompute_all,
        "leave": _leave,
        "void": _void,
    }


def _is_meant(operation: ClockOperation, clock: Clock) -> bool:
    """Say whether a clock is of the variant that an operation names, if it names one."""
    return operation.variant in {None, clock["variant"]}


def _party(operation: ClockOperation, scope: Mapping[str, Any]) -> str | None:
    """Return whose clocks an operation concerns; an instalment goes by its number."""
    party = first_known(operation.paths.get("party", ()), scope)
    return None if party is None else str(party)


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
