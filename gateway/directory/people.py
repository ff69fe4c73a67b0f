"""Officers and agencies as they are known: from accounts, and from liaison."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from gateway.accounts import Account, Accounts
from shared.house import LIAISON
from shared.http.client import ServiceClient, ServiceUnavailableError
from shared.http.identity import Identity
from shared.language import Text

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

    def __init__(self, accounts: Accounts, client: ServiceClient) -> None:
        self._accounts = accounts
        self._client = client

    def officers(self, reader: Identity) -> list[Account]:
        """Return the officers of the reader's agency by username; all for an administrator."""
        if reader.role == "admin":
            return list(self._accounts.all())
        return self._accounts.of_agency(reader.agency_code)

    def agencies(self, words: str, reader: Identity) -> list[KnownAgency]:
        """Return the agencies and courts whose name has `words` in it, or whose code begins so."""
        found = {each.code or each.name: each for each in self._all_agencies(reader)}
        named = [each for each in found.values() if _is_like(each, words)]
        return sorted(named, key=lambda each: (each.kind, each.name, each.code or ""))

    def _all_agencies(self, reader: Identity) -> Iterator[KnownAgency]:
        yield from self._of_liaison(reader)
        for account in self._accounts.all():
            yield KnownAgency(account.agency_name, "agency", account.agency_code, account.region)

    def _of_liaison(self, reader: Identity) -> Iterator[KnownAgency]:
        """Yield the agencies of terminals, and courts; none while liaison does not answer."""
        try:
            answer = self._client.request(LIAISON, "GET", "/known-bodies", identity=reader)
        except ServiceUnavailableError:
            return
        if answer.ok:
            told = answer.json()
            yield from (KnownAgency(kind="agency", **each) for each in told["agencies"])
            yield from (KnownAgency(name, "court") for name in told["courts"])


def shown_officer(account: Account) -> dict[str, Any]:
    """Return an officer as lists show one."""
    return {
        "id": account.username,
        "name": account.name,
        "role": account.role,
        "agency": {"code": account.agency_code, "name": account.agency_name},
        "disabled": account.disabled,
    }


def _is_like(agency: KnownAgency, words: str) -> bool:
    return words in agency.name or (agency.code or "").startswith(words.upper())
