"""The state of a case worked out anew from its steps, as if each had been known on its day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from shared.casework.assigning import ASSIGN
from shared.casework.case import Case, apply, empty_case, plain
from shared.casework.clock_register import ClockNames
from shared.casework.condensing import condensed, state_after
from shared.casework.course import Step
from shared.casework.decision import Circumstances, Decision, decide
from shared.casework.expiring import (
    effect_on,
    expired_clock,
    expiry_payload,
    has_its_effect,
    noted_on,
)
from shared.casework.guarding import (
    IRREGULAR,
    SYSTEM_ROLE,
    Attempt,
    Finding,
    NotCalledForError,
    StandsOnceTakenError,
)
from shared.casework.payloads import as_given, load_payload
from shared.casework.procedure import Command, Procedure
from shared.casework.system_commands import NOTE_EXPIRY
from shared.http.problems import Problem
from shared.language import Text
from shared.law import Rules

Tolerated = frozenset[int] | None
"""The versions of the steps that stand though a guard speaks against them, None for all."""
NONE_TOLERATED: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class RetoldCourse:
    """The state that steps lead to, those that have their ground no more, and each decision."""

    case: Case
    groundless: tuple[Step, ...]
    decisions: Mapping[int, Decision]


class StandsInTheWayError(Exception):
    """A step that somebody took cannot stand any more; `problem` says why, `step` which."""

    def __init__(self, step: Step, problem: Problem) -> None:
        super().__init__(f"{step.version} {step.command}: {problem.code}")
        self.step = step
        self.problem = problem


def retold(
    procedure: Procedure,
    steps: Iterable[Step],
    circumstances: Circumstances,
    beginning: Case,
    tolerated: Tolerated = NONE_TOLERATED,
) -> RetoldCourse:
    """
    Return the state after `steps`; nothing is read or written.

    `beginning` has the id and number of the case. Raises as `Retelling.enter`.
    """
    course = list(steps)
    retelling = Retelling(procedure, course, circumstances, beginning, tolerated)
    for step in course:
        retelling.take(step)
    return retelling.told()


class Retelling:
    """The state of a case while its steps are worked out anew, one after the other."""

    def __init__(
        self,
        procedure: Procedure,
        course: Iterable[Step],
        circumstances: Circumstances,
        beginning: Case,
        tolerated: Tolerated = NONE_TOLERATED,
    ) -> None:
        """Begin with nothing; `course` are the steps that are to come."""
        self._tolerated = tolerated
        self.spoken_against: set[int] = set()
        self.procedure = procedure
        self.circumstances = circumstances
        self.case: Case = {**empty_case(), **beginning}
        self._groundless: list[Step] = []
        self._decisions: dict[int, Decision] = {}
        # An act that takes an effect back takes its clocks over.
        self._started = frozenset(
            name for step in course if not step.expired for name in step.started
        )

    def take(self, recorded: Step) -> bool:
        """Take a step that is recorded, or leave it out without ground; raises as `enter`."""
        if self.enter(recorded):
            return True
        self.leave(recorded)
        return False

    def enter(self, recorded: Step) -> bool:
        """
        Take a step if it has its ground, and say whether it has.

        An automatic step has where its clock has run out by then; it counts from the day that the
        clock gives now. Raises `StandsInTheWayError` for a step of somebody that the procedure does
        not allow after those before it.
        """
        step = _due(self.procedure, self.case, recorded, self.circumstances.rules)
        names = ClockNames(recorded.started, self._started)
        then = replace(self.circumstances, clock_names=names)
        decision = self._decision_on(step, then) if step else None
        if step is None or decision is None or self._calls_for_more(step, then):
            return False
        self._decisions[step.version] = decision
        self.case = _after(self.procedure, self.case, step, decision)
        return True

    def _calls_for_more(self, step: Step, circumstances: Circumstances) -> bool:
        """Say whether an end that was noted has an effect now: it is the last of several, say."""
        effect = self.procedure.expiry.get(step.expired.rule) if step.expired else None
        if step.command != NOTE_EXPIRY or effect is None or effect.command is None:
            return False
        lasting = replace(step, command=effect.command)
        due = _due(self.procedure, self.case, lasting, circumstances.rules)
        return due is not None and (self._decision_on(due, circumstances) is not None)

    def _decision_on(self, step: Step, circumstances: Circumstances) -> Decision | None:
        """Return the decision on a step; None where the system's own is not called for any more."""
        try:
            return self._decided(step, circumstances)
        except Problem as problem:
            # What the system took down of other cases goes with them, as an end with its clock.
            recorded = step.found is not None and isinstance(problem, NotCalledForError)
            if step.expired is None and not (recorded and step.actor.role == SYSTEM_ROLE):
                raise StandsInTheWayError(step, problem) from problem
            return None

    def _decided(self, step: Step, circumstances: Circumstances) -> Decision:
        command = _command(self.procedure, step)
        if command.name == ASSIGN and step.found is not None:
            # Who may hand a case on was looked at then, and no law hangs on it.
            command = _as_found_then(command, step)
        then = replace(
            circumstances,
            on=step.on,
            today=step.recorded_on,
            actor=step.actor,
            assignee=step.assignee,
            linked=None if step.found is None else step.linked,
        )
        schema = (command.schema if self.case["status"] is None else command.schema_on_case)()
        payload = load_payload(schema, as_given(schema, plain(dict(step.payload))))
        try:
            return decide(self.procedure, self.case, command, payload, then)
        except Problem as problem:
            if not self._stands_against(step, problem):
                raise
            warning = problem.warning if isinstance(problem, StandsOnceTakenError) else None
            found = _as_found_then(command, step, warning)
            return decide(self.procedure, self.case, found, payload, then)

    def _stands_against(self, step: Step, problem: Problem) -> bool:
        """
        Say whether a step that was taken stands against what refuses it now.

        What another procedure or a stated reason had to say was heard when it was taken, and an act
        that was irregular is an act. What has no ground in the case stands where it had none as
        it was recorded: it is not the change of the course that takes it away.
        """
        if step.found is None:
            return False
        if problem.code == "reason-required" or isinstance(problem, StandsOnceTakenError):
            return True
        if problem.code != "conflict":
            return False
        self.spoken_against.add(step.version)
        return self._tolerated is None or step.version in self._tolerated

    def leave(self, step: Step) -> None:
        """Leave a step out as one that has no ground."""
        self._groundless.append(step)

    def told(self) -> RetoldCourse:
        """Return what the steps that were taken have led to."""
        return RetoldCourse(self.case, tuple(self._groundless), self._decisions)


