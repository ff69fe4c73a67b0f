"""
Withdrawing the registration of a case that was opened by mistake (撤销登记).

The case stays with its number, which no other gets, and its history. It counts nowhere any more:
nothing runs, nothing can be done with it, and other services leave it out. Its last step taken
back restores it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from shared.casework import labels
from shared.casework.case import ENTERED_BY_MISTAKE
from shared.casework.fields import PlainText
from shared.casework.guarding import SYSTEM, SYSTEM_ROLE
from shared.casework.payloads import Command as Payload
from shared.casework.procedure import VOID, ClockOperation, Command, Setting, State, Target
from shared.http.labels import label
from shared.http.schemas import StrictInteger, StrictSchema
from shared.language import Text

WITHDRAW_CASE = "withdraw_case"
NOTE_WITHDRAWAL = "note_withdrawal"
_ARTICLE = "内部管理规定·撤销登记"
WITHDRAWALS, WITHDRAWN_ELSEWHERE = "registration_withdrawn", "withdrawn_elsewhere"
CASE_WITHDRAWN = "case_withdrawn"
OPENED_BY = "opened_by"
"""Of a case that the system opened: the event to which that was the answer."""


class WithdrawnRegistration(StrictSchema):
    """Why a case should never have been opened, and who approved that it is withdrawn."""

    reason = PlainText(
        2000,
        required=True,
        metadata=label(
            "撤销理由",
            "why it is withdrawn",
            "如重复登记（写明另一案号）、登记错人。",
            "Such as registered twice (with the number of the other case), the wrong person.",
        ),
    )
    approved_by = PlainText(
        200,
        metadata=label(
            "批准人",
            "approved by",
            "当日由登记人本人撤销、尚无后续记录的，不须批准。",
            "Not needed from whoever opened it today, with nothing recorded since.",
        ),
    )


class WithdrawnElsewhere(Payload):
    """Which case that one of our entries had opened was withdrawn."""

    track = PlainText(40, required=True, metadata=labels.TRACK)
    case_id = PlainText(64, required=True, metadata=labels.CASE_ID)
    number = PlainText(120, metadata=labels.CASE_NUMBER)
    entry = StrictInteger(metadata=label("由哪一条记录转出", "the entry that had opened it"))


def withdrawn_state() -> State:
    """Return the state in which every track has the cases that were entered by mistake."""
    return State(ENTERED_BY_MISTAKE, Text("已撤销登记（误登记）", "entered by mistake"), VOID)


def withdrawing_commands(
    states: Mapping[str, State], officers: frozenset[str]
) -> dict[str, Command]:
    """Return the commands by which a registration is withdrawn, and one elsewhere is noted."""
    withdraw = Command(
        name=WITHDRAW_CASE,
        label=Text("撤销登记", "withdraw the registration"),
        from_states=frozenset(states),
        targets=(Target(ENTERED_BY_MISTAKE),),
        roles=officers,
        schema=WithdrawnRegistration,
        articles=(_ARTICLE,),
        event=CASE_WITHDRAWN,
        sets=Setting(append={WITHDRAWALS: ("reason", "approved_by")}),
        clocks=(ClockOperation("void", ("all",)),),
    )
    note = Command(
        name=NOTE_WITHDRAWAL,
        label=Text("记录转出案件撤销登记", "note that a case opened from here is withdrawn"),
        from_states=frozenset(states),
        targets=(),
        roles=frozenset({SYSTEM_ROLE}),
        schema=WithdrawnElsewhere,
        articles=(_ARTICLE,),
        event="withdrawal_noted",
        sets=Setting(append={WITHDRAWN_ELSEWHERE: ("track", "case_id", "number", "entry")}),
    )
    return {command.name: command for command in (withdraw, note)}


def withdrawn_offspring(case: Mapping[str, Any]) -> frozenset[int]:
    """Return the entries of a case that had opened another one, which was withdrawn since."""
    noted = case["facts"].get(WITHDRAWN_ELSEWHERE, ())
    return frozenset(each["entry"] for each in noted if each.get("entry") is not None)


def answered_event(case: Mapping[str, Any]) -> str | None:
    """Return the event in answer to which the system opened a case; None where somebody did."""
    _, _, key = str(case.get("creation_key") or "").partition(f"{SYSTEM.subject}:")
    return key.partition(":")[0] or None
