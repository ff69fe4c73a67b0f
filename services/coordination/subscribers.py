"""What the events of all services bring about in coordination, effect by effect."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from services.coordination.assembly import Coordination
from services.coordination.follow_up import FollowUp
from services.coordination.webhooks.recording import Recorder
from shared.casework.case_events import CaseEvent, tells_of_a_case
from shared.events.envelope import Event
from shared.events.names import EDITION_APPLIED
from shared.events.subscribers import Handler, Subscriber, every_type


@dataclass(frozen=True, slots=True)
class Parts:
    """Whose records the effects are."""

    coordination: Coordination
    follow_up: FollowUp
    webhooks: Recorder


@dataclass(frozen=True, slots=True)
class Effect:
    """One effect by name, who has it, and what it cannot do without; see `Subscriber`."""

    name: str
    handler: Callable[[Parts], Handler]
    after: tuple[str, ...] = ()
    wants: Callable[[str], bool] = every_type


_Steps: TypeAlias = Callable[[Parts], Callable[[CaseEvent], None]]


def _steps(record: _Steps) -> Callable[[Parts], Handler]:
    """Return the handler that is told of each step of each case, of every track there may be."""

    def handler(parts: Parts) -> Handler:
        told = record(parts)

        def take_in(event: Event) -> None:
            if tells_of_a_case(event):
                told(CaseEvent.read(event))

        return take_in

    return handler


SUBSCRIBERS: Sequence[Effect] = (
    Effect("docket", _steps(lambda parts: parts.coordination.docket.record)),
    Effect("hearings", _steps(lambda parts: parts.coordination.hearings.record)),
    Effect("matters", _steps(lambda parts: parts.coordination.matters.record)),
    Effect("limitation", _steps(lambda parts: parts.coordination.watch.record)),
    # Reads off the docket which date a clock had before the step.
    Effect("calendar-moves", _steps(lambda parts: parts.follow_up.moves.record), ("docket",)),
    # Looks in the matter for cases that may take up what a step refers.
    Effect("referrals", _steps(lambda parts: parts.follow_up.referrals.record), ("matters",)),
    Effect(
        "calendar-editions",
        lambda parts: parts.follow_up.editions.note_applied,
        wants=EDITION_APPLIED.__eq__,
    ),
    Effect("webhooks", lambda parts: parts.webhooks.record),
)
"""All effects in the order in which an event has them."""


def subscribers_of(parts: Parts) -> list[Subscriber]:
    """Return the effects with their handlers, for the consumer."""
    return [
        Subscriber(each.name, each.handler(parts), each.wants, each.after) for each in SUBSCRIBERS
    ]
