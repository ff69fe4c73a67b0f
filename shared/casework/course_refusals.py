"""Why a course may not be amended: the step that stands in the way, named with its article."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from shared.casework.consequences import ContradictedError
from shared.casework.course import Step
from shared.casework.procedure import Procedure
from shared.casework.retelling import StandsInTheWayError
from shared.casework.withdrawing import WITHDRAW_CASE
from shared.http.problems import Problem
from shared.language import Text

_ONLY_RESTORED = Text(
    "本案已撤销登记，只能撤销“撤销登记”这一步以恢复。",
    "The registration was withdrawn: nothing but that step can be withdrawn, which restores it.",
)


def in_the_way(procedure: Procedure, error: StandsInTheWayError) -> Problem:
    """Return the refusal (409) that names a later step which would have no ground any more."""
    step, command = error.step, procedure.commands[error.step.command]
    who = step.actor.name or step.actor.subject
    reason = error.problem.detail
    return Problem(
        409,
        "conflict",
        Text(
            f"第 {step.version} 条“{command.label.zh}”（{step.on}，{who}）以现状为前提，"
            f"不能再成立：{reason.zh}",
            f"Entry {step.version}, “{command.label.en}” ({step.on}, {who}), would have no ground "
            f"any more: {reason.en}",
        ),
        basis="；".join(command.articles) or None,
        entry=step.version,
    )


def contradicted(procedure: Procedure, error: ContradictedError) -> Problem:
    """Return the refusal (409) that names the entry which has no place beside an effect."""
    step, command = error.step, procedure.commands[error.step.command]
    effect = procedure.commands[error.effect.command]
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
        entry=step.version,
    )


def check_only_restores(course: Sequence[Step], payload: Mapping[str, Any]) -> None:
    """Refuse (409) of a case that was withdrawn any correction but that it was not."""
    last = course[-1]
    only = "others" not in payload and payload.get("withdrawn", False)
    if not (only and last.command == WITHDRAW_CASE and payload["entry"] == last.version):
        raise Problem(409, "command-not-allowed", _ONLY_RESTORED, allowed=[])
