"""The folder of secrets that a process is given."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

KEY_BYTES = 32


class SecretError(RuntimeError):
    """A secret is missing or not of the form it must have; the message names its file."""


@dataclass(frozen=True, slots=True)
class FieldKeys:
    """Keys of 32 bytes that seal stored values, by key id; `active` encrypts, all decrypt."""

    active: str
    keys: Mapping[str, bytes]


class SecretFolder:
    """Reads the secrets of `SECRETS_DIR`; each reader raises `SecretError` naming the file."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def read(self, name: str) -> bytes:
        """Return the content of the file `name`."""
        try:
            content = (self.folder / name).read_bytes()
        except OSError as error:
            raise SecretError(f"secret {name} cannot be read: {error.strerror}") from error
        if not content.strip():
            raise SecretError(f"secret {name} is empty")
        return content

    def private_key(self, service: str) -> bytes:
        """Return the Ed25519 private key (PEM) by which `service` signs its identity."""
        return self.read(f"identity/{service}.key")

    def public_keys(self) -> dict[str, bytes]:
        """Return the public keys (PEM) of all services, by service name."""
        names = sorted(path.stem for path in (self.folder / "identity").glob("*.pub"))
        if not names:
            raise SecretError("secret identity/*.pub is missing")
        return {name: self.read(f"identity/{name}.pub") for name in names}

    def token_key(self) -> bytes:
        """Return the Ed25519 private key (PEM) by which the gateway signs access tokens."""
        return self.read("token.key")

    def retired_token_keys(self) -> list[bytes]:
        """Return public keys (PEM) still accepted while the token key is being rotated."""
        names = sorted(path.name for path in self.folder.glob("token.retired*.pub"))
        return [self.read(name) for name in names]

    def history_key(self) -> bytes:
        """Return the 32 bytes that key the hash chain of the histories."""
        return _decode("history.key", self.read("history.key").decode("ascii", "replace"))

    def referral_key(self) -> bytes:
        """Return the 32 bytes that seal personal data on its way to another service."""
        return _decode("referral.key", self.read("referral.key").decode("ascii", "replace"))

    def search_key(self) -> bytes:
        """Return the 32 bytes that key the words by which cases are found."""
        return _decode("search.key", self.read("search.key").decode("ascii", "replace"))

    def field_keys(self) -> FieldKeys:
        """Return the keys for personal fields."""
        return self._sealing_keys("field_keys.json")

    def partner_keys(self) -> FieldKeys:
        """Return the keys that seal the secrets of partners."""
        return self._sealing_keys("partner_keys.json")

    def terminal_keys(self) -> FieldKeys:
        """Return the keys from which those of the hall follow: of its terminals and receipts."""
        return self._sealing_keys("terminal_keys.json")

    def _sealing_keys(self, name: str) -> FieldKeys:
        try:
            document = json.loads(self.read(name))
            active, encoded = str(document["active"]), dict(document["keys"])
        except (ValueError, KeyError, TypeError) as error:
            raise SecretError(f'secret {name} must be {{"active": …, "keys": {{…}}}}') from error
        keys = {str(key_id): _decode(name, str(value)) for key_id, value in encoded.items()}
        if active not in keys:
            raise SecretError(f"secret {name} has no key of the active id")
        return FieldKeys(active, keys)


def _decode(name: str, value: str) -> bytes:
    try:
        key = base64.b64decode(value.strip(), validate=True)
    except binascii.Error as error:
        raise SecretError(f"secret {name} is not base64") from error
    if len(key) != KEY_BYTES:
        raise SecretError(f"secret {name} must hold {KEY_BYTES} bytes")
    return key
