"""Facts that are told later of a case in memory, and what they do to its clocks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from tests.support.case_in_memory import CaseInMemory
from tests.support.course_in_memory import CourseInMemory

Given = tuple[str, Mapping[str, Any]]


@dataclass(frozen=True)
class Late:
    """What happened and is told later; `lacks` are steps not taken, `after` those told before."""

    command: str
    said: Mapping[str, Any]
    lacks: tuple[str, ...] = ()
    after: tuple[Given, ...] = ()

    def comes_before_it(self, case: CourseInMemory) -> None:
        """Tell of the steps that it follows."""
        for command, payload in self.after:
            case.tells(command, **payload)

    def is_told_of(self, case: CourseInMemory) -> None:
        """Tell of it."""
        case.tells(self.command, **self.said)

    def is_told_with_what_comes_before(self, case: CourseInMemory) -> None:
        """Tell of it and of the steps that it follows."""
        self.comes_before_it(case)
        self.is_told_of(case)


def each_of(states: Iterable[str], *clocks: str) -> dict[str, set[str]]:
    """Return that in each of the states the same clocks change."""
    return {state: set(clocks) for state in states}


def changed(case: CaseInMemory, before: list[dict[str, Any]]) -> set[str]:
    """Return how the clocks stand that are not as they were before."""
    return {
        f"{each['rule']} {each['due_on']} {each['status']}"
        for each in case.case["clocks"]
        if each not in before
    }


def warned(case: CaseInMemory) -> list[str]:
    """Return the codes of the warnings of a case."""
    return [warning["code"] for warning in case.case["warnings"]]
