"""
Sealing a paper segment by segment, so that it never stands in memory as a whole.

Each paper has a key of its own, derived from the active field key with a random salt. A segment is
sealed with AES-256-GCM; its nonce is its place and whether it is the last, so that segments which
were moved, dropped or cut off do not open (the STREAM construction of Hoang, Reyhanitabar, Rogaway
and Vizár, 2015).
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

SEGMENT_BYTES = 512 * 1024
TAG_BYTES = 16
_SALT_BYTES = 32

KeyOf: TypeAlias = Callable[[str | None], tuple[str, bytes]]
"""Returns the id and the key for papers: of a given id, or the active one."""


class BrokenPaperError(Exception):
    """A segment that does not open: changed, moved, cut off, or sealed with another key."""


@dataclass(frozen=True, slots=True)
class PaperSealer:
    """Seals and opens the segments of one paper."""

    key_id: str
    salt: bytes
    cipher: AESGCM

    @classmethod
    def new(cls, key_of: KeyOf, content: str) -> PaperSealer:
        """Return a sealer for a paper that is to be kept."""
        return cls._with(*key_of(None), os.urandom(_SALT_BYTES), content)

    @classmethod
    def of(cls, key_of: KeyOf, content: str, key_id: str, salt: bytes) -> PaperSealer:
        """Return the sealer of a paper that is kept."""
        return cls._with(*key_of(key_id), salt, content)

    @classmethod
    def _with(cls, key_id: str, key: bytes, salt: bytes, content: str) -> PaperSealer:
        derived = HKDF(algorithm=SHA256(), length=32, salt=salt, info=content.encode()).derive(key)
        return cls(key_id, salt, AESGCM(derived))

    def seal(self, segment: bytes, number: int, *, last: bool) -> bytes:
        """Return a segment sealed."""
        return self.cipher.encrypt(_nonce(number, last=last), segment, None)

    def open(self, sealed: bytes, number: int, *, last: bool) -> bytes:
        """Return a segment in clear; `BrokenPaperError` when it is not what was sealed."""
        try:
            return self.cipher.decrypt(_nonce(number, last=last), sealed, None)
        except InvalidTag as error:
            raise BrokenPaperError(f"segment {number} does not open") from error


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11) + bytes([last])
