"""The tokens by which cases are found: words under a key, so that no word stands in clear."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable
from functools import lru_cache

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from shared.casework.search_words import Kind

TOKEN_LENGTH = 12  # hexadecimal digits: two words seldom share one, and what is found is compared
_MANY_AGENCIES = 256


class SearchKeys:
    """
    Turn words into tokens: `HMAC-SHA256`, by a key for each track, agency and kind of word.

    Tokens of two agencies, of two tracks, or of a name and a text cannot be compared: the same word
    has another one in each. They are cut to 48 bits, and say nothing without the key.
    """

    def __init__(self, key: bytes) -> None:
        self._key = key
        self._derived = lru_cache(maxsize=_MANY_AGENCIES)(self._derive)

    @property
    def mark(self) -> str:
        """What tells one key from another: tokens made under another are of no use."""
        return hmac.new(self._key, b"which key", hashlib.sha256).hexdigest()[:TOKEN_LENGTH]

    def tokens(self, words: Iterable[str], *, track: str, agency: str, kind: Kind) -> set[str]:
        """Return the tokens of words."""
        key = self._derived(track, agency, kind)
        return {hmac.digest(key, word.encode(), "sha256").hex()[:TOKEN_LENGTH] for word in words}

    def _derive(self, track: str, agency: str, kind: Kind) -> bytes:
        purpose = "\0".join(("search", track, kind, agency)).encode()
        return HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose).derive(self._key)
