"""Likeness of wording without the words: a sketch of a title that cannot be read back."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

from shared.casework.official_numbers import plain_words

_ROWS = 64
_SHORTEST = 4


def sketch(texts: Iterable[str | None], number: str) -> list[int]:
    """
    Return a MinHash sketch (64 values of 16 bits) of the two-character sequences of the texts.

    A title that only repeats the case's own `number`, as it gets when nobody gave it one, says
    nothing and has no sketch.
    """
    plain = [plain_words((text or "").replace(number, "")) for text in texts]
    pairs = {
        text[at : at + 2] for text in plain if len(text) >= _SHORTEST for at in range(len(text) - 1)
    }
    if not pairs:
        return []
    hashed = [_hashes(pair) for pair in sorted(pairs)]
    return [min(values[row] for values in hashed) for row in range(_ROWS)]


def likeness(one: Sequence[int], other: Sequence[int]) -> int:
    """Return how alike two wordings are, in percent (Jaccard, estimated); 0 when one is unknown."""
    if not one or not other:
        return 0
    equal = sum(mine == theirs for mine, theirs in zip(one, other, strict=True))
    return round(100 * equal / _ROWS)


def _hashes(pair: str) -> list[int]:
    # BLAKE2b gives 64 bytes at most: two digests make the 64 rows of two bytes each.
    digest = b"".join(
        hashlib.blake2b(pair.encode(), digest_size=64, person=bytes([half])).digest()
        for half in (1, 2)
    )
    return [int.from_bytes(digest[at : at + 2], "big") for at in range(0, 2 * _ROWS, 2)]
