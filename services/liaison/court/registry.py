"""The cases of a court, as the services behind know them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import requests

from services.liaison.partners.addressees import Addressee
from services.liaison.partners.answers import usable
from services.liaison.partners.signatures import Speaker
from shared.casework.official_numbers import same_number
from shared.http.client import ServiceClient
from shared.http.identity import Identity

Case = Mapping[str, Any]
_MOST = 100  # cases also name the numbers of others: one agency has few of one number


@dataclass(frozen=True, slots=True)
class CourtTrack:
    """
    A track in which courts have cases, and the facts under which it keeps their numbers.

    A court also `writes_ours` of a case about which the parties went to it with our papers.
    """

    service: str
    collection: str
    numbers: tuple[str, ...]
    writes_ours: bool = False

    def numbers_of(self, case: Case) -> list[str | None]:
        """Return the numbers by which a court may mean a case."""
        ours = [case["number"]] if self.writes_ours else []
        return [*ours, *(case["facts"].get(name) for name in self.numbers)]


LITIGATION = CourtTrack("litigation", "litigations", ("court_case_no", "retrial_case_no"))
MEDIATION = CourtTrack(
    "mediation", "mediations", ("assigned_case_no", "court_case_no"), writes_ours=True
)


class CourtCases:
    """Finds cases by the court's own number, in any writing, one agency at a time."""

    def __init__(self, client: ServiceClient) -> None:
        self._client = client

    def find(
        self, number: str, track: CourtTrack = LITIGATION, *, court: Speaker, agency: Addressee
    ) -> Case | None:
        """Return the case of that number: one on which work goes on, if there are several."""
        found = list(self._all(number, court, agency, track))
        return next((case for case in found if case["status"] != "closed"), None) or next(
            iter(found), None
        )

    def _all(
        self, number: str, court: Speaker, agency: Addressee, track: CourtTrack
    ) -> Iterator[Case]:
        caller = agency.as_seen_by(court)
        for row in self._rows(number, caller, track):
            case = self._read(f"/{row['id']}", caller, track)
            named = any(same_number(each, number) for each in track.numbers_of(case))
            if named and court.may_speak_for(case["facts"].get("court")):
                yield case

    def _rows(self, number: str, caller: Identity, track: CourtTrack) -> list[Case]:
        # In the body: an address refuses a number that is as long as a telephone number.
        # Without its end, with which an officer or the court may not have written it.
        body = {"q": number.strip().removesuffix("号"), "limit": _MOST}
        answer = self._asked("POST", "/search", caller, track, body)
        if answer.status_code == 422:
            return []  # what cannot be looked for is the number of no case
        rows: list[Case] = usable(answer)["items"]
        return rows

    def _read(self, path: str, caller: Identity, track: CourtTrack) -> Any:
        return usable(self._asked("GET", path, caller, track))

    def _asked(
        self,
        method: str,
        path: str,
        caller: Identity,
        track: CourtTrack,
        body: Mapping[str, Any] | None = None,
    ) -> requests.Response:
        address = f"/api/v1/{track.collection}{path}"
        return self._client.request(track.service, method, address, identity=caller, json=body)
