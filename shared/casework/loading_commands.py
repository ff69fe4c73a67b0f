"""Reading the commands of a procedure file, with what they do to clocks."""

from __future__ import annotations

from collections.abc import Mapping
from types import ModuleType
from typing import Any, get_args

from shared.casework.checking import ProcedureError
from shared.casework.loading_nodes import (
    Node,
    as_names,
    as_node,
    one_or_more,
    only,
    read_notice,
    read_text,
)
from shared.casework.procedure import (
    OWN_VERBS,
    PHASES,
    POSTED,
    ClockOperation,
    Command,
    Leaving,
    Opening,
    Setting,
    State,
    Target,
    Verb,
)
from shared.casework.taking_part import ONE_LEAVES, leaves, one_of_several_leaves
from shared.http.schemas import StrictSchema

_VERBS: tuple[Verb, ...] = tuple(each for each in get_args(Verb) if each not in OWN_VERBS)
_QUALIFIERS = (
    "variant",
    "with",
    "within",
    "except",
    "each",
    "unless_begun",
    "late",
    "when",
    "unless",
)
_PATHS = (
    "day_zero",
    "due",
    "party",
    "at",
    "reason",
    "by",
    "until",
    "from",
    "to",
    "begun",
    "since",
)


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
    "supplies_since",
    "awaits",
    "leaves",
    "comes_late",
    "told_later",
)


def read_command(
    name: str, node: Node, states: Mapping[str, State], schemas: ModuleType, guards: ModuleType
) -> Command:
    """Return a command as its node says, with schema and guards taken from the modules."""
    where = f"commands.{name}"
    only(node, where, _COMMAND_KEYS)
    opens, leaving = node.get("opens"), _leaving(node.get("leaves"), f"{where}.leaves")
    return Command(
        name=name,
        label=read_text(node.get("label"), f"{where}.label"),
        from_states=_states(node.get("from", []), states, f"{where}.from"),
        targets=_targets(node.get("to"), where),
        roles=frozenset(as_names(node.get("roles", []), f"{where}.roles")),
        schema=_schema(node.get("payload"), schemas, where),
        articles=as_names(node.get("articles", []), f"{where}.articles"),
        event=str(node.get("event") or ""),
        creates=bool(node.get("creates", False)),
        event_data=as_names(node.get("event_data", []), f"{where}.event_data"),
        shares=as_names(node.get("shares", []), f"{where}.shares"),
        guards=(
            *([one_of_several_leaves(leaving)] if leaving else []),
            *(from_module(guard, guards, f"{where}.guards") for guard in node.get("guards", [])),
        ),
        opens=None if opens is None else _opening(as_node(opens, f"{where}.opens"), where),
        sets=_setting(as_node(node.get("sets", {}), f"{where}.sets"), f"{where}.sets"),
        order=tuple((earlier, later) for earlier, later in node.get("order", [])),
        by_involved=_by(node.get("by", "handling"), where),
        requires=as_names(node.get("requires", []), f"{where}.requires"),
        counts_from=(
            *as_names(node.get("counts_from", []), f"{where}.counts_from"),
            *POSTED,
        ),
        takes_back=frozenset(as_names(node.get("takes_back", []), f"{where}.takes_back")),
        serves=one_or_more(node.get("serves", []), f"{where}.serves"),
        supplies=frozenset(as_names(node.get("supplies", []), f"{where}.supplies")),
        supplies_since=as_names(node.get("supplies_since", []), f"{where}.supplies_since"),
        awaits=node.get("awaits"),
        comes_late=bool(node.get("comes_late", False)),
        told_later=_states(node.get("told_later", []), states, f"{where}.told_later"),
        clocks=(
            *(
                _operation(as_node(operation, f"{where}.clocks"), f"{where}.clocks[{index}]")
                for index, operation in enumerate(node.get("clocks", []))
            ),
            *([ONE_LEAVES] if leaving else []),
        ),
        parties=leaves if leaving else None,
        leaving=leaving,
    )


