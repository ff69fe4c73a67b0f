"""What the law has follow from corrected facts: ends of clocks that nobody recorded before."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType
from typing import Any

from shared.casework.case import Case
from shared.casework.course import Step, overtaking
from shared.casework.decision import Circumstances
from shared.casework.expiring import Expired, called_for
from shared.casework.guarding import SYSTEM
from shared.casework.procedure import Procedure
from shared.casework.retelling import (
    NONE_TOLERATED,
    Retelling,
    RetoldCourse,
    StandsInTheWayError,
    Tolerated,
)

Known = Mapping[tuple[str, str], tuple[str, ...]]
"""By command and clock the ids of the clocks that an automatic step started when it was taken."""
NOTHING_KNOWN: Known = MappingProxyType({})
_End = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Consequence:
    """
    An automatic step that is entered, and the step before which it comes (None: it is last).

    The ids of the clocks that it starts are those of `step`.
    """

    step: Step
    before: int | None


@dataclass(frozen=True, slots=True)
class Led:
    """
    What a course leads to, with the automatic steps that are entered into it.

    `in_order` says that every automatic step is recorded, and where it belongs.
    """

    told: RetoldCourse
    consequences: tuple[Consequence, ...]
    in_order: bool


@dataclass(frozen=True, slots=True)
class OutOfOrder:
    """
    What of a course is not as if each end of a clock had been recorded on its day.

    `unrecorded` are the clocks that ended before a step, or by today, while nobody recorded it,
    `early` the automatic steps that stand before an act which comes before them, each with the act.
    """

    unrecorded: frozenset[str] = frozenset()
    early: frozenset[tuple[int, int]] = frozenset()


NOTHING = OutOfOrder()


class ContradictedError(Exception):
    """A step of somebody cannot stand beside `effect`, an automatic step to be entered."""

    def __init__(self, error: StandsInTheWayError, effect: Step) -> None:
        super().__init__(f"{effect.command}: {error}")
        self.step = error.step
        self.problem = error.problem
        self.effect = effect


@dataclass(frozen=True, slots=True)
class Retold:
    """A course to be worked out anew, with what `retold` is given."""

    procedure: Procedure
    course: Sequence[Step]
    circumstances: Circumstances
    beginning: Case
    tolerated: Tolerated = NONE_TOLERATED

    def led_to(
        self, *, first: int, spared: OutOfOrder = NOTHING, known: Known = NOTHING_KNOWN
    ) -> Led:
        """
        Return what the course leads to when each end of a clock has its effect in its place.

        What is `spared` stays as it is, `first` is the version of the first step that is entered.
        Raises `StandsInTheWayError` as `Retelling.enter`, and
        `ContradictedError` where a step that is entered may be what stands against another.
        """
        ends = _Ends(self, spared)
        entered: list[Step] = []
        taken: list[Step] = []
        for recorded in [*self.course, None]:
            for expired, clock in ends.before(recorded):
                started = _started(self.procedure, known, expired)
                for step in _effects(ends.retelling, expired, clock, first + len(entered)):
                    named = replace(step, started=started.get(step.command, ()))
                    if (effect := ends.enter(named)) is not None:
                        entered.append(effect)
                        taken.append(effect)
                        break
            if recorded is None:
                continue
            try:
                if ends.take(recorded):
                    taken.append(recorded)
            except StandsInTheWayError as error:
                if not entered:
                    raise
                raise ContradictedError(error, entered[-1]) from error
        in_order = not entered and not ends.early
        return Led(ends.retelling.told(), tuple(_placed(taken, entered)), in_order)

    def out_of_order(self, withdrawn: frozenset[int] = frozenset()) -> OutOfOrder:
        """
        Return what of the course is not in order as it stands.

        A clock that a step among the `withdrawn` ended after its last day is in order: without the
        step, its end has its effect.
        """
        as_it_stands = replace(self, tolerated=None)
        ends, unrecorded, early = _Ends(as_it_stands, NOTHING), set[str](), set[tuple[int, int]]()
        for recorded in [*self.course, None]:
            unrecorded |= {expired.clock_id for expired, _ in ends.before(recorded)}
            if recorded is None:
                break
            early |= ends.acts_after(recorded)
            running = ends.running()
            try:
                ends.take(recorded, anywhere=True)
            except StandsInTheWayError:
                break
            if recorded.version in withdrawn:
                unrecorded -= running - ends.running()
        return OutOfOrder(frozenset(unrecorded), frozenset(early))

    def spoken_against(self) -> frozenset[int]:
        """Return the steps that have no ground as the course stands and were taken."""
        ends = _Ends(replace(self, tolerated=None), NOTHING)
        for recorded in self.course:
            try:
                ends.take(recorded, anywhere=True)
            except StandsInTheWayError:
                break
        return frozenset(ends.retelling.spoken_against)


class _Ends:
    """The ends of clocks that are passed while a course is worked out."""

    def __init__(self, retold: Retold, spared: OutOfOrder) -> None:
        self._procedure = retold.procedure
        self._course = retold.course
        self._today = retold.circumstances.today
        self._spared = spared
        # Some clocks run on after their end; it is told once.
        self._had: set[_End] = set()
        self._entered: set[_End] = set()
        self.early = False
        self.retelling = Retelling(
            retold.procedure,
            retold.course,
            retold.circumstances,
            retold.beginning,
            retold.tolerated,
        )

    def take(self, recorded: Step, *, anywhere: bool = False) -> bool:
        """
        Take a step that is recorded; say whether it stands.

        An end has its effect once, and not before an act that comes before it, unless `anywhere`.
        """
        end = self._end_of(recorded)
        if end in self._entered:
            self.retelling.leave(recorded)
            return False
        if not anywhere and self.acts_after(recorded) - self._spared.early:
            self.early = True
            self.retelling.leave(recorded)
            return False
        stands = self.retelling.take(recorded)
        if stands and end:
            self._had.add(end)
        return stands

    def running(self) -> set[str]:
        """Return the ids of the clocks that run by now."""
        clocks = self.retelling.case["clocks"]
        return {clock["id"] for clock in clocks if clock["status"] == "running"}

    def acts_after(self, recorded: Step) -> set[tuple[int, int]]:
        """Return an automatic step with each act that stands after it and comes before it."""
        end = self._end_of(recorded)
        if recorded.expired is None or end is None:
            return set()
        expired = replace(recorded.expired, due_on=end[1])
        return {
            (recorded.version, each.version)
            for each in self._since(recorded)
            if not each.expired and not self._comes_before(expired, each)
        }

    def enter(self, step: Step) -> Step | None:
        """Take a step that nobody recorded, if the case is open to it; return it as it stands."""
        end, known = self._end_of(step), {each["id"] for each in self.retelling.case["clocks"]}
        if end is None or not self.retelling.enter(step):
            return None
        self._entered.add(end)
        clocks = self.retelling.case["clocks"]
        started = tuple(each["id"] for each in clocks if each["id"] not in known)
        return replace(step, started=started)

    def _end_of(self, step: Step) -> _End | None:
        if step.expired is None:
            return None
        due_on = _due_on(self.retelling.case, step.expired.clock_id)
        return (step.expired.clock_id, due_on) if due_on else None

    def before(self, step: Step | None) -> Iterator[tuple[Expired, Mapping[str, Any]]]:
        """
        Yield the ends that come before a step, or by today, the earliest first.

        One that an act comes before is not among them while the act is still to be taken, though
        its day may not be in the order of the course.
        """
        acts = [each for each in self._since(step) if not each.expired]
        while passed := list(self._passed(step, acts)):
            clock = min(passed, key=lambda each: str(each["due_on"]))
            expired = Expired.of(clock)
            self._had.add((expired.clock_id, expired.due_on))
            yield expired, clock

    def _since(self, step: Step | None) -> Sequence[Step]:
        return self._course[self._course.index(step) :] if step else ()

    def _passed(self, step: Step | None, acts: Sequence[Step]) -> Iterator[Mapping[str, Any]]:
        for clock in self.retelling.case["clocks"]:
            if clock["status"] != "running" or not clock["due_on"]:
                continue
            expired = Expired.of(clock)
            if expired.rule not in self._procedure.expiry or (
                expired.clock_id in self._spared.unrecorded
            ):
                continue
            if (expired.clock_id, expired.due_on) in self._had:
                continue
            if all(self._comes_before(expired, each) for each in (step, *acts)):
                yield clock

    def _comes_before(self, expired: Expired, step: Step | None) -> bool:
        if step is None:
            return expired.due_on < self._today.isoformat()
        if step.expired:
            due_on = _due_on(self.retelling.case, step.expired.clock_id) or step.expired.due_on
            return expired.due_on < due_on
        command = self._procedure.commands.get(step.command)
        return command is not None and not overtaking(command, step.payload, step.on).holds(expired)


def _due_on(case: Case, clock_id: str) -> str | None:
    return next((each["due_on"] for each in case["clocks"] if each["id"] == clock_id), None)


def _effects(
    retelling: Retelling, expired: Expired, clock: Mapping[str, Any], version: int
) -> Iterator[Step]:
    """Yield the steps that an end calls for: the first that the case is open to is the effect."""
    effect = retelling.procedure.expiry[expired.rule]
    rules, today = retelling.circumstances.rules, retelling.circumstances.today
    for command, payload in called_for(rules, effect, retelling.case, clock):
        yield Step(
            version=version,
            command=command,
            payload=payload,
            on=date.fromisoformat(payload["on"]),
            recorded_on=today,
            actor=SYSTEM,
            said_in=payload,
            said_at=version,
            expired=expired,
        )


def _started(procedure: Procedure, known: Known, expired: Expired) -> Mapping[str, tuple[str, ...]]:
    return {
        command: started
        for (command, clock_id), started in known.items()
        if clock_id == expired.clock_id and command in procedure.commands
    }


def _placed(taken: Sequence[Step], entered: Sequence[Step]) -> Iterator[Consequence]:
    """Yield each step that is entered with the recorded one that comes next."""
    versions = {step.version for step in entered}
    for place, step in enumerate(taken):
        if step.version in versions:
            later = (each.version for each in taken[place:] if each.version not in versions)
            yield Consequence(step, next(later, None))
