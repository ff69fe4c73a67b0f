"""The decision on an attempted command: a pure function from facts to what would change."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from shared.casework.addressees import Addressees, addressees_of, begins_once, check_services
from shared.casework.case import Case, Changes, apply, plain
from shared.casework.case_warnings import FromClocks, with_findings
from shared.casework.clock_register import NO_NAMES, ClockNames
from shared.casework.clocks import ClockLedger
from shared.casework.earlier_clocks import earlier_clocks
from shared.casework.guarding import (
    Actor,
    Attempt,
    Finding,
    Index,
    Link,
    StandingGuard,
    missing_fact,
    wrong_role,
)
from shared.casework.opening import opening_changes
from shared.casework.paths import holds, known_date, look_up, scope_of
from shared.casework.personal import Personal
from shared.casework.procedure import POSTED, Command, Procedure
from shared.casework.telling import TakenStep, event_data
from shared.casework.vocabulary import fact_name
from shared.events.names import of_step
from shared.http.problems import Problem
from shared.language import Text
from shared.law import Calendar, Rules

_DONE_BEFORE = Text(
    "此前已经办理的，请填写当时的日期（on）。",
    " If it was done before, give the day on which it was (on).",
)
_RECEIPT = frozenset({"on", "payload.received_on"})


@dataclass(frozen=True, slots=True)
class Circumstances:
    """
    All that a decision rests on beside case and payload; `index` blinds identifiers.

    `assignee` is the officer whom the payload names as such, `clock_names` the ids that clocks had
    and `linked` those of the cases to which it was linked, where the act is worked out anew.
    """

    on: date
    today: date
    actor: Actor
    rules: Rules
    calendar: Calendar
    index: Index
    matter: Mapping[str, Any]
    assignee: Actor | None = None
    clock_names: ClockNames = NO_NAMES
    linked: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """What a command changes, what it warns of, and the event that tells others."""

    on: date
    changes: Changes
    case: Case
    findings: tuple[Finding, ...]
    event_type: str
    event_data: Mapping[str, Any]
    shares: tuple[str, ...]


def decide(
    procedure: Procedure,
    case: Mapping[str, Any],
    command: Command,
    payload: Mapping[str, Any],
    circumstances: Circumstances,
) -> Decision:
    """
    Decide one command on one case; nothing is read or written.

    Raises `Problem`: 403 for the wrong role, 409 `command-not-allowed` with what is allowed,
    422 `date-in-future`, `date-out-of-order`, `missing-fact`, and whatever a guard refuses.
    """
    attempt = _attempt(case, command, payload, circumstances)
    _check_role_and_state(procedure, command, attempt)
    opening = opening_changes(command.opens, attempt) if command.opens else {}
    scope = scope_of(apply(case, opening), payload, circumstances.on)
    _check_dates(procedure, command, attempt, scope)
    _check_required_facts(procedure, command, scope)
    check_services(procedure.served, command, case, payload)
    found = [item for guard in command.guards for item in guard(attempt) or ()]
    if command.parties:
        opening = command.parties(attempt)
    links = [item for item in found if isinstance(item, Link)]
    findings = [item for item in found if isinstance(item, Finding)]
    changes = _changes(
        procedure, command, attempt, opening, (findings, links), names=circumstances.clock_names
    )
    changes |= _name_of_assignee(changes, circumstances)
    after = apply(case, changes)
    taken = TakenStep(circumstances.on, case.get("status"), payload)
    data = event_data(procedure, command, taken, after, changes)
    return Decision(
        on=circumstances.on,
        changes=changes,
        case=after,
        findings=tuple(findings),
        event_type=of_step(procedure.track, command.event),
        event_data=data | {"warnings": [finding.as_dict() for finding in findings]},
        shares=command.shares,
    )


def _attempt(
    case: Mapping[str, Any],
    command: Command,
    payload: Mapping[str, Any],
    circumstances: Circumstances,
) -> Attempt:
    return Attempt(
        case=case,
        command=command.name,
        payload=payload,
        on=circumstances.on,
        actor=circumstances.actor,
        today=circumstances.today,
        rules=circumstances.rules,
        calendar=circumstances.calendar,
        matter=circumstances.matter,
        index=circumstances.index,
        linked=circumstances.linked,
    )


def _check_role_and_state(procedure: Procedure, command: Command, attempt: Attempt) -> None:
    role, status = attempt.actor.role, attempt.case.get("status")
    if role not in command.roles:
        raise wrong_role(command.label)
    fits = command.creates if status is None else status in command.from_states
    if not fits:
        _say_what_stands_against(command, attempt)
        label = procedure.states[status].label if status else Text("未立案", "not yet opened")
        before = _DONE_BEFORE if command.is_only_told_in(status) else Text("", "")
        owed = {"on": [_DONE_BEFORE]} if command.owes_its_day(status, attempt.payload) else None
        raise Problem(
            409,
            "command-not-allowed",
            Text(
                f"案件处于“{label.zh}”状态，不能执行“{command.label.zh}”。{before.zh}",
                f"The case is “{label.en}”; “{command.label.en}” is not possible.{before.en}",
            ),
            errors=owed,
            basis=_basis(command),
            allowed=procedure.allowed_from(status, role),
        )


def _say_what_stands_against(command: Command, attempt: Attempt) -> None:
    """Refuse what can only be told any more by the reason that the case itself gives, if any."""
    if command.is_only_told_in(attempt.case.get("status")):
        for guard in command.guards:
            if isinstance(guard, StandingGuard):
                guard.stands(attempt.case, attempt.on)


def _check_dates(
    procedure: Procedure, command: Command, attempt: Attempt, scope: Mapping[str, Any]
) -> None:
    on = attempt.on
    if on > attempt.today:
        text = Text("日期不能晚于今天。", "The date must not be in the future.")
        raise Problem(422, "date-in-future", text, errors={"on": [text]})
    entered = attempt.case.get("entered_on")
    any_day = command.comes_late or procedure.is_told_of_a_closed_file(command, attempt.case)
    if entered is not None and on.isoformat() < entered and not any_day:
        raise _out_of_order("on", on.isoformat(), entered, _basis(command))
    for earlier, later in _with_posting(command.order):
        first, second = known_date((earlier,), scope), known_date((later,), scope)
        if first is not None and second is not None and second < first:
            field = _field(later, earlier)
            raise _out_of_order(field, second.isoformat(), first.isoformat(), _basis(command))


def _with_posting(order: Collection[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Yield each pair; what an act is received after it was posted after, unless posted before."""
    for earlier, later in order:
        yield earlier, later
        if later in _RECEIPT and earlier not in _RECEIPT:
            yield from ((earlier, each) for each in POSTED if (each, earlier) not in order)


