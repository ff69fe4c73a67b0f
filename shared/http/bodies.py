"""Reading a JSON body that a stranger sent."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, NoReturn, TypeAlias

from flask import Request, request
from marshmallow import Schema
from werkzeug.exceptions import RequestEntityTooLarge, UnsupportedMediaType

from shared.http.problems import malformed
from shared.http.schemas import load
from shared.language import Text

MAX_DEPTH = 32
_NOT_JSON = Text("请求内容不是有效的 JSON。", "The body is not valid JSON.")
_CHARSETS = frozenset({"utf-8", "utf8", "us-ascii"})

Json: TypeAlias = dict[str, Any] | list[Any] | str | int | float | bool | None
_LARGEST_STORED_INTEGER = 2**63


class MalformedJsonError(ValueError):
    """The text is not JSON, or legal to a lenient parser only."""


def read_json(request: Request) -> dict[str, Any]:
    """
    Return the JSON object of the body.

    Problems: 415 for another content type or charset, 413 for too much, 400 for what `parse_json`
    refuses and for what is no object.
    """
    charset = request.mimetype_params.get("charset", "utf-8")
    if request.mimetype != "application/json" or charset.lower() not in _CHARSETS:
        raise UnsupportedMediaType
    return json_object(read_body(request))


def body_of(schema: Schema, *, optional: bool = False) -> dict[str, Any]:
    """Return the JSON body as `schema` reads it; nothing at all is an empty object if optional."""
    empty = optional and not request.content_length and not request.mimetype
    return load(schema, {} if empty else read_json(request))


def json_object(text: bytes) -> dict[str, Any]:
    """Return the JSON object of a text; the 400 problem for what `parse_json` refuses."""
    try:
        value = parse_json(text)
    except MalformedJsonError as error:
        raise malformed(_NOT_JSON) from error
    if not isinstance(value, dict):
        raise malformed(Text("请求内容必须是 JSON 对象。", "The body must be a JSON object."))
    return value


def read_body(request: Request) -> bytes:
    """Return the whole body, or raise the 413 problem, or 415 for one that is compressed."""
    if request.headers.get("Content-Encoding", "identity").lower() != "identity":
        raise UnsupportedMediaType
    body = request.get_data(cache=True)
    limit = request.max_content_length
    # A body without a length is cut at the limit by Werkzeug, without a word.
    if request.content_length is None and limit is not None and len(body) >= limit:
        raise RequestEntityTooLarge
    return body


def parse_json(text: bytes) -> Json:
    """
    Return the value of JSON in UTF-8 with unique names, finite numbers and at most 32 levels.

    Raises `MalformedJsonError` for anything else (RFC 8259, RFC 7493), and for integers and
    strings that could not be stored.
    """
    try:
        value: Json = json.loads(
            text.decode("utf-8"),
            object_pairs_hook=_unique_names,
            parse_constant=_refuse_constant,
            parse_int=_stored_integer,
            parse_float=_finite,
        )
        _check_storable(value)
    except (ValueError, RecursionError) as error:
        raise MalformedJsonError(str(error)) from error
    return value


def _unique_names(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise MalformedJsonError("duplicate name")
    return members


def _refuse_constant(name: str) -> NoReturn:
    raise MalformedJsonError(name)


def _stored_integer(digits: str) -> int:
    value = int(digits)
    if not -_LARGEST_STORED_INTEGER <= value < _LARGEST_STORED_INTEGER:
        raise MalformedJsonError("integer beyond 64 bits")
    return value


def _finite(digits: str) -> float:
    value = float(digits)
    if value in (float("inf"), float("-inf")):
        raise MalformedJsonError("number beyond a double")
    return value


def _check_storable(value: object) -> None:
    level: list[object] = [value]
    for _ in range(MAX_DEPTH):
        if not level:
            return
        level = [child for parent in level for child in _children(parent)]
    if level:
        raise MalformedJsonError("nested too deeply")


def _children(value: object) -> Iterator[object]:
    if isinstance(value, str):
        # A lone surrogate parses as JSON and breaks only later, when it is stored.
        value.encode("utf-8")
    elif isinstance(value, dict):
        yield from value.keys()
        yield from value.values()
    elif isinstance(value, list):
        yield from value
