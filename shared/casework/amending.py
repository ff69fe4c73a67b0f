"""Acts that become known after the system drew its conclusions: the course of the case amended."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from shared.casework.amended_case import (
    Act,
    Amended,
    amended_case,
    moves_a_last_day,
    with_effects,
)
from shared.casework.case import Case, plain
from shared.casework.consequences import ContradictedError, Led, Retold
from shared.casework.correcting import (
    AMENDING,
    CORRECT,
    check_may_take_back,
    corrected_payload,
)
from shared.casework.course import (
    Amendment,
    Overtaking,
    Step,
    amended,
    due_now,
    late_amendment,
    overtaking,
)
from shared.casework.deciding import Deciding
from shared.casework.decision import Decision
from shared.casework.entry import Request
from shared.casework.guarding import SYSTEM_ROLE, Actor, invalid
from shared.casework.hiding import hides_from
from shared.casework.procedure import Command
from shared.casework.recorded_course import RecordedCourse, recorded_on, settled_by
from shared.casework.retelling import StandsInTheWayError, Told, retold
from shared.http.problems import Problem, forbidden
from shared.language import Text

_HIDDEN = Text(
    "本案对您的机关保密，不能由您更正。",
    "The particulars of this case are kept from your agency; it cannot correct them.",
)
_NOT_TO_BE_CORRECTED = Text(
    "没有这条记录，或者它由系统作出、已被撤回。",
    "No such entry, or the system made it, or it was taken back.",
)


class Amending:
    """Works the state of a case out anew where an act belongs before what the system did."""

    def __init__(self, deciding: Deciding) -> None:
        self._deciding = deciding
        self._courses = RecordedCourse(deciding)

    def decided(self, case: Case, request: Request) -> tuple[Decision, Amended | None]:
        """Return the decision on an act, and how it amends the course where it does."""
        if request.command.name in AMENDING:
            named = self.correction if request.command.name == CORRECT else self.taking_back
            done = named(case, request)
            return done.decision, done
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
        told = self._retold(case, amended(course, step, amendment), step)
        gone = tuple(each.version for each in told.groundless if each in course)
        moved = tuple(version for version in amendment.moved if version not in gone)
        own = settled_by(told.decisions[step.version].changes)
        amendment = replace(amendment, taken_back=gone, moved=moved, settled=own)
        days = {each.version: each.on for each in course}
        has_moved = any(told.decisions[version].on != days[version] for version in moved)
        act = Act(request.command, request.payload, step)
        done = self._amended(case, act, told, amendment)
        return replace(done, overtakes=bool(gone) or has_moved)

    def correction(self, case: Case, request: Request) -> Amended:
        """
        Return what the correction of an entry leads to.

        Raises `Problem`: 403 for an agency from which the case is hidden, 422 at
        `entry` for one that does not count or that the system made, at
        `corrected.<field>` for what its command refuses, 428 where a last day moves without
        approval, 409 `conflict` as `late`.
        """
        payload = request.payload
        command, target, course = self._to_correct(case, payload["entry"], request.actor)
        wanted = corrected_payload(
            command, target.payload, payload["corrected"], opens=target.version == 1
        )
        day = Request(command, wanted, request.actor).on(target.on)
        step = self._step_of(case, request)
        amendment = Amendment(corrects=target.version, inserts=False, on=day.isoformat())
        led = self._led_to(case, course, amended(course, step, amendment), target)
        told = led.told
        amendment = replace(amendment, taken_back=tuple(each.version for each in told.groundless))
        telling = replace(
            command,
            name=request.command.name,
            label=request.command.label,
            event=request.command.event,
            shares=(),
        )
        act = Act(telling, wanted, step, corrects=target)
        done = self._amended(case, act, told, amendment)
        if moves_a_last_day(case, done.decision.case) and not payload.get("approved_by"):
            text = Text(
                "本更正使期限变动，请写明批准人。",
                "The correction moves a time limit; say who approved it.",
            )
            raise Problem(428, "reason-required", text, errors={"approved_by": [text]})
        return with_effects(self._deciding.procedure, done, led, step.version)

    def to_correct(self, case: Case, version: int, actor: Actor) -> tuple[Command, Step]:
        """Return an entry that `actor` may correct, and its command; raises as `correction`."""
        command, target, _ = self._to_correct(case, version, actor)
        return command, target

    def _to_correct(
        self, case: Case, version: int, actor: Actor
    ) -> tuple[Command, Step, Sequence[Step]]:
        if hides_from(self._deciding.procedure, case, actor.agency_code, actor.agency_name):
            # What is corrected could end that it is hidden, or tell by its refusals what it is.
            raise forbidden(_HIDDEN)
        course = self._courses.of(case)
        target = next((each for each in course if each.version == version), None)
        if target is None or target.actor.role == SYSTEM_ROLE:
            raise invalid("entry", _NOT_TO_BE_CORRECTED)
        return self._deciding.command(target.command), target, course

    def taking_back(self, case: Case, request: Request) -> Amended:
        """Return what is left when the last entry is taken back; 409 where it may not be."""
        course, last = self._courses.of(case), next(self._deciding.history_back(case))
        command = self._deciding.command(last["command"])
        recorded_today = recorded_on(last) == self._deciding.today()
        check_may_take_back(case, last, command, request.actor, recorded_today=recorded_today)
        step, gone = self._step_of(case, request), (last["version"],)
        left = amended(course, step, Amendment(taken_back=gone, inserts=False))
        told = self._retold(case, left, step)
        without = tuple(each for each in course if each.version in gone or each in told.groundless)
        versions = tuple(each.version for each in without)
        return self._amended(
            case,
            Act(request.command, request.payload, step),
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

    def _amended(self, case: Case, act: Act, told: Told, amendment: Amendment) -> Amended:
        whole = self._deciding.with_all_clocks(case)
        return amended_case(self._deciding.procedure, whole, act, told, amendment)

    def _retold(self, case: Case, course: Sequence[Step], step: Step) -> Told:
        retelling = self._to_be_told(case, course, step)
        try:
            return retold(retelling.procedure, course, retelling.circumstances, retelling.beginning)
        except StandsInTheWayError as error:
            raise self._refusal(error, step) from error

    def _led_to(
        self, case: Case, before: Sequence[Step], course: Sequence[Step], step: Step
    ) -> Led:
        """Return what a corrected course leads to, with the ends that come by the correction."""
        told_anew = self._to_be_told(case, course, step)
        first = case["version"] + 2
        try:
            led = told_anew.led_to(first=first)
            if led.in_order:
                return led
        except StandsInTheWayError as error:
            raise self._refusal(error, step) from error
        except ContradictedError:
            pass
        # What waited before for the sweep, or was overtaken by acts that came too late, still is.
        spared = self._to_be_told(case, before, step).out_of_order()
        known = self._courses.started_by_ends(case)
        try:
            return told_anew.led_to(first=first, spared=spared, known=known)
        except StandsInTheWayError as error:
            raise self._refusal(error, step) from error
        except ContradictedError as error:
            # What cannot stand without the effect either is told for its own reason.
            self._retold(case, course, step)
            raise self._contradicted(error) from error

    def _to_be_told(self, case: Case, course: Sequence[Step], step: Step) -> Retold:
        circumstances = self._deciding.circumstances(case, step.actor, step.on)
        beginning = {"_id": case["_id"], "number": case["number"]}
        return Retold(self._deciding.procedure, course, circumstances, beginning)

    def _refusal(self, error: StandsInTheWayError, step: Step) -> Problem:
        return error.problem if error.step.version == step.version else self._in_the_way(error)

    def _contradicted(self, error: ContradictedError) -> Problem:
        """Name the entry that has no place beside an effect that the right dates have."""
        step, command = error.step, self._deciding.command(error.step.command)
        effect = self._deciding.command(error.effect.command)
        who = step.actor.name or step.actor.subject
        reason = error.problem.detail
        return Problem(
            409,
            "conflict",
            Text(
                f"按更正后的日期，“{effect.label.zh}”已于 {error.effect.on} 发生，"
                f"第 {step.version} 条“{command.label.zh}”（{step.on}，{who}）与之矛盾，"
                f"请一并更正：{reason.zh}",
                f"By the corrected dates “{effect.label.en}” came about on {error.effect.on}; "
                f"entry {step.version}, “{command.label.en}” ({step.on}, {who}), contradicts it "
                f"and is to be corrected as well: {reason.en}",
            ),
            basis="；".join(effect.articles) or None,
        )

    def _in_the_way(self, error: StandsInTheWayError) -> Problem:
        step, command = error.step, self._deciding.command(error.step.command)
        who = step.actor.name or step.actor.subject
        reason = error.problem.detail
        return Problem(
            409,
            "conflict",
            Text(
                f"其后的“{command.label.zh}”（{step.on}，{who}）以现状为前提，不能再成立：{reason.zh}",
                f"“{command.label.en}” ({step.on}, {who}) was done since and would have no ground "
                f"any more: {reason.en}",
            ),
            basis="；".join(command.articles) or None,
        )
