"""The JSON Schema of a payload: whole in itself, with the words of a form in one language."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from apispec import APISpec
from apispec.ext.marshmallow import MarshmallowPlugin
from apispec.ext.marshmallow.openapi import OpenAPIConverter
from marshmallow import Schema, fields

from shared.casework.fields import PartyId
from shared.http.labels import (
    Values,
    items_of,
    label_of,
    part_of,
    values_of,
    words_of,
    written_fields,
)
from shared.http.openapi import OPENAPI_VERSION
from shared.language import Language

Node = dict[str, Any]
DIALECT = "https://json-schema.org/draft/2020-12/schema"


def payload_schema(schema: type[Schema], language: Language) -> Node:
    """
    Return the JSON Schema (2020-12) of a payload with its parts in place.

    `title` is the label of a field, `description` its help; a choice is a `oneOf` of `const` with
    `title`, the form that form libraries draw as a list. A text of which some values have words
    has them as `x-known`, written alike; `x-party` marks what holds the id of a party of the case,
    `x-reported` what another track reports and nobody types.
    Fields stand in the order of the code.
    """
    # The method carries no types in apispec.
    convert: Callable[[Schema], Node] = _converter().schema2jsonschema
    return {"$schema": DIALECT, **_worded(convert(schema()), schema(), language)}


def _worded(node: Node, schema: Schema, language: Language) -> Node:
    written = dict(written_fields(schema))
    properties = {
        name: _field(node["properties"][name], field, language) for name, field in written.items()
    }
    worded: Node = {"type": "object", "properties": properties, "additionalProperties": False}
    required = [name for name, field in written.items() if field.required]
    return worded | ({"required": required} if required else {})


def _field(node: Node, field: fields.Field[Any], language: Language) -> Node:
    said = label_of(field)
    shown = {key: value for key, value in node.items() if key not in _SAID}
    if isinstance(field, fields.List):
        shown["items"] = _value(node["items"], field.inner, language)
    else:
        shown = _value(shown, field, language)
    words: Node = {}
    if said is not None:
        words["title"] = said.name.in_language(language)
        if said.help is not None:
            words["description"] = said.help.in_language(language)
    return words | shown


_SAID = frozenset({"title", "description", "x-enumDescriptions"})


def _value(node: Node, field: fields.Field[Any], language: Language) -> Node:
    part = part_of(field)
    if part is not None:
        return _worded(node, part, language) | _null(field)
    values = values_of(items_of(field))
    shown = {key: value for key, value in node.items() if key not in _SAID}
    if values:
        shown.pop("enum", None)
        shown["oneOf"] = _titled(values, language)
    elif known := words_of(field):
        shown["x-known"] = _titled(known, language)
    if isinstance(items_of(field), PartyId):
        shown["x-party"] = True
    return shown


def _titled(values: Values, language: Language) -> list[Node]:
    return [{"const": value, "title": text.in_language(language)} for value, text in values.items()]


def _null(field: fields.Field[Any]) -> Node:
    return {"type": ["object", "null"]} if field.allow_none else {}


@cache
def _converter() -> OpenAPIConverter:
    """Return a converter that writes nested parts in place, so a schema stands by itself."""
    plugin = MarshmallowPlugin(schema_name_resolver=lambda _schema: "")
    APISpec(title="payloads", version="v1", openapi_version=OPENAPI_VERSION, plugins=[plugin])
    if plugin.converter is None:
        raise RuntimeError("apispec did not initialise its plugin")
    return plugin.converter
