"""The secret addresses by which calendar programs fetch an officer's time limits."""

from __future__ import annotations

import hashlib
import secrets
from datetime import UTC, datetime

from shared.storage.database import Database

_SECRET_BYTES = 32


class CalendarFeeds:
    """
    Keeps one address for each officer, by its hash alone: nobody can read it off the database.

    Renewing it makes the one before useless.
    """

    def __init__(self, database: Database) -> None:
        self._feeds = database["calendar_feeds"]

    def prepare(self) -> None:
        """Create the index by which a secret is found."""
        self._feeds.create_index("secret_hash")

    def renew(self, username: str) -> str:
        """Return a new secret for an officer; it is not shown again."""
        secret = secrets.token_urlsafe(_SECRET_BYTES)
        feed = {"secret_hash": _hashed(secret), "renewed_at": datetime.now(UTC)}
        self._feeds.update_one({"_id": username}, {"$set": feed}, upsert=True)
        return secret

    def exists(self, username: str) -> bool:
        """Say whether an officer has an address."""
        return self._feeds.find_one({"_id": username}, {"_id": 1}) is not None

    def owner(self, secret: str) -> str | None:
        """Return the username whose secret it is, or None."""
        found = self._feeds.find_one({"secret_hash": _hashed(secret)}, {"_id": 1})
        return str(found["_id"]) if found else None


def _hashed(secret: str) -> str:
    # The secret is random and long: a slow hash would protect it no better.
    return hashlib.sha256(secret.encode()).hexdigest()
