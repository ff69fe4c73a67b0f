"""Personal data: marked by type while in memory, sealed before it is written."""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
import re
import unicodedata
from collections.abc import Callable, Mapping
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

PREFIX = "sealed:v1:"
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
        """Return the sealed form of `value`: `sealed:v1:<key id>:<nonce and ciphertext>`."""
        nonce = os.urandom(12)
        cipher = AESGCM(self._key(self._active, f"seal:{field}"))
        sealed = cipher.encrypt(nonce, value.encode(), _binding(document, field))
        return f"{PREFIX}{self._active}:{base64.urlsafe_b64encode(nonce + sealed).decode()}"

    def open(self, sealed: str, *, document: str, field: str) -> Personal:
        """Return the clear text; `UnsealError` when value, place or key is not the right one."""
        key_id, _, body = sealed.removeprefix(PREFIX).partition(":")
        if key_id not in self._keys:
            raise UnsealError(f"unknown key {key_id!r}")
        raw = base64.urlsafe_b64decode(body)
        cipher = AESGCM(self._key(key_id, f"seal:{field}"))
        try:
            return Personal(cipher.decrypt(raw[:12], raw[12:], _binding(document, field)).decode())
        except InvalidTag as error:
            raise UnsealError(f"field {field!r} does not open here") from error

    def index(self, value: str | None, *, field: str) -> str | None:
        """Return the blind index of an identifier for equality search; None for nothing."""
        normal = normalise(value or "")
        if not normal:
            return None
        key = self._key(self._active, f"index:{field}")
        return hmac.new(key, normal.encode(), hashlib.sha256).hexdigest()[:_INDEX_LENGTH]

    def seal_all(self, value: Any, *, document: str, field: str = "") -> Any:
        """Return `value` with every `Personal` text in it sealed under its nearest field name."""
        return _map_texts(
            value,
            field,
            lambda text, name: (
                self.seal(text, document=document, field=name)
                if isinstance(text, Personal)
                else text
            ),
        )

    def open_all(self, value: Any, *, document: str, field: str = "") -> Any:
        """Return `value` with every sealed text in it opened."""
        return _map_texts(
            value,
            field,
            lambda text, name: (
                self.open(text, document=document, field=name) if text.startswith(PREFIX) else text
            ),
        )

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
    """Return `value` with personal numbers reduced to their last characters, four at most."""
    return _map_texts(value, field, lambda text, name: _mask(text) if name in _NUMBERS else text)


def _mask(number: str) -> str:
    shown = min(4, len(number) // 2)
    return f"{'*' * max(len(number) - shown, 4)}{number[len(number) - shown :]}"


def _map_texts(value: Any, field: str, change: Callable[[str, str], str]) -> Any:
    if isinstance(value, str):
        return change(value, field)
    if isinstance(value, Mapping):
        return {key: _map_texts(item, key, change) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_map_texts(item, field, change) for item in value]
    return value


def _binding(document: str, field: str) -> bytes:
    return f"{document}\0{field}".encode()
