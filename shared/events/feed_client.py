"""Reading the feed of another service."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

import requests

from shared.events.envelope import Arrival, EnvelopeError
from shared.http.client import ServiceUnavailableError

PAGE = 200


class FeedError(RuntimeError):
    """The feed of a producer cannot be read now, or is not what a feed must be."""


@dataclass(frozen=True, slots=True)
class FeedPage:
    """
    Events in sequence without gaps, and the last sequence that the producer has given.

    One that `tells` nothing has none, and will have none.
    """

    arrivals: tuple[Arrival, ...]
    last_sequence: int
    tells: bool = True


class Asks(Protocol):
    """Whatever sends a request to a service, as `ServiceClient` does."""

    def request(
        self, service: str, method: str, path: str, *, params: Mapping[str, str | int]
    ) -> requests.Response:
        """Return the answer or raise `ServiceUnavailableError`."""


class FeedClient:
    """Asks producers for the events after a sequence, with the identity of this service."""

    def __init__(self, client: Asks) -> None:
        self._client = client

    def after(self, producer: str, sequence: int, limit: int = PAGE) -> FeedPage:
        """Return the page that follows `sequence`; `FeedError` when there is none to be had."""
        try:
            asked = {"after": sequence, "limit": limit}
            answer = self._client.request(producer, "GET", "/events", params=asked)
            if answer.status_code != requests.codes.ok:
                raise FeedError(f"{producer} answered {answer.status_code}")
            page = _page(answer.json())
        except (ServiceUnavailableError, EnvelopeError, ValueError) as error:
            raise FeedError(f"{producer}: {error}") from error
        _check_order(page, producer, sequence)
        return page


def _page(body: Any) -> FeedPage:
    if not isinstance(body, dict) or not isinstance(body.get("events"), list):
        raise EnvelopeError("not a page of events")
    last = body.get("last_sequence")
    if not isinstance(last, int) or isinstance(last, bool):
        raise EnvelopeError("last_sequence is missing")
    arrivals = tuple(Arrival.read(envelope) for envelope in body["events"])
    # A producer of an earlier release does not say it.
    return FeedPage(arrivals, last, tells=body.get("tells") is not False)


def _check_order(page: FeedPage, producer: str, after: int) -> None:
    found = [(arrival.source, arrival.sequence) for arrival in page.arrivals]
    wanted = [(producer, after + n) for n in range(1, len(found) + 1)]
    if found != wanted:
        raise FeedError(f"{producer} served a page with gaps or of another producer")
