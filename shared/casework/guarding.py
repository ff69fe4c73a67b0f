"""What a guard sees of an attempted command, and how it refuses or warns."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from shared.casework.identity_numbers import mark_of
from shared.http.problems import Problem
from shared.language import Text
from shared.law import Calendar, Rules

Index = Callable[[str, str], str | None]
"""Blinds an identifier: (name of the field, value) to what may be compared and stored."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: an officer by role and agency, or the system itself."""

    subject: str
    role: str
    agency_code: str | None = None
    agency_name: str | None = None
    name: str | None = None
    region: str | None = None


IRREGULAR = "irregular-step"
"""The code of the warning that a step which stands was irregular."""
SYSTEM_ROLE = "system"
SYSTEM = Actor(subject="system", role=SYSTEM_ROLE, name="Concord")


@dataclass(frozen=True, slots=True)
class Finding:
    """A warning that an attempted command puts on the case."""

    code: str
    basis: str
    text: Text

    def as_dict(self) -> dict[str, Any]:
        """Return the warning as it is told, kept and shown."""
        return {"code": self.code, "basis": self.basis, "text": self.text.as_dict()}

    @classmethod
    def from_dict(cls, kept: Mapping[str, Any]) -> Finding:
        """Read what `as_dict` wrote."""
        return cls(kept["code"], kept["basis"], Text(**kept["text"]))


@dataclass(frozen=True, slots=True)
class Link:
    """A relation to another case that an attempted command brings to light."""

    track: str
    case_id: str
    kind: str
    number: str | None = None

    def as_relation(self) -> dict[str, str]:
        """Return the relation as a case keeps it; the number only where it is known."""
        relation = {"track": self.track, "id": self.case_id, "kind": self.kind}
        return relation | ({"number": self.number} if self.number else {})


@dataclass(frozen=True, slots=True)
class Attempt:
    """
    An attempted command with all that a guard may look at; nothing in it may be changed.

    Of a step that was taken and is worked out anew `linked` are the ids of the cases to which it
    was linked then, None of any other: what `matter` tells by now was not known on its day.
    """

    case: Mapping[str, Any]
    command: str
    payload: Mapping[str, Any]
    on: date
    actor: Actor
    today: date
    rules: Rules
    calendar: Calendar
    matter: Mapping[str, Any]
    index: Index
    linked: frozenset[str] | None = None


Guard = Callable[[Attempt], Iterable[Finding | Link]]
Standing = Callable[[Mapping[str, Any], date], None]
"""Refuses by the case and the day of the act alone: it can be asked before anything is typed."""


@dataclass(frozen=True, slots=True)
class StandingGuard:
    """A guard of which a part needs the case alone; `then` judges what is said as well."""

    stands: Standing
    then: Guard | None = None

    def __call__(self, attempt: Attempt) -> Iterable[Finding | Link]:
        """Refuse by the case, then by what is said."""
        self.stands(attempt.case, attempt.on)
        return [] if self.then is None else self.then(attempt)


def where(stands: Standing) -> Callable[[Guard], StandingGuard]:
    """Return the decorator of a guard that first asks how the case stands."""
    return lambda guard: StandingGuard(stands, guard)


def index_of(person: Mapping[str, Any], index: Index) -> str | None:
    """Return the blind index of a person's number, by which they are known again."""
    number = person.get("id_number")
    mark = mark_of(number, person.get("id_kind")) if number else None
    return index("id_number", mark) if mark else None


def invalid(field: str, text: Text, *, basis: str | None = None) -> Problem:
    """Return the refusal of a payload field by a rule of the procedure (422)."""
    return Problem(422, "validation", text, errors={field: [text]}, basis=basis)


def conflict(text: Text, *, basis: str) -> Problem:
    """Return the refusal of a command for which the case as it stands leaves no ground (409)."""
    return Problem(409, "conflict", text, basis=basis)


class StandsOnceTakenError(Problem):
    """
    The refusal of a step that would stand if it had been taken nevertheless.

    Where a case is worked out anew it is no ground to drop a step that was taken; `warning` is
    what is said of the step then.
    """

    warning: Finding | None = None


def barred_elsewhere(text: Text, *, basis: str) -> Problem:
    """
    Return the refusal (409) of a command that another procedure bars.

    What was known of the other one on the day is not known any more, so it is not asked again.
    """
    return StandsOnceTakenError(409, "conflict", text, basis=basis)


def irregular(text: Text, *, basis: str) -> Problem:
    """
    Return the refusal (409) of an act that would break the law and stand until it is set aside.

    What an office did or a court took so, as corrected facts show, has happened all the same: it
    stays on record, with a warning.
    """
    problem = StandsOnceTakenError(409, "conflict", text, basis=basis)
    problem.warning = _irregular_step(text, basis)
    return problem


def missing_fact(fact: str, text: Text, *, basis: str | None = None) -> Problem:
    """Return the refusal of a command for want of a fact, named (422)."""
    return Problem(422, "missing-fact", text, errors={fact: [text]}, basis=basis)


def reason_required(text: Text, *, basis: str) -> Problem:
    """Return the refusal that a stated reason would lift (428)."""
    return Problem(428, "reason-required", text, errors={"reason": [text]}, basis=basis)


def reason_owed(text: Text, *, basis: str) -> Problem:
    """
    Return the refusal that a stated reason would lift (428), by facts of the case itself.

    A step that was taken without one, because the facts were not known, stands with a warning
    until the reason is entered as its correction.
    """
    problem = StandsOnceTakenError(
        428, "reason-required", text, errors={"reason": [text]}, basis=basis
    )
    problem.warning = _irregular_step(text, basis)
    return problem


class NotCalledForError(Problem):
    """The refusal of a command of the system that the case does not call for."""


def moot(text: Text, *, basis: str) -> Problem:
    """Return the refusal (409) of a command of the system that the case does not call for."""
    return NotCalledForError(409, "command-not-allowed", text, basis=basis, allowed=[])


def wrong_role(label: Text) -> Problem:
    """Return the refusal of a command that the caller's role may not give (403)."""
    text = Text(f"您的角色不能执行“{label.zh}”。", f"Your role may not “{label.en}”.")
    return Problem(403, "forbidden", text)


def _irregular_step(text: Text, basis: str) -> Finding:
    words = Text(
        f"按现有记录，该步骤不符合规定：{text.zh}",
        f"By what is known now this step was irregular: {text.en}",
    )
    return Finding(IRREGULAR, basis, words)
