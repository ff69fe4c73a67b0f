"""The history of a case: a chain of entries, each holding the hash of the one before."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

FIRST = "0" * 64


@dataclass(frozen=True, slots=True)
class Verification:
    """Whether a chain is intact, how many entries it has, and the first broken version."""

    intact: bool
    entries: int
    broken_version: int | None = None


def canonical(value: Any) -> bytes:
    """Return the one byte form of a value: UTF-8 JSON, keys sorted, no spaces, no floats."""
    return json.dumps(
        value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    ).encode()


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


def verify(history: Sequence[Mapping[str, Any]], key: bytes, *, version: int) -> Verification:
    """Check every link, the numbering from 1, and that the chain reaches `version`."""
    previous = FIRST
    for expected, entry in enumerate(history, start=1):
        sound = (
            entry.get("version") == expected
            and entry.get("previous_hash") == previous
            and hmac.compare_digest(str(entry.get("hash")), entry_hash(entry, key))
        )
        if not sound:
            return Verification(False, len(history), expected)
        previous = entry["hash"]
    if len(history) != version:
        return Verification(False, len(history), len(history) + 1)
    return Verification(True, len(history))
