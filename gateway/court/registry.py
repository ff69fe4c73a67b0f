"""The cases of a court, as the services behind know them."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import requests

from gateway.court.signatures import Court
from shared.http.client import ServiceClient
from shared.http.identity import Identity
from shared.http.problems import Problem
from shared.language import Text

Case = Mapping[str, Any]
ROLE = "court"
LITIGATION = ("litigation", "litigations")
MEDIATION = ("mediation", "mediations")
_MOST = 100  # cases also name the numbers of others: one agency has few of one number
_UNUSABLE = Text("后端服务的应答无法使用。", "A service behind gave an unusable answer.")


@dataclass(frozen=True, slots=True)
class Addressee:
    """The agency that a court deals with, from the accounts."""

    code: str
    name: str
    region: str

    def as_seen_by(self, court: Court) -> Identity:
        """Return the identity by which services know the court in the affairs of this agency."""
        return Identity(court.id, court.name, ROLE, self.code, self.name, self.region)


class CourtCases:
    """Finds litigation cases by the court's own number, one agency at a time."""

    def __init__(self, client: ServiceClient) -> None:
        self._client = client

    def find(self, number: str, court: Court, agency: Addressee) -> Case | None:
        """Return the case of that number: one on which work goes on, if there are several."""
        found = list(self._all(number, court, agency))
        return next((case for case in found if case["status"] != "closed"), None) or next(
            iter(found), None
        )

    def _all(self, number: str, court: Court, agency: Addressee) -> Iterator[Case]:
        wanted = _uniform(number)
        caller = agency.as_seen_by(court)
        for row in self._rows(wanted, caller):
            case = self._read(f"/{row['id']}", caller)
            facts = case["facts"]
            same = _uniform(facts.get("court_case_no") or "") == wanted
            if same and court.may_speak_for(facts.get("court")):
                yield case

    def _rows(self, number: str, caller: Identity) -> list[Case]:
        # In the body: an address refuses a number that is as long as a telephone number.
        answer = self._asked("POST", "/search", caller, {"q": number, "limit": _MOST})
        if answer.status_code == 422:
            return []  # what cannot be looked for is the number of no case
        rows: list[Case] = _usable(answer)["items"]
        return rows

    def _read(self, path: str, caller: Identity) -> Any:
        return _usable(self._asked("GET", path, caller))

    def _asked(
        self, method: str, path: str, caller: Identity, body: Mapping[str, Any] | None = None
    ) -> requests.Response:
        service, collection = LITIGATION
        address = f"/api/v1/{collection}{path}"
        return self._client.request(service, method, address, identity=caller, json=body)


def _usable(answer: requests.Response) -> Any:
    if answer.status_code != 200:
        raise Problem(502, "bad-gateway", _UNUSABLE)
    return read_answer(answer)


def read_answer(answer: requests.Response) -> Any:
    """Return the JSON of a service's answer; 502 when there is none."""
    try:
        return answer.json()
    except requests.exceptions.JSONDecodeError as error:
        raise Problem(502, "bad-gateway", _UNUSABLE) from error


def _uniform(number: str) -> str:
    # The brackets of a case number are typed in full or half width.
    return unicodedata.normalize("NFKC", number).strip()
