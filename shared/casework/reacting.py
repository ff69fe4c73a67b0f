"""What a track does by itself when others' events arrive."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

import structlog

from shared.casework.case_events import version_of_step
from shared.casework.casework import Casework, Outcome
from shared.casework.entry import Request
from shared.casework.expiring import Expired, called_for, expired_clock
from shared.casework.guarding import SYSTEM
from shared.casework.payloads import load_payload
from shared.casework.personal_numbers import holds_personal_number
from shared.casework.procedure import Command
from shared.casework.recounting import Recounting
from shared.casework.system_commands import (
    JOIN_MATTER,
    LIFT_FINDING,
    NOTE_FINDING,
)
from shared.casework.withdrawing import CASE_WITHDRAWN, NOTE_WITHDRAWAL, OPENED_BY
from shared.events.envelope import Event
from shared.events.names import (
    CASE_JOINED,
    CLOCK_EXPIRED,
    EDITION_ADDED,
    FINDING_ANNOUNCED,
    FINDING_WITHDRAWN,
    MATTER_CHANGED,
    of_step,
)
from shared.house import tracks
from shared.http.problems import Problem
from shared.http.texts import cleaned

Handler = Callable[[Event], None]
_log = structlog.get_logger(__name__)
_MOOT = frozenset({"command-not-allowed", "date-out-of-order", "not-found"})


class SystemDesk:
    """
    The system at work on a track: ordinary commands, keyed by the event that calls for them.

    An event delivered again finds its key used and changes nothing.
    """

    def __init__(self, casework: Casework) -> None:
        self.casework = casework

    def open_case(
        self, command: str, raw: Mapping[str, Any], event: Event, *, key: str | None = None
    ) -> Outcome:
        """
        Open a case in answer to `event`; `Problem` when the payload is refused.

        It is opened once for each `key`, by default that of the event.
        A title with somebody's number in it, which earlier releases took, is left out.
        """
        found = self.casework.command(command)
        kept = {
            name: value
            for name, value in raw.items()
            if name != "title" or not holds_personal_number(value)
        }
        request = _request(found, kept, event)
        return self.casework.open_case(replace(request, key=key or request.key))

    def perform(
        self,
        case_id: str,
        command: str,
        raw: Mapping[str, Any],
        event: Event,
        *,
        expired: Expired | None = None,
        key: str | None = None,
    ) -> Outcome | None:
        """
        Carry out a command in answer to `event`, which may tell that a clock has `expired`.

        It has its effect once for each `key`, by default that of the event.
        None when the case has moved on and the command is moot: that is no failure. Any other
        refusal is raised, and the event is parked with it.
        """
        found = self.casework.command(command)
        try:
            request = _request(found, raw, event)
            request = replace(request, expired=expired, key=key or request.key)
            return self.casework.perform_as_system(case_id, request)
        except Problem as problem:
            if problem.code not in _MOOT:
                raise
            _log.info("reaction_moot", command=command, case_id=case_id, reason=problem.code)
            return None

    def shared_parts(self, event: Event) -> Mapping[str, Any]:
        """Return in clear what the sender of `event` sealed for this service, or nothing."""
        sealed = event.data.get("sealed")
        return self.casework.entries.opened(sealed, event.id) if sealed else {}


def _request(command: Command, raw: Mapping[str, Any], event: Event) -> Request:
    # What another service tells may have been stored before such characters were refused.
    payload = load_payload(command.schema(), cleaned(raw))
    # One event may call for several commands on one case: each has its effect once.
    key = f"{event.id}:{command.name}"
    return Request(command, payload, SYSTEM, key=key, traceparent=event.traceparent)


def standing_reactions(desk: SystemDesk, recounting: Recounting) -> dict[str, Handler]:
    """Return the reactions that every track has: to clocks, matters and calendar editions."""

    def apply_expiry(event: Event) -> None:
        if event.data["track"] == desk.casework.procedure.track:
            _apply_expiry(desk, event)

    def keep_view(event: Event) -> None:
        if event.matter_id is not None:
            desk.casework.store.set_matter_view(event.matter_id, {"cases": event.data["cases"]})

    note_withdrawn = partial(_note_withdrawn, desk)
    return {
        **{of_step(each.track, CASE_WITHDRAWN): note_withdrawn for each in tracks()},
        CLOCK_EXPIRED: apply_expiry,
        MATTER_CHANGED: keep_view,
        EDITION_ADDED: recounting.order,
        CASE_JOINED: commanding(desk, JOIN_MATTER),
        FINDING_ANNOUNCED: commanding(desk, NOTE_FINDING),
        FINDING_WITHDRAWN: commanding(desk, LIFT_FINDING),
    }


def together(standing: Mapping[str, Handler], own: Mapping[str, Handler]) -> dict[str, Handler]:
    """Return one handler for each type of event: what every track does, then what this one does."""

    def both(first: Handler, second: Handler) -> Handler:
        def handle(event: Event) -> None:
            first(event)
            second(event)

        return handle

    shared = {name: both(standing[name], own[name]) for name in standing.keys() & own.keys()}
    return {**standing, **own, **shared}


def commanding(desk: SystemDesk, command: str) -> Handler:
    """Return the handler that carries out `command` on the case the event names, if it is ours."""

    def carry_out(event: Event) -> None:
        if event.data["track"] == desk.casework.procedure.track:
            desk.perform(event.data["subject_case_id"], command, event.data["payload"], event)

    return carry_out


def _apply_expiry(desk: SystemDesk, event: Event) -> None:
    """Give an expired clock its legal effect, if by the case itself it is still running."""
    data, casework = event.data, desk.casework
    effect = casework.procedure.expiry.get(data["rule"])
    case = casework.store.get(data["case_id"])
    clock = expired_clock(case, data["clock_id"]) if case else None
    if effect is None or case is None or clock is None or clock["due_on"] != data["due_on"]:
        return
    expired = Expired.of(clock)
    for command, raw in called_for(casework.rules, effect, case, clock):
        if desk.perform(case["_id"], command, raw, event, expired=expired) is not None:
            return


def _note_withdrawn(desk: SystemDesk, event: Event) -> None:
    """Note on the case that had led to another one that the registration of that is withdrawn."""
    origin = event.data.get("origin") or {}
    if origin.get("track") != desk.casework.procedure.track:
        return
    payload = {"track": event.data["track"], "case_id": event.subject}
    if event.case_number is not None:
        payload["number"] = event.case_number
    entry = version_of_step(event.data.get(OPENED_BY), origin["case_id"])
    raw = payload | ({"entry": entry} if entry is not None else {})
    desk.perform(origin["case_id"], NOTE_WITHDRAWAL, raw, event)
