"""
Personal data: marked by type while in memory, sealed before it is written.

What is sealed in a document is told from texts by its type, BSON binary of a subtype of our own,
which nobody can type. Documents of before hold texts that begin with `sealed:v1:`: such a text
is read as sealed only if it opens at the very place where it stands, which needs the key.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
import re
import unicodedata
from collections.abc import Callable, Mapping
from typing import Any

from bson import Binary
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from shared.casework.telephones import dialled_digits

PREFIX = "sealed:v1:"
_PLAIN = (str, bytes, int, float, type(None))
_SUBTYPE = 0x91  # of those that BSON leaves to users
_NONCE_BYTES = 12
_INDEX_LENGTH = 20
_NUMBERS = frozenset({"id_number", "phone"})


class Personal(str):
    """A text about a person: seen in clear in memory only, sealed wherever it is written."""

    __slots__ = ()


class UnsealError(Exception):
    """A sealed value that cannot be read: changed, moved to another place, or its key unknown."""


class Sealer:
    """
    Seal and open personal values with AES-256-GCM, bound to document and field name.

    The same plaintext sealed twice differs; a value moved to another document or field does not
    open. Keys: `{"active": id, "keys": {id: base64 of 32 bytes}}`; every field has its own key,
    derived by HKDF, and blind indexes never share one with encryption.
    """

    def __init__(self, keys: Mapping[str, bytes], active: str) -> None:
        self._keys = dict(keys)
        self._active = active
        self._derived: dict[tuple[str, str], bytes] = {}

    @classmethod
    def from_key_file(cls, content: Mapping[str, Any]) -> Sealer:
        """Read the shape of `field_keys.json`."""
        keys = {name: base64.b64decode(key) for name, key in content["keys"].items()}
        return cls(keys, content["active"])

    def seal(self, value: str, *, document: str, field: str) -> str:
        """Return the sealed form of `value` for JSON: `sealed:v1:<key id>:<nonce, ciphertext>`."""
        body = self._encrypted(value, document, field)
        return f"{PREFIX}{self._active}:{base64.urlsafe_b64encode(body).decode()}"

    def open(self, sealed: str, *, document: str, field: str) -> Personal:
        """Return the clear text; `UnsealError` when value, place or key is not the right one."""
        key_id, _, body = sealed.removeprefix(PREFIX).partition(":")
        try:
            raw = base64.urlsafe_b64decode(body)
        except ValueError as error:
            raise UnsealError(f"field {field!r} is no sealed value") from error
        return self._decrypted(key_id, raw, document, field)

    def is_under_active_key(self, sealed: str) -> bool:
        """Say whether `seal` would use the key under which this value is sealed."""
        return sealed.startswith(f"{PREFIX}{self._active}:")

    def index(self, value: str | None, *, field: str) -> str | None:
        """Return the blind index of an identifier for equality search; None for nothing."""
        normal = normalise(value or "")
        if not normal:
            return None
        key = self._key(self._active, f"index:{field}")
        return hmac.new(key, normal.encode(), hashlib.sha256).hexdigest()[:_INDEX_LENGTH]

    def seal_all(self, value: Any, *, document: str, field: str = "") -> Any:
        """Return `value` with every `Personal` text in it sealed under its nearest field name."""

        def sealed(leaf: Any, name: str) -> Any:
            if not isinstance(leaf, Personal):
                return leaf
            key_id = self._active.encode()
            body = self._encrypted(leaf, document, name)
            return Binary(bytes([len(key_id)]) + key_id + body, _SUBTYPE)

        return _map_leaves(value, field, sealed)

    def open_all(self, value: Any, *, document: str, field: str = "") -> Any:
        """Return `value` with everything sealed in it opened; `UnsealError` as `open`."""

        def opened(leaf: Any, name: str) -> Any:
            if isinstance(leaf, Binary) and leaf.subtype == _SUBTYPE:
                start = 1 + leaf[0] if leaf else 0
                key_id = leaf[1:start].decode(errors="replace")
                return self._decrypted(key_id, leaf[start:], document, name)
            if isinstance(leaf, str) and leaf.startswith(PREFIX):
                return self._opened_if_sealed(leaf, document, name)
            return leaf

        return _map_leaves(value, field, opened)

    def key_for(self, purpose: str, key_id: str | None = None) -> tuple[str, bytes]:
        """Return id and key for a purpose of its own, of the active key where none is named."""
        chosen = self._active if key_id is None else key_id
        if chosen not in self._keys:
            raise UnsealError(f"unknown key {chosen!r}")
        return chosen, self._key(chosen, f"purpose:{purpose}")

    def _opened_if_sealed(self, text: str, document: str, field: str) -> str:
        try:
            return self.open(text, document=document, field=field)
        except UnsealError:
            return text

    def _encrypted(self, value: str, document: str, field: str) -> bytes:
        nonce = os.urandom(_NONCE_BYTES)
        cipher = AESGCM(self._key(self._active, f"seal:{field}"))
        return nonce + cipher.encrypt(nonce, value.encode(), _binding(document, field))

    def _decrypted(self, key_id: str, raw: bytes, document: str, field: str) -> Personal:
        if key_id not in self._keys:
            raise UnsealError(f"unknown key {key_id!r}")
        cipher = AESGCM(self._key(key_id, f"seal:{field}"))
        nonce, body = raw[:_NONCE_BYTES], raw[_NONCE_BYTES:]
        try:
            return Personal(cipher.decrypt(nonce, body, _binding(document, field)).decode())
        except (InvalidTag, ValueError) as error:
            raise UnsealError(f"field {field!r} does not open here") from error

    def _key(self, key_id: str, purpose: str) -> bytes:
        known = self._derived.get((key_id, purpose))
        if known is None:
            derivation = HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose.encode())
            known = self._derived[key_id, purpose] = derivation.derive(self._keys[key_id])
        return known


def normalise(value: str) -> str:
    """Return the form in which identifiers are compared: NFKC, upper case, no separators."""
    return re.sub(r"[\s\-()]", "", unicodedata.normalize("NFKC", value)).upper()


def masked(value: Any, field: str = "") -> Any:
    """
    Return `value` with personal numbers reduced to their last characters, four at most.

    Of telephones only digits that are dialled are shown: no extension, no remark.
    """

    def hidden(leaf: Any, name: str) -> Any:
        if name not in _NUMBERS or not isinstance(leaf, str):
            return leaf
        return "、".join(map(_mask, dialled_digits(leaf))) if name == "phone" else _mask(leaf)

    return _map_leaves(value, field, hidden)


def masked_name(name: str | None, kind: str | None) -> str | None:
    """
    Return a name as published judgments write it: the surname and 某, nothing of an organisation.

    法释〔2016〕19号8 and 9. A name in Latin letters keeps its first letter.
    """
    first = (name or "").strip()[:1]
    if not first:
        return None
    if kind == "organisation":
        return "某单位"
    return f"{first.upper()}." if first.isascii() else f"{first}某"


def _mask(number: str) -> str:
    shown = min(4, len(number) // 2)
    return f"{'*' * max(len(number) - shown, 4)}{number[len(number) - shown :]}"


def _map_leaves(value: Any, field: str, change: Callable[[Any, str], Any]) -> Any:
    if isinstance(value, _PLAIN):  # most are, and to ask whether one is a mapping is slow
        return change(value, field)
    if isinstance(value, Mapping):
        return {key: _map_leaves(item, key, change) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_map_leaves(item, field, change) for item in value]
    return change(value, field)


def _binding(document: str, field: str) -> bytes:
    return f"{document}\0{field}".encode()
