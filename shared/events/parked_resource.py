"""Parked effects over HTTP: look at them, have them tried again, set them aside with a reason."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from flask import Blueprint, jsonify, request
from flask.typing import ResponseReturnValue

from shared.events.parked import SET_ASIDE, WAITING, Parked, ParkedEvents
from shared.http.bodies import read_json
from shared.http.identity import Identity, current_identity
from shared.http.paging import page, page_request
from shared.http.problems import Problem, forbidden, invalid, not_found
from shared.language import Text
from shared.storage.database import Database

OPERATORS = frozenset({"supervisor", "admin"})
LONGEST_REASON = 500


def create_parked_resource(
    database: Database, wake: Callable[[], object] = lambda: None
) -> Blueprint:
    """
    Return the blueprint of `GET /parked`, `POST /parked/<id>/retry` and `…/set-aside {reason}`.

    `<id>` is that of an effect of an event; the list has pages, what was parked first comes first.
    Only supervisors and administrators may call it. The worker does the trying; a request here
    only asks for it, and wakes it.
    """
    resource = Blueprint("parked_events", __name__)
    parked = ParkedEvents(database)

    @resource.get("/parked")
    def listed() -> ResponseReturnValue:
        _operator()
        wanted = page_request(request.args, sort="parked", key_length=1)
        after = None if wanted.after is None else str(wanted.after[0])
        found = parked.page(status=_status(), after=after, size=wanted.limit + 1)
        return jsonify(page(found, wanted, lambda item: (item.listed_at,), _shown))

    @resource.post("/parked/<parked_id>/retry")
    def retry(parked_id: str) -> ResponseReturnValue:
        _operator()
        if not parked.request_retry(parked_id):
            raise not_found()
        wake()
        return jsonify(_found(parked, parked_id)), 202

    @resource.post("/parked/<parked_id>/set-aside")
    def set_aside(parked_id: str) -> ResponseReturnValue:
        operator = _operator()
        reason = _reason()
        if not parked.put_aside(parked_id, by=operator.subject, reason=reason):
            _found(parked, parked_id)  # 404 when there is none
            raise Problem(409, "conflict", Text("该项已被搁置。", "It is set aside already."))
        wake()
        return jsonify(_found(parked, parked_id))

    return resource


def _operator() -> Identity:
    identity = current_identity()
    if identity.role not in OPERATORS:
        raise forbidden()
    return identity


def _status() -> str | None:
    status = request.args.get("status")
    if status not in (None, WAITING, SET_ASIDE):
        text = Text("应为 waiting 或 set_aside。", "Must be waiting or set_aside.")
        raise invalid({"status": [text]})
    return status


def _reason() -> str:
    reason = read_json(request).get("reason")
    if not isinstance(reason, str) or not 1 <= len(reason.strip()) <= LONGEST_REASON:
        zh = f"须填写理由，不超过 {LONGEST_REASON} 字。"
        raise invalid({"reason": [Text(zh, f"A reason of 1 to {LONGEST_REASON} characters.")]})
    return reason.strip()


def _found(parked: ParkedEvents, parked_id: str) -> dict[str, Any]:
    item = parked.find(parked_id)
    if item is None:
        raise not_found()
    return _shown(item)


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
