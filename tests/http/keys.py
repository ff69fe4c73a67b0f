"""Key pairs and forged tokens for tests of what is signed."""

from __future__ import annotations

import base64
import json
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)


class KeyPair:
    """An Ed25519 pair as the PEM files hold it, and a signer of whatever it is given."""

    def __init__(self) -> None:
        self._key = Ed25519PrivateKey.generate()
        self.private = self._key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        self.public = self._key.public_key().public_bytes(
            Encoding.PEM, PublicFormat.SubjectPublicKeyInfo
        )

    def compact(self, header: str, claims: str) -> str:
        """Return a token over exactly these texts, proper or not."""
        signed = f"{encoded(header)}.{encoded(claims)}"
        return f"{signed}.{_base64url(self._key.sign(signed.encode()))}"

    def token(self, header: dict[str, Any], claims: dict[str, Any]) -> str:
        """Return a token over this header and these claims."""
        return self.compact(json.dumps(header), json.dumps(claims))


def encoded(text: str) -> str:
    """Return one segment of a token."""
    return _base64url(text.encode())


def _base64url(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).decode().rstrip("=")