def _due(procedure: Procedure, case: Case, step: Step, rules: Rules) -> Step | None:
    """Return a step as the end of its clock calls for it now, if it does; others as they are."""
    expired = step.expired
    if expired is None:
        return step
    clock = expired_clock(case, expired.clock_id)
    effect = procedure.expiry.get(expired.rule)
    if clock is None or effect is None or clock["due_on"] >= step.recorded_on.isoformat():
        return None
    if step.command == NOTE_EXPIRY:
        on = noted_on(case, clock)
    elif has_its_effect(effect, case, clock):
        on = effect_on(rules, case, clock)
    else:
        return None
    return replace(step, on=on, payload=expiry_payload(step.command, on, clock))


def _command(procedure: Procedure, step: Step) -> Command:
    command = procedure.commands.get(step.command)
    if command is None:
        text = Text(
            f"程序中已没有“{step.command}”这一步。",
            f"The procedure has no step “{step.command}” any more.",
        )
        raise Problem(409, "conflict", text)
    return command


def _as_found_then(command: Command, step: Step, warning: Finding | None = None) -> Command:
    def found(_attempt: Attempt) -> Iterable[Finding]:
        known = [each for each in step.found or () if each.code != IRREGULAR]
        return [*known, warning] if warning else known

    return replace(command, guards=(found,))


def _after(procedure: Procedure, case: Case, step: Step, decision: Decision) -> Case:
    changes = {**decision.changes, **step.settled}
    kept = condensed(
        {**case, "version": step.said_at - 1},
        changes,
        plain(dict(step.said_in)),
        records=procedure.commands[step.command].sets.append,
        keeps=procedure.keeps,
    )
    return {**case, **state_after(case, kept, changes)}


def with_withdrawn_clocks(case: Case, before: Mapping[str, Any], on: date) -> Case:
    """Return the case with the clocks that it has no more, as cancelled: others know of them."""
    ids = {clock["id"] for clock in case["clocks"]}
    gone = [
        {**clock, "status": "cancelled", "ended_on": on.isoformat()}
        if clock["status"] != "cancelled"
        else clock
        for clock in before["clocks"]
        if clock["id"] not in ids
    ]
    known = apply(case, {"clocks": gone})["clocks"]
    # They keep the order in which they became known.
    places = {clock["id"]: place for place, clock in enumerate(before["clocks"])}
    ordered = sorted(known, key=lambda clock: places.get(clock["id"], len(places)))
    return {**case, "clocks": ordered}
