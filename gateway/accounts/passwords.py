"""Passwords, kept only as Argon2id hashes."""

from __future__ import annotations

import secrets

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

# The first choice of RFC 9106 needs 2 GiB; these are the parameters of the OWASP cheat sheet,
# which eight threads of one office computer can afford at once.
_HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
MAX_PASSWORD_LENGTH = 200

# Checked when there is no such account, so that the time taken does not tell.
_NOBODY = _HASHER.hash(secrets.token_urlsafe(32))


def new_secret() -> str:
    """Return a random secret of 256 bits that needs no quoting."""
    return secrets.token_urlsafe(32)


def hash_password(password: str) -> str:
    """Return the hash to store; each call salts anew."""
    return _HASHER.hash(password)


def password_matches(password_hash: str | None, password: str) -> bool:
    """Tell whether `password` made the hash; as slow when there is no hash to compare with."""
    try:
        return _HASHER.verify(password_hash or _NOBODY, password) and password_hash is not None
    except (VerificationError, InvalidHashError):
        return False
