"""The agencies that work with this installation: those of which an officer has an account."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from shared.casework.organisation_codes import read_organisation_code
from shared.http.bodies import MalformedJsonError, parse_json
from shared.http.identity import Identity
from shared.storage.database import Database


@dataclass(frozen=True, slots=True)
class Agency:
    """An agency as its officers' accounts name it."""

    code: str
    name: str
    region: str

    def as_dict(self) -> dict[str, str]:
        """Return what services are told of it."""
        return asdict(self)


class Agencies:
    """Finds agencies among the accounts."""

    def __init__(self, database: Database) -> None:
        self._accounts = database["accounts"]

    def find(self, code: str) -> Agency | None:
        """Return the agency of that code, or None."""
        found = self._accounts.find_one({"agency.code": code, "disabled": False})
        return _agency(found) if found else None

    def all(self) -> list[Agency]:
        """Return every agency once."""
        found = self._accounts.find({"disabled": False}, {"agency": 1, "region": 1})
        return list({account["agency"]["code"]: _agency(account) for account in found}.values())

    def addressed(self, said: bytes, caller: Identity) -> Identity:
        """
        Return the caller in the affairs of the agency that a JSON text names under `agency`.

        Nothing is refused here: of an agency to which nobody here belongs, the service behind is
        told none.
        """
        code = _code_in(said)
        agency = self.find(code) if code else None
        if agency is None:
            return caller
        return replace(
            caller, agency_code=agency.code, agency_name=agency.name, region=agency.region
        )


def _code_in(said: bytes) -> str | None:
    try:
        read = parse_json(said)
    except MalformedJsonError:
        return None
    agency = read.get("agency") if isinstance(read, dict) else None
    code = agency.get("code") if isinstance(agency, dict) else None
    return read_organisation_code(code) or code if isinstance(code, str) else None


def _agency(account: Mapping[str, Any]) -> Agency:
    agency = account["agency"]
    return Agency(agency["code"], agency["name"], account["region"])
