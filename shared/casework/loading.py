"""Reading `procedure.yaml`: every key known, nothing said twice, every name resolved."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from types import ModuleType
from typing import Any, get_args

import yaml

from shared.casework.assigning import assign_command, officers_of
from shared.casework.checking import ProcedureError, check_procedure
from shared.casework.completing import complete_file_command
from shared.casework.correcting import amending_commands
from shared.casework.guarding import Guard
from shared.casework.procedure import (
    POSTED,
    SYSTEM_VERBS,
    ClockOperation,
    Command,
    Expiry,
    Hiding,
    Notice,
    Opening,
    Procedure,
    Served,
    Setting,
    State,
    Target,
    Verb,
)
from shared.casework.system_commands import system_commands
from shared.casework.taking_part import TakingPart, taking_part_commands
from shared.casework.vocabulary import PARTY_ROLES
from shared.http.schemas import StrictSchema
from shared.language import Text

Node = Mapping[str, Any]
_PHASES = ("open", "ended", "closed")
_VERBS: tuple[Verb, ...] = tuple(each for each in get_args(Verb) if each not in SYSTEM_VERBS)
_QUALIFIERS = ("variant", "with", "within", "except", "each", "late", "when", "unless")
_PATHS = ("day_zero", "due", "party", "at", "reason", "by", "until", "from", "to")


_MERGE = "tag:yaml.org,2002:merge"
"""The key `<<`, which takes in what another mapping says."""


class _StrictLoader(yaml.CSafeLoader):
    """YAML in which a key given twice is an error, not a silent loss; `on` stays a word."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        seen: set[Hashable] = set()
        for key_node, _value in node.value:
            if key_node.tag == _MERGE:
                continue
            key = self.construct_object(key_node, deep=True)
            if key in seen:
                line = key_node.start_mark.line + 1
                raise ProcedureError(f"line {line}: the key {key!r} is given twice")
            seen.add(key)
        return super().construct_mapping(node, deep=deep)


# YAML 1.1 reads on, off, yes and no as booleans; `on` is our word for the legal date.
_StrictLoader.yaml_implicit_resolvers = {
    first: [
        (tag, pattern)
        for tag, pattern in resolvers
        if tag not in {"tag:yaml.org,2002:bool", "tag:yaml.org,2002:timestamp"}
    ]
    for first, resolvers in yaml.CSafeLoader.yaml_implicit_resolvers.items()
}
_BOOLEAN = {"true": True, "false": False}


_ROOT_KEYS = (
    "track",
    "collection",
    "service",
    "number",
    "label",
    "states",
    "commands",
    "expiry",
    "hides",
    "keeps",
    "served",
    "taking_part",
)


def load_procedure(text: str, schemas: ModuleType, guards: ModuleType) -> Procedure:
    """
    Return the procedure written in `text`, with schemas and guards taken from the modules.

    Raises `ProcedureError` naming what is unknown, unreachable, missing or said twice.
    """
    root = _node(_booleans(_parsed(text)), "procedure")
    _only(
        root,
        "procedure",
        _ROOT_KEYS,
    )
    states = {
        name: _state(name, _node(node, f"states.{name}"))
        for name, node in _node(root["states"], "states").items()
    }
    expiry = {
        rule: _expiry(_node(node, f"expiry.{rule}"), f"expiry.{rule}")
        for rule, node in _node(root.get("expiry", {}), "expiry").items()
    }
    commands = {
        name: _command(name, _node(node, f"commands.{name}"), states, schemas, guards)
        for name, node in _node(root["commands"], "commands").items()
    }
    assign = assign_command(states, officers_of(commands.values()))
    officers = officers_of(commands.values()) or assign.roles
    if "taking_part" in root:
        taking_part = _taking_part(_node(root["taking_part"], "taking_part"))
        commands |= taking_part_commands(taking_part, states, officers)
    complete = complete_file_command(states, officers)
    commands |= {
        assign.name: assign,
        complete.name: complete,
        **amending_commands(states, officers),
        **system_commands(states, expiry),
    }
    procedure = Procedure(
        track=root["track"],
        collection=root["collection"],
        service=root["service"],
        number=root["number"],
        label=_text(root["label"], "label"),
        states=states,
        commands=commands,
        expiry=expiry,
        hides=_hiding(root["hides"]) if "hides" in root else None,
        keeps={
            name: () if fields == "all" else _names(fields, f"keeps.{name}")
            for name, fields in _node(root.get("keeps", {}), "keeps").items()
        },
        served={
            name: _served(_node(node, f"served.{name}"), f"served.{name}")
            for name, node in _node(root.get("served", {}), "served").items()
        },
    )
    check_procedure(procedure)
    return procedure


