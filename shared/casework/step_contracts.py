"""The contract of each event of a track: what all steps tell, and the fields of its own."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

from marshmallow import Schema, fields

from shared.casework.correcting import CORRECT
from shared.casework.fields import PartyId
from shared.casework.procedure import FACT, Command, Procedure
from shared.casework.told_step import StepData
from shared.events.contract import EventContract
from shared.events.names import of_step

_PAYLOAD = "payload."


def step_contracts(procedure: Procedure) -> dict[str, EventContract]:
    """Return the contract of every event that a track tells of its steps, by type."""
    found: dict[str, list[Command]] = {}
    for command in procedure.commands.values():
        found.setdefault(of_step(procedure.track, command.event), []).append(command)
    return {
        type_: EventContract(type_, _step_schema(type_, list(_own_fields(procedure, commands))))
        for type_, commands in found.items()
    }


def _step_schema(type_: str, own: list[tuple[str, fields.Field[Any]]]) -> Schema:
    declared: dict[str, Any] = {}
    for name, field in own:
        # Two commands that tell the same event may mean different things by one name.
        declared[name] = field if name not in declared else fields.Raw(allow_none=True)
    schema: type[Schema] = type(f"Told<{type_}>", (StepData,), declared)
    return schema()


def _own_fields(
    procedure: Procedure, commands: list[Command]
) -> Iterator[tuple[str, fields.Field[Any]]]:
    """Yield the fields that the commands tell; a correction tells those of what it corrects."""
    if any(command.name == CORRECT for command in commands):
        commands = list(procedure.commands.values())
    for command in commands:
        for path in command.event_data:
            name = path.removeprefix(FACT)
            field = _fact_field(procedure, name) if path != name else _field(command, name)
            yield name, _as_told(field)


def _field(command: Command, name: str) -> fields.Field[Any] | None:
    return command.schema._declared_fields.get(name)


def _fact_field(procedure: Procedure, name: str) -> fields.Field[Any] | None:
    """Return the payload field that a fact of the case was recorded from."""
    for command in procedure.commands.values():
        if name in command.sets.facts:
            return _field(command, name)
        path = command.sets.copies.get(name, "")
        if path.startswith(_PAYLOAD):
            return _field(command, path.removeprefix(_PAYLOAD))
    return None


def _as_told(field: fields.Field[Any] | None) -> fields.Field[Any]:
    """Return a payload field as an event tells it, where it is known."""
    if field is None:
        return fields.Raw(allow_none=True)
    if isinstance(field, PartyId):
        return fields.String()
    told = copy.deepcopy(field)
    told.required, told.load_default = False, None
    return told
