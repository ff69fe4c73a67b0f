"""A correction as it was asked for: of each entry that it names, what becomes of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from shared.casework.amended_case import LateAct
from shared.casework.case import Case
from shared.casework.correcting import CORRECTED, OTHERS, corrected_payload
from shared.casework.course import Amendment, Step, amended
from shared.casework.entry import Request
from shared.casework.guarding import SYSTEM_ROLE, invalid
from shared.casework.procedure import Command, Procedure
from shared.casework.taking_back import check_may_withdraw
from shared.http.problems import Problem
from shared.language import Text

_FIRST = 1
_NOT_TO_BE_CORRECTED = Text(
    "没有这条记录，或者它由系统作出、已被撤回。",
    "No such entry, or the system made it, or it was taken back.",
)
_ONCE = Text("同一条记录只能写一次。", "An entry is named once only.")


@dataclass(frozen=True, slots=True)
class EntryCorrection:
    """
    What becomes of one entry: the act that says so, and the step `target` as it was recorded.

    An act that withdraws the entry corrects none.
    """

    act: LateAct
    target: Step
    amendment: Amendment


def entry_corrections(
    procedure: Procedure, case: Case, course: Sequence[Step], asked: Request, step: Step
) -> list[EntryCorrection]:
    """
    Return what becomes of each entry that a request names, in the order of their own entries.

    `step` is the first of these. Raises `Problem`: 422 at `entry` for one that does not count or
    that the system made, at `corrected.<field>` for what its command refuses, 409 for one that is
    not to be withdrawn; of the further entries with their place before (`others.0.entry`).
    """
    payload = {name: value for name, value in asked.payload.items() if name != OTHERS}
    corrections = [_correction(procedure, case, course, asked, _said(step, payload, 0))]
    for number, other in enumerate(asked.payload.get(OTHERS, ())):
        further = _said(step, {**other, **_alike(payload)}, number + 1)
        with _placed_at(f"{OTHERS}.{number}"):
            if any(other["entry"] == each.target.version for each in corrections):
                raise invalid("entry", _ONCE)
            corrections.append(_correction(procedure, case, course, asked, further))
    return corrections


def find_correctable(course: Sequence[Step], version: int) -> Step:
    """Return a step that somebody took and that counts; 422 at `entry` where it is none."""
    found = next((each for each in course if each.version == version), None)
    if found is None or found.actor.role == SYSTEM_ROLE:
        raise invalid("entry", _NOT_TO_BE_CORRECTED)
    return found


def with_corrections_of(
    course: Sequence[Step], corrections: Sequence[EntryCorrection]
) -> Sequence[Step]:
    """Return the course with each entry as it should have been, and without those withdrawn."""
    for each in corrections:
        course = amended(course, each.act.step, each.amendment)
    return course


def _correction(
    procedure: Procedure, case: Case, course: Sequence[Step], asked: Request, step: Step
) -> EntryCorrection:
    target = find_correctable(course, step.payload["entry"])
    command = procedure.commands[target.command]
    if CORRECTED not in step.payload:
        check_may_withdraw(case, target.version, command)
        act = LateAct(asked.command, step.payload, step)
        return EntryCorrection(act, target, Amendment((target.version,), inserts=False))
    opens = target.version == _FIRST
    wanted = corrected_payload(command, target.payload, step.payload[CORRECTED], opens=opens)
    day = Request(command, wanted, asked.actor).on(target.on)
    amendment = Amendment(corrects=target.version, inserts=False, on=day.isoformat())
    telling = _told_as(command, asked.command)
    return EntryCorrection(LateAct(telling, wanted, step, corrects=target), target, amendment)


def _alike(payload: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is said once of all entries: why, and who approved it."""
    return {name: payload[name] for name in ("reason", "approved_by") if name in payload}


def _told_as(command: Command, correcting: Command) -> Command:
    """Return the command of an entry as the correction of it is told: by its facts, not anew."""
    return replace(
        command,
        name=correcting.name,
        label=correcting.label,
        event=correcting.event,
        shares=(),
    )


def _said(step: Step, payload: Mapping[str, Any], later: int) -> Step:
    version = step.version + later
    return replace(step, version=version, payload=payload, said_in=payload, said_at=version)


@contextmanager
def _placed_at(place: str) -> Iterator[None]:
    """Let what is refused of a field name it at its place in the payload."""
    try:
        yield
    except Problem as problem:
        errors = problem.errors or {}
        placed = {f"{place}.{field}": texts for field, texts in errors.items()}
        raise Problem(
            problem.status,
            problem.code,
            problem.detail,
            errors=placed or None,
            basis=problem.basis,
            allowed=problem.allowed,
        ) from problem
