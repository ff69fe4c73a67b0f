"""
How often a password may be tried, so that guessing is slow and nobody is kept out by it.

Refused passwords count against account and address together, the same at the API and at the
workbench. Wider counts slow down whoever tries many accounts, or one account from many addresses.
An officer at a place from where they have signed in before is exempt from those: strangers can
exhaust them, but keep out only themselves. A right password and an unreadable request cost nothing.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from flask import Response, g
from flask_limiter import Limiter

from gateway.limiting import client_place, everybody
from shared.storage.database import Database

View = TypeVar("View", bound=Callable[..., Any])
_SCOPE = "sign-in"
_REMEMBERED = timedelta(days=90)
PER_ACCOUNT_AND_PLACE = "10 per 5 minutes"
PER_PLACE = "50 per 5 minutes"
PER_ACCOUNT = "100 per 5 minutes"
ALTOGETHER = "1000 per 5 minutes"


class KnownPlaces:
    """From where officers signed in during the last 90 days: keyed hashes, no addresses."""

    def __init__(self, database: Database, key: bytes) -> None:
        self._rows = database["known_places"]
        self._key = key

    def prepare(self) -> None:
        """Create the index by which old places are removed."""
        self._rows.create_index("seen_at")

    def note(self, username: str, place: str) -> None:
        """Remember that the officer signed in from a place."""
        now = datetime.now(UTC)
        row_id = self._id(username, place)
        self._rows.update_one({"_id": row_id}, {"$set": {"seen_at": now}}, upsert=True)
        self._rows.delete_many({"seen_at": {"$lt": now - _REMEMBERED}})

    def holds(self, username: str, place: str) -> bool:
        """Say whether the officer has signed in from the place lately."""
        row = self._rows.find_one({"_id": self._id(username, place)})
        return row is not None and datetime.now(UTC) - row["seen_at"] <= _REMEMBERED

    def _id(self, username: str, place: str) -> str:
        return hmac.new(self._key, f"{username}\0{place}".encode(), hashlib.sha256).hexdigest()


@dataclass(frozen=True, slots=True)
class SignInLimits:
    """The limits of both ways to sign in, which count together."""

    limiter: Limiter
    places: KnownPlaces

    def of(self, view: View, *, username: Callable[[], str], refused: int) -> View:
        """Return `view`, limited; an answer of the status `refused` counts."""

        def named() -> str:
            # Hashed, because strangers choose it: its letters do not reach the database.
            return hashlib.sha256(username().encode()).hexdigest()

        def is_at_home() -> bool:
            if "is_at_home" not in g:
                g.is_at_home = self.places.holds(username(), client_place())
            return bool(g.is_at_home)

        def is_refused(response: Response) -> bool:
            return response.status_code == refused

        limited: Any = self.limiter.shared_limit(
            PER_ACCOUNT_AND_PLACE,
            _SCOPE,
            key_func=lambda: f"{named()} {client_place()}",
            deduct_when=is_refused,
        )(view)
        for limit, key in (
            (PER_PLACE, client_place),
            (PER_ACCOUNT, named),
            (ALTOGETHER, everybody),
        ):
            limited = self.limiter.shared_limit(
                limit, _SCOPE, key_func=key, deduct_when=is_refused, exempt_when=is_at_home
            )(limited)
        found: View = limited
        return found

    def succeeded(self, username: str) -> None:
        """Remember from where an officer has signed in."""
        self.places.note(username, client_place())
