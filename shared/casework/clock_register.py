"""The clocks of one case while a step works on them: whose they are, begun, counted anew."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

from shared.casework.addressees import Addressees
from shared.casework.clock_dates import computed, recorded_version
from shared.casework.clock_findings import (
    begun_already,
    calendar_is_not_held,
    citation,
    law_gives_no_length,
)
from shared.casework.guarding import Finding, invalid
from shared.casework.procedure import ClockOperation
from shared.law import (
    HELD_FROM,
    Calendar,
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


class ClockRegister:
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
        once_since: date | None = None,
        earlier: Mapping[str, int] = NO_NUMBERS,
    ) -> None:
        """
        Take the clocks in hand.

        `addressees` tell whose the clocks are that count from service, or are of the same people;
        of the rules in `once` no clock is started for people who have one of the rules named
        beside it, begun on `once_since` or later.
        """
        self._names = names
        self._addressees: dict[str, Addressees] = {}
        self._holders: dict[str, Addressees] = {}
        for each in addressees:
            counted, rights = each.served.rules, each.served.rights
            self._addressees |= dict.fromkeys(counted, each)
            self._holders |= dict.fromkeys(counted | rights, each)
        self._once = once
        self._once_since = once_since.isoformat() if once_since else ""
        self._earlier = earlier
        self._clocks = {clock["id"]: dict(clock) for clock in clocks}
        self._rules = rules
        self._calendar = calendar
        self._on = on
        self._changed: dict[str, None] = {}
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

    def _open_clocks(self, rules: tuple[str, ...]) -> list[Clock]:
        return [
            clock
            for clock in list(self._clocks.values())
            if clock["status"] in OPEN and (rules == ("all",) or clock["rule"] in rules)
        ]

    def _is_of(self, clock: Clock, party: str | None) -> bool:
        holders = self._holders.get(clock["rule"])
        return bool(clock["party"] == party if holders is None else holders.concerns(clock, party))

    def _counts(self, clock: Clock) -> bool:
        """Say whether a clock counts from the document as it was served last, where from one."""
        of_service = self._addressees.get(clock["rule"])
        return of_service is None or of_service.counts(clock)

    def _has_begun(self, operation: ClockOperation, party: str | None, since: date | None) -> bool:
        """Say whether such a clock began for these people (`since`) and was not withdrawn."""
        return any(
            clock["rule"] in operation.rules
            and clock["variant"] == operation.variant
            and clock["status"] != "cancelled"
            and (since is None or clock["started_on"] >= since.isoformat())
            and self._is_of(clock, party)
            for clock in self._clocks.values()
        )

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
        counts = begun["status"] != "cancelled" and begun["started_on"] >= self._once_since
        return bool(counts and begun["variant"] == clock["variant"])

    def _ends_within(self, rules: tuple[str, ...], clock: Clock) -> bool:
        """Say whether a clock ends before those it begins within, which are then of no account."""
        others = [each for each in self._open_clocks(rules) if self._is_of(each, clock["party"])]
        if any(str(each["due_on"]) < str(clock["due_on"]) for each in others):
            return False
        for each in others:
            self._set(each, status="cancelled", ended_on=self._on.isoformat())
        return True

    def _new_id(self, rule_id: str) -> str:
        for known in self._names.own:
            if known.rpartition(".")[0] == rule_id and known not in self._clocks:
                return known
        number = 1 + sum(clock["rule"] == rule_id for clock in self._clocks.values())
        number = max(number, 1 + self._earlier.get(rule_id, 0))
        while (wanted := f"{rule_id}.{number}") in self._clocks or wanted in self._names.others:
            number += 1
        return wanted
