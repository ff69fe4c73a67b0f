"""The end of entering an old file (补录): what waited for more of it need wait no longer."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from shared.casework.guarding import StandingGuard, barred_elsewhere
from shared.casework.payloads import Command as Payload
from shared.casework.procedure import Command, State
from shared.language import Text

COMPLETE_FILE = "complete_file"
_ARTICLE = "内部管理规定·补录"


class FileComplete(Payload):
    """That all which had happened before is on record."""


def complete_file_command(states: Mapping[str, State], officers: frozenset[str]) -> Command:
    """Return the command that ends the wait for more of an old file, while a case is not closed."""
    return Command(
        name=COMPLETE_FILE,
        label=Text("补录完毕", "say that the file is complete"),
        from_states=frozenset(state.name for state in states.values() if state.phase != "closed"),
        targets=(),
        roles=officers,
        schema=FileComplete,
        articles=(_ARTICLE,),
        event="file_completed",
        guards=(StandingGuard(a_period_that_has_ended_waits),),
    )


def a_period_that_has_ended_waits(case: Mapping[str, Any], on: date) -> None:
    """Nothing waits for more of a file of which no period has ended."""
    if not any(
        clock["status"] == "running"
        and clock["due_on"] is not None
        and clock["due_on"] < on.isoformat()
        for clock in case.get("clocks", ())
    ):
        raise barred_elsewhere(
            Text(
                "本案没有已届满、待处理的期限，无须登记。",
                "No period of this case has ended and waits; there is nothing to say.",
            ),
            basis=_ARTICLE,
        )
