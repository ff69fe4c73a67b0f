"""Parked effects over HTTP: look at them, have them tried again, set them aside with a reason."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from shared.events.parked import Parked, ParkedEvents
from shared.events.parked_schemas import ParkedAnswer, ParkedPage, ReasonSchema, WantedParked
from shared.http.blueprint import DocumentedBlueprint
from shared.http.callers import overseeing
from shared.http.identity import current_identity
from shared.http.paging import page_read
from shared.http.problems import Problem, not_found
from shared.language import Text
from shared.storage.database import Database

_ASIDE_ALREADY = Text("该项已被搁置。", "It is set aside already.")


class ParkedResource:
    """
    Shows what is parked, and takes what supervisors and administrators decide about it.

    The worker does the trying; a request here only asks for it, and wakes it.
    """

    routes = DocumentedBlueprint("parked_events", __name__, internal=True)

    def __init__(self, parked: ParkedEvents, wake: Callable[[], object]) -> None:
        self._parked = parked
        self._wake = wake

    @routes.get("/parked")
    @routes.asked_by(overseeing)
    @routes.arguments(WantedParked, location="query")
    @routes.response(200, ParkedPage)
    def listed(self, asked: Mapping[str, Any]) -> dict[str, Any]:
        """Return a page of what is parked."""
        status = asked.get("status")
        return page_read(
            asked,
            "parked",
            lambda after, size: self._parked.page(status=status, after=after, size=size),
            key=lambda item: item.listed_at,
            show=_shown,
        )

    @routes.post("/parked/<parked_id>/retry")
    @routes.asked_by(overseeing)
    @routes.response(202, ParkedAnswer)
    def retry(self, parked_id: str) -> dict[str, Any]:
        """Have an effect of an event tried again."""
        if not self._parked.request_retry(parked_id):
            raise not_found()
        self._wake()
        return self._found(parked_id)

    @routes.post("/parked/<parked_id>/set-aside")
    @routes.asked_by(overseeing)
    @routes.arguments(ReasonSchema)
    @routes.response(200, ParkedAnswer)
    def set_aside(self, decided: Mapping[str, str], parked_id: str) -> dict[str, Any]:
        """Let the matter go on without an effect."""
        by, reason = current_identity().subject, decided["reason"].strip()
        if not self._parked.put_aside(parked_id, by=by, reason=reason):
            self._found(parked_id)  # 404 when there is none
            raise Problem(409, "conflict", _ASIDE_ALREADY)
        self._wake()
        return self._found(parked_id)

    def _found(self, parked_id: str) -> dict[str, Any]:
        item = self._parked.find(parked_id)
        if item is None:
            raise not_found()
        return _shown(item)


def create_parked_resource(
    database: Database, wake: Callable[[], object] = lambda: None
) -> DocumentedBlueprint:
    """Return the routes; `wake` tells the worker that there is something to do."""
    return ParkedResource.routes.bound_to(ParkedResource(ParkedEvents(database), wake))


def _shown(item: Parked) -> dict[str, Any]:
    arrival, decision = item.arrival, item.set_aside
    return {
        "id": item.id,
        "event_id": arrival.event_id,
        "effect": item.effect or None,
        "type": arrival.type,
        "source": arrival.source,
        "sequence": arrival.sequence,
        "matter_id": arrival.envelope.get("matterid"),
        "case_number": arrival.envelope.get("casenumber"),
        "status": item.status,
        "attempts": item.attempts,
        "error": item.error,
        "parked_at": _instant(item.parked_at),
        "last_attempt_at": _instant(item.last_attempt_at),
        "retry_requested": item.retry_requested,
        "set_aside": decision and {**decision, "at": _instant(decision["at"])},
    }


def _instant(value: datetime | None) -> str | None:
    return None if value is None else value.isoformat()
