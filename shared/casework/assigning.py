"""
Assigning a case: the command that every track has, who may give it, and who may be named.

A case is assigned to an officer of the agency that handles it, or to nobody: then it lies in the
agency's inbox. Whether an account exists, in which role and of which agency, the gateway alone
knows, so it vouches for the officer who is named (`shared.http.identity`); whether that officer
may have this case, the track decides, because it alone knows who handles the case and whose track
it is. So neither needs the other's data, and a request that reaches a track by another way than
the gateway names nobody.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from marshmallow import pre_load

from shared.casework.fields import PlainText
from shared.casework.guarding import SYSTEM_ROLE, Actor, Attempt, Finding, Link, invalid
from shared.casework.procedure import Command, Setting, State
from shared.http.identity import OFFICER_ROLES
from shared.http.labels import label
from shared.http.problems import Problem, forbidden
from shared.http.schemas import StrictSchema
from shared.language import Text

ASSIGN = "assign"
NOBODY = "none"
"""The word for no assignee where null cannot be written: in a query or a form."""
_SUPERVISOR = "supervisor"


class Assignment(StrictSchema):
    """Who is in charge of the case from now on (null or `none`: nobody), and why."""

    assignee = PlainText(
        80,
        required=True,
        allow_none=True,
        metadata=label(
            "承办人",
            "officer in charge",
            "本机关经办人的账号；填 none 放回待分派。",
            "Account of an officer of the agency; none puts the case back into the inbox.",
        ),
    )
    reason = PlainText(
        500,
        metadata=label(
            "理由",
            "reason",
            "案件已有承办人的，必须说明。",
            "Needed where the case has an officer in charge.",
        ),
    )

    @pre_load
    def read_nobody(self, data: Mapping[str, Any], **_: Any) -> Mapping[str, Any]:
        """Return the payload with null for the word `none`."""
        return {**data, "assignee": None} if data.get("assignee") == NOBODY else data


def officers_of(commands: Iterable[Command]) -> frozenset[str]:
    """Return the roles of officers who may open cases: those whose track it is."""
    first = next((command for command in commands if command.creates), None)
    return first.roles & frozenset(OFFICER_ROLES) if first else frozenset()


def assign_command(states: Mapping[str, State], officers: frozenset[str]) -> Command:
    """Return the command by which a case of a procedure with these states is assigned."""
    return Command(
        name=ASSIGN,
        label=Text("分派", "assign"),
        from_states=frozenset(state.name for state in states.values() if state.phase != "closed"),
        targets=(),
        roles=officers | {_SUPERVISOR},
        schema=Assignment,
        articles=(),
        event="assigned",
        guards=(may_assign,),
        sets=Setting(assignee="payload.assignee"),
    )


def may_assign(attempt: Attempt) -> Iterable[Finding | Link]:
    """Let an officer take a case that nobody has or hand on her own; a supervisor assign any."""
    now, wanted = attempt.case.get("assignee"), attempt.payload["assignee"]
    if wanted == now:
        text = Text("案件已由其承办。", "The case is assigned so already.")
        raise invalid("assignee", text)
    actor = attempt.actor
    own = now == actor.subject or (now is None and wanted == actor.subject)
    if actor.role != _SUPERVISOR and not own:
        raise forbidden(
            Text(
                "您只能承办尚未分派的案件，或者移交自己承办的案件；其他分派由督办领导作出。",
                "You may take a case that nobody has, or hand on your own; "
                "all else is for a supervisor.",
            )
        )
    if now is not None and not attempt.payload.get("reason"):
        text = Text("请说明更换承办人的理由。", "Say why the officer in charge changes.")
        raise Problem(428, "reason-required", text, errors={"reason": [text]})
    return ()


def check_assignee(
    payload: Mapping[str, Any],
    *,
    actor: Actor,
    vouched: Actor | None,
    agency: Mapping[str, Any] | None,
    officers: frozenset[str],
) -> None:
    """
    Refuse (422) an assignee who is no officer of the track at the agency that handles the case.

    `vouched` is the officer whom the gateway knows by the name in the payload.
    """
    named = payload.get("assignee")
    if named is None or actor.role == SYSTEM_ROLE:
        return
    officer = actor if named == actor.subject else vouched
    fits = (
        officer is not None
        and officer.subject == named
        and officer.role in officers
        and officer.agency_code == (agency or {}).get("code")
    )
    if not fits:
        raise invalid(
            "assignee",
            Text(
                "承办人应为办理机关中本程序的经办人，且账号可用。",
                "Must be an officer of this track at the handling agency, with an open account.",
            ),
        )
