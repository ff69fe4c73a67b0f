"""Keys that hold scope, order and identity in one text: a list is one range of one index."""

from __future__ import annotations

import hashlib
from urllib.parse import quote

_SEPARATOR = "|"
_AFTER = "}"  # the character after the separator: closes a scope, so that A1 never meets A10
FENCE_EVERY = 8
LEVEL_EVERY = 16
FENCE_LEVELS = 4
FENCING = f"a fence every {FENCE_EVERY} rows, a level every {LEVEL_EVERY}"
"""What tells how rows were fenced: by others their number is told wrongly, and windows are wide."""


def scope(*values: str) -> str:
    """Return whose list it is, from any texts: an agency, or an agency and a status."""
    return _SEPARATOR.join(quote(value, safe="") for value in values)


def place(order: str, identity: str) -> str:
    """Return where a row stands in every list of this order; it is what a cursor carries."""
    return f"{order}{_SEPARATOR}{identity}"


def keyed(field: str, within: str, at: str) -> dict[str, str]:
    """
    Return what a row stores to stand `at` a place in the list `field` of the scope `within`.

    `at` must be unique among the rows of the scope, and ASCII, for all databases to order it alike.
    One row in 8 is also a fence: by these `Pages` measures its windows. Of them one in 16 is of
    the second level, and so on. Whether it is one follows from the place alone, so it needs no
    counter, no second write, and no regard to how the places are spread (a skip list: Pugh,
    Communications of the ACM 33(6), 1990).
    """
    key = f"{within}{_SEPARATOR}{at}"
    level = _level(at)
    return {field: key} | ({fence_field(field): fence(level, key)} if level else {})


def fence_field(field: str) -> str:
    """Return the name of the field that the fences among the rows have beside `field`."""
    return f"{field}_fence"


def fence(level: int, key: str) -> str:
    """Return the fence of a level at `key`; of those of a level a range gives the next ones."""
    return f"{level}{_SEPARATOR}{key}"


def key_of(fence_key: str) -> str:
    """Return the key at which a fence stands."""
    return fence_key.partition(_SEPARATOR)[2]


def bounds(within: str, first: str = "", last: str | None = None) -> tuple[str, str]:
    """
    Return the keys before and after all of a scope, or of its places from `first` up to `last`.

    `last` itself and what begins with it and the separator, as all of a day, is included.
    """
    end = f"{within}{_AFTER}" if last is None else f"{within}{_SEPARATOR}{last}{_AFTER}"
    return f"{within}{_SEPARATOR}{first}", end


def _level(at: str) -> int:
    drawn = int.from_bytes(hashlib.blake2b(at.encode(), digest_size=8).digest(), "big")
    drawn, missed = divmod(drawn, FENCE_EVERY)
    level = 0 if missed else 1
    while 0 < level < FENCE_LEVELS and drawn % LEVEL_EVERY == 0:
        drawn //= LEVEL_EVERY
        level += 1
    return level