def _check_required_facts(procedure: Procedure, command: Command, scope: Mapping[str, Any]) -> None:
    for path in command.requires:
        if look_up(path, scope) is None:
            name = fact_name(procedure, path)
            text = Text(
                f"“{command.label.zh}”需要先有：{name.zh}。",
                f"“{command.label.en}” needs this fact first: {name.en}.",
            )
            raise missing_fact(path.rsplit(".", 1)[-1], text, basis=_basis(command))


def _basis(command: Command) -> str | None:
    return "；".join(command.articles) or None


def _field(later: str, earlier: str) -> str:
    """Return the payload field to blame: the later date when it was sent, else the earlier."""
    path = later if later == "on" or later.startswith("payload.") else earlier
    return path.removeprefix("payload.")


def _out_of_order(field: str, given: str, earlier: str, basis: str | None = None) -> Problem:
    text = Text(
        f"日期顺序有误：{given} 早于其前提 {earlier}。",
        f"Dates out of order: {given} is before {earlier}, which it follows.",
    )
    return Problem(422, "date-out-of-order", text, errors={field: [text]}, basis=basis)


def _changes(
    procedure: Procedure,
    command: Command,
    attempt: Attempt,
    opening: Changes,
    found: tuple[list[Finding], Sequence[Link]],
    *,
    names: ClockNames,
) -> Changes:
    findings, links = found
    case, payload, on = attempt.case, attempt.payload, attempt.on
    changes: Changes = {**opening}
    if links:
        changes["relations"] = _with_links(changes.get("relations", case["relations"]), links)
    known = apply(case, changes)
    scope = scope_of(known, payload, on)
    awaited = _awaited(procedure, command, known, scope)
    changes |= _recorded(procedure, known, command, payload, scope | awaited)
    # Conditions see what the command records, but the state from which it started.
    scope = scope_of(apply(case, changes), payload, on) | awaited
    target = next((target for target in command.targets if holds(target.when, scope)), None)
    if target is not None:
        entered_on = max(on.isoformat(), case.get("entered_on") or "")
        changes |= {"status": target.state, "entered_on": entered_on}
    addressees = addressees_of(procedure.served, apply(case, changes))
    ledger = ClockLedger(
        case.get("clocks", []),
        attempt.rules,
        attempt.calendar,
        on,
        names=names,
        addressees=addressees.values(),
        once=begins_once(procedure.served, command),
        once_since=known_date(command.supplies_since, scope),
        earlier=earlier_clocks(case)["last"],
    )
    ledger.run(command.clocks, scope)
    if clocks := ledger.changed():
        changes["clocks"] = clocks
    lifted = look_up(command.sets.lifts, scope) if command.sets.lifts else None
    from_clocks = FromClocks(
        ledger, addressees, command.serves, others_take_part=command.parties is not None
    )
    findings.extend(from_clocks.findings())
    standing = case.get("warnings", [])
    kept = [
        each
        for each in from_clocks.still_standing(standing)
        if each["code"] != lifted and (each["code"], each["basis"]) not in command.sets.settles
    ]
    if findings or len(kept) < len(standing):
        changes["warnings"] = with_findings(kept, findings, on)
    return changes


