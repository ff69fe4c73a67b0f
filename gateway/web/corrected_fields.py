"""What a form says otherwise than an entry that was recorded. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

Schema = Mapping[str, Any]


def corrected_fields(
    schema: Schema, recorded: Mapping[str, Any], wanted: Mapping[str, Any]
) -> list[dict[str, Any]]:
    """
    Return the corrections `{field, value}` that lead from what was recorded to what is wanted.

    A part is corrected where it differs, not as a whole, so that a masked number beside it stays
    untouched. A field that was emptied has the value None; a default of the form that was never
    recorded is no correction.
    """
    return list(_of_group(schema, recorded, wanted, ""))


def _of_group(
    schema: Schema, recorded: Mapping[str, Any], wanted: Mapping[str, Any], prefix: str
) -> Iterator[dict[str, Any]]:
    for name, part in schema["properties"].items():
        old, new = recorded.get(name), wanted.get(name)
        if new == old or (old is None and new == part.get("default")):
            continue
        yield from _of_field(part, old, new, prefix + name)


def _of_field(schema: Schema, old: Any, new: Any, place: str) -> Iterator[dict[str, Any]]:
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        yield from _of_group(schema, old, new, f"{place}.")
    elif _are_alike(old, new):
        item = schema["items"]
        for number, (before, after) in enumerate(zip(old, new, strict=True)):
            yield from _of_group(item, before, after, f"{place}.{number}.")
    else:
        yield {"field": place, "value": new}


def _are_alike(old: Any, new: Any) -> bool:
    """Say whether both are lists of as many groups: row by row one is the other."""
    if not isinstance(old, list) or not isinstance(new, list) or len(old) != len(new):
        return False
    return all(isinstance(each, Mapping) for each in (*old, *new))