def _parsed(text: str) -> Any:
    try:
        return yaml.load(text, _StrictLoader)  # noqa: S506  (it is a SafeLoader)
    except yaml.YAMLError as error:
        raise ProcedureError(f"not YAML: {error}") from error


def _booleans(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _booleans(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_booleans(item) for item in value]
    return _BOOLEAN.get(value, value) if isinstance(value, str) else value


def _state(name: str, node: Node) -> State:
    where = f"states.{name}"
    _only(node, where, ["label", "phase"])
    if node.get("phase") not in _PHASES:
        raise ProcedureError(f"{where}.phase must be one of {', '.join(_PHASES)}")
    return State(name, _text(node.get("label"), f"{where}.label"), node["phase"])


_COMMAND_KEYS = (
    "label",
    "creates",
    "from",
    "to",
    "roles",
    "payload",
    "articles",
    "event",
    "event_data",
    "shares",
    "guards",
    "opens",
    "sets",
    "order",
    "requires",
    "clocks",
    "by",
    "counts_from",
    "takes_back",
    "serves",
    "supplies",
    "awaits",
)


def _command(
    name: str, node: Node, states: Mapping[str, State], schemas: ModuleType, guards: ModuleType
) -> Command:
    where = f"commands.{name}"
    _only(node, where, _COMMAND_KEYS)
    opens = node.get("opens")
    return Command(
        name=name,
        label=_text(node.get("label"), f"{where}.label"),
        from_states=_from_states(node.get("from", []), states, where),
        targets=_targets(node.get("to"), where),
        roles=frozenset(_names(node.get("roles", []), f"{where}.roles")),
        schema=_schema(node.get("payload"), schemas, where),
        articles=_names(node.get("articles", []), f"{where}.articles"),
        event=str(node.get("event") or ""),
        creates=bool(node.get("creates", False)),
        event_data=_names(node.get("event_data", []), f"{where}.event_data"),
        shares=_names(node.get("shares", []), f"{where}.shares"),
        guards=tuple(_guard(guard, guards, where) for guard in node.get("guards", [])),
        opens=None if opens is None else _opening(_node(opens, f"{where}.opens"), where),
        sets=_setting(_node(node.get("sets", {}), f"{where}.sets"), f"{where}.sets"),
        order=tuple((earlier, later) for earlier, later in node.get("order", [])),
        by_involved=_by(node.get("by", "handling"), where),
        requires=_names(node.get("requires", []), f"{where}.requires"),
        counts_from=(
            *_names(node.get("counts_from", []), f"{where}.counts_from"),
            *POSTED,
        ),
        takes_back=frozenset(_names(node.get("takes_back", []), f"{where}.takes_back")),
        serves=_one_or_more(node.get("serves", []), f"{where}.serves"),
        supplies=frozenset(_names(node.get("supplies", []), f"{where}.supplies")),
        awaits=node.get("awaits"),
        clocks=tuple(
            _operation(_node(operation, f"{where}.clocks"), f"{where}.clocks[{index}]")
            for index, operation in enumerate(node.get("clocks", []))
        ),
    )


def _by(value: Any, where: str) -> bool:
    if value not in {"handling", "involved"}:
        raise ProcedureError(f"{where}.by must be handling or involved")
    return bool(value == "involved")


def _from_states(value: Any, states: Mapping[str, State], where: str) -> frozenset[str]:
    found: set[str] = set()
    for name in [value] if isinstance(value, str) else _names(value, f"{where}.from"):
        if name in _PHASES:
            found |= {state.name for state in states.values() if state.phase == name}
        elif name == "any":
            found |= {state.name for state in states.values() if state.phase != "closed"}
        elif name in states:
            found.add(name)
        else:
            raise ProcedureError(f"{where}.from names an unknown state {name!r}")
    return frozenset(found)


def _targets(value: Any, where: str) -> tuple[Target, ...]:
    if value is None:
        return ()
    if isinstance(value, str):
        return (Target(value),)
    targets = []
    for node in value:
        _only(node, f"{where}.to", ["state", "when"])
        targets.append(Target(node["state"], node.get("when", {})))
    return tuple(targets)


def _opening(node: Node, where: str) -> Opening:
    _only(node, f"{where}.opens", ["parties", "act"])
    return Opening(parties=node.get("parties", {}), act=node.get("act"))


def _setting(node: Node, where: str) -> Setting:
    _only(
        node,
        where,
        [
            "facts",
            "append",
            "constants",
            "copies",
            "milestones",
            "agency",
            "assignee",
            "settles",
        ],
    )
    return Setting(
        facts=_names(node.get("facts", []), f"{where}.facts"),
        append={
            name: _names(fields, f"{where}.append.{name}")
            for name, fields in node.get("append", {}).items()
        },
        constants=node.get("constants", {}),
        copies=node.get("copies", {}),
        milestones=node.get("milestones", {}),
        agency=node.get("agency"),
        assignee=node.get("assignee"),
        settles=tuple((each["code"], each["basis"]) for each in node.get("settles", [])),
    )


def _served(node: Node, where: str) -> Served:
    _only(node, where, ["to", "others", "rules", "basis", "made", "sides", "own", "unserved"])
    unserved = node.get("unserved")
    return Served(
        roles=frozenset(_names(node.get("to", []), f"{where}.to")),
        rules=frozenset(_names(node.get("rules", []), f"{where}.rules")),
        basis=str(node.get("basis") or ""),
        made=_names(node.get("made", []), f"{where}.made"),
        others=frozenset(_names(node.get("others", []), f"{where}.others")),
        sides={
            name: frozenset(_names(roles, f"{where}.sides.{name}"))
            for name, roles in _node(node.get("sides", {}), f"{where}.sides").items()
        },
        own_side=node.get("own"),
        unserved=None if unserved is None else _notice(unserved, f"{where}.unserved"),
    )


def _taking_part(node: Node) -> TakingPart:
    _only(node, "taking_part", ["roles", "joins", "succeeds", "changes"])
    named = {name: _names(node.get(name, []), f"taking_part.{name}") for name in node}
    if unknown := set(named.get("roles", ())) - PARTY_ROLES.keys():
        raise ProcedureError(f"taking_part.roles names an unknown role {min(unknown)!r}")
    return TakingPart(**{"roles": (), "joins": (), "succeeds": (), "changes": (), **named})


def _hiding(node: Node) -> Hiding:
    _only(node, "hides", ["roles", "from", "when"])
    return Hiding(frozenset(node["roles"]), node["from"], node.get("when", {}))


def _operation(node: Node, where: str) -> ClockOperation:
    _only(node, where, [*_VERBS, *_PATHS, *_QUALIFIERS])
    verbs = [verb for verb in _VERBS if verb in node]
    if len(verbs) != 1:
        raise ProcedureError(f"{where} needs exactly one of {', '.join(_VERBS)}")
    named = node[verbs[0]]
    return ClockOperation(
        verb=verbs[0],
        rules=_one_or_more(named, where),
        when=node.get("when", {}),
        unless=node.get("unless", {}),
        paths={name: _one_or_more(node[name], where) for name in _PATHS if name in node},
        variant=node.get("variant"),
        with_rule=node.get("with"),
        within=_names(node.get("within", []), f"{where}.within"),
        each=node.get("each"),
        spared=frozenset(_names(node.get("except", []), f"{where}.except")),
        late=_notice(node["late"], f"{where}.late") if "late" in node else None,
    )


def _expiry(node: Node, where: str) -> Expiry:
    _only(node, where, ["command", "after", "warning", "ends"])
    warning = node.get("warning")
    return Expiry(
        command=node.get("command"),
        after=_names(node.get("after", []), f"{where}.after"),
        warning=None if warning is None else _notice(warning, f"{where}.warning"),
        ends=bool(node.get("ends", False)),
    )


def _notice(node: Any, where: str) -> Notice:
    _only(_node(node, where), where, ["code", "basis", "text"])
    return Notice(str(node["code"]), str(node["basis"]), _text(node["text"], f"{where}.text"))


def _schema(name: Any, schemas: ModuleType, where: str) -> type[StrictSchema]:
    found = getattr(schemas, str(name), None)
    if not (isinstance(found, type) and issubclass(found, StrictSchema)):
        raise ProcedureError(f"{where}.payload names an unknown schema {name!r}")
    return found


def _guard(name: Any, guards: ModuleType, where: str) -> Guard:
    found: Guard | None = getattr(guards, str(name), None)
    if found is None or not callable(found):
        raise ProcedureError(f"{where}.guards names an unknown guard {name!r}")
    return found


def _text(node: Any, where: str) -> Text:
    if not isinstance(node, Mapping) or set(node) != {"zh", "en"}:
        raise ProcedureError(f"{where} needs zh and en")
    return Text(str(node["zh"]), str(node["en"]))


def _node(value: Any, where: str) -> Node:
    if not isinstance(value, Mapping):
        raise ProcedureError(f"{where} must be a mapping")
    return value


def _one_or_more(value: Any, where: str) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else _names(value, where)


def _names(value: Any, where: str) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise ProcedureError(f"{where} must be a list of names")
    return tuple(value)


def _only(node: Node, where: str, known: Iterable[str]) -> None:
    unknown = sorted(set(node) - set(known))
    if unknown:
        raise ProcedureError(f"{where} has an unknown key {unknown[0]!r}")
