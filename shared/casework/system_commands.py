"""The commands that every track has by itself, for the system alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from shared.casework.guarding import SYSTEM_ROLE, Attempt, Finding, Link
from shared.casework.procedure import (
    ClockOperation,
    Command,
    Expiry,
    Setting,
    State,
)
from shared.casework.system_payloads import (
    ExpiryNote,
    FindingLift,
    FindingNote,
    Joining,
    Recomputation,
)
from shared.language import Text

NOTE_EXPIRY = "note_expiry"
JOIN_MATTER = "join_matter"
NOTE_FINDING = "note_finding"
LIFT_FINDING = "lift_finding"
RECOMPUTE_CLOCKS = "recompute_clocks"


def system_commands(
    states: Mapping[str, State], expiry: Mapping[str, Expiry]
) -> dict[str, Command]:
    """Return the commands of the system for a procedure with these states and expiries."""
    anywhere = frozenset(states)
    note_expiry = Command(
        name=NOTE_EXPIRY,
        label=Text("记录期限届满", "note the expiry of a time limit"),
        from_states=anywhere,
        targets=(),
        roles=frozenset({SYSTEM_ROLE}),
        schema=ExpiryNote,
        articles=(),
        event="clock_expiry_noted",
        event_data=("rule", "clock_id"),
        clocks=tuple(_noting(rule, effect) for rule, effect in expiry.items()),
    )
    commands = (
        note_expiry,
        replace(
            note_expiry,
            name=JOIN_MATTER,
            label=Text("归入争议事项", "join a matter"),
            schema=Joining,
            event="matter_joined",
            event_data=("from_matter_id", "reason"),
            sets=Setting(matter="payload.matter_id"),
            clocks=(),
        ),
        replace(
            note_expiry,
            name=NOTE_FINDING,
            label=Text("记录跨程序发现", "note a finding across tracks"),
            schema=FindingNote,
            event="finding_noted",
            event_data=("code",),
            guards=(announced_finding,),
            clocks=(),
        ),
        replace(
            note_expiry,
            name=LIFT_FINDING,
            label=Text("撤销跨程序提示", "lift a finding across tracks"),
            schema=FindingLift,
            event="finding_lifted",
            event_data=("code",),
            sets=Setting(lifts="payload.code"),
            clocks=(),
        ),
        replace(
            note_expiry,
            name=RECOMPUTE_CLOCKS,
            label=Text("按新日历重算期限", "compute the time limits by a new calendar"),
            schema=Recomputation,
            event="clocks_recomputed",
            event_data=("edition",),
            clocks=(ClockOperation("recompute", ("all",)),),
        ),
    )
    return {command.name: command for command in commands}


def announced_finding(attempt: Attempt) -> Iterable[Finding | Link]:
    """Put on the case what coordination announced."""
    payload = attempt.payload
    text = Text(payload["text"]["zh"], payload["text"]["en"])
    yield Finding(payload["code"], payload["basis"], text)
    if payload.get("case_id"):
        other = payload.get("number")
        yield Link(payload["track"], payload["case_id"], payload["kind"], other)


def _noting(rule: str, effect: Expiry) -> ClockOperation:
    # A clock whose command waits for others has lapsed itself all the same.
    return ClockOperation(
        "lapse" if effect.ends or effect.command else "warn",
        (rule,),
        when={"payload.rule": rule},
        paths={"clock": ("payload.clock_id",)},
        late=effect.warning,
    )
