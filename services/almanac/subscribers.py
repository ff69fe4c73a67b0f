"""What the events of all services bring about in the almanac, effect by effect."""

from __future__ import annotations

from services.almanac.assembly import Almanac
from shared.events.envelope import Event
from shared.events.names import EDITION_ADDED
from shared.events.subscribers import Subscriber


def subscribers_of(almanac: Almanac) -> list[Subscriber]:
    """Return all effects in the order in which an event has them."""

    def put_on_the_shelf(event: Event) -> None:
        almanac.shelf.add(event.data["edition"])

    return [Subscriber("calendar", put_on_the_shelf, wants=EDITION_ADDED.__eq__)]
