"""Forms from JSON Schema: what a field looks like, and what a posted form says. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import Any

from qs_codec import DecodeOptions, decode

Schema = Mapping[str, Any]
_LONG_TEXT = 500
_FEW = 5
_BY_TYPE = {
    "object": "group",
    "array": "list",
    "boolean": "yes_no",
    "integer": "number",
    "number": "number",
}
DEEPEST = 8
_DECODING = DecodeOptions(allow_dots=True, list_limit=500, parameter_limit=5000, depth=DEEPEST)
_WHOLE_NUMBER = re.compile(r"-?[0-9]{1,18}")
YES, NO = "true", "false"


@dataclass(frozen=True, slots=True)
class Field:
    """
    One field of a form.

    `name` is both the name in the form and the path in an error (`applicants.0.name`). `kind` is
    text, long, date, number, yes_no, few (radios), many (a select), known (a text with proposals),
    group or list.
    """

    name: str
    kind: str
    label: str
    help: str
    required: bool
    value: Any = None
    choices: Sequence[tuple[str, str]] = ()
    longest: int | None = None
    parts: Sequence[Field] = ()
    items: Sequence[Field] = ()
    item_label: str = ""


def fields_of(schema: Schema, values: Mapping[str, Any], prefix: str = "") -> list[Field]:
    """Return the fields of an object schema, required ones first, with what was typed before."""
    required = set(schema.get("required", ()))
    found = [
        _field(f"{prefix}{name}", part, values.get(name), name in required)
        for name, part in schema.get("properties", {}).items()
    ]
    return sorted(found, key=lambda field: not field.required)


def _field(name: str, schema: Schema, value: Any, required: bool) -> Field:
    label = str(schema.get("title") or name.rpartition(".")[2])
    plain = Field(name, kind_of(schema), label, str(schema.get("description") or ""), required)
    if plain.kind == "group":
        inner = value if isinstance(value, Mapping) else {}
        return replace(plain, parts=fields_of(schema, inner, f"{name}."))
    if plain.kind == "list":
        return _list_field(plain, schema, value)
    return replace(
        plain,
        value=shown_value(schema, value),
        choices=choices_of(schema) or known_of(schema),
        longest=schema.get("maxLength"),
    )


def _list_field(plain: Field, schema: Schema, value: Any) -> Field:
    item = schema.get("items", {})
    given = list(value) if isinstance(value, list) else []
    if parts := schema.get("prefixItems"):
        # Rows that differ from each other, as many as there are.
        rows = zip_longest(parts, given[: len(parts)])
        each = [_field(f"{plain.name}.{n}", part, row, False) for n, (part, row) in enumerate(rows)]
        return replace(plain, kind="group", parts=each)
    if choices := choices_of(item):
        return replace(plain, kind="several", value=[str(each) for each in given], choices=choices)
    while len(given) < schema.get("minItems", 0):
        given.append(None)
    item_label = str(item.get("title") or plain.label)
    items = [
        replace(_field(f"{plain.name}.{n}", item, each, True), label=f"{item_label} {n + 1}")
        for n, each in enumerate(given)
    ]
    return replace(plain, items=items, item_label=item_label)


def can_be_typed(schema: Schema) -> bool:
    """Say whether every part of a schema says what it is: no form asks for what may be anything."""
    kind = _type(schema)
    if kind == "object":
        return all(can_be_typed(part) for part in schema.get("properties", {}).values())
    if kind == "array":
        return can_be_typed(schema["items"])
    return bool({"type", "oneOf", "enum"} & schema.keys())


def labels_of(fields: Iterable[Field]) -> dict[str, str]:
    """Return the labels of fields and of all their parts, by name."""
    found: dict[str, str] = {}
    for each in fields:
        found |= {each.name: each.label, **labels_of(each.parts), **labels_of(each.items)}
    return found


def kind_of(schema: Schema) -> str:
    """Return the control that fits a schema."""
    kind = _type(schema)
    choices = choices_of(schema)
    if choices and kind not in {"object", "array", "boolean"}:
        return "few" if len(choices) <= _FEW else "many"
    if kind in _BY_TYPE:
        return _BY_TYPE[kind]
    if schema.get("format") == "date":
        return "date"
    if known_of(schema):
        return "known"
    return "long" if (schema.get("maxLength") or 0) > _LONG_TEXT else "text"


def choices_of(schema: Schema) -> list[tuple[str, str]]:
    """Return the values of a choice with their words."""
    if isinstance(schema.get("oneOf"), list):
        named = [each for each in schema["oneOf"] if "const" in each]
        return [(str(each["const"]), str(each.get("title", each["const"]))) for each in named]
    words = schema.get("x-words", {})
    return [(str(v), str(words.get(v, v))) for v in schema.get("enum", ()) if v is not None]


def known_of(schema: Schema) -> list[tuple[str, str]]:
    """Return the values of a text that have words, where others may be written too."""
    return [(str(each["const"]), str(each["title"])) for each in schema.get("x-known", ())]


def shown_value(schema: Schema, value: Any) -> str:
    """Return a value as a form holds it, in words if it has some; else the default."""
    if value is None:
        value = schema.get("default")
    if value is None:
        return ""
    if isinstance(value, bool):
        return YES if value else NO
    return dict(known_of(schema)).get(str(value), str(value))


def typed(body: str) -> dict[str, Any]:
    """Return a posted form as nested texts: `applicants.0.name=…` is a list of objects."""
    decoded = decode(body, _DECODING)
    return {name: value for name, value in decoded.items() if not name.startswith("_")}


def payload_of(schema: Schema, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a form says as the payload of the schema; what was left empty is left out."""
    required = set(schema.get("required", ()))
    found: dict[str, Any] = {}
    for name, part in schema.get("properties", {}).items():
        value = _read(part, values.get(name), name in required)
        if value is not None:
            found[name] = value
    return found


