"""A case in memory that knows its steps, so that what happened before can be told of it."""

from __future__ import annotations

from typing import Any, Self

import pytest

from shared.casework.case import plain
from shared.casework.consequences import ContradictedError, Retold
from shared.casework.course import Step, amended
from shared.casework.course_refusals import contradicted, in_the_way
from shared.casework.entry import Request
from shared.casework.guarding import Actor
from shared.casework.procedure import Procedure
from shared.casework.retelling import StandsInTheWayError, with_withdrawn_clocks
from shared.casework.told_later import is_told_later, places
from shared.http.problems import Problem
from shared.http.schemas import load
from tests.support.case_in_memory import CaseInMemory
from tests.support.casework import TODAY, circumstances


class CourseInMemory(CaseInMemory):
    """A case of which each step is kept; nobody sweeps it, so that no period ends by itself."""

    def __init__(
        self,
        procedure: Procedure,
        officer: Actor,
        case_id: str,
        known: list[dict[str, Any]] | None = None,
    ) -> None:
        super().__init__(procedure, officer, case_id, known)
        self.course: list[Step] = []

    def does(self, command: str, *, actor: Actor | None = None, **raw: Any) -> Self:
        request = self._request(command, actor, raw)
        before = {clock["id"] for clock in self.case["clocks"]}
        super().does(command, actor=actor, **raw)
        begun = tuple(each["id"] for each in self.case["clocks"] if each["id"] not in before)
        self.course = [*self.course, self._step(request, begun, recorded=True)]
        return self

    def tells(self, command: str, *, actor: Actor | None = None, **raw: Any) -> Self:
        """Record an act as one that is told later, in its place; in its turn, as it is done."""
        request = self._request(command, actor, raw)
        closed = self.procedure.is_told_of_a_closed_file(request.command, self.case)
        if is_told_later(self.case, request.command, request.on(TODAY)):
            told = self._in_its_place(request)
            if isinstance(told, Problem) and not closed:
                raise told
            if told is self:
                return self
        try:
            return self.does(command, actor=actor, **raw)
        except Problem as problem:
            told = self._in_its_place(request) if problem.code == "conflict" else None
            if told is not self:
                raise
            return self

    def _in_its_place(self, request: Request) -> Self | Problem | None:
        if self.case["status"] not in request.command.told_later:
            return None
        step = self._step(request)
        refused: Problem | None = None
        for place in places(self.course, step):
            try:
                return self._with(request, step, amended(self.course, step, place))
            except (StandsInTheWayError, ContradictedError) as error:
                refused = refused or self._refusal(step, error)
        return refused

    def refuses_to_be_told(self, command: str, **raw: Any) -> Problem:
        before = self.case
        with pytest.raises(Problem) as caught:
            self.tells(command, **raw)
        assert self.case is before
        return caught.value

    def _with(self, request: Request, step: Step, course: list[Step]) -> Self:
        spared = self._retold(request, self.course).out_of_order()
        led = self._retold(request, course).led_to(first=step.version + 1, spared=spared)
        known = {**self.case, **led.told.case}
        self.case = with_withdrawn_clocks(known, self.case, step.on)
        self.found = led.told.decisions[step.version].findings
        self.course = [each for each in course if each not in led.told.groundless]
        for effect in led.consequences:
            later = [each.version for each in self.course]
            place = later.index(effect.before) if effect.before else len(later)
            self.course.insert(place, effect.step)
        return self

    def _refusal(self, step: Step, error: StandsInTheWayError | ContradictedError) -> Problem:
        if isinstance(error, ContradictedError):
            return contradicted(self.procedure, error)
        own = error.step.version == step.version
        return error.problem if own else in_the_way(self.procedure, error)

    def _retold(self, request: Request, course: list[Step]) -> Retold:
        then = circumstances(request, TODAY, {"cases": self.known})
        beginning = {"_id": self.case["_id"], "number": None}
        return Retold(self.procedure, course, then, beginning)

    def _request(self, command: str, actor: Actor | None, raw: dict[str, Any]) -> Request:
        found = self.procedure.commands[command]
        return Request(found, load(found.schema(), raw), actor or self._doer(command))

    def _step(
        self, request: Request, begun: tuple[str, ...] = (), *, recorded: bool = False
    ) -> Step:
        version = 1 + max((each.version for each in self.course), default=0)
        payload = plain(dict(request.payload))
        return Step(
            version=version,
            command=request.command.name,
            payload=payload,
            on=request.on(TODAY),
            recorded_on=TODAY,
            actor=request.actor,
            said_in=payload,
            said_at=version,
            found=self.found if recorded else None,
            started=begun,
        )
