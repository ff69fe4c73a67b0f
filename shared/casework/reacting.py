"""What a track does by itself when others' events arrive."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import structlog

from shared.casework.calendar_shelf import CalendarShelf
from shared.casework.casework import Casework, Outcome
from shared.casework.entry import Request
from shared.casework.guarding import SYSTEM
from shared.casework.payloads import load_payload
from shared.casework.procedure import Command
from shared.casework.recounting import Recounting
from shared.casework.system_commands import (
    JOIN_MATTER,
    LIFT_FINDING,
    NOTE_EXPIRY,
    NOTE_FINDING,
)
from shared.events.envelope import Event
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

    def open_case(self, command: str, raw: Mapping[str, Any], event: Event) -> Outcome:
        """Open a case in answer to `event`; `Problem` when the payload is refused."""
        found = self.casework.command(command)
        return self.casework.open_case(_request(found, raw, event))

    def perform(
        self, case_id: str, command: str, raw: Mapping[str, Any], event: Event
    ) -> Outcome | None:
        """
        Carry out a command in answer to `event`.

        None when the case has moved on and the command is moot: that is no failure. Any other
        refusal is raised, and the event is parked with it.
        """
        found = self.casework.command(command)
        try:
            return self.casework.perform_as_system(case_id, _request(found, raw, event))
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


def standing_reactions(desk: SystemDesk, shelf: CalendarShelf) -> dict[str, Handler]:
    """Return the reactions that every track has: to clocks, matters and calendar editions."""

    def apply_expiry(event: Event) -> None:
        if event.data["track"] == desk.casework.procedure.track:
            _apply_expiry(desk, event)

    def keep_view(event: Event) -> None:
        if event.matter_id is not None:
            desk.casework.store.set_matter_view(event.matter_id, {"cases": event.data["cases"]})

    return {
        "clock.expired": apply_expiry,
        "matter.changed": keep_view,
        "calendar.edition_added": Recounting(desk, shelf).order,
        "matter.case_joined": _commanding(desk, JOIN_MATTER),
        "matter.finding_announced": _commanding(desk, NOTE_FINDING),
        "matter.finding_withdrawn": _commanding(desk, LIFT_FINDING),
    }


def _commanding(desk: SystemDesk, command: str) -> Handler:
    """Return the handler that carries out `command` on the case the event names, if it is ours."""

    def carry_out(event: Event) -> None:
        if event.data["track"] == desk.casework.procedure.track:
            desk.perform(event.data["subject_case_id"], command, event.data["payload"], event)

    return carry_out


def _apply_expiry(desk: SystemDesk, event: Event) -> None:
    """Give an expired clock its legal effect, if by the case itself it is still running."""
    data = event.data
    effect = desk.casework.procedure.expiry.get(data["rule"])
    document = desk.casework.store.get(data["case_id"])
    if effect is None or document is None:
        return
    clock = next((each for each in document["clocks"] if each["id"] == data["clock_id"]), None)
    if clock is None or clock["status"] != "running" or clock["due_on"] != data["due_on"]:
        return
    # The case may have moved on since: what runs out then is recorded on the later day.
    entered = date.fromisoformat(document["entered_on"])
    if effect.command is not None and not _others_running(document, clock, effect.after):
        on = max(effect_on(desk, clock), entered)
        raw = {"on": on.isoformat()}
        if desk.perform(data["case_id"], effect.command, raw, event) is not None:
            return
    on = max(date.fromisoformat(data["due_on"]), entered)
    note = {"on": on.isoformat(), "clock_id": data["clock_id"], "rule": data["rule"]}
    desk.perform(data["case_id"], NOTE_EXPIRY, note, event)


def _others_running(
    document: Mapping[str, Any], expired: Mapping[str, Any], rules: tuple[str, ...]
) -> bool:
    return any(
        clock["rule"] in rules and clock["status"] == "running" and clock["id"] != expired["id"]
        for clock in document["clocks"]
    )


def effect_on(desk: SystemDesk, clock: Mapping[str, Any]) -> date:
    """Return the day from which the expiry of a clock counts, by its rule's version."""
    version = desk.casework.recorded_version(clock)
    return date.fromisoformat(clock["started_on" if version.effect_on == "day_zero" else "due_on"])