def _leaving(said: Any, where: str) -> Leaving | None:
    if said is None:
        return None
    node = as_node(said, where)
    only(node, where, ["roles", "last", "basis"])
    return Leaving(as_names(node["roles"], f"{where}.roles"), str(node["last"]), str(node["basis"]))


def _by(value: Any, where: str) -> bool:
    if value not in {"handling", "involved"}:
        raise ProcedureError(f"{where}.by must be handling or involved")
    return bool(value == "involved")


def _states(value: Any, states: Mapping[str, State], where: str) -> frozenset[str]:
    found: set[str] = set()
    for name in [value] if isinstance(value, str) else as_names(value, where):
        if name in PHASES:
            found |= {state.name for state in states.values() if state.phase == name}
        elif name == "any":
            found |= {state.name for state in states.values() if state.phase != "closed"}
        elif name in states:
            found.add(name)
        else:
            raise ProcedureError(f"{where} names an unknown state {name!r}")
    return frozenset(found)


def _targets(value: Any, where: str) -> tuple[Target, ...]:
    if value is None:
        return ()
    if isinstance(value, str):
        return (Target(value),)
    targets = []
    for node in value:
        only(node, f"{where}.to", ["state", "when"])
        targets.append(Target(node["state"], node.get("when", {})))
    return tuple(targets)


def _opening(node: Node, where: str) -> Opening:
    only(node, f"{where}.opens", ["parties", "act", "read_by"])
    return Opening(node.get("parties", {}), node.get("act"), node.get("read_by"))


def _setting(node: Node, where: str) -> Setting:
    only(
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
            "voids",
        ],
    )
    voids = as_node(node.get("voids", {}), f"{where}.voids")
    only(voids, f"{where}.voids", ["facts", "unless"])
    return Setting(
        facts=as_names(node.get("facts", []), f"{where}.facts"),
        append={
            name: as_names(fields, f"{where}.append.{name}")
            for name, fields in node.get("append", {}).items()
        },
        constants=node.get("constants", {}),
        copies=node.get("copies", {}),
        milestones=node.get("milestones", {}),
        agency=node.get("agency"),
        assignee=node.get("assignee"),
        settles=tuple((each["code"], each["basis"]) for each in node.get("settles", [])),
        voids=as_names(voids.get("facts", []), f"{where}.voids.facts"),
        stays=voids.get("unless", {}),
    )


def _operation(node: Node, where: str) -> ClockOperation:
    only(node, where, [*_VERBS, *_PATHS, *_QUALIFIERS])
    verbs = [verb for verb in _VERBS if verb in node]
    if len(verbs) != 1:
        raise ProcedureError(f"{where} needs exactly one of {', '.join(_VERBS)}")
    named = node[verbs[0]]
    return ClockOperation(
        verb=verbs[0],
        rules=one_or_more(named, where),
        when=node.get("when", {}),
        unless=node.get("unless", {}),
        paths={name: one_or_more(node[name], where) for name in _PATHS if name in node},
        variant=node.get("variant"),
        with_rule=node.get("with"),
        within=as_names(node.get("within", []), f"{where}.within"),
        each=node.get("each"),
        unless_begun=bool(node.get("unless_begun", False)),
        spared=frozenset(as_names(node.get("except", []), f"{where}.except")),
        late=read_notice(node["late"], f"{where}.late") if "late" in node else None,
    )


def _schema(name: Any, schemas: ModuleType, where: str) -> type[StrictSchema]:
    found = getattr(schemas, str(name), None)
    if not (isinstance(found, type) and issubclass(found, StrictSchema)):
        raise ProcedureError(f"{where}.payload names an unknown schema {name!r}")
    return found


def from_module(name: Any, guards: ModuleType, where: str) -> Any:
    """Return what a procedure names of its guards; `ProcedureError` where there is no such."""
    found = getattr(guards, str(name), None)
    if found is None or not callable(found):
        raise ProcedureError(f"{where} names an unknown guard {name!r}")
    return found
