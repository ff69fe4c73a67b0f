"""Reading `procedure.yaml`: every key known, nothing said twice, every name resolved."""

from __future__ import annotations

from types import ModuleType
from typing import Any

from shared.casework.assigning import assign_command, officers_of
from shared.casework.attaching import PAPERS, WITHDRAWN, attaching_commands
from shared.casework.checking import ProcedureError, check_procedure
from shared.casework.completing import complete_file_command
from shared.casework.correcting import amending_commands
from shared.casework.loading_commands import from_module, read_command
from shared.casework.loading_nodes import (
    Node,
    as_names,
    as_node,
    only,
    read_notice,
    read_text,
)
from shared.casework.procedure import (
    PHASES,
    Expiry,
    Hiding,
    Procedure,
    Served,
    State,
)
from shared.casework.system_commands import system_commands
from shared.casework.taking_part import TakingPart, taking_part_commands
from shared.casework.vocabulary import PARTY_ROLES
from shared.casework.withdrawing import (
    WITHDRAWN_ELSEWHERE,
    withdrawing_commands,
    withdrawn_state,
)
from shared.strict_yaml import StrictYamlError, read_yaml

_ROOT_KEYS = (
    "track",
    "collection",
    "service",
    "number",
    "label",
    "place",
    "officer",
    "not_yet",
    "taken_since",
    "own_application",
    "states",
    "commands",
    "expiry",
    "hides",
    "keeps",
    "alone",
    "earlier",
    "served",
    "taking_part",
)


def load_procedure(text: str, schemas: ModuleType, guards: ModuleType) -> Procedure:
    """
    Return the procedure written in `text`, with schemas and guards taken from the modules.

    Raises `ProcedureError` naming what is unknown, unreachable, missing or said twice.
    """
    root = as_node(_parsed(text), "procedure")
    only(
        root,
        "procedure",
        _ROOT_KEYS,
    )
    states = {
        name: _state(name, as_node(node, f"states.{name}"))
        for name, node in as_node(root["states"], "states").items()
    }
    expiry = {
        rule: _expiry(as_node(node, f"expiry.{rule}"), f"expiry.{rule}")
        for rule, node in as_node(root.get("expiry", {}), "expiry").items()
    }
    commands = {
        name: read_command(name, as_node(node, f"commands.{name}"), states, schemas, guards)
        for name, node in as_node(root["commands"], "commands").items()
    }
    assign = assign_command(states, officers_of(commands.values()))
    officers = officers_of(commands.values()) or assign.roles
    if "taking_part" in root:
        taking_part = _taking_part(as_node(root["taking_part"], "taking_part"), guards)
        commands |= taking_part_commands(taking_part, states, officers)
    opening = frozenset().union(*(each.roles for each in commands.values() if each.creates))
    complete = complete_file_command(states, officers)
    entered_by_mistake = withdrawn_state()
    every_state = {**states, entered_by_mistake.name: entered_by_mistake}
    commands |= {
        assign.name: assign,
        complete.name: complete,
        **amending_commands(every_state, officers),
        **withdrawing_commands(states, officers),
        **attaching_commands(states, officers, opening),
        **system_commands(states, expiry),
    }
    procedure = Procedure(
        track=root["track"],
        collection=root["collection"],
        service=root["service"],
        number=root["number"],
        label=read_text(root["label"], "label"),
        states=every_state,
        commands=commands,
        expiry=expiry,
        hides=_hiding(root["hides"]) if "hides" in root else None,
        keeps={
            name: () if fields == "all" else as_names(fields, f"keeps.{name}")
            for name, fields in as_node(root.get("keeps", {}), "keeps").items()
        }
        | dict.fromkeys((PAPERS, WITHDRAWN, WITHDRAWN_ELSEWHERE), ()),
        served={
            name: read_served(name, node)
            for name, node in as_node(root.get("served", {}), "served").items()
        },
        alone=tuple(
            from_module(name, guards, "alone") for name in as_names(root.get("alone", []), "alone")
        ),
        earlier=from_module(root["earlier"], guards, "earlier") if "earlier" in root else None,
    )
    check_procedure(procedure)
    return procedure


def _parsed(text: str) -> Any:
    try:
        return read_yaml(text)
    except StrictYamlError as error:
        raise ProcedureError(str(error)) from error


def _state(name: str, node: Node) -> State:
    where = f"states.{name}"
    only(node, where, ["label", "phase"])
    if node.get("phase") not in PHASES:
        raise ProcedureError(f"{where}.phase must be one of {', '.join(PHASES)}")
    return State(name, read_text(node.get("label"), f"{where}.label"), node["phase"])


def read_served(name: str, said: Any) -> Served:
    """Return what a procedure says of a document of that name under `served`."""
    where = f"served.{name}"
    node = as_node(said, where)
    only(
        node,
        where,
        [
            "to",
            "others",
            "rules",
            "variants",
            "rights",
            "basis",
            "made",
            "sides",
            "own",
            "unserved",
            "barred",
        ],
    )
    unserved = node.get("unserved")
    return Served(
        roles=frozenset(as_names(node.get("to", []), f"{where}.to")),
        rules=frozenset(as_names(node.get("rules", []), f"{where}.rules")),
        basis=str(node.get("basis") or ""),
        made=as_names(node.get("made", []), f"{where}.made"),
        variants=as_node(node.get("variants", {}), f"{where}.variants"),
        rights=frozenset(as_names(node.get("rights", []), f"{where}.rights")),
        others=frozenset(as_names(node.get("others", []), f"{where}.others")),
        sides={
            name: frozenset(as_names(roles, f"{where}.sides.{name}"))
            for name, roles in as_node(node.get("sides", {}), f"{where}.sides").items()
        },
        own_side=node.get("own"),
        unserved=None if unserved is None else read_notice(unserved, f"{where}.unserved"),
        barred=tuple(as_node(each, f"{where}.barred") for each in node.get("barred", [])),
    )


def _taking_part(node: Node, guards: ModuleType) -> TakingPart:
    lists = ["roles", "joins", "succeeds", "changes"]
    only(node, "taking_part", [*lists, "guards", "after_the_effect"])
    late = node.get("after_the_effect")
    named = {name: as_names(node.get(name, []), f"taking_part.{name}") for name in lists}
    if unknown := set(named.get("roles", ())) - PARTY_ROLES.keys():
        raise ProcedureError(f"taking_part.roles names an unknown role {min(unknown)!r}")
    return TakingPart(
        **named,
        guards=tuple(
            from_module(name, guards, "taking_part.guards")
            for name in as_names(node.get("guards", []), "taking_part.guards")
        ),
        after_the_effect=late and read_notice(late, "taking_part.after_the_effect"),
    )


def _hiding(node: Node) -> Hiding:
    only(node, "hides", ["roles", "from", "when", "until_known"])
    return Hiding(
        frozenset(node["roles"]), node["from"], node.get("when", {}), node.get("until_known")
    )


def _expiry(node: Node, where: str) -> Expiry:
    only(node, where, ["command", "after", "warning", "ends"])
    warning = node.get("warning")
    return Expiry(
        command=node.get("command"),
        after=as_names(node.get("after", []), f"{where}.after"),
        warning=None if warning is None else read_notice(warning, f"{where}.warning"),
        ends=bool(node.get("ends", False)),
    )
