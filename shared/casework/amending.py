"""Acts that become known after the system drew its conclusions: the course of the case amended."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from shared.casework.amended_case import Amended, LateAct, amended_case, moves_a_last_day
from shared.casework.case import Case, is_withdrawn, plain
from shared.casework.changed_course import ChangedCourses, CourseChange
from shared.casework.correcting import AMENDING, CORRECT
from shared.casework.course import (
    Amendment,
    Overtaking,
    Step,
    amended,
    due_now,
    late_amendment,
    overtaking,
)
from shared.casework.course_refusals import check_only_restores
from shared.casework.deciding import Deciding
from shared.casework.decision import Decision
from shared.casework.entry import Request
from shared.casework.entry_corrections import (
    entry_corrections,
    find_correctable,
    with_corrections_of,
)
from shared.casework.further_entries import with_corrections, with_effects
from shared.casework.guarding import Actor
from shared.casework.hiding import hides_from
from shared.casework.procedure import Command
from shared.casework.recorded_course import RecordedCourse, recorded_on, settled_by
from shared.casework.retelling import RetoldCourse
from shared.casework.taking_back import check_may_take_back
from shared.casework.told_later import is_told_later, places
from shared.casework.withdrawing import WITHDRAW_CASE
from shared.http.problems import Problem, forbidden
from shared.language import Text

_NOTHING: Mapping[int, Amendment] = MappingProxyType({})
_HIDDEN = Text(
    "本案对您的机关保密，不能由您更正。",
    "The particulars of this case are kept from your agency; it cannot correct them.",
)


class Amending:
    """Works the state of a case out anew where an act belongs before what the system did."""

    def __init__(self, deciding: Deciding) -> None:
        self._deciding = deciding
        self._courses = RecordedCourse(deciding)
        self._changed = ChangedCourses(deciding, self._courses)

    def decided(self, case: Case, request: Request) -> tuple[Decision, Amended | None]:
        """Return the decision on an act, and how it amends the course where it does."""
        if request.command.name in AMENDING:
            named = self.correction if request.command.name == CORRECT else self.taking_back
            done = named(case, request)
            return done.decision, done
        told = self._told_later(case, request)
        if told is not None:
            return told.decision, told
        try:
            return self._after_all_others(case, request)
        except Problem as problem:
            # What was done on later days may be what it cannot follow.
            placed = self._in_its_place(case, request) if problem.code == "conflict" else None
            if not isinstance(placed, Amended):
                raise
            return placed.decision, placed

    def _after_all_others(self, case: Case, request: Request) -> tuple[Decision, Amended | None]:
        """Return the decision on an act that comes last but for what the system did."""
        try:
            late = self.late(case, request)
        except Problem as not_then:
            # Not possible on its day: then it is one of the steps that follow what is known now.
            try:
                return self._deciding.decide(case, request), None
            except Problem as not_now:
                raise (not_now if not_then.code == not_now.code else not_then) from not_now
        if late is not None and late.overtakes:
            return late.decision, late
        try:
            return self._deciding.decide(case, request), None
        except Problem:
            # Refused as things stand: a step further back may be what stands in the way.
            late = late or self.late(case, request, whole=True)
            if late is None:
                raise
            return late.decision, late

    def late(self, case: Case, request: Request, *, whole: bool = False) -> Amended | None:
        """
        Return what an act leads to that overtakes automatic effects; None where it overtakes none.

        The end of the history that lies in the case is looked at, or the `whole` of it.

        Raises `Problem`: what `decide` raises for the act on its day, and 409 `conflict` where a
        step that somebody took since would have no ground any more.
        """
        comes_before = overtaking(
            request.command, request.payload, request.on(self._deciding.today())
        )
        history = self._deciding.history_back(case) if whole else reversed(case["history"])
        if request.expired is not None or not self._may_be_late(history, comes_before):
            return None
        clocks = self._deciding.with_all_clocks(case)["clocks"]
        course = due_now(self._courses.of(case), clocks)
        step = self._step_of(case, request)
        amendment = late_amendment(course, step, comes_before)
        if amendment is None:
            return None
        return self._placed(case, request, course, step, amendment)

    def _told_later(self, case: Case, request: Request) -> Amended | None:
        """Return what an act leads to that is none of the state of its case; None of any other."""
        if request.command.owes_its_day(case["status"], request.payload):
            return None  # Without its day it has no place in the course.
        if not is_told_later(case, request.command, request.on(self._deciding.today())):
            return None
        told = self._in_its_place(case, request)
        if not isinstance(told, Problem):
            return told
        if self._deciding.procedure.is_told_of_a_closed_file(request.command, case):
            return None
        raise told

    def _in_its_place(self, case: Case, request: Request) -> Amended | Problem | None:
        """
        Return what an act leads to before what was done on later days; None if nothing was.

        A refusal is that of the act on its day, or a 409 `conflict` where a step that somebody took
        since would have no ground any more.
        """
        if case["status"] not in request.command.told_later:
            return None
        clocks = self._deciding.with_all_clocks(case)["clocks"]
        course, step = due_now(self._courses.of(case), clocks), self._step_of(case, request)
        refused: Problem | None = None
        for place in places(course, step):
            try:
                return self._placed(case, request, course, step, place)
            except Problem as problem:
                refused = refused or problem
        return refused

    def without(self, case: Case, request: Request, gone: Collection[int]) -> Amended:
        """Return what an act leads to that comes last and takes other steps back; as `late`."""
        course, step = self.course(case), self._step_of(case, request)
        return self._placed(case, request, course, step, Amendment(taken_back=tuple(gone)))

    def _placed(
        self, case: Case, request: Request, course: Sequence[Step], step: Step, amendment: Amendment
    ) -> Amended:
        """Return what an act leads to in its place in the course."""
        after, own = amended(course, step, amendment), frozenset({step.version})
        led = self._changed.led_to(case, CourseChange(course, after, step, step.version + 1, own))
        undone = [each for each in course if each.version in amendment.taken_back]
        told = replace(led.told, groundless=(*undone, *led.told.groundless))
        gone = tuple(each.version for each in told.groundless if each in course)
        moved = tuple(version for version in amendment.moved if version not in gone)
        settled = settled_by(told.decisions[step.version].changes)
        amendment = replace(amendment, taken_back=gone, moved=moved, settled=settled)
        days = {each.version: each.on for each in course}
        has_moved = any(told.decisions[version].on != days[version] for version in moved)
        act = LateAct(request.command, request.payload, step)
        done = self._amended(case, act, told, amendment)
        done = replace(done, overtakes=bool(gone) or has_moved)
        return with_effects(self._deciding.procedure, done, led, step.version)

    def check_last_entry(self, case: Case, last: Mapping[str, Any], actor: Actor) -> None:
        """Refuse (409) to take an entry back that is not the own last one of today."""
        command = self._deciding.command(last["command"])
        recorded_today = recorded_on(last) == self._deciding.today()
        joined = self._joined(case)
        check_may_take_back(joined, last, command, actor, recorded_today=recorded_today)

    def correction(self, case: Case, request: Request) -> Amended:
        """
        Return what the correction of an entry, or of several at once, leads to.

        Raises `Problem`: 403 for an agency from which the case is hidden, what `entry_corrections`
        refuses, 428 where a last day moves without approval, 409 `conflict` as `late`.
        """
        course = self.course_to_correct(case, request.actor)
        if is_withdrawn(case):
            check_only_restores(course, request.payload)
        step, procedure = self._step_of(case, request), self._deciding.procedure
        joined = self._joined(case)
        corrections = entry_corrections(procedure, joined, course, request, step)
        first, *others = corrections
        change = CourseChange(
            before=course,
            after=with_corrections_of(course, corrections),
            step=step,
            first=step.version + len(corrections),
            own=frozenset(each.target.version for each in corrections),
            withdrawn=_moving(each.target for each in corrections if each.act.corrects is None),
        )
        led = self._changed.led_to(case, change)
        gone = (*first.amendment.taken_back, *(each.version for each in led.told.groundless))
        withdrawn = [first.target] if first.act.corrects is None else []
        told = replace(led.told, groundless=(*withdrawn, *led.told.groundless))
        amendment = replace(first.amendment, taken_back=gone)
        alongside = {each.act.step.version: each.amendment for each in others}
        done = self._amended(case, first.act, told, amendment, others=alongside)
        if moves_a_last_day(case, done.decision.case) and not request.payload.get("approved_by"):
            text = Text(
                "本更正使期限变动，请写明批准人。",
                "The correction moves a time limit; say who approved it.",
            )
            raise Problem(428, "reason-required", text, errors={"approved_by": [text]})
        done = with_corrections(procedure, done, others, led)
        return with_effects(procedure, done, led, step.version)

    def to_correct(self, case: Case, version: int, actor: Actor) -> tuple[Command, Step]:
        """Return an entry that `actor` may correct, and its command; raises as `correction`."""
        target = find_correctable(self.course_to_correct(case, actor), version)
        return self._deciding.command(target.command), target

    def course(self, case: Case) -> Sequence[Step]:
        """Return the steps of a case that count."""
        return self._courses.of(case)

    def course_to_correct(self, case: Case, actor: Actor) -> Sequence[Step]:
        """Return the steps that count; 403 for an agency from which the case is hidden."""
        if hides_from(self._deciding.procedure, case, actor.agency_code, actor.agency_name):
            # What is corrected could end that it is hidden, or tell by its refusals what it is.
            raise forbidden(_HIDDEN)
        return self._courses.of(case)

    def _joined(self, case: Case) -> Case:
        """Return a case with those relations only whose other case stands in the matter."""
        matter = self._deciding.store.matter_view(case["matter_id"]) if case["relations"] else {}
        known = {each["case_id"] for each in matter.get("cases", ())}
        standing = [each for each in case["relations"] if not known or each["id"] in known]
        return {**case, "relations": standing}

    def taking_back(self, case: Case, request: Request) -> Amended:
        """Return what is left when the last entry is taken back; 409 where it may not be."""
        course, last = self._courses.of(case), next(self._deciding.history_back(case))
        if is_withdrawn(case):
            self.course_to_correct(case, request.actor)
        self.check_last_entry(case, last, request.actor)
        step, gone = self._step_of(case, request), (last["version"],)
        left = amended(course, step, Amendment(taken_back=gone, inserts=False))
        # What is left is as it was before the entry: what had ended then waits for the sweep still.
        told = self._changed.left(case, left, step)
        without = tuple(each for each in course if each.version in gone or each in told.groundless)
        versions = tuple(each.version for each in without)
        return self._amended(
            case,
            LateAct(request.command, request.payload, step),
            replace(told, groundless=without),
            Amendment(taken_back=versions, inserts=False),
        )

    def _may_be_late(self, history: Iterable[Mapping[str, Any]], overtaking: Overtaking) -> bool:
        """Say whether a history, latest entry first, has a step that an act may come before."""
        day, anyhow = overtaking.day, bool(overtaking.rules)
        if day >= self._deciding.today() and not anyhow:
            return False
        amended_since = False
        for entry in history:
            # What was recorded before the day is no effect of a clock that ended since, unless a
            # later entry gave it another day.
            if not (anyhow or amended_since) and recorded_on(entry) < day:
                return False
            amended_since = amended_since or "amends" in entry
            expired = self._courses.expired(entry)
            if expired is not None and (amended_since or overtaking.holds(expired)):
                return True
        return False

    def _step_of(self, case: Case, request: Request) -> Step:
        today, version = self._deciding.today(), case["version"] + 1
        payload = plain(dict(request.payload))
        return Step(
            version=version,
            command=request.command.name,
            payload=payload,
            on=request.on(today),
            recorded_on=today,
            actor=request.actor,
            said_in=payload,
            said_at=version,
            assignee=request.assignee,
        )

    def _amended(
        self,
        case: Case,
        act: LateAct,
        told: RetoldCourse,
        amendment: Amendment,
        *,
        others: Mapping[int, Amendment] = _NOTHING,
    ) -> Amended:
        whole = self._deciding.with_all_clocks(case)
        procedure = self._deciding.procedure
        return amended_case(procedure, whole, act, told, amendment, others=others)


def _moving(withdrawn: Iterable[Step]) -> frozenset[int]:
    """
    Return the steps without which the end of a period that they answered has its effect.

    A withdrawn registration answered none: what had waited for the sweep before waits on.
    """
    return frozenset(each.version for each in withdrawn if each.command != WITHDRAW_CASE)
