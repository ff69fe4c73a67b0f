"""The effects that events have in a service, each on its own."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from shared.events.envelope import Event
from shared.storage.desk import Desk

Handler: TypeAlias = Callable[[Event], None]
Handlers: TypeAlias = Mapping[str, Handler]

REACTION = "reaction"


def nothing_ahead(_events: Sequence[Event]) -> None:
    """Look nothing up."""


def every_type(_type: str) -> bool:
    """Want every event."""
    return True


@dataclass(frozen=True, slots=True)
class Subscriber:
    """
    One effect that events have, by the name under which it is parked where it fails.

    `handle` may be called again for the same event, and so acts by its id. `wants` is asked with
    the type of the event. `after` names the subscribers, earlier in the list, without whose effect
    this one would be wrong: for a matter in which one of them is held up, this one waits as well.
    What `handle` writes on `desks` is gathered for many events and written once; `look_ahead` is
    called before them, so that what they will read is read in one question too.
    """

    name: str
    handle: Handler
    wants: Callable[[str], bool] = every_type
    after: tuple[str, ...] = ()
    desks: Sequence[Desk] = ()
    look_ahead: Callable[[Sequence[Event]], None] = nothing_ahead


def reacting_by(handlers: Handlers) -> Sequence[Subscriber]:
    """Return the one subscriber of a service that reacts to each type of event in one way."""

    def react(event: Event) -> None:
        handlers[event.type](event)

    return (Subscriber(REACTION, react, wants=handlers.__contains__),)


def in_order(subscribers: Sequence[Subscriber]) -> Mapping[str, Subscriber]:
    """Return subscribers by name; `ValueError` when one comes before what it depends on."""
    known: dict[str, Subscriber] = {}
    for each in subscribers:
        if each.name in known or not known.keys() >= set(each.after):
            raise ValueError(f"the effect {each.name!r} stands in the wrong place")
        known[each.name] = each
    return known
