"""What the events of all services bring about in coordination, effect by effect."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from services.coordination.assembly import Coordination
from services.coordination.follow_up import FollowUp
from shared.casework.case_events import CaseEvent, tells_of_a_case
from shared.events.envelope import Event
from shared.events.names import (
    BODY_ADDED,
    BODY_RESTORED,
    BODY_RETIRED,
    EDITION_ADDED,
    EDITION_APPLIED,
)
from shared.events.subscribers import Subscriber
from shared.storage.desk import Desk


@dataclass(frozen=True, slots=True)
class Parts:
    """Whose records the effects are."""

    coordination: Coordination
    follow_up: FollowUp


@dataclass(frozen=True, slots=True)
class Effect:
    """One effect by name, who has it, and what it cannot do without; see `Subscriber`."""

    name: str
    subscriber: Callable[[Parts], Subscriber]
    after: tuple[str, ...] = ()


class TakesSteps(Protocol):
    """Whoever is told of each step of each case, of every track there may be."""

    def record(self, event: CaseEvent, /) -> None:
        """Take in one step."""


class Gathers(TakesSteps, Protocol):
    """Whoever writes what many steps bring about at once."""

    @property
    def desks(self) -> Sequence[Desk]:
        """Where what `record` writes can be gathered."""

    def look_ahead(self, events: Sequence[CaseEvent]) -> None:
        """Read at once what the steps will ask for."""


def _steps(name: str, part: Callable[[Parts], TakesSteps], after: tuple[str, ...] = ()) -> Effect:
    def subscriber(parts: Parts) -> Subscriber:
        told = part(parts)

        def take_in(event: Event) -> None:
            if tells_of_a_case(event):
                told.record(CaseEvent.read(event))

        return Subscriber(name, take_in, after=after)

    return Effect(name, subscriber, after)


def _gathering(name: str, part: Callable[[Parts], Gathers], after: tuple[str, ...] = ()) -> Effect:
    def subscriber(parts: Parts) -> Subscriber:
        told = part(parts)

        def look_ahead(events: Sequence[Event]) -> None:
            told.look_ahead([CaseEvent.read(each) for each in events if tells_of_a_case(each)])

        one_by_one = _steps(name, part, after).subscriber(parts)
        return replace(one_by_one, desks=told.desks, look_ahead=look_ahead)

    return Effect(name, subscriber, after)


def _note_notices(parts: Parts) -> Subscriber:
    recounts = parts.follow_up.recounts

    def note(event: Event) -> None:
        if event.type == EDITION_ADDED:
            recounts.take_in(event.data["edition"])
        else:
            recounts.note_applied(event)

    wanted = {EDITION_ADDED, EDITION_APPLIED}
    return Subscriber("calendar-editions", note, wants=wanted.__contains__)


def _note_bodies(parts: Parts) -> Subscriber:
    wanted = {BODY_ADDED, BODY_RETIRED, BODY_RESTORED}
    return Subscriber("bodies", parts.follow_up.bodies.take_in, wants=wanted.__contains__)


SUBSCRIBERS: Sequence[Effect] = (
    _gathering("docket", lambda parts: parts.coordination.docket),
    _gathering("hearings", lambda parts: parts.coordination.hearings),
    _gathering("matters", lambda parts: parts.coordination.matters),
    # Reckons with the cases as they stand in the matter.
    _gathering("limitation", lambda parts: parts.coordination.watch, ("matters",)),
    # Reads off the docket which date a clock had before the step.
    _steps("calendar-moves", lambda parts: parts.follow_up.moves, ("docket",)),
    # Looks in the matter for cases that may take up what a step refers.
    _gathering("referrals", lambda parts: parts.follow_up.referrals, ("matters",)),
    Effect("calendar-editions", _note_notices),
    Effect("bodies", _note_bodies),
)
"""All effects in the order in which an event has them."""


def subscribers_of(parts: Parts) -> list[Subscriber]:
    """Return the effects with their handlers, for the consumer."""
    return [each.subscriber(parts) for each in SUBSCRIBERS]
