"""What is recorded on a case, field by field, in the words of the forms it came from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from marshmallow import fields

from shared.casework.act_parts import Act
from shared.casework.attaching import PAPERS, WITHDRAWN
from shared.casework.labels import ON
from shared.casework.procedure import Command, Procedure
from shared.casework.saying import Document, said_in, said_of
from shared.casework.vocabulary import FACTS, milestone_name
from shared.casework.withdrawing import WITHDRAWALS, WITHDRAWN_ELSEWHERE
from shared.http.labels import YES_OR_NO, label_of
from shared.http.schemas import IsoDate
from shared.language import Text

_PAYLOAD = "payload."
# Papers have a list of their own, what is withdrawn is said of the case as a whole.
SHOWN_APART = frozenset({PAPERS, WITHDRAWN, WITHDRAWALS, WITHDRAWN_ELSEWHERE})
_STATE = "status"
_ON = IsoDate(metadata=ON)


def said_on_case(procedure: Procedure, case: Mapping[str, Any]) -> list[Document]:
    """
    Return `[{field, label, value, words, sealed}]` for the act, the milestones and the facts.

    `case` is what the caller may see of it: what is not in it is not told. `field` begins with
    `act.`, `milestones.` or `facts.`; the label of an item of a list begins with the list's own.
    """
    act = case.get("act") or {}
    # Read from a case, a personal text is for whoever reads the case.
    said = [{**each, "field": f"act.{each['field']}"} for each in said_in(Act, act, sealing=False)]
    said += [_milestone(procedure, name, day) for name, day in case["milestones"].items()]
    for name, value in case["facts"].items():
        if name in SHOWN_APART:
            continue
        said += _fact(procedure, name, value)
    return said


def _milestone(procedure: Procedure, name: str, day: str) -> Document:
    label = milestone_name(procedure, name) or Text(name, name)
    return _shown(f"milestones.{name}", label, day)


def _fact(procedure: Procedure, name: str, value: Any) -> Iterator[Document]:
    path, appending = f"facts.{name}", _appending(procedure, name)
    if value is None or value == []:
        return
    if appending is not None and isinstance(value, list):
        for number, item in enumerate(value):
            yield from _item(
                appending, item, f"{path}.{number}", _numbered(appending, value, number)
            )
        return
    found = _fields(procedure, name)
    for label, field in found:
        said = list(said_of(field, value, path, label))
        # One name serves several commands, and only one of them may know this value.
        if all(each["words"] for each in said) or len(found) == 1:
            yield from said
            return
    if found:
        label, field = found[0]
        yield from said_of(field, value, path, label)
    elif (known := _own_name(procedure, name, value)) is not None:
        yield _shown(path, known, value)


def _item(command: Command, item: Any, path: str, above: Text) -> Iterator[Document]:
    if not isinstance(item, Mapping):
        yield _shown(path, above, item)
        return
    if item.keys() <= {"on"}:  # The milestones tell the day.
        return
    known = command.schema._declared_fields
    for name, value in item.items():
        if value is None or value == []:
            continue
        field = known.get(name) or (_ON if name == "on" else None)
        label = _label(field, name)
        below = Text(f"{above.zh}：{label.zh}", f"{above.en}: {label.en}")
        yield from said_of(field, value, f"{path}.{name}", below)


def _numbered(command: Command, items: list[Any], number: int) -> Text:
    if len(items) == 1:
        return command.label
    return Text(f"{command.label.zh} {number + 1}", f"{command.label.en} {number + 1}")


def _appending(procedure: Procedure, name: str) -> Command | None:
    """Return the first command that adds to the list of this name."""
    commands = procedure.commands.values()
    return next((command for command in commands if name in command.sets.append), None)


def _fields(procedure: Procedure, name: str) -> list[tuple[Text, fields.Field[Any]]]:
    """Return the fields of forms that become the fact of this name, with what they are called."""
    found: list[tuple[Text, fields.Field[Any]]] = []
    for command in procedure.commands.values():
        sets = command.sets
        source = sets.copies.get(name, f"{_PAYLOAD}{name}" if name in sets.facts else "")
        field = command.schema._declared_fields.get(source.removeprefix(_PAYLOAD))
        if source.startswith(_PAYLOAD) and field is not None:
            found.append((FACTS.get(name) or _label(field, name), field))
    return found


def _own_name(procedure: Procedure, name: str, value: Any) -> Text | None:
    """
    Return the words of a fact that no form asks for: its own, or the act that makes it true.

    None for what a procedure notes for its own conditions.
    """
    if name in FACTS:
        return FACTS[name]
    if any(each.sets.copies.get(name) == _STATE for each in procedure.commands.values()):
        return None  # the state in which a step found the case, to which another leads back
    noting = (each for each in procedure.commands.values() if name in each.sets.constants)
    command = next(noting, None)
    if command is None:
        return Text(name, name)
    return command.label if isinstance(value, bool) else None


def _label(field: fields.Field[Any] | None, name: str) -> Text:
    said = label_of(field) if field is not None else None
    return said.name if said else Text(name, name)


def _shown(path: str, label: Text, value: Any) -> Document:
    return {
        "field": path,
        "label": label.as_dict(),
        "value": value,
        "words": _words(value),
        "sealed": False,
    }


def _words(value: Any) -> dict[str, str] | None:
    if isinstance(value, bool):
        return YES_OR_NO[value].as_dict()
    if isinstance(value, Mapping) and "name" in value:
        return Text(str(value["name"]), str(value["name"])).as_dict()
    return None
