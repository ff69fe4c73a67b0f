"""Acts that become known after the system drew its conclusions: the course of the case amended."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from itertools import takewhile
from typing import TYPE_CHECKING, Any

from shared.casework.amended_case import Act, Amended, amended_case, moves_a_last_day
from shared.casework.case import Case, Changes, plain
from shared.casework.correcting import check_may_take_back, corrected_payload
from shared.casework.course import Amendment, Overtaking, Step, amended, course_of, late_amendment
from shared.casework.entry import Request
from shared.casework.expiring import Expired
from shared.casework.fields import TIME_ZONE
from shared.casework.guarding import SYSTEM_ROLE, Actor, Finding, invalid
from shared.casework.hiding import hides_from
from shared.casework.paths import known_date, scope_of
from shared.casework.retelling import StandsInTheWayError, Told, retold
from shared.casework.system_commands import NOTE_EXPIRY
from shared.http.problems import Problem, forbidden
from shared.language import Text

if TYPE_CHECKING:
    from shared.casework.casework import Casework

_SETTLED = ("title", "region", "agency", "assignee", "assignee_name", "matter_id")
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

    def __init__(self, casework: Casework) -> None:
        self._casework = casework
        procedure = casework.procedure
        effects = {effect.command for effect in procedure.expiry.values() if effect.command}
        self._automatic = effects | {NOTE_EXPIRY}

    def late(self, case: Case, request: Request, *, whole: bool = False) -> Amended | None:
        """
        Return what an act leads to that overtakes automatic effects; None where it overtakes none.

        The end of the history that lies in the case is looked at, or the `whole` of it.

        Raises `Problem`: what `decide` raises for the act on its day, and 409 `conflict` where a
        step that somebody took since would have no ground any more.
        """
        overtaking = overtaken_by(request, self._casework.today())
        history = self._casework.history_back(case) if whole else reversed(case["history"])
        if request.expired is not None or not self._may_be_late(history, overtaking):
            return None
        course = self.course(case)
        step = self._step_of(case, request)
        amendment = late_amendment(course, step, overtaking)
        if amendment is None:
            return None
        told = self._retold(case, amended(course, step, amendment), step)
        gone = tuple(each.version for each in told.groundless if each in course)
        moved = tuple(version for version in amendment.moved if version not in gone)
        own = _settled_by(told.decisions[step.version].changes)
        amendment = replace(amendment, taken_back=gone, moved=moved, settled=own)
        days = {each.version: each.on for each in course}
        has_moved = any(told.decisions[version].on != days[version] for version in moved)
        act = Act(request.command, request.payload, step)
        done = amended_case(self._casework, case, act, told, amendment)
        return replace(done, overtakes=bool(gone) or has_moved)

    def correction(self, case: Case, request: Request) -> Amended:
        """
        Return what the correction of an entry leads to.

        Raises `Problem`: 403 for an agency from which the case is hidden, 422 at
        `entry` for one that does not count or that the system made, at
        `corrected.<field>` for what its command refuses, 428 where a last day moves without
        approval, 409 `conflict` as `late`.
        """
        if hides_from(self._casework.procedure, case, request.actor.agency_code):
            # What is corrected could end that it is hidden, or tell by its refusals what it is.
            raise forbidden(_HIDDEN)
        payload, course = request.payload, self.course(case)
        target = next((each for each in course if each.version == payload["entry"]), None)
        if target is None or target.actor.role == SYSTEM_ROLE:
            raise invalid("entry", _NOT_TO_BE_CORRECTED)
        command = self._casework.command(target.command)
        wanted = corrected_payload(
            command, target.payload, payload["corrected"], opens=target.version == 1
        )
        day = Request(command, wanted, request.actor).on(target.on)
        step = self._step_of(case, request)
        amendment = Amendment(corrects=target.version, inserts=False, on=day.isoformat())
        told = self._retold(case, amended(course, step, amendment), target)
        amendment = replace(amendment, taken_back=tuple(each.version for each in told.groundless))
        telling = replace(
            command,
            name=request.command.name,
            label=request.command.label,
            event=request.command.event,
            shares=(),
        )
        act = Act(telling, wanted, step, corrects=target)
        done = amended_case(self._casework, case, act, told, amendment)
        if moves_a_last_day(case, done.decision.case) and not payload.get("approved_by"):
            text = Text(
                "本更正使期限变动，请写明批准人。",
                "The correction moves a time limit; say who approved it.",
            )
            raise Problem(428, "reason-required", text, errors={"approved_by": [text]})
        return done

    def taking_back(self, case: Case, request: Request) -> Amended:
        """Return what is left when the last entry is taken back; 409 where it may not be."""
        course, last = self.course(case), next(self._casework.history_back(case))
        command = self._casework.command(last["command"])
        recorded_today = _recorded_on(last) == self._casework.today()
        check_may_take_back(case, last, command, request.actor, recorded_today=recorded_today)
        amendment = Amendment(taken_back=(last["version"],), inserts=False)
        step = self._step_of(case, request)
        told = self._retold(case, amended(course, step, amendment), step)
        gone = tuple(each for each in course if each.version == last["version"])
        act = Act(request.command, request.payload, step)
        return amended_case(self._casework, case, act, replace(told, groundless=gone), amendment)

    def course(self, case: Case) -> list[Step]:
        """Return the course of a case as it stands."""
        return course_of(
            (self._recorded(case["_id"], entry), _amendment_of(entry))
            for entry in self._casework.history(case)
        )

    def _may_be_late(self, history: Iterable[Mapping[str, Any]], overtaking: Overtaking) -> bool:
        """Say whether a history, latest entry first, has a step that an act may come before."""
        day, anyhow = overtaking.day, bool(overtaking.rules)
        if day >= self._casework.today() and not anyhow:
            return False
        # What was recorded before the day is no effect of a clock that ended since.
        since = takewhile(lambda entry: anyhow or _recorded_on(entry) >= day, history)
        return any(
            self._is_automatic(entry) and overtaking.holds(self._expired(entry)) for entry in since
        )

    def _is_automatic(self, entry: Mapping[str, Any]) -> bool:
        return entry["command"] in self._automatic and entry["actor"]["role"] == SYSTEM_ROLE

    def _expired(self, entry: Mapping[str, Any]) -> Expired:
        """Return the end that called for an automatic step; older entries tell by their clocks."""
        if kept := entry.get("expired"):
            return Expired(**kept)
        for clock in entry["changes"].get("clocks", ()):
            rule = clock["id"].rpartition(".")[0]
            effect = self._casework.procedure.expiry.get(rule)
            if effect and entry["command"] in {effect.command, NOTE_EXPIRY}:
                return Expired(clock["id"], rule, entry["on"])
        return Expired("", "", entry["on"])

    def _recorded(self, case_id: str, entry: Mapping[str, Any]) -> Step:
        payload = self._casework.payload(case_id, entry)
        actor = self._casework.actor(case_id, entry)
        return Step(
            version=entry["version"],
            command=entry["command"],
            payload=payload,
            on=date.fromisoformat(entry["on"]),
            recorded_on=_recorded_on(entry),
            actor=Actor(actor["id"], actor["role"], actor.get("agency"), name=actor.get("name")),
            said_in=payload,
            said_at=entry["version"],
            expired=self._expired(entry) if self._is_automatic(entry) else None,
            settled=self._settled(case_id, entry),
            found=tuple(_findings(entry)),
            started=_started(entry["changes"]),
        )

    def _settled(self, case_id: str, entry: Mapping[str, Any]) -> Changes:
        amends = entry.get("amends")
        settled = amends["settled"] if amends else _settled_by(entry["changes"])
        opened: Changes = self._casework.keys.sealer.open_all(settled, document=case_id)
        return opened

    def _step_of(self, case: Case, request: Request) -> Step:
        today, version = self._casework.today(), case["version"] + 1
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

    def _retold(self, case: Case, course: Sequence[Step], step: Step) -> Told:
        casework = self._casework
        beginning = {"_id": case["_id"], "number": case["number"]}
        circumstances = casework.circumstances(case, step.actor, step.on)
        try:
            return retold(casework.procedure, course, circumstances, beginning)
        except StandsInTheWayError as error:
            if error.step.version == step.version:
                raise error.problem from error
            raise self._in_the_way(error) from error

    def _in_the_way(self, error: StandsInTheWayError) -> Problem:
        step, command = error.step, self._casework.command(error.step.command)
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


def overtaken_by(request: Request, today: date) -> Overtaking:
    """Return what an act comes before, by the day on which it was done or posted."""
    on, command = request.on(today), request.command
    scope = scope_of({}, request.payload, on)
    return Overtaking(known_date(command.counts_from, scope) or on, command.takes_back)


def _settled_by(changes: Mapping[str, Any]) -> Changes:
    return {name: changes[name] for name in _SETTLED if name in changes}


def _started(changes: Mapping[str, Any]) -> tuple[str, ...]:
    # What differs in a clock that stood before is written without its rule.
    return tuple(clock["id"] for clock in changes.get("clocks", ()) if "rule" in clock)


def _recorded_on(entry: Mapping[str, Any]) -> date:
    return datetime.fromisoformat(entry["at"]).astimezone(TIME_ZONE).date()


def _amendment_of(entry: Mapping[str, Any]) -> Amendment | None:
    kept = entry.get("amends")
    return Amendment.from_dict(kept) if kept else None


def _findings(entry: Mapping[str, Any]) -> Sequence[Finding]:
    told = [each for event in entry["events"] for each in event["data"].get("warnings", ())]
    return [Finding(each["code"], each["basis"], Text(**each["text"])) for each in told]
