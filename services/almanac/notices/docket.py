"""Asking coordination what a notice does to the open clocks, which it alone knows."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from shared.http.client import ServiceClient, ServiceUnavailableError

COORDINATION = "coordination"
_NOT_HEARD: Mapping[str, Any] = {"progress": [], "complete": False}


class Docket:
    """The docket of coordination, as far as the almanac asks of it."""

    def __init__(self, client: ServiceClient) -> None:
        self._client = client

    def preview(self, notice: Mapping[str, Any]) -> dict[str, Any]:
        """Return which dates a notice would move; `ServiceUnavailableError` without an answer."""
        return self._asked("/calendar-moves/preview", notice)

    def hand_over(self, notice: Mapping[str, Any]) -> Mapping[str, Any]:
        """
        Give a notice to the docket at once, and return how far everybody is with counting anew.

        The event brings it there in any case: who asks for its moves right after it was added
        need not wait for that.
        """
        try:
            return self._asked("/calendar-moves", notice)
        except ServiceUnavailableError:
            return _NOT_HEARD

    def _asked(self, path: str, notice: Mapping[str, Any]) -> dict[str, Any]:
        answer = self._client.request(COORDINATION, "POST", path, json=notice)
        if answer.status_code != HTTPStatus.OK:
            raise ServiceUnavailableError(COORDINATION)
        found: dict[str, Any] = answer.json()
        return found
