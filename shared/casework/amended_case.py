"""What a case comes to when its course is amended, and what others are told of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from shared.casework.case import STATE, Case, Changes, whole_state
from shared.casework.condensing import without_explanations
from shared.casework.correcting import CORRECTED
from shared.casework.course import TAKEN_BACK, Amendment, Step
from shared.casework.decision import Decision
from shared.casework.guarding import Finding
from shared.casework.procedure import Command, Procedure
from shared.casework.quoting import spelled_out
from shared.casework.retelling import RetoldCourse, with_withdrawn_clocks
from shared.casework.telling import TakenStep, event_data, told_facts
from shared.events.names import of_step
from shared.language import Text

_OPEN = frozenset({"running", "paused"})
# What a part is of which nothing is left, where it is no single value.
_EMPTY: Mapping[str, Any] = MappingProxyType({"earlier_items": {}, "former_parties": []})
_NO_OTHERS: Mapping[int, Amendment] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class LateAct:
    """
    The act that amends a course: as which command it is told with which payload, and its own step.

    `corrects` is the step as it was recorded.
    """

    command: Command
    payload: Mapping[str, Any]
    step: Step
    corrects: Step | None = None


@dataclass(frozen=True, slots=True)
class Amended:
    """
    What an act leads to that changes the course: the decision, and the place of the act.

    `overtakes` says whether an automatic effect is taken back by it or has another day. `said` is
    what its entry keeps of the payload, and `further` are the entries that are written with it.
    """

    decision: Decision
    amendment: Amendment
    changes: Changes
    said: Mapping[str, Any]
    overtakes: bool = True
    further: tuple[Further, ...] = ()


@dataclass(frozen=True, slots=True)
class Further:
    """A step whose entry is written with another: what is told, what it keeps, and its place."""

    step: Step
    decision: Decision
    changes: Changes
    amendment: Amendment


def amended_case(
    procedure: Procedure,
    case: Case,
    act: LateAct,
    told: RetoldCourse,
    amendment: Amendment,
    *,
    others: Mapping[int, Amendment] = _NO_OTHERS,
) -> Amended:
    """
    Return the case as `told` has it, and what becomes known of it.

    `others` are the amendments of the entries that are written with that of the act, by version.
    """
    after = _whole(case, act, told, {act.step.version: amendment, **others})
    restated = whole_state(after, case)
    gone = [each for each in told.groundless if each.version in amendment.taken_back]
    # What the step itself found is told as of every step, though it may have stood before.
    own = told.decisions.get((act.corrects or act.step).version)
    found = [*(own.findings if own else ()), *_new_findings(case, after)]
    findings = dict.fromkeys([*taken_back(procedure, gone), *found])
    return Amended(
        decision=Decision(
            on=act.step.on,
            changes=restated,
            case=after,
            findings=tuple(findings),
            event_type=of_step(procedure.track, act.command.event),
            event_data={
                **_told_of(procedure, case, after, act),
                "warnings": [finding.as_dict() for finding in findings],
                "taken_back": [reference(each) for each in gone],
                "corrects": corrects(act, amendment),
                "withdrawn_milestones": sorted(case["milestones"].keys() - after["milestones"]),
            },
            shares=act.command.shares,
        ),
        amendment=amendment,
        changes={"restated": without_explanations(restated)},
        said=act.step.payload,
    )


def moves_a_last_day(before: Case, after: Case) -> bool:
    """Say whether a clock that was open, or is, has another last day, or is there no more."""
    known = {clock["id"]: clock for clock in before["clocks"]}
    return any(
        _open_until(known.get(clock["id"])) != _open_until(clock) for clock in after["clocks"]
    )


def _open_until(clock: Mapping[str, Any] | None) -> str | None:
    return clock["due_on"] if clock and clock["status"] in _OPEN else None


def _whole(
    case: Case, act: LateAct, told: RetoldCourse, amendments: Mapping[int, Amendment]
) -> Case:
    # What no step that counts has settled is not settled: nothing stays of those taken back.
    nothing = {name: _EMPTY.get(name) for name in STATE & case.keys() - told.case.keys()}
    known = {**case, **nothing, **told.case, "version": case["version"]}
    known["superseded"] = {**case.get("superseded", {})}
    for version, amendment in amendments.items():
        known["superseded"] |= _superseded(version, amendment)
    return with_withdrawn_clocks(known, case, act.step.on)


def _superseded(by: int, amendment: Amendment) -> dict[str, Any]:
    """Return by version the entries that an amendment supersedes, and how."""
    gone = {str(each): {"by": by, "how": TAKEN_BACK} for each in amendment.taken_back}
    if amendment.corrects is None:
        return gone
    return gone | {str(amendment.corrects): {"by": by, "how": CORRECTED}}


def _told_of(procedure: Procedure, case: Case, after: Case, act: LateAct) -> Changes:
    changes = {
        "milestones": {
            name: on
            for name, on in after["milestones"].items()
            if on != case["milestones"].get(name)
        },
        "clocks": _changed_clocks(case["clocks"], after["clocks"]),
    }
    taken = TakenStep(act.step.on, case["status"], act.payload)
    return event_data(procedure, act.command, taken, with_texts(after, act), changes)


def with_texts(after: Case, act: LateAct) -> Case:
    """Return the case with the texts that the event tells; those of the act are not stored yet."""
    texts = {act.step.said_at: act.step.said_in}
    names = told_facts(after, act.command)
    said = {name: spelled_out(after["facts"][name], texts) for name in names}
    return {**after, "facts": {**after["facts"], **said}}


def taken_back(procedure: Procedure, steps: Iterable[Step]) -> list[Finding]:
    """Return of each step that it is taken back, in words."""
    found = []
    for each in steps:
        command = procedure.commands[each.command]
        text = Text(
            f"{each.on} 的“{command.label.zh}”因本步骤而撤回，原记录保留。",
            f"“{command.label.en}” of {each.on} is taken back by this step; its record stays.",
        )
        found.append(Finding(TAKEN_BACK, "；".join(command.articles), text))
    return found


def _new_findings(before: Case, after: Case) -> list[Finding]:
    known = {(each["code"], each["text"]["zh"]) for each in before["warnings"]}
    return [
        Finding.from_dict(each)
        for each in after["warnings"]
        if (each["code"], each["text"]["zh"]) not in known
    ]


def reference(step: Step) -> dict[str, Any]:
    """Return how others are told of a step: command, day and version."""
    return {"command": step.command, "on": step.on.isoformat(), "version": step.version}


def corrects(act: LateAct, amendment: Amendment) -> dict[str, Any] | None:
    """Return how others are told of the step that an act corrects, if it corrects one."""
    if act.corrects is None:
        return None
    return reference(act.corrects) | {"corrected_on": amendment.on}


def _changed_clocks(
    before: Sequence[Mapping[str, Any]], after: Sequence[Mapping[str, Any]]
) -> list[Mapping[str, Any]]:
    known = {clock["id"]: clock for clock in before}
    return [clock for clock in after if clock != known.get(clock["id"])]
