"""Officers and agencies as the gateway knows them: from accounts, terminals and courts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from gateway.accounts import Account, Accounts
from gateway.partners import COURT, Partners
from shared.http.identity import Identity
from shared.language import Text
from shared.storage.database import Database

AGENCY_KINDS = {
    "agency": Text("行政机关", "administrative agency"),
    "court": Text("人民法院", "court"),
}


@dataclass(frozen=True, slots=True)
class KnownAgency:
    """A body that somebody here acts for; a court is known by its name alone."""

    name: str
    kind: str
    code: str | None = None
    region: str | None = None


class Directory:
    """Reads who works where."""

    def __init__(self, database: Database, partners: Partners) -> None:
        self._accounts = Accounts(database)
        self._terminals = database["terminals"]
        self._partners = partners

    def officers(self, reader: Identity) -> list[Account]:
        """Return the officers of the reader's agency by username; all for an administrator."""
        if reader.role == "admin":
            return list(self._accounts.all())
        return self._accounts.of_agency(reader.agency_code)

    def agencies(self, words: str) -> list[KnownAgency]:
        """Return the agencies and courts whose name has `words` in it, or whose code begins so."""
        found = {each.code or each.name: each for each in self._all_agencies()}
        named = [each for each in found.values() if _is_like(each, words)]
        return sorted(named, key=lambda each: (each.kind, each.name, each.code or ""))

    def _all_agencies(self) -> Iterable[KnownAgency]:
        for terminal in self._terminals.find({"disabled": False}):
            yield _agency(terminal["agency"], terminal["region"])
        for account in self._accounts.all():
            agency = {"code": account.agency_code, "name": account.agency_name}
            yield _agency(agency, account.region)
        for partner in self._partners.all():
            if partner.kind == COURT and not partner.disabled:
                yield from (KnownAgency(name, "court") for name in partner.speaks_for)


def shown_officer(account: Account) -> dict[str, Any]:
    """Return an officer as lists show one."""
    return {
        "id": account.username,
        "name": account.name,
        "role": account.role,
        "agency": {"code": account.agency_code, "name": account.agency_name},
        "disabled": account.disabled,
    }


def _agency(agency: Mapping[str, Any], region: str) -> KnownAgency:
    return KnownAgency(agency["name"], "agency", agency["code"], region)


def _is_like(agency: KnownAgency, words: str) -> bool:
    return words in agency.name or (agency.code or "").startswith(words.upper())
