"""Keyset paging with opaque cursors, stable while items are inserted."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias, TypeVar

from shared.http.bodies import parse_json
from shared.http.problems import invalid
from shared.language import Text

DEFAULT_LIMIT = 20
MAX_LIMIT = 100
MAX_CURSOR_LENGTH = 1024

Item = TypeVar("Item")
KeyPart: TypeAlias = str | int | float | bool | None
Key: TypeAlias = tuple[KeyPart, ...]


@dataclass(frozen=True, slots=True)
class PageRequest:
    """One page asked for: at most `limit` items whose sort key comes after `after`."""

    limit: int
    after: Key | None
    sort: str


def page_request(arguments: Mapping[str, Any], *, sort: str, key_length: int) -> PageRequest:
    """
    Read `limit` and `cursor` of a query, as sent or read; 422 naming the one that cannot be used.

    A cursor serves only the `sort` for which it was made, with a key of `key_length` parts.
    """
    limit = _limit(str(arguments.get("limit", DEFAULT_LIMIT)))
    cursor = arguments.get("cursor")
    after = None if cursor is None else _after(cursor, sort, key_length)
    return PageRequest(limit, after, sort)


def page(
    found: Sequence[Item],
    request: PageRequest,
    key: Callable[[Item], Sequence[KeyPart]],
    show: Callable[[Item], Any],
) -> dict[str, Any]:
    """
    Return `{"items": …, "next_cursor": …}` of `found`, read with `limit + 1` items.

    The one item too many only tells that another page follows; it is not shown.
    """
    shown = found[: request.limit]
    more = len(found) > request.limit
    cursor = encode_cursor(request.sort, key(shown[-1])) if more else None
    return {"items": [show(item) for item in shown], "next_cursor": cursor}


def page_read(
    asked: Mapping[str, Any],
    sort: str,
    read: Callable[[str | None, int], Sequence[Item]],
    key: Callable[[Item], str],
    show: Callable[[Item], Any],
) -> dict[str, Any]:
    """
    Return the page that `limit` and `cursor` ask for, of a list that is in order of one text.

    `read` returns the items after a key, None for the first, and no more than it is asked for.
    """
    wanted = page_request(asked, sort=sort, key_length=1)
    after = None if wanted.after is None else str(wanted.after[0])
    return page(read(after, wanted.limit + 1), wanted, lambda each: (key(each),), show)


def page_of_all(
    found: Sequence[Item],
    asked: Mapping[str, Any],
    sort: str,
    key: Callable[[Item], str],
    show: Callable[[Item], Any],
) -> dict[str, Any]:
    """Return the page that `limit` and `cursor` ask for of all items, which are in order of key."""

    def later(after: str | None, size: int) -> Sequence[Item]:
        return [each for each in found if after is None or key(each) > after][:size]

    return page_read(asked, sort, later, key, show)


def encode_cursor(sort: str, key: Sequence[KeyPart]) -> str:
    """Return the cursor that stands after the item with `key`."""
    text = json.dumps([sort, *key], ensure_ascii=False, separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _limit(value: str) -> int:
    short = value.isascii() and value.isdigit() and len(value) <= len(str(MAX_LIMIT))
    if not (short and 1 <= int(value) <= MAX_LIMIT):
        text = Text(f"应为 1 至 {MAX_LIMIT} 的整数。", f"Must be an integer from 1 to {MAX_LIMIT}.")
        raise invalid({"limit": [text]})
    return int(value)


def _after(cursor: str, sort: str, key_length: int) -> Key:
    found = _decode(cursor)
    if found is None or len(found) != key_length + 1 or found[0] != sort:
        text = Text("翻页标记无效或不适用于此排序。", "Not a cursor of this list and sort order.")
        raise invalid({"cursor": [text]})
    return tuple(found[1:])


def _decode(cursor: str) -> list[KeyPart] | None:
    if len(cursor) > MAX_CURSOR_LENGTH:
        return None
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        parts = parse_json(base64.b64decode(padded, altchars=b"-_", validate=True))
    except (binascii.Error, ValueError):
        return None
    # Only scalars may reach a database filter; an object could carry an operator.
    if not isinstance(parts, list) or any(isinstance(part, dict | list) for part in parts):
        return None
    return parts
