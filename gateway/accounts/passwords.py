"""Passwords, kept only as Argon2id hashes."""

from __future__ import annotations

import secrets

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from shared.language import Text

# The first choice of RFC 9106 needs 2 GiB; these are the parameters of the OWASP cheat sheet,
# which eight threads of one office computer can afford at once.
_HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
MIN_PASSWORD_LENGTH = 12
MAX_PASSWORD_LENGTH = 200
_FEWEST_CHARACTERS = 5
_TOO_SHORT = Text(
    f"口令至少 {MIN_PASSWORD_LENGTH} 个字符，可以是一句话。",
    f"The password needs at least {MIN_PASSWORD_LENGTH} characters; it may be a sentence.",
)
_TOO_LONG = Text(
    f"口令至多 {MAX_PASSWORD_LENGTH} 个字符。",
    f"The password has at most {MAX_PASSWORD_LENGTH} characters.",
)
_TOO_PLAIN = Text(
    "口令的字符过于单一，容易被猜到。", "The password repeats few characters and is easily guessed."
)
_HAS_USERNAME = Text("口令不得包含用户名。", "The password must not contain the username.")

# Checked when there is no such account, so that the time taken does not tell.
_NOBODY = _HASHER.hash(secrets.token_urlsafe(32))


def new_secret() -> str:
    """Return a random secret of 256 bits that needs no quoting."""
    return secrets.token_urlsafe(32)


def weakness(password: str, username: str) -> Text | None:
    """
    Return why an officer may not choose a password, or None.

    Length counts, mixed kinds of characters do not (NIST SP 800-63B, section 3.1.1.2).
    """
    if len(password) < MIN_PASSWORD_LENGTH:
        return _TOO_SHORT
    if len(password) > MAX_PASSWORD_LENGTH:
        return _TOO_LONG
    if len(set(password)) < _FEWEST_CHARACTERS:
        return _TOO_PLAIN
    return _HAS_USERNAME if username.casefold() in password.casefold() else None


def hash_password(password: str) -> str:
    """Return the hash to store; each call salts anew."""
    return _HASHER.hash(password)


def password_matches(password_hash: str | None, password: str) -> bool:
    """Tell whether `password` made the hash; as slow when there is no hash to compare with."""
    try:
        return _HASHER.verify(password_hash or _NOBODY, password) and password_hash is not None
    except (VerificationError, InvalidHashError):
        return False
