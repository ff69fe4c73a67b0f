"""The agencies that work with this installation: those of which an officer has an account."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from gateway.court.registry import Addressee
from shared.storage.database import Database


class Addressees:
    """Finds agencies among the accounts."""

    def __init__(self, database: Database) -> None:
        self._accounts = database["accounts"]

    def find(self, code: str) -> Addressee | None:
        """Return the agency of that code, or None."""
        found = self._accounts.find_one({"agency.code": code, "disabled": False})
        return _addressee(found) if found else None

    def all(self) -> Iterator[Addressee]:
        """Return every agency once."""
        found = self._accounts.find({"disabled": False})
        agencies = {account["agency"]["code"]: _addressee(account) for account in found}
        return iter(agencies.values())


def _addressee(account: Mapping[str, Any]) -> Addressee:
    agency = account["agency"]
    return Addressee(agency["code"], agency["name"], account["region"])
