"""What makes a procedure unsound, found when it is loaded."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from shared.casework.paths import ROOTS
from shared.casework.procedure import (
    FACT,
    ITEM,
    POSTED,
    SYSTEM_ROLE,
    ClockOperation,
    Command,
    Leaving,
    Procedure,
)
from shared.casework.told_step import StepData
from shared.casework.vocabulary import PARTY_ROLES
from shared.http.identity import EDGE_ROLES, OFFICER_ROLES
from shared.http.labels import unlabelled
from shared.law import load_rules

_ROLES = frozenset({*OFFICER_ROLES, *EDGE_ROLES, SYSTEM_ROLE})


class ProcedureError(Exception):
    """A procedure file that must not be served; the message says where and why."""


def check_procedure(procedure: Procedure) -> None:
    """Raise `ProcedureError` for the first unsound thing in `procedure`."""
    for command in procedure.commands.values():
        _check_command(procedure, command)
    _check_reachability(procedure)
    _check_expiry(procedure)
    _check_kept_lists(procedure)
    _check_served(procedure)
    if not procedure.creating():
        raise ProcedureError("no command creates a case")


def _check_command(procedure: Procedure, command: Command) -> None:
    where = f"commands.{command.name}"
    if not command.roles:
        raise ProcedureError(f"{where} has no role")
    if unknown := command.roles - _ROLES:
        raise ProcedureError(f"{where} names an unknown role {min(unknown)!r}")
    if not command.event:
        raise ProcedureError(f"{where} has no event")
    _check_words(command, where)
    _check_states(procedure, command, where)
    for path in _paths(command):
        _check_path(path, command, where)
    _check_told_facts(procedure, command, where)
    for operation in command.clocks:
        _check_rules(operation, where)
    if unknown := command.takes_back - procedure.expiry.keys():
        raise ProcedureError(f"{where}.takes_back names a rule without expiry: {min(unknown)!r}")
    _check_service(procedure, command, where)
    _check_own_day(procedure, command, where)


def _check_states(procedure: Procedure, command: Command, where: str) -> None:
    for target in command.targets:
        if target.state not in procedure.states:
            raise ProcedureError(f"{where}.to names an unknown state {target.state!r}")
    if command.creates and (not command.targets or command.opens is None):
        raise ProcedureError(f"{where} creates a case and needs `to` and `opens`")
    if command.told_later and not command.from_states:
        raise ProcedureError(f"{where} is told later and never done")


def _check_service(procedure: Procedure, command: Command, where: str) -> None:
    for name in (*command.serves, *([command.awaits] if command.awaits else [])):
        if name not in procedure.served:
            raise ProcedureError(f"{where} names an unknown document {name!r}")
    started = {rule for each in command.clocks if each.verb == "start" for rule in each.rules}
    if unknown := command.supplies - started:
        raise ProcedureError(f"{where}.supplies names a rule that it starts not: {min(unknown)!r}")
    names_nobody = "party" not in command.schema._declared_fields
    if command.serves and names_nobody:
        raise ProcedureError(f"{where}.serves needs a payload that names the party")
    if command.leaving:
        _check_leaving(procedure, command.leaving, f"{where}.leaves")


def _check_own_day(procedure: Procedure, command: Command, where: str) -> None:
    """Refuse to judge a period by a day that is told, and not to count the act from that day."""
    if command.creates or "on" in command.counts_from:
        return
    for operation in command.clocks:
        ends = operation.verb == "meet" and procedure.expiry.keys() & {*operation.rules}
        told = {path for path in operation.paths.get("at", ()) if path.startswith("payload.")}
        if ends and told and not told & {*command.counts_from}:
            raise ProcedureError(f"{where}.counts_from does not name {min(told)!r}")


def _check_leaving(procedure: Procedure, leaving: Leaving, where: str) -> None:
    if leaving.last not in procedure.commands:
        raise ProcedureError(f"{where}.last names an unknown command {leaving.last!r}")
    if unknown := set(leaving.roles) - PARTY_ROLES.keys():
        raise ProcedureError(f"{where}.roles names an unknown role {min(unknown)!r}")


def _check_words(command: Command, where: str) -> None:
    for missing in unlabelled(command.schema()):
        raise ProcedureError(f"{where}.payload: {missing}")
    for role in command.opens.parties.values() if command.opens else ():
        if role not in PARTY_ROLES:
            raise ProcedureError(f"{where}.opens names a role of parties without words: {role!r}")


def _paths(command: Command) -> Iterator[str]:
    for target in command.targets:
        yield from target.when
    for pair in command.order:
        yield from pair
    yield from command.requires
    yield from (path for path in command.counts_from if path not in POSTED)
    yield from command.supplies_since
    yield from command.sets.milestones.values()
    yield from command.sets.copies.values()
    yield from command.sets.stays
    yield from (path for path in (command.sets.agency, command.sets.assignee) if path)
    for operation in command.clocks:
        yield from [operation.each] if operation.each else []
        for paths in (operation.when, operation.unless, *operation.paths.values()):
            yield from (path for path in paths if not (operation.each and path.startswith(ITEM)))
    told = [name for name in command.event_data if not name.startswith(FACT)]
    fields = [*command.sets.facts, *told]
    for names in command.sets.append.values():
        fields.extend(names)
    if command.opens:
        fields.extend(command.opens.parties)
        fields.extend([command.opens.act] if command.opens.act else [])
    yield from (f"payload.{name}" for name in fields)


_TOLD_OF_EVERY_STEP = frozenset(StepData().fields)


def _check_told_facts(procedure: Procedure, command: Command, where: str) -> None:
    recorded = _facts(procedure)
    for path in command.event_data:
        if path.startswith(FACT) and path.removeprefix(FACT) not in recorded:
            raise ProcedureError(f"{where}.event_data names {path!r}, which no command records")
        if path.removeprefix(FACT) in _TOLD_OF_EVERY_STEP:
            raise ProcedureError(f"{where}.event_data names {path!r}, which every step tells")


def _check_kept_lists(procedure: Procedure) -> None:
    settings = [command.sets for command in procedure.commands.values()]
    for name, fields in procedure.keeps.items():
        lists = [sets.append[name] for sets in settings if name in sets.append]
        if not lists:
            raise ProcedureError(f"keeps names a list that no command adds to: {name!r}")
        if unknown := set(fields) - {"on"}.union(*lists):
            raise ProcedureError(f"keeps.{name} names a field it has not: {min(unknown)!r}")


def _check_served(procedure: Procedure) -> None:
    rules, seen = load_rules(), set[str]()
    for name, served in procedure.served.items():
        where = f"served.{name}"
        if not (served.roles and served.rules and served.basis and served.made):
            raise ProcedureError(f"{where} needs to, rules, basis and made")
        roles = served.roles.union(served.others, *served.sides.values())
        if unknown := roles - PARTY_ROLES.keys():
            raise ProcedureError(f"{where} names a role of parties without words: {min(unknown)!r}")
        named = served.rules | served.rights
        if strange := {each for each in named if each not in rules}:
            raise ProcedureError(f"{where} names a rule that the law has not: {min(strange)!r}")
        if twice := named & seen:
            raise ProcedureError(f"{where} names a rule of another document: {min(twice)!r}")
        for path in (path for each in served.barred for path in each):
            if path.partition(".")[0] not in {"facts", "milestones"}:
                raise ProcedureError(f"{where}.barred names an unknown path {path!r}")
        if served.own_side is not None and served.own_side not in served.sides:
            raise ProcedureError(f"{where}.own names an unknown side {served.own_side!r}")
        seen |= named


def _facts(procedure: Procedure) -> set[str]:
    settings = [command.sets for command in procedure.commands.values()]
    return {
        name
        for sets in settings
        for name in (*sets.facts, *sets.append, *sets.constants, *sets.copies)
    }


def _check_path(path: str, command: Command, where: str) -> None:
    root, _, rest = path.partition(".")
    if root not in ROOTS:
        raise ProcedureError(f"{where} names an unknown path {path!r}")
    if root == "payload" and rest.split(".")[0] not in command.schema._declared_fields:
        raise ProcedureError(f"{where} names {path!r}, which {command.schema.__name__} has not")


def _check_rules(operation: ClockOperation, where: str) -> None:
    rules = load_rules()
    named: Iterable[str] = [
        *operation.rules,
        *operation.within,
        *([operation.with_rule] if operation.with_rule else []),
        *operation.spared,
    ]
    for rule in named:
        if rule != "all" and rule not in rules:
            raise ProcedureError(f"{where}.clocks names a rule that the law has not: {rule!r}")
    if operation.verb == "start" and "day_zero" not in operation.paths:
        raise ProcedureError(f"{where}.clocks starts {operation.rules[0]} without a day_zero")


def _check_reachability(procedure: Procedure) -> None:
    reached: set[str] = set()
    commands = list(procedure.commands.values())
    while True:
        found = {
            target.state
            for command in commands
            if command.creates or command.from_states & reached
            for target in command.targets
        }
        if found <= reached:
            break
        reached |= found
    if lost := sorted(set(procedure.states) - reached):
        raise ProcedureError(f"states.{lost[0]} cannot be reached by any command")


def _check_expiry(procedure: Procedure) -> None:
    rules = load_rules()
    for rule, effect in procedure.expiry.items():
        if rule not in rules:
            raise ProcedureError(f"expiry names a rule that the law has not: {rule!r}")
        if effect.command is None:
            continue
        command = procedure.commands.get(effect.command)
        if command is None or SYSTEM_ROLE not in command.roles:
            raise ProcedureError(f"expiry.{rule} needs a command with the role system")
