"""Whose case it is: who may act on it, and in whose name one may be opened."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from shared.casework.entry import Request
from shared.casework.guarding import SYSTEM_ROLE, Actor
from shared.casework.procedure import Command
from shared.http.problems import Problem
from shared.language import Text


def may_act(case: Mapping[str, Any], command: Command, actor: Actor) -> bool:
    """
    Say whether a command is the actor's agency's to give, which may have handled the case before.

    What can only be told any more is told by whoever handled the case when it was done.
    """
    return (
        actor.role == SYSTEM_ROLE
        or command.by_involved
        or command.is_only_told_in(case["status"])
        or actor.agency_code == (case["agency"] or {}).get("code")
    )


def check_may_act(case: Mapping[str, Any], request: Request) -> None:
    """Refuse (403) an actor whose agency handled the case before but does not now."""
    if not may_act(case, request.command, request.actor):
        text = Text("本案现由其他机关办理。", "Another agency handles this case now.")
        raise Problem(403, "forbidden", text)


def check_own_agency(request: Request) -> None:
    """Refuse (403) a case opened in the name of another agency than the officer's own."""
    agency, actor = request.payload.get("agency"), request.actor
    if agency and actor.role != SYSTEM_ROLE and agency.get("code") != actor.agency_code:
        text = Text("只能以本机关名义办理。", "Only in the name of your own agency.")
        raise Problem(403, "forbidden", text, errors={"agency": [text]})


def check_origin(request: Request) -> None:
    """
    Refuse (403) an origin that anybody but the system claims for a new case.

    The outcome of a case is written into the history of its origin. A matter may be named: its
    id cannot be guessed, and only those who handle a case of the matter are told it.
    """
    if request.actor.role != SYSTEM_ROLE and request.payload.get("origin") is not None:
        text = Text("案件来源由系统记录。", "Where a case comes from is recorded by the system.")
        raise Problem(403, "forbidden", text, errors={"origin": [text]})
