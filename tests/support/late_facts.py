"""Cases of a real office led to each state, and facts that are told of them later."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Self

import pytest

from shared.casework.case import Case
from shared.casework.entry import Request
from shared.http.problems import Problem
from tests.support.track_office import TrackOffice

Given = tuple[str, Mapping[str, Any]]


@dataclass(frozen=True)
class Late:
    """What happened and is told later; `lacks` are steps not taken, `after` those told before."""

    command: str
    said: Mapping[str, Any]
    lacks: tuple[str, ...] = ()
    after: tuple[Given, ...] = ()


class LedCase:
    """One case of an office; whoever handles it now records its steps."""

    def __init__(self, office: TrackOffice, case_id: str) -> None:
        self._office = office
        self._id = case_id

    @property
    def case(self) -> dict[str, Any]:
        """The case as it stands."""
        return self._office.case(self._id)

    @property
    def status(self) -> str:
        """The state of the case."""
        return str(self.case["status"])

    def does(self, command: str, **raw: Any) -> Self:
        """Record a step, whenever it was done."""
        self._office.casework.perform(self._id, self._asked(command, raw))
        return self

    def refuses(self, command: str, **raw: Any) -> Problem:
        """Return the refusal of a step, which changed nothing."""
        before = self.case
        with pytest.raises(Problem) as caught:
            self.does(command, **raw)
        assert self.case == before
        return caught.value

    def tried(self, late: Late) -> Case:
        """Return what the case would be if it was told of a fact."""
        request = replace(self._asked(late.command, late.said), dry_run=True)
        return self._office.casework.perform(self._id, request).case

    def _asked(self, command: str, raw: Mapping[str, Any]) -> Request:
        request, agency = self._office.asked(command, dict(raw)), self.case["agency"]
        handles = {"agency_code": agency["code"], "agency_name": agency["name"]}
        return replace(request, actor=replace(request.actor, **handles))


class LedCases:
    """Leads cases through the steps of a course, to be tried with one fact after the other."""

    def __init__(
        self,
        office: TrackOffice,
        opening: Given,
        courses: Mapping[str, Sequence[str]],
        steps: Mapping[str, Given],
    ) -> None:
        self._office = office
        self._opening = opening
        self._courses = courses
        self._steps = steps
        self._ready: dict[str, LedCase] = {}

    def led(self, state: str, *, without: tuple[str, ...] = ()) -> LedCase:
        """Return a case of its own in a state, without some steps."""
        command, payload = self._opening
        case = LedCase(self._office, self._office.opened(command, dict(payload)))
        for name in self._courses[state]:
            if name not in without:
                step, said = self._steps[name]
                case.does(step, **said)
        return case

    def ready_for(self, state: str, late: Late) -> LedCase:
        """Return the case in a state of which a fact can be told; those alike share it."""
        key = repr((state, late.lacks, late.after))
        if key not in self._ready:
            case = self.led(state, without=late.lacks)
            for command, payload in late.after:
                case.does(command, **payload)
            self._ready[key] = case
        return self._ready[key]

    def effect(self, state: str, late: Late) -> tuple[set[str], str, str]:
        """Return which clocks a fact changes, and the state of its case before and after."""
        ready = self.ready_for(state, late)
        before, after = ready.case, ready.tried(late)
        return changed(after, before), before["status"], after["status"]

    def refusal(self, state: str, late: Late) -> Problem:
        """Return why a fact, or what it follows, is none of a case in a state."""
        with pytest.raises(Problem) as caught:
            self.ready_for(state, late).tried(late)
        return caught.value


def each_of(states: Iterable[str], *clocks: str) -> dict[str, set[str]]:
    """Return that in each of the states the same clocks change."""
    return {state: set(clocks) for state in states}


def changed(case: Case, before: Case) -> set[str]:
    """Return how the clocks stand that are not as they were before."""
    return {
        f"{each['rule']} {each['due_on']} {each['status']}"
        for each in case["clocks"]
        if each not in before["clocks"]
    }


def warned(case: Case) -> list[str]:
    """Return the codes of the warnings of a case."""
    return [warning["code"] for warning in case["warnings"]]
