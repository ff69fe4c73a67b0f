"""What an event says: its type and the schema of its data, beside whoever tells it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from marshmallow import RAISE, Schema, ValidationError, fields


class ToldSchema(Schema):
    """The base of all data of events: a field that is not named is no part of the contract."""

    class Meta:
        """Options of marshmallow."""

        unknown = RAISE


class ToldText(ToldSchema):
    """One statement in Chinese and English."""

    zh = fields.String(required=True)
    en = fields.String(required=True)


class ToldAgency(ToldSchema):
    """An agency by its unified social credit code, null where only the name is known."""

    code = fields.String(required=True, allow_none=True)
    name = fields.String(required=True, allow_none=True)


class ToldReference(ToldSchema):
    """A case of any track."""

    track = fields.String(required=True)
    case_id = fields.String(required=True)
    number = fields.String(required=True, allow_none=True)


class ContractError(ValueError):
    """An event does not say what its contract names; the message lists the fields."""


@dataclass(frozen=True, slots=True)
class EventContract:
    """One type of event, and the schema of its data."""

    type: str
    data: Schema

    def check(self, data: Mapping[str, Any]) -> None:
        """Raise `ContractError` for a field too many, too few, or of another kind."""
        try:
            self.data.load(data)
        except ValidationError as error:
            raise ContractError(f"{self.type}: {error.messages}") from error


def field_paths(schema: Schema, above: str = "") -> frozenset[str]:
    """Return the dotted path of every field of a schema and of its parts."""
    found: set[str] = set()
    for name, field in schema.fields.items():
        path = f"{above}{field.data_key or name}"
        inner = field.inner if isinstance(field, fields.List) else field
        found.add(path)
        if isinstance(inner, fields.Nested):
            found |= field_paths(inner.schema, f"{path}.")
    return frozenset(found)
