"""What a field and each of its values are called, said beside the field in the code."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from functools import cache
from types import MappingProxyType
from typing import Any

from marshmallow import Schema, fields, validate

from shared.language import Text

Values = Mapping[Any, Text]
_KEY = "label"
_NO_VALUES: Values = MappingProxyType({})
YES_OR_NO: Values = MappingProxyType({True: Text("是", "yes"), False: Text("否", "no")})


class UnlabelledError(Exception):
    """A field or a choice that nobody could read on a form; the message names it."""


@dataclasses.dataclass(frozen=True, slots=True)
class Label:
    """
    The name of a field as on a form, one sentence of help, and words for its values.

    `known`: words for some values of a field that takes others too.
    """

    name: Text
    help: Text | None = None
    values: Values = dataclasses.field(default_factory=dict)
    known: Values = dataclasses.field(default_factory=dict)


def label(
    zh: str,
    en: str,
    help_zh: str | None = None,
    help_en: str | None = None,
    *,
    values: Values = _NO_VALUES,
    known: Values = _NO_VALUES,
) -> dict[str, Any]:
    """Return the `metadata` of a field; OpenAPI takes title and description from it too."""
    explained = None if help_zh is None or help_en is None else Text(help_zh, help_en)
    said = Label(Text(zh, en), explained, values, known)
    metadata: dict[str, Any] = {_KEY: said, "title": f"{zh} {en}"}
    if explained is not None:
        metadata["description"] = f"{explained.zh} {explained.en}"
    return metadata | described_values(values)


def same_label(schema: type[Schema], name: str) -> dict[str, Any]:
    """Return the metadata of the field `name` of `schema`, for a field that means the same."""
    return dict(schema._declared_fields[name].metadata)


def described_values(values: Values) -> dict[str, Any]:
    """Return the words of values as documentation pages show them beside an `enum`."""
    if not values:
        return {}
    said = {str(value): f"{text.zh} {text.en}" for value, text in values.items()}
    return {"x-enumDescriptions": said}


def one_of(values: Values) -> dict[str, Any]:
    """Return the metadata of a field that takes these values alone, as its reader checks."""
    return {"enum": list(values), **described_values(values)}


def label_of(field: fields.Field[Any]) -> Label | None:
    """Return the label that was said beside the field, or None."""
    found: Label | None = field.metadata.get(_KEY)
    return found


def values_of(field: fields.Field[Any]) -> Values:
    """Return the words of a field's values: its own, those of its label, or yes and no."""
    own: Values | None = getattr(field, "values", None)
    said = label_of(field)
    if own:
        return own
    if said is not None and said.values:
        return said.values
    return YES_OR_NO if isinstance(field, fields.Boolean) else _NO_VALUES


def words_of(field: fields.Field[Any]) -> Values:
    """Return the words of all values that have some, also where others may be written."""
    said = label_of(field)
    return values_of(field) or (said.known if said else _NO_VALUES)


def items_of(field: fields.Field[Any]) -> fields.Field[Any]:
    """Return the field of the items of a list, and any other field itself."""
    return field.inner if isinstance(field, fields.List) else field


def part_of(field: fields.Field[Any]) -> Schema | None:
    """Return the schema of a nested part, or of the parts that a list holds."""
    item = items_of(field)
    return item.schema if isinstance(item, fields.Nested) else None


def written_fields(schema: Schema) -> Iterator[tuple[str, fields.Field[Any]]]:
    """Yield the fields that a caller may write, under the names by which they are sent."""
    for name, field in schema.fields.items():
        if not field.dump_only:
            yield field.data_key or name, field


def unlabelled(schema: Schema) -> Iterator[str]:
    """Yield every field without a label and every choice without words, at any depth."""
    yield from _unlabelled(schema, set())


@cache
def check_labels(schema: type[Schema]) -> None:
    """Raise `UnlabelledError` naming the first field or choice of `schema` without words."""
    for missing in unlabelled(schema()):
        raise UnlabelledError(missing)


def _unlabelled(schema: Schema, seen: set[type[Schema]]) -> Iterator[str]:
    if type(schema) in seen:
        return
    seen.add(type(schema))
    for name, field in written_fields(schema):
        where = f"{type(schema).__name__}.{name}"
        said = label_of(field)
        if said is None or not _complete(said.name):
            yield f"{where} has no label in both languages"
        elif said.help is not None and not _complete(said.help):
            yield f"{where} has an empty help"
        words = values_of(items_of(field))
        for value in _choices(items_of(field)):
            if value not in words or not _complete(words[value]):
                yield f"{where} has no words for its value {value!r}"
        part = part_of(field)
        if part is not None:
            yield from _unlabelled(part, seen)


def _choices(field: fields.Field[Any]) -> Iterator[Any]:
    for validator in field.validators:
        if isinstance(validator, validate.OneOf) or hasattr(validator, "choices"):
            yield from validator.choices


def _complete(text: Text) -> bool:
    return bool(text.zh.strip() and text.en.strip())
