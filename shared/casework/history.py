"""The history of a case: a chain of entries, each holding the hash of the one before."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bson import Binary

FIRST = "0" * 64


@dataclass(frozen=True, slots=True)
class ChainVerification:
    """Whether a chain is intact, how many entries it has, and the first broken version."""

    intact: bool
    entries: int
    broken_version: int | None = None


def canonical(value: Any) -> bytes:
    """
    Return the one byte form of a value: UTF-8 JSON, keys sorted, no spaces, no floats.

    Binary is `{"$binary": [subtype, hexadecimal]}`: no field that is stored begins with a dollar.
    """
    return json.dumps(
        value,
        ensure_ascii=False,
        sort_keys=True,
        separators=(",", ":"),
        allow_nan=False,
        default=_binary,
    ).encode()


def _binary(value: Any) -> dict[str, Any]:
    if isinstance(value, Binary):
        return {"$binary": [value.subtype, value.hex()]}
    raise TypeError(f"{type(value).__name__} has no canonical form")


def entry_hash(entry: Mapping[str, Any], key: bytes) -> str:
    """Return HMAC-SHA256 over 0x00 and the canonical entry without its own hash (RFC 2104)."""
    body = {name: value for name, value in entry.items() if name != "hash"}
    return hmac.new(key, b"\x00" + canonical(body), hashlib.sha256).hexdigest()


def chained(
    entry: Mapping[str, Any], history: Sequence[Mapping[str, Any]], key: bytes
) -> dict[str, Any]:
    """Return `entry` linked to the end of `history` and sealed with its hash."""
    linked = {**entry, "previous_hash": history[-1]["hash"] if history else FIRST}
    return {**linked, "hash": entry_hash(linked, key)}


def verify(history: Iterable[Mapping[str, Any]], key: bytes, *, version: int) -> ChainVerification:
    """
    Check every link, the numbering from 1, and that the chain reaches `version`.

    Entries are taken one by one: however long the history, it need not be in memory.
    """
    previous, count, broken = FIRST, 0, None
    for count, entry in enumerate(history, start=1):
        sound = broken is None and (
            entry.get("version") == count
            and entry.get("previous_hash") == previous
            and hmac.compare_digest(str(entry.get("hash")), entry_hash(entry, key))
        )
        if sound:
            previous = entry["hash"]
        elif broken is None:
            broken = count
    if broken is None and count != version:
        broken = count + 1
    return ChainVerification(broken is None, count, broken)