def _read(schema: Schema, value: Any, required: bool) -> Any:
    kind = _type(schema)
    if kind == "object":
        return _read_group(schema, value, required)
    if kind == "array":
        return _read_list(schema, value, required)
    if not isinstance(value, str):
        return None
    text = value.strip()
    if not text:
        return None
    return _read_text(kind, schema, text)


def _read_group(schema: Schema, value: Any, required: bool) -> dict[str, Any] | None:
    found = payload_of(schema, value if isinstance(value, Mapping) else {})
    if required:
        return found
    # Choices that a form shows as taken by default do not alone make an optional part.
    parts = schema.get("properties", {})
    said = any(value != parts[name].get("default") for name, value in found.items())
    return found if said else None


def _read_list(schema: Schema, value: Any, required: bool) -> list[Any] | None:
    if isinstance(value, Mapping):
        # Rows whose numbers have gaps, because one between them was taken out.
        value = [value[number] for number in sorted(value, key=lambda n: (len(n), n))]
    given = value if isinstance(value, list) else [] if value in {None, ""} else [value]
    if parts := schema.get("prefixItems"):
        rows = zip_longest(parts, given[: len(parts)])
        return [_read(part, row, True) for part, row in rows]
    item = schema.get("items", {})
    read = [found for each in given if (found := _read(item, each, False)) is not None]
    if not read and required and _type(item) == "object":
        # An empty row, so that the refusal stands at its fields and not at the list.
        return [{}]
    return read or None


def _read_text(kind: str, schema: Schema, text: str) -> Any:
    if kind == "boolean":
        return {YES: True, NO: False}.get(text, text)
    if kind == "integer":
        number = whole_number(text)
        return text if number is None else number
    if schema.get("format") == "date":
        return read_day(text)
    return next((value for value, words in known_of(schema) if words == text), text)


def whole_number(text: str) -> int | None:
    """Return the number that ASCII digits write, or None for other text and beyond 64 bits."""
    return int(text) if _WHOLE_NUMBER.fullmatch(text) else None


def read_day(text: str) -> str:
    """Return a typed date (2026-3-1, 2026/3/1, 2026.3.1, 20260301, 2026年3月1日) in ISO form."""
    for old, new in (("年", "-"), ("月", "-"), ("日", ""), ("/", "-"), (".", "-")):
        text = text.replace(old, new)
    parts = [part.strip() for part in text.strip().split("-")]
    if len(parts) == 1 and len(text) == 8 and text.isdigit():
        parts = [text[:4], text[4:6], text[6:]]
    if len(parts) == 3 and all(part.isascii() and part.isdigit() for part in parts):
        return f"{parts[0]:0>4}-{parts[1]:0>2}-{parts[2]:0>2}"
    return text


def _type(schema: Schema) -> str:
    kind = schema.get("type", "string")
    if isinstance(kind, list):
        kind = next((each for each in kind if each != "null"), "string")
    return str(kind)
