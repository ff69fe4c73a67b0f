"""docs/events.md: what every event says, printed from the schemas: `make diagrams`."""

from __future__ import annotations

import importlib
import pkgutil
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from marshmallow import Schema, fields

import services
import shared
from deploy.diagrams import loaded
from shared.casework.correcting import CORRECT
from shared.casework.procedure import Procedure
from shared.casework.step_contracts import step_contracts
from shared.casework.told_step import StepData
from shared.events.contract import EventContract

BESIDE_THE_TELLER = ".event_contracts"
_HEAD = (
    "# Events\n\n"
    "What every event says in its `data`, printed from the schemas that the tests hold against "
    "what is really told: `make diagrams` writes this page. How events travel: "
    "[integrators](integrators.md#events), [delivery guarantees](delivery-guarantees.md). "
    "`?` marks what may be missing, `null` what may be null, `[]` a list.\n"
)


def page() -> str:
    """Return the page."""
    parts = [_HEAD, "## Every step of a case\n", _table(StepData())]
    for track in loaded():
        parts += [f"## {track.procedure.label.en}\n", _steps(track.procedure)]
    parts.append("## Others\n")
    for schema, types in _by_schema(written_contracts()):
        parts += [f"### {', '.join(types)}\n", f"{_summary(schema)}\n", _table(schema)]
    return "\n".join(parts)


def written_contracts() -> Iterator[EventContract]:
    """Yield the contracts of each module `event_contracts`, which lists them as `TOLD`."""
    for package in (shared, services):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if module.name.endswith(BESIDE_THE_TELLER):
                yield from importlib.import_module(module.name).TOLD


def _by_schema(contracts: Iterable[EventContract]) -> Iterator[tuple[Schema, list[str]]]:
    found: dict[type[Schema], list[str]] = {}
    for each in contracts:
        found.setdefault(type(each.data), []).append(f"`{each.type}`")
    return ((schema(), types) for schema, types in found.items())


def _steps(procedure: Procedure) -> str:
    """Return each event of a track with the fields that it tells beside those of all steps."""
    correction = f"{procedure.track}.{procedure.commands[CORRECT].event}"
    rows = ["| event | tells also |", "|---|---|"]
    for type_, contract in step_contracts(procedure).items():
        own = contract.data.fields.keys() - StepData().fields.keys()
        names = ", ".join(f"`{name}`" for name in contract.data.fields if name in own)
        rows.append(
            f"| `{type_}` | {'those of the step corrected' if type_ == correction else names} |"
        )
    return "\n".join(rows) + "\n"


def _table(schema: Schema) -> str:
    rows = ["| field | |", "|---|---|"]
    for name, field in schema.fields.items():
        mark = "" if field.required else "?"
        rows.append(f"| `{field.data_key or name}`{mark} | {_kind(field)} |")
    return "\n".join(rows) + "\n"


def _kind(field: fields.Field[object]) -> str:
    many, inner = isinstance(field, fields.List), field
    if isinstance(field, fields.List):
        inner = field.inner
    if isinstance(inner, fields.Nested):
        said = _parts(inner.schema)
    else:
        said = _KINDS.get(type(inner), "text")
    return f"{said}{'[]' if many else ''}{', null' if field.allow_none else ''}"


def _parts(schema: Schema) -> str:
    names = (
        f"`{field.data_key or name}`{'' if field.required else '?'}"
        for name, field in schema.fields.items()
    )
    return "{" + ", ".join(names) + "}"


def _summary(schema: Schema) -> str:
    return (type(schema).__doc__ or "").strip().partition("\n")[0]


_KINDS = {
    fields.Date: "date",
    fields.Integer: "number",
    fields.Boolean: "true, false",
    fields.Dict: "object",
    fields.Raw: "any",
}


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(page(), encoding="utf-8")
