"""What may be done with a case now, and what comes later and is waiting for what."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

from shared.casework.assigning import ASSIGN
from shared.casework.completing import COMPLETE_FILE
from shared.casework.correcting import CORRECT, TAKE_BACK
from shared.casework.guarding import SYSTEM_ROLE, Actor, StandingGuard
from shared.casework.may_act import may_act
from shared.casework.paths import look_up, scope_of
from shared.casework.payload_schema import payload_schema
from shared.casework.procedure import Command, Procedure
from shared.casework.vocabulary import fact_name
from shared.casework.withdrawing import WITHDRAW_CASE
from shared.http.identity import ROLE_NAMES
from shared.http.problems import Problem
from shared.language import Language, Text

Document = dict[str, Any]
Case = Mapping[str, Any]
_PAYLOAD = "payload."
_STATES_NAMED = 6
_OF_THE_FILE = frozenset({ASSIGN, COMPLETE_FILE, CORRECT, TAKE_BACK, WITHDRAW_CASE})
PROCEDURE, DAYS, PARTIES, FILE = GROUPS = ("procedure", "days", "parties", "file")
"""What a step does: the procedure itself, a day told later, who takes part, the file."""
_NOTHING_HINDERS: Mapping[str, Text] = MappingProxyType({})
_DAY_THEN = Text(
    "此前已经办理、现在补登：填写当时的日期。",
    "What was done before and is recorded now: the day on which it was done.",
)
_OF_THE_AGENCY = Text("由办理本案的机关办理", "it is for the agency that handles the case")


def actions(
    procedure: Procedure,
    case: Case,
    actor: Actor,
    language: Language,
    *,
    today: date,
    hindrances: Mapping[str, Text] = _NOTHING_HINDERS,
) -> Document:
    """
    Return `{now, later}` for `actor`; the schemas of payloads are in `language`.

    `hindrances` say by command what in the history stands against it.
    """
    now, later = [], []
    ahead = states_ahead(procedure, case["status"])
    for command in procedure.commands.values():
        comes = command.from_states & ahead or case["status"] in command.told_later
        if command.own_route or not comes or command.roles <= {SYSTEM_ROLE}:
            continue
        shown = {"command": command.name, "label": command.label.as_dict()}
        needs = list(_needs(procedure, command, case, actor, today))
        if command.name in hindrances:
            needs.append(_need("case", hindrances[command.name]))
        if needs:
            later.append({**shown, "needs": needs})
        else:
            clocks = {
                "meets": _running(case, _rules(command, "meet") - _rules(command, "start")),
                "extends": _running(case, _rules(command, "extend")),
            }
            told = command.is_only_told_in(case["status"])
            schema = _with_addressees(procedure, command, language)
            schema = _with_its_day(schema, language) if told else schema
            group = DAYS if told else group_of(command)
            shown |= {"group": group, "articles": list(command.articles)}
            now.append({**shown, **clocks, "schema": schema})
    return {"now": now, "later": later}


def openings(procedure: Procedure, actor: Actor, language: Language) -> Document:
    """Return in the same shape the commands by which `actor` may open a case."""
    now = [
        {
            "command": command.name,
            "label": command.label.as_dict(),
            "group": group_of(command),
            "articles": list(command.articles),
            "meets": [],
            "extends": [],
            "schema": payload_schema(command.schema, language),
        }
        for command in procedure.creating()
        if actor.role in command.roles
    ]
    return {"now": now, "later": []}


def _with_addressees(procedure: Procedure, command: Command, language: Language) -> Document:
    """Return the schema of the payload; where something is served, on whom by their roles."""
    schema = payload_schema(command.schema_on_case, language)
    served = [procedure.served[name] for name in command.serves]
    if not served:
        return schema
    roles = sorted(frozenset().union(*(each.roles | each.others for each in served)))
    party = {**schema["properties"]["party"], "x-party-roles": roles}
    return {**schema, "properties": {**schema["properties"], "party": party}}


def _with_its_day(schema: Document, language: Language) -> Document:
    """Return the schema of what is told later: the day on which it was done is owed."""
    properties = schema["properties"]
    on = {**properties["on"], "description": _DAY_THEN.in_language(language)}
    required = ["on", *schema.get("required", ())]
    return {**schema, "properties": {**properties, "on": on}, "required": required}


def group_of(command: Command) -> str:
    """Return the group of steps to which a command belongs."""
    if command.parties is not None:
        return PARTIES
    if command.name in _OF_THE_FILE:
        return FILE
    return DAYS if command.supplies else PROCEDURE


def states_ahead(procedure: Procedure, status: str) -> set[str]:
    """Return `status` and every state that a case may still come to from it."""
    ahead = {status}
    while True:
        found = {
            target.state
            for command in procedure.commands.values()
            if command.from_states & ahead
            for target in command.targets
        }
        if found <= ahead:
            return ahead
        ahead |= found


def _rules(command: Command, verb: str) -> set[str]:
    """Return the rules on whose clocks the command may have this effect."""
    return {rule for step in command.clocks if step.verb == verb for rule in step.rules}


def _running(case: Case, rules: set[str]) -> list[str]:
    running = {clock["rule"] for clock in case["clocks"] if clock["status"] == "running"}
    return sorted(rules & running)


def _needs(
    procedure: Procedure, command: Command, case: Case, actor: Actor, today: date
) -> Iterator[Document]:
    if case["status"] not in command.from_states | command.told_later:
        yield _need("state", _in_one_of(procedure, command))
    if actor.role not in command.roles:
        yield _need("role", _by_one_of(command.roles - {SYSTEM_ROLE}))
    elif not may_act(case, command, actor):
        yield _need("agency", _OF_THE_AGENCY)
    scope = scope_of(case, {}, date.min)
    for path in command.requires:
        if not path.startswith(_PAYLOAD) and look_up(path, scope) is None:
            name = fact_name(procedure, path)
            yield _need("fact", Text(f"先要登记：{name.zh}", f"to be recorded first: {name.en}"))
    if case["status"] in command.from_states:
        yield from _as_the_case_stands(command, case, today)


def _as_the_case_stands(command: Command, case: Case, today: date) -> Iterator[Document]:
    """Yield what the command would be refused for, whatever were said with it."""
    for guard in command.guards:
        if isinstance(guard, StandingGuard):
            try:
                guard.stands(case, today)
            except Problem as problem:
                need = _need("case", problem.detail)
                if problem.code == "missing-fact" and problem.errors:
                    need["fact"] = next(iter(problem.errors))
                yield need


def _need(kind: str, text: Text) -> Document:
    return {"kind": kind, "text": text.as_dict()}


def _in_one_of(procedure: Procedure, command: Command) -> Text:
    states = [state for state in procedure.states.values() if state.name in command.from_states]
    named = [state.label for state in states[:_STATES_NAMED]]
    more = Text("等", " and others") if len(states) > _STATES_NAMED else Text("", "")
    return Text(
        f"案件处于{'、'.join(f'“{label.zh}”' for label in named)}{more.zh}状态时",
        f"when the case is {_or(label.en for label in named)}{more.en}",
    )


def _by_one_of(roles: Iterable[str]) -> Text:
    names = [name for role, name in ROLE_NAMES.items() if role in set(roles)]
    return Text(
        f"由{'或者'.join(name.zh for name in names)}办理",
        f"it is for the {_or(name.en for name in names)}",
    )


def _or(words: Iterable[str]) -> str:
    return " or ".join(words)
