"""Who relies on the registration of a case, so that it cannot be withdrawn (撤销登记)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from shared.casework.assigning import ASSIGN
from shared.casework.attaching import ATTACH, WITHDRAW
from shared.casework.completing import COMPLETE_FILE
from shared.casework.course import Step
from shared.casework.guarding import SYSTEM_ROLE
from shared.casework.procedure import Command, Procedure
from shared.casework.system_commands import (
    JOIN_MATTER,
    LIFT_FINDING,
    NOTE_EXPIRY,
    NOTE_FINDING,
    RECOMPUTE_CLOCKS,
)
from shared.casework.withdrawing import NOTE_WITHDRAWAL, withdrawn_offspring
from shared.house import track_labels
from shared.http.identity import OFFICER_ROLES, PARTNER_ROLES
from shared.http.problems import Problem
from shared.language import Text

# What is said about a case, its file and its clocks; nobody acts on the case by it.
_OF_THE_FILE = frozenset(
    {
        ASSIGN,
        ATTACH,
        WITHDRAW,
        COMPLETE_FILE,
        JOIN_MATTER,
        LIFT_FINDING,
        NOTE_EXPIRY,
        NOTE_FINDING,
        NOTE_WITHDRAWAL,
        RECOMPUTE_CLOCKS,
    }
)
_APPROVED = Text(
    "只有当日登记、尚无后续记录的案件，登记人可以自行撤销；此时请写明批准人。",
    "Only whoever opened a case today, with nothing recorded since, withdraws it alone; say who "
    "approved it.",
)


@dataclass(frozen=True, slots=True)
class _Reliance:
    """What relies on a registration: in which words, by which articles, by which entry if ours."""

    text: Text
    articles: Sequence[str] = ()
    entry: int | None = None


def check_nobody_relies(
    procedure: Procedure,
    case: Mapping[str, Any],
    course: Sequence[Step],
    matter: Mapping[str, Any],
) -> None:
    """
    Refuse (409 `conflict`) to withdraw a case on which somebody relies, named with the entry.

    `course` are the steps that count, `matter` what is known of the cases of the same dispute.
    """
    found = next(_reliances(procedure, case, course, matter), None)
    if found is None:
        return
    text = Text(
        f"不能撤销登记：{found.text.zh}",
        f"The registration cannot be withdrawn: {found.text.en}",
    )
    basis = "；".join(found.articles) or None
    raise Problem(409, "conflict", text, basis=basis, entry=found.entry)


def check_approved(payload: Mapping[str, Any], *, own_of_today: bool) -> None:
    """Refuse (428) a withdrawal without approval, but of what one opened oneself today."""
    if not own_of_today and not payload.get("approved_by"):
        raise Problem(428, "reason-required", _APPROVED, errors={"approved_by": [_APPROVED]})


def _reliances(
    procedure: Procedure,
    case: Mapping[str, Any],
    course: Sequence[Step],
    matter: Mapping[str, Any],
) -> Iterator[_Reliance]:
    yield from _of_other_cases(case, matter)
    opening, *since = course
    if opening.actor.role in PARTNER_ROLES:
        yield _by_step(procedure, opening, _TAKEN_FROM_OUTSIDE)
    for step in since:
        if why := _why_relied_on(procedure, case, step):
            yield _by_step(procedure, step, why)


def _why_relied_on(procedure: Procedure, case: Mapping[str, Any], step: Step) -> Text | None:
    """Return why a step keeps its case from being a mistake, None where it goes with it."""
    command, actor = procedure.commands[step.command], step.actor
    if step.command in _OF_THE_FILE:
        return None
    own = (case["agency"] or {}).get("code")
    told = actor.role == SYSTEM_ROLE and step.expired is None
    opened = command.shares and step.version not in withdrawn_offspring(case)
    reasons = (
        (step.expired is not None, _BY_LAW),
        # Without anything told, the system only says what this case is: a repeat, perhaps.
        (told and bool(step.payload), _IN_ANSWER),
        (actor.role not in {*OFFICER_ROLES, SYSTEM_ROLE}, _TAKEN_FROM_OUTSIDE),
        (actor.role != SYSTEM_ROLE and actor.agency_code != own, _BY_ANOTHER_AGENCY),
        (opened, _OPENED_ELSEWHERE),
        (_leads_to_an_outcome(procedure, command), _AN_OUTCOME),
    )
    return next((why for holds, why in reasons if holds), None)


def _of_other_cases(case: Mapping[str, Any], matter: Mapping[str, Any]) -> Iterator[_Reliance]:
    labels_ = track_labels()
    for other in matter.get("cases", ()):
        if (other.get("origin") or {}).get("case_id") == case["_id"]:
            name = labels_.get(other["track"], Text(other["track"], other["track"]))
            yield _Reliance(
                Text(
                    f"{name.zh}案件 {other['number']} 由本案转来，请先撤销该案的登记。",
                    f"{name.en} case {other['number']} came from this one; withdraw that one "
                    "first.",
                )
            )


def _by_step(procedure: Procedure, step: Step, why: Text) -> _Reliance:
    command, who = procedure.commands[step.command], step.actor.name or step.actor.subject
    return _Reliance(
        Text(
            f"第 {step.version} 条“{command.label.zh}”（{step.on}，{who}）{why.zh}",
            f"entry {step.version}, “{command.label.en}” ({step.on}, {who}), {why.en}",
        ),
        command.articles,
        step.version,
    )


def _leads_to_an_outcome(procedure: Procedure, command: Command) -> bool:
    return any(procedure.states[each.state].phase != "open" for each in command.targets)


_BY_LAW = Text("是依法发生的效果。", "is an effect that the law gave.")
_IN_ANSWER = Text(
    "是对其他程序的答复，该程序已据此办理。", "answers another procedure, which acted on the case."
)
_TAKEN_FROM_OUTSIDE = Text("来自机关以外，不是误登记。", "came from outside the agency.")
_BY_ANOTHER_AGENCY = Text(
    "由其他机关办理，请先由其撤销。", "is another agency's; it is to be withdrawn there first."
)
_OPENED_ELSEWHERE = Text(
    "已在其他程序立案，请先撤销该案的登记。",
    "opened a case elsewhere; the registration of that one is to be withdrawn first.",
)
_AN_OUTCOME = Text(
    "已有处理结果；确系误登记的，请先撤销该步骤。",
    "reached an outcome; if it never took place, withdraw that step first.",
)
