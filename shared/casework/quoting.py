"""Long texts of a case stand once, in the history; facts say where."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from bson import Binary

from shared.casework.personal import Personal

LONG = 200
_SUBTYPE = 0x90  # of those that BSON leaves to users
Facts = Mapping[str, Any]


def quotation(version: int, path: str) -> Binary:
    """Return what stands for a text: the entry in whose payload it is, and where in there."""
    return Binary(f"{version}:{path}".encode(), _SUBTYPE)


def is_quotation(value: Any) -> bool:
    """Say whether `value` stands for a text; nothing that anybody writes can look like it."""
    return isinstance(value, Binary) and value.subtype == _SUBTYPE


def quoting(value: Any, payload: Mapping[str, Any], version: int) -> Any:
    """Return `value` with each long text that `payload` holds replaced by where it stands."""
    places = {_kind(text): path for path, text in _long_texts(payload, "")}
    return _replaced(value, lambda text: _quoted(text, places, version)) if places else value


def quoted_versions(value: Any) -> set[int]:
    """Return the versions of the entries that hold the texts of `value`."""
    return {_read(each)[0] for each in _quotations(value)}


def spelled_out(value: Any, payloads: Mapping[int, Mapping[str, Any]]) -> Any:
    """Return `value` with its texts in place; one whose entry is lost is None."""
    return _replaced(value, lambda each: _looked_up(each, payloads))


def without_quotations(value: Any) -> Any:
    """Return a mapping without those of its fields that are quotations."""
    return {name: item for name, item in value.items() if not is_quotation(item)}


def _quoted(value: Any, places: Mapping[tuple[bool, str], str], version: int) -> Any:
    path = places.get(_kind(value)) if isinstance(value, str) and len(value) >= LONG else None
    return value if path is None else quotation(version, path)


def _kind(text: str) -> tuple[bool, str]:
    # The same words may be personal in one field and not in another: they stay what they are.
    return isinstance(text, Personal), text


def _looked_up(value: Any, payloads: Mapping[int, Mapping[str, Any]]) -> Any:
    if not is_quotation(value):
        return value
    version, path = _read(value)
    found: Any = payloads.get(version)
    for part in path.split("/"):
        if found is None:
            return None
        found = found[int(part)] if isinstance(found, list) else found.get(part)
    return found


def _read(value: Binary) -> tuple[int, str]:
    version, _, path = value.decode().partition(":")
    return int(version), path


def _quotations(value: Any) -> Iterator[Binary]:
    if is_quotation(value):
        yield value
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from _quotations(item)
    elif isinstance(value, list):
        for item in value:
            yield from _quotations(item)


def _long_texts(value: Any, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        if len(value) >= LONG:
            yield path, value
    elif isinstance(value, Mapping):
        for name, item in value.items():
            if "/" not in name:
                yield from _long_texts(item, f"{path}/{name}" if path else name)
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from _long_texts(item, f"{path}/{number}")


def _replaced(value: Any, change: Any) -> Any:
    if isinstance(value, Mapping):
        return {name: _replaced(item, change) for name, item in value.items()}
    if isinstance(value, list):
        return [_replaced(item, change) for item in value]
    return change(value)
