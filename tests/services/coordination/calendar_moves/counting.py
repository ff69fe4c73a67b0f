"""A real track beside coordination, which counts its clocks anew by a notice."""

from __future__ import annotations

from dataclasses import dataclass, replace

from shared.casework.calendar_shelf import CalendarShelf
from shared.casework.casework import Casework
from shared.casework.reacting import SystemDesk
from shared.casework.recounting import Recounting
from shared.events.outlet import Outlet
from shared.law import official_calendar
from tests.services.coordination.following import Office
from tests.support.casework import casework_on, opened, performed
from tests.support.notices import a_notice, told_of


@dataclass
class Track:
    """A track on a database of its own, whose events the office hears."""

    casework: Casework
    recounting: Recounting
    office: Office
    heard: int = 0

    def tell(self, *outlets: str) -> None:
        """Let the office hear what the outlets have to tell since the last time."""
        for name in outlets:
            outlet = Outlet(self.casework.store.cases.database, name, "reconsideration")
            items = outlet.pending(100)
            for event in (event for item in items for event in item.events):
                self.heard += 1
                self.office.hears(replace(event, sequence=self.heard))
            outlet.mark(items)

    def counts_anew(self) -> None:
        """Hear of the notice, and work off the order."""
        self.recounting.order(told_of(a_notice()))
        self.recounting.work()

    def accepted_at_the_end_of_the_year(self) -> str:
        act = {"made_on": "2026-10-10"}
        case_id = opened(self.casework, received_on="2026-11-02", act=act)
        performed(self.casework, case_id, "accept", on="2026-11-03")
        return case_id


def track_beside(office: Office) -> Track:
    """Return a track on a database beside that of the office."""
    database = office.coordination.database
    own = database.client[f"{database.name[:40]}_track"]
    shelf = CalendarShelf(own, official_calendar())
    casework = casework_on(own)
    casework._calendars = shelf.current
    return Track(casework, Recounting(SystemDesk(casework), shelf), office)
