"""The course of a case: its steps in the order in which they count, as its history tells it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from shared.casework.case import Changes
from shared.casework.correcting import with_changes
from shared.casework.expiring import Expired
from shared.casework.guarding import Actor, Finding
from shared.casework.paths import known_date, scope_of
from shared.casework.procedure import Command

TAKEN_BACK = "effect-taken-back"
"""The code of the warning that an act takes an automatic effect back."""
Payload = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Step:
    """
    One step of a case.

    `on` is its legal day, `recorded_on` the day on which it was entered. `expired` is the clock
    whose end called for it, None of what somebody did. `said_in` is the payload, and `said_at` the
    version of the entry, in which its long texts stand. `settled` is what it settled beside the
    procedure (who is in charge, the title), `found` the warnings it brought when it was taken; a
    step that is not recorded yet has neither. `started` are the ids of the clocks that it started,
    `linked` those of the cases to which it was linked.
    """

    version: int
    command: str
    payload: Payload
    on: date
    recorded_on: date
    actor: Actor
    said_in: Payload
    said_at: int
    expired: Expired | None = None
    assignee: Actor | None = None
    settled: Changes = field(default_factory=dict)
    found: Sequence[Finding] | None = None
    started: tuple[str, ...] = ()
    linked: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Amendment:
    """
    How an entry changes the course of its case.

    `taken_back` are the steps that no longer count, `before` the step that comes after the new one
    (None: no other), `moved` the steps that come right after it now, `corrects` the step whose
    payload the entry corrects. All are versions. `settled` is what the new step itself settled;
    `inserts` says whether the entry is a step at all, or only says what is to become of others;
    `on` is the legal day of the step that it corrects, as it should have been. `follows` is the
    correction of which an automatic step is the consequence.
    """

    taken_back: tuple[int, ...] = ()
    before: int | None = None
    moved: tuple[int, ...] = ()
    corrects: int | None = None
    settled: Changes = field(default_factory=dict)
    inserts: bool = True
    on: str | None = None
    follows: int | None = None

    def as_dict(self) -> dict[str, Any]:
        """Return the amendment as an entry of a history keeps it."""
        return {
            "taken_back": list(self.taken_back),
            "before": self.before,
            "moved": list(self.moved),
            "corrects": self.corrects,
            "settled": dict(self.settled),
            "inserts": self.inserts,
            "on": self.on,
            "follows": self.follows,
        }

    @classmethod
    def from_dict(cls, kept: Mapping[str, Any]) -> Amendment:
        """Read what `as_dict` wrote."""
        return cls(
            tuple(kept["taken_back"]),
            kept["before"],
            tuple(kept["moved"]),
            kept["corrects"],
            kept["settled"],
            kept["inserts"],
            kept["on"],
            kept.get("follows"),
        )


def course_of(entries: Iterable[tuple[Step, Amendment | None]]) -> list[Step]:
    """Return the steps that count, given each with what its entry changes in the course."""
    course: list[Step] = []
    for step, amendment in entries:
        course = [*course, step] if amendment is None else amended(course, step, amendment)
    return course


def amended(course: Sequence[Step], step: Step, amendment: Amendment) -> list[Step]:
    """Return the course with `step` in it as the amendment says."""
    gone = {*amendment.taken_back, *amendment.moved}
    kept = [each for each in course if each.version not in gone]
    if amendment.corrects is not None:
        return [
            corrected(each, step.payload["corrected"], amendment.on)
            if each.version == amendment.corrects
            else each
            for each in kept
        ]
    if not amendment.inserts:
        return kept
    places = [place for place, each in enumerate(kept) if each.version == amendment.before]
    place = places[0] if places else len(kept)
    moved = [each for each in course if each.version in amendment.moved]
    return [*kept[:place], step, *moved, *kept[place:]]


def corrected(step: Step, changes: Sequence[Mapping[str, Any]], on: str | None) -> Step:
    """Return a step as it should have been recorded, counting from `on`."""
    payload = with_changes(step.payload, changes)
    named = {change["field"] for change in changes}
    settled = {name: value for name, value in step.settled.items() if name not in named}
    day = date.fromisoformat(on) if on else step.on
    return replace(step, payload=payload, on=day, settled=settled)


@dataclass(frozen=True, slots=True)
class Overtaking:
    """
    What an act comes before: effects of clocks that ended on its `day` or later.

    `rules` are those whose effects it comes before on whatever day it was done.
    """

    day: date
    rules: frozenset[str] = frozenset()

    def holds(self, expired: Expired) -> bool:
        """Say whether the act comes before what the end of a clock called for."""
        return expired.due_on >= self.day.isoformat() or expired.rule in self.rules


def overtaking(command: Command, payload: Payload, on: date) -> Overtaking:
    """Return what an act comes before, by the day on which it was done or posted."""
    scope = scope_of({}, payload, on)
    return Overtaking(known_date(command.counts_from, scope) or on, command.takes_back)


def due_now(course: Sequence[Step], clocks: Iterable[Mapping[str, Any]]) -> list[Step]:
    """Return the course whose automatic steps carry the last day that their clock has by now."""
    due = {clock["id"]: clock["due_on"] for clock in clocks if clock["due_on"]}
    return [
        replace(each, expired=replace(each.expired, due_on=due[each.expired.clock_id]))
        if each.expired and each.expired.clock_id in due
        else each
        for each in course
    ]


def late_amendment(course: Sequence[Step], step: Step, overtaking: Overtaking) -> Amendment | None:
    """
    Return where a step belongs that becomes known after automatic steps; None after none.

    It comes before what has happened on later days since, and all automatic steps that it overtakes
    come after it: whether they still have their clocks is to be seen then.
    """
    late = [each for each in course if each.expired and overtaking.holds(each.expired)]
    if not late:
        return None
    since = course[course.index(late[0]) :]
    later = [each.version for each in since if each not in late and each.on > step.on]
    return Amendment(before=later[0] if later else None, moved=tuple(each.version for each in late))
