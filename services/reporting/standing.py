"""What stands at coordination now, and is asked for there when a report is read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, TypeAlias

import requests

from shared.http.client import ServiceClient, ServiceUnavailableError

Referral: TypeAlias = Mapping[str, Any]
Clock: TypeAlias = Mapping[str, Any]
COORDINATION = "coordination"


class ReportedStanding:
    """
    Asks coordination for referrals and escalated clocks; they are its own, and nothing is kept.

    Raises `ServiceUnavailableError` while it does not answer: a report that left them out would
    say that there are none.
    """

    def __init__(self, client: ServiceClient) -> None:
        self._client = client

    def referrals(self, agency_code: str, since: date) -> Sequence[Referral]:
        """Return the referrals of an agency, sent or to be taken up, not ended before a day."""
        return self._ask("referrals", {"agency": agency_code, "since": since.isoformat()})

    def red_clocks(self, agency_code: str, most: int) -> Sequence[Clock]:
        """Return up to `most` clocks of an agency that are red or over, as the docket shows."""
        return self._ask("red-clocks", {"agency": agency_code, "most": most})

    def _ask(self, what: str, asked: Mapping[str, str | int]) -> Sequence[Mapping[str, Any]]:
        answer = self._client.request(COORDINATION, "GET", f"/standing/{what}", params=asked)
        if answer.status_code != requests.codes.ok:
            raise ServiceUnavailableError(COORDINATION)
        found: list[Mapping[str, Any]] = answer.json()["items"]
        return found
