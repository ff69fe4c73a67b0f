"""What the other services are told of a command."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from shared.casework.case import Changes, plain
from shared.casework.hiding import untold_roles
from shared.casework.personal import masked_name
from shared.casework.procedure import FACT, Command, Procedure
from shared.casework.saying import said_in
from shared.casework.vocabulary import fact_name

MOST_PAUSES_TOLD = 6


def clock_facts(clock: Mapping[str, Any]) -> dict[str, Any]:
    """Return what others are told of a clock: rule, state and dates, no explanation."""
    names = (
        "id",
        "rule",
        "rule_version",
        "status",
        "started_on",
        "due_on",
        "ended_on",
        "extended_by",
        "provisional",
        "party",
        "length",
    )
    # The reason of a pause stays here: somebody wrote it. An event does not grow with the case.
    latest = clock["pauses"][-MOST_PAUSES_TOLD:]
    pauses = [{name: each.get(name) for name in ("from", "to")} for each in latest]
    return {name: clock.get(name) for name in names} | {"pauses": pauses}


@dataclass(frozen=True, slots=True)
class TakenStep:
    """What an event tells of a step itself: its day, the state it found, and its payload."""

    on: date
    previous_status: str | None
    payload: Mapping[str, Any]


def told_facts(case: Mapping[str, Any], command: Command) -> list[str]:
    """Return the names of the facts of a case that the event of a command tells or shares."""
    told = [path.removeprefix(FACT) for path in command.event_data if path.startswith(FACT)]
    return [name for name in (*told, *command.shares) if name in case["facts"]]


def event_data(
    procedure: Procedure,
    command: Command,
    taken: TakenStep,
    after: Mapping[str, Any],
    changes: Changes,
) -> dict[str, Any]:
    """Return what others are told of a command: identifiers, dates and states, nothing personal."""
    act = after.get("act") or {}
    told = dict(_chosen(command, taken.payload, after))
    untold = untold_roles(procedure, after)
    return {
        "track": procedure.track,
        "command": command.name,
        "on": taken.on.isoformat(),
        "previous_status": taken.previous_status,
        "status": after["status"],
        "phase": procedure.states[after["status"]].phase,
        **{name: after.get(name) for name in _TOLD_OF_THE_CASE},
        "act": {name: act[name] for name in _TOLD_OF_THE_ACT if act.get(name) is not None},
        "parties": [_told_party(party, untold) for party in after["parties"]],
        "milestones": changes.get("milestones", {}),
        "clocks": [clock_facts(clock) for clock in changes.get("clocks", [])],
        "words": _words(procedure, command, taken.payload, after["status"], changes),
        **{name: plain(value) for name, value in told.items() if value is not None},
    }


def _words(
    procedure: Procedure,
    command: Command,
    payload: Mapping[str, Any],
    status: str,
    changes: Changes,
) -> dict[str, Any]:
    """Return the words of a step for those who do not know this procedure."""
    told = {name: plain(payload[name]) for name in command.event_data if name in payload}
    return {
        "command": command.label.as_dict(),
        "status": procedure.states[status].label.as_dict(),
        "milestones": {
            name: fact_name(procedure, f"milestones.{name}").as_dict()
            for name in changes.get("milestones", {})
        },
        "said": [
            {name: said[name] for name in ("field", "label", "value", "words")}
            for said in said_in(command.schema, told)
            if not said["sealed"]
        ],
    }


def _chosen(
    command: Command, payload: Mapping[str, Any], after: Mapping[str, Any]
) -> Iterator[tuple[str, Any]]:
    for path in command.event_data:
        fact = path.removeprefix(FACT)
        yield fact, payload.get(path) if fact == path else after.get("facts", {}).get(fact)


def _told_party(party: Mapping[str, Any], untold: frozenset[str]) -> dict[str, Any]:
    told = {name: party.get(name) for name in _TOLD_OF_A_PARTY}
    if party["role"] in untold:
        return told
    name, kind = party.get("name"), party.get("kind")
    # An agency is no private person: its name finds its cases where its code is not known.
    return told | ({"name": name} if kind == "agency" else {"masked_name": masked_name(name, kind)})


_TOLD_OF_THE_CASE = ("agency", "region", "assignee", "title", "field", "origin")
_TOLD_OF_THE_ACT = (
    "number",
    "name",
    "kind",
    "made_on",
    "served_on",
    "known_on",
    "remedies_told",
    "remedies_known_on",
    "told_to_sue_until",
    "reconsideration_first_told",
    "reconsideration_first_by",
    "infringes_resource_right",
    "not_disclosed_under",
    "tax_settled_on",
    "concerns_real_estate",
    "inaction",
    "agency",
)
_TOLD_OF_A_PARTY = (
    "id",
    "role",
    "kind",
    "id_number_index",
    "phone_index",
    "code",
    "organisation_code",
    "key_group",
)
