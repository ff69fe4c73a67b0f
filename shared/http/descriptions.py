"""Words for what an OpenAPI document names: fields, parameters, headers and answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from http import HTTPStatus
from typing import Any, TypeAlias

from shared.http.titles import TITLES
from shared.language import Text

Vocabulary: TypeAlias = Mapping[str, Text]
Node: TypeAlias = dict[str, Any]

METHODS = frozenset({"get", "post", "put", "patch", "delete"})
_DONE = {
    200: Text("成功", "Done"),
    201: Text("已新建", "Made"),
    206: Text("部分内容", "the part that was asked for"),
    202: Text("已接收", "Taken"),
    204: Text("已完成", "Done, nothing to tell"),
}


def describe(document: Node, vocabulary: Vocabulary) -> Node:
    """
    Return `document` with a description on each field, parameter, header and answer it can name.

    A field is looked up as `Schema.field`, then as `field`; what the code says itself stays.
    """
    for name, schema in _schemas(document):
        _describe_fields(name, schema, vocabulary)
    for _where, parameter in _parameters(document):
        _word(parameter, vocabulary.get(parameter["name"]))
    for _path, _method, each in operations(document):
        for status, response in each["responses"].items():
            _describe_answer(status, response, vocabulary)
    for status, response in document.get("components", {}).get("responses", {}).items():
        if status in HTTPStatus.__members__:
            _describe_answer(str(HTTPStatus[status].value), response, vocabulary)
    return document


def undescribed(document: Node) -> Iterator[str]:
    """Yield every operation, parameter, answer and field of `document` that says nothing."""
    for name, schema in _schemas(document):
        for place, field in _fields(name, schema):
            if not field.get("description") and not field.get("title"):
                yield place
    for where, parameter in _parameters(document):
        if not parameter.get("description"):
            yield f"{where} {parameter['name']}"
    for path, method, each in operations(document):
        if not each.get("operationId") or not each.get("summary"):
            yield f"{method} {path}"
        for status, response in each["responses"].items():
            if "$ref" not in response and not response.get("description"):
                yield f"{method} {path} {status}"


def operations(document: Node) -> Iterator[tuple[str, str, Node]]:
    """Yield path, method and description of every operation."""
    for path, item in document["paths"].items():
        for method, each in item.items():
            if method in METHODS:
                yield path, method, each


def _parameters(document: Node) -> Iterator[tuple[str, Node]]:
    for path, item in document["paths"].items():
        for method in ("parameters", *METHODS & item.keys()):
            found = (
                item[method].get("parameters", ()) if method in METHODS else item.get(method, ())
            )
            yield from ((f"{method} {path}", parameter) for parameter in found)


def _schemas(document: Node) -> Iterator[tuple[str, Node]]:
    yield from document.get("components", {}).get("schemas", {}).items()


def _fields(name: str, schema: Node) -> Iterator[tuple[str, Node]]:
    for field, node in schema.get("properties", {}).items():
        yield f"{name}.{field}", node
        yield from _fields(f"{name}.{field}", node)
    if isinstance(schema.get("items"), dict):
        yield from _fields(f"{name}[]", schema["items"])


def _describe_fields(name: str, schema: Node, vocabulary: Vocabulary) -> None:
    for place, node in _fields(name, schema):
        field = place.rpartition(".")[2]
        _word(node, vocabulary.get(place) or vocabulary.get(field))


def _describe_answer(status: str, response: Node, vocabulary: Vocabulary) -> None:
    if "$ref" in response:
        return
    response["description"] = _both(_DONE.get(int(status)) or TITLES[int(status)])
    for name, header in response.get("headers", {}).items():
        _word(header, vocabulary.get(name))


def _word(node: Node, text: Text | None) -> None:
    if text is not None and not node.get("description") and not node.get("title"):
        node["description"] = _both(text)


def _both(text: Text) -> str:
    return f"{text.zh} {text.en}"
