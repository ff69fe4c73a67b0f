"""A case of a track in memory, led through the commands of its procedure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

import pytest

from shared.casework.case import apply, empty_case
from shared.casework.guarding import SYSTEM, Actor
from shared.casework.procedure import Procedure
from shared.casework.reading import latest_clock
from shared.http.problems import Problem
from tests.support.casework import decided


class CaseInMemory:
    """
    One case; every command is decided by the real procedure.

    `known` are the other cases of its matter, as the service was told of them. Commands of the
    system alone are given by it, all others by `officer`, unless an actor is named.
    """

    def __init__(
        self,
        procedure: Procedure,
        officer: Actor,
        case_id: str,
        known: list[dict[str, Any]] | None = None,
    ) -> None:
        self._procedure = procedure
        self._officer = officer
        self.known = known or []
        self.case: dict[str, Any] = {**empty_case(), "_id": case_id, "matter_id": "matter-1"}

    def does(self, command: str, *, actor: Actor | None = None, **raw: Any) -> Self:
        doer = actor or self._doer(command)
        matter = {"cases": self.known}
        decision = decided(self._procedure, self.case, command, raw, actor=doer, matter=matter)
        self.case = apply(self.case, decision.changes)
        self.event_type, self.event = decision.event_type, decision.event_data
        self.shares, self.found = decision.shares, decision.findings
        return self

    def refuses(self, command: str, *, actor: Actor | None = None, **raw: Any) -> Problem:
        before = self.case
        with pytest.raises(Problem) as caught:
            self.does(command, actor=actor, **raw)
        assert self.case is before
        return caught.value

    def clock(self, rule: str, party: str | None = None) -> dict[str, Any]:
        """Return the latest clock of a rule, of one addressee where one is named."""
        own = [each for each in self.case["clocks"] if party in {None, each["party"]}]
        clock = latest_clock({"clocks": own}, rule)
        assert clock is not None, f"no clock {rule}"
        return dict(clock)

    def has_clock(self, rule: str) -> bool:
        return latest_clock(self.case, rule) is not None

    def due(self, rule: str) -> str | None:
        due: str | None = self.clock(rule)["due_on"]
        return due

    def state_of(self, rule: str) -> str:
        return str(self.clock(rule)["status"])

    def rules(self) -> set[str]:
        return {clock["rule"] for clock in self.case["clocks"]}

    def running(self) -> set[str]:
        return {clock["rule"] for clock in self.case["clocks"] if clock["status"] == "running"}

    @property
    def status(self) -> str:
        return str(self.case["status"])

    @property
    def facts(self) -> Mapping[str, Any]:
        return dict(self.case["facts"])

    @property
    def milestones(self) -> Mapping[str, str]:
        return dict(self.case["milestones"])

    def codes(self) -> list[str]:
        """Return the codes of what the last command found."""
        return [finding.code for finding in self.found]

    def basis_of(self, code: str) -> str:
        """Return the article on which the last command's finding rests."""
        return next(finding.basis for finding in self.found if finding.code == code)

    def told(self) -> list[tuple[str, str, str]]:
        """Return code, article and English text of what the last command found."""
        return [(found.code, found.basis, found.text.en) for found in self.found]

    def _doer(self, command: str) -> Actor:
        by_system = self._procedure.commands[command].roles == {"system"}
        return SYSTEM if by_system else self._officer


def known_values(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return a payload without the fields that are None."""
    return {name: value for name, value in values.items() if value is not None}


def field_of(problem: Problem) -> str:
    assert problem.errors is not None
    assert len(problem.errors) == 1
    return next(iter(problem.errors))


def said(problem: Problem) -> tuple[int, str, str | None]:
    """Return status, code and article of a refusal."""
    return problem.status, problem.code, problem.basis


def refuses_field(problem: Problem) -> tuple[str, str | None]:
    """Return the field and the article of a 422 by a guard."""
    assert (problem.status, problem.code) == (422, "validation")
    return field_of(problem), problem.basis
