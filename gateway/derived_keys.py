"""Keys that the gateway derives from the one secret of its own: one secret fewer to keep."""

from __future__ import annotations

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from shared.http.secrets import SecretFolder


def derived_key(secrets: SecretFolder, purpose: str) -> bytes:
    """
    Return 32 bytes for one purpose, derived from the key that signs tokens.

    They change with that key, so whoever uses them must do without what they protected before.
    """
    derivation = HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose.encode())
    return derivation.derive(secrets.token_key())
