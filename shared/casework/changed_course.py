"""What a course of steps leads to once it is changed, or why it cannot be changed so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from shared.casework.case import Case
from shared.casework.consequences import ContradictedError, Led, Retold
from shared.casework.course import Step
from shared.casework.course_refusals import contradicted, in_the_way
from shared.casework.deciding import Deciding
from shared.casework.recorded_course import RecordedCourse
from shared.casework.retelling import (
    NONE_TOLERATED,
    RetoldCourse,
    StandsInTheWayError,
    Tolerated,
    retold,
)
from shared.http.problems import Problem


@dataclass(frozen=True, slots=True)
class CourseChange:
    """
    A course `before` and `after` a change of it.

    `step` is the entry that makes it, `first` the version of the first automatic step that may be
    entered, `own` the steps that are changed by it, `withdrawn` those that go and answered an end.
    """

    before: Sequence[Step]
    after: Sequence[Step]
    step: Step
    first: int
    own: frozenset[int]
    withdrawn: frozenset[int] = frozenset()


class ChangedCourses:
    """Works out what is left of a course, or what it leads to, and refuses what has no ground."""

    def __init__(self, deciding: Deciding, recorded: RecordedCourse) -> None:
        self._deciding = deciding
        self._recorded = recorded

    def left(self, case: Case, course: Sequence[Step], step: Step) -> RetoldCourse:
        """Return the state after a course as it stands for `step`: no end is added to it."""
        return self._retold(self._to_be_told(case, course, step, None), frozenset())

    def led_to(self, case: Case, change: CourseChange) -> Led:
        """Return what a changed course leads to, with the ends that come by the change."""
        try:
            return self._led_by(case, change, NONE_TOLERATED)
        except Problem as problem:
            if problem.code != "conflict":
                raise
            # What had no ground before, by a rule that is younger than it, say, still stands.
            before = self._to_be_told(case, change.before, change.step)
            tolerated = before.spoken_against()
            if not tolerated:
                raise
        return self._led_by(case, change, tolerated)

    def _led_by(self, case: Case, change: CourseChange, tolerated: frozenset[int]) -> Led:
        told_anew = self._to_be_told(case, change.after, change.step, tolerated)
        try:
            led = told_anew.led_to(first=change.first)
            if led.in_order:
                return led
        except StandsInTheWayError as error:
            raise self._refusal(error, change.own) from error
        except ContradictedError:
            pass
        # What waited before for the sweep, or was overtaken by acts that came too late, still is.
        before = self._to_be_told(case, change.before, change.step)
        spared = before.out_of_order(withdrawn=change.withdrawn)
        known = self._recorded.started_by_ends(case)
        try:
            return told_anew.led_to(first=change.first, spared=spared, known=known)
        except StandsInTheWayError as error:
            raise self._refusal(error, change.own) from error
        except ContradictedError as error:
            # What cannot stand without the effect either is told for its own reason.
            self._retold(told_anew, change.own)
            raise contradicted(self._deciding.procedure, error) from error

    def _retold(self, retelling: Retold, own: frozenset[int]) -> RetoldCourse:
        try:
            return retold(
                retelling.procedure,
                retelling.course,
                retelling.circumstances,
                retelling.beginning,
                retelling.tolerated,
            )
        except StandsInTheWayError as error:
            raise self._refusal(error, own) from error

    def _to_be_told(
        self,
        case: Case,
        course: Sequence[Step],
        step: Step,
        tolerated: Tolerated = NONE_TOLERATED,
    ) -> Retold:
        circumstances = self._deciding.circumstances(case, step.actor, step.on)
        beginning = {"_id": case["_id"], "number": case["number"]}
        return Retold(self._deciding.procedure, course, circumstances, beginning, tolerated)

    def _refusal(self, error: StandsInTheWayError, own: frozenset[int]) -> Problem:
        if error.step.version in own:
            return error.problem
        return in_the_way(self._deciding.procedure, error)