def _name_of_assignee(changes: Changes, circumstances: Circumstances) -> Changes:
    """Return the name of a new officer in charge, as it is on the day they become it."""
    if "assignee" not in changes:
        return {}
    known = (circumstances.actor, circumstances.assignee)
    names = {officer.subject: officer.name for officer in known if officer is not None}
    name = names.get(changes["assignee"])
    return {"assignee_name": Personal(name) if name else None}


def _awaited(
    procedure: Procedure, command: Command, case: Mapping[str, Any], scope: Mapping[str, Any]
) -> dict[str, Any]:
    """
    Return the services of the document that a command waits for, and the day of its effect.

    A case that waited for the effect moves on the day of the command. One that had moved on before
    learns of the effect, which came the day after the last period.
    """
    if command.awaits is None:
        return {}
    clocks, addressees = case["clocks"], Addressees(procedure.served[command.awaits], case)
    moves = any(holds(target.when, scope) for target in command.targets)
    came_on = None if moves else addressees.over_on(clocks)
    return {"services": addressees.services(clocks), "effect": {"on": came_on or scope["on"]}}


def _recorded(
    procedure: Procedure,
    case: Mapping[str, Any],
    command: Command,
    payload: Mapping[str, Any],
    scope: Mapping[str, Any],
) -> Changes:
    sets = command.sets
    voided = () if sets.stays and holds(sets.stays, scope) else sets.voids
    facts: Changes = {name: [] if procedure.keeps_list(name) else None for name in voided}
    facts |= {name: plain(payload[name]) for name in sets.facts if payload.get(name) is not None}
    for name, fields in sets.append.items():
        item = {field: plain(payload[field]) for field in fields if payload.get(field) is not None}
        earlier = case.get("facts", {}).get(name, [])
        facts[name] = [*earlier, {"on": scope["on"].isoformat(), **item}]
    facts |= sets.constants
    facts |= {name: plain(look_up(path, scope)) for name, path in sets.copies.items()}
    milestones = {
        name: moment.isoformat()
        for name, path in sets.milestones.items()
        if (moment := known_date((path,), scope)) is not None
    }
    changes: Changes = {}
    if facts:
        changes["facts"] = facts
    if milestones:
        changes["milestones"] = milestones
    if sets.assignee:
        changes["assignee"] = look_up(sets.assignee, scope)
    if sets.matter and (matter := look_up(sets.matter, scope)) is not None:
        changes["matter_id"] = matter
    if sets.agency and (agency := look_up(sets.agency, scope)) is not None:
        changes["agency"] = {"code": agency.get("code"), "name": str(agency["name"])}
        # It lies in the inbox of the agency that gets it, until somebody there takes it.
        changes["assignee"] = None
        if case["agency"] not in case["involved_agencies"]:
            changes["involved_agencies"] = [*case["involved_agencies"], case["agency"]]
    return changes


def _with_links(
    relations: Sequence[Mapping[str, Any]], links: Sequence[Link]
) -> list[dict[str, Any]]:
    result = [dict(relation) for relation in relations]
    known = {(each["track"], each["id"], each["kind"]) for each in result}
    for link in links:
        if (link.track, link.case_id, link.kind) not in known:
            known.add((link.track, link.case_id, link.kind))
            result.append(link.as_relation())
    return result
