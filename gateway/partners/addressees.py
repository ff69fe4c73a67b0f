"""The agencies that work with this installation: those of which an officer has an account."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from gateway.partners.signatures import Speaker
from shared.http.identity import Identity
from shared.http.problems import invalid
from shared.language import Text
from shared.storage.database import Database

_NO_AGENCY = Text("本系统没有此机关的账号。", "No account here belongs to this agency.")


@dataclass(frozen=True, slots=True)
class Addressee:
    """The agency that a partner deals with, from the accounts."""

    code: str
    name: str
    region: str

    def as_seen_by(self, speaker: Speaker) -> Identity:
        """Return the identity by which services know a partner in the affairs of this agency."""
        return Identity(speaker.id, speaker.name, speaker.kind, self.code, self.name, self.region)


class Addressees:
    """Finds agencies among the accounts."""

    def __init__(self, database: Database) -> None:
        self._accounts = database["accounts"]

    def find(self, code: str) -> Addressee | None:
        """Return the agency of that code, or None."""
        found = self._accounts.find_one({"agency.code": code, "disabled": False})
        return _addressee(found) if found else None

    def addressed(self, notice: Mapping[str, Any]) -> Addressee:
        """Return the agency that a notice is for; 422 when nobody here belongs to it."""
        agency = self.find(notice["agency"]["code"])
        if agency is None:
            raise invalid({"agency.code": [_NO_AGENCY]})
        return agency

    def all(self) -> Iterator[Addressee]:
        """Return every agency once."""
        found = self._accounts.find({"disabled": False})
        agencies = {account["agency"]["code"]: _addressee(account) for account in found}
        return iter(agencies.values())


def _addressee(account: Mapping[str, Any]) -> Addressee:
    agency = account["agency"]
    return Addressee(agency["code"], agency["name"], account["region"])
