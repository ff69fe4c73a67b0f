"""What the events of all services bring about in reporting, effect by effect."""

from __future__ import annotations

from collections.abc import Sequence

from services.reporting.assembly import Reporting
from shared.casework.case_events import CaseEvent, tells_of_a_case
from shared.events.envelope import Event
from shared.events.names import EDITION_ADDED
from shared.events.subscribers import Subscriber


def subscribers_of(reporting: Reporting) -> list[Subscriber]:
    """Return all effects in the order in which an event has them."""

    def put_on_the_shelf(event: Event) -> None:
        reporting.shelf.add(event.data["edition"])

    def count(event: Event) -> None:
        if tells_of_a_case(event):
            reporting.cases.record(CaseEvent.read(event))

    def look_ahead(events: Sequence[Event]) -> None:
        told = [CaseEvent.read(event) for event in events if tells_of_a_case(event)]
        reporting.cases.look_ahead(told)

    return [
        Subscriber("calendar", put_on_the_shelf, wants=EDITION_ADDED.__eq__),
        Subscriber("cases", count, desks=reporting.cases.desks, look_ahead=look_ahead),
    ]
