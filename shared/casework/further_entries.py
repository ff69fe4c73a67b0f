"""The entries that are written with the one that amends a course."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from shared.casework.amended_case import (
    Amended,
    Further,
    corrects,
    reference,
    taken_back,
    with_texts,
)
from shared.casework.condensing import without_explanations
from shared.casework.consequences import Consequence, Led
from shared.casework.course import Amendment
from shared.casework.decision import Decision
from shared.casework.entry_corrections import EntryCorrection
from shared.casework.procedure import Procedure
from shared.casework.telling import TakenStep, event_data
from shared.events.names import of_step


def with_corrections(
    procedure: Procedure, amended: Amended, others: Iterable[EntryCorrection], led: Led
) -> Amended:
    """Return the correction with those of `others`, which are made with it."""
    further = [_correction(procedure, amended, each, led) for each in others]
    return _with(amended, further)


def with_effects(procedure: Procedure, amended: Amended, led: Led, follows: int) -> Amended:
    """Return the act `follows` with the automatic steps that follow from it."""
    further = [
        _effect(procedure, amended, each, led.told.decisions[each.step.version], follows)
        for each in led.consequences
    ]
    return _with(amended, further)


def _with(amended: Amended, further: Iterable[Further]) -> Amended:
    every = (*amended.further, *further)
    # What one of them warns of is told by its own event.
    theirs = {finding for each in every for finding in each.decision.findings}
    decision = amended.decision
    own = [each.as_dict() for each in decision.findings if each not in theirs]
    told = replace(decision, event_data={**decision.event_data, "warnings": own})
    return replace(amended, decision=told, further=every)


def _correction(
    procedure: Procedure, amended: Amended, correction: EntryCorrection, led: Led
) -> Further:
    """
    Return what is told and kept of one more entry that is corrected, or withdrawn.

    The state, which the first correction holds already, stays as it is: told is what the step
    settled, as it is after all that was done since.
    """
    case, act = amended.decision.case, correction.act
    own = led.told.decisions.get(correction.target.version)
    gone = [correction.target] if act.corrects is None else []
    findings = (*taken_back(procedure, gone), *(own.findings if own else ()))
    taken = TakenStep(act.step.on, case["status"], act.payload)
    told = event_data(procedure, act.command, taken, with_texts(case, act), _settled(amended, own))
    data = {
        **told,
        "warnings": [each.as_dict() for each in findings],
        "taken_back": [reference(each) for each in gone],
        "corrects": corrects(act, correction.amendment),
        "withdrawn_milestones": [],
    }
    return Further(
        step=act.step,
        decision=Decision(
            on=act.step.on,
            changes={},
            case=case,
            findings=findings,
            event_type=of_step(procedure.track, act.command.event),
            event_data=data,
            shares=(),
        ),
        changes={},
        amendment=correction.amendment,
    )


def _effect(
    procedure: Procedure, amended: Amended, consequence: Consequence, own: Decision, follows: int
) -> Further:
    """
    Return what is told and kept of an automatic step that follows from the act `follows`.

    The state, which the entry of the act holds already, stays as it is: told are the clocks and
    milestones that the step settled, as they are after all that was done since.
    """
    step, case = consequence.step, amended.decision.case
    command = procedure.commands[step.command]
    taken = TakenStep(own.on, case["status"], step.payload)
    data = event_data(procedure, command, taken, case, _settled(amended, own))
    kept = without_explanations(
        {"clocks": [clock for clock in case["clocks"] if clock["id"] in step.started]}
    )
    return Further(
        step=step,
        decision=replace(
            own,
            case=case,
            changes={},
            event_data={**data, "warnings": [each.as_dict() for each in own.findings]},
        ),
        changes=kept,
        amendment=Amendment(before=consequence.before, follows=follows),
    )


def _settled(amended: Amended, own: Decision | None) -> dict[str, Any]:
    """Return the clocks and milestones that a decision settled, as the whole course has them."""
    case = amended.decision.case
    changes: Mapping[str, Any] = own.changes if own else {}
    touched = {clock["id"] for clock in changes.get("clocks", ())}
    milestones = changes.get("milestones", {}).keys() & case["milestones"].keys()
    return {
        "milestones": {name: case["milestones"][name] for name in milestones},
        "clocks": [clock for clock in case["clocks"] if clock["id"] in touched],
    }
