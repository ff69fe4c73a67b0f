"""The service of a track without its processes: casework, desk, reactions, a real database."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from typing import Any

from shared.casework.calendar_shelf import CalendarShelf
from shared.casework.casework import Casework
from shared.casework.entry import Request
from shared.casework.guarding import Actor
from shared.casework.reacting import SystemDesk, standing_reactions, together
from shared.casework.reading import latest_clock
from shared.casework.recounting import Recounting
from shared.casework.store import CaseStore
from shared.casework.track import Track
from shared.events.envelope import SCHEMA_VERSION, Event
from shared.http.schemas import load
from shared.law import load_rules, official_calendar
from shared.storage.database import Database
from tests.support.casework import keys

TODAY = date(2026, 11, 20)
Handlers = Mapping[str, Callable[[Event], None]]


def event(
    kind: str, subject: str, data: dict[str, Any], *, number: str | None = None, sequence: int = 2
) -> Event:
    return Event(
        id=f"{subject}.{sequence}.1",
        type=kind,
        source=kind.partition(".")[0],
        sequence=sequence,
        subject=subject,
        time=datetime(2026, 11, 20, 4, 0, tzinfo=UTC),
        matter_id="matter-0001",
        case_number=number,
        traceparent=None,
        schema_version=SCHEMA_VERSION,
        data=data,
    )


class TrackOffice:
    """One agency at work on a track; `officer` gives every command."""

    def __init__(
        self,
        database: Database,
        track: Track,
        reactions: Callable[[SystemDesk], Handlers],
        officer: Actor,
    ) -> None:
        self._track = track
        self._officer = officer
        store = CaseStore(database, track.procedure.collection)
        store.prepare()
        self.casework = Casework(
            track, store, keys(), load_rules(), official_calendar, today=lambda: TODAY
        )
        desk = SystemDesk(self.casework)
        shelf = CalendarShelf(database, official_calendar())
        standing = standing_reactions(desk, Recounting(desk, shelf))
        self.handlers = together(standing, reactions(desk))

    def opened(self, command: str, raw: dict[str, Any]) -> str:
        return str(self.casework.open_case(self.asked(command, raw)).case["_id"])

    def does(self, case_id: str, command: str, **raw: Any) -> None:
        self.casework.perform(case_id, self.asked(command, raw))

    def hears(self, happened: Event) -> None:
        self.handlers[happened.type](happened)

    def hears_of_expiry(self, case_id: str, rule: str, party: str | None = None) -> None:
        clock = self.clock(case_id, rule, party)
        data = {"track": self._track.procedure.track, "case_id": case_id, "clock_id": clock["id"]}
        said = {**data, "rule": rule, "due_on": clock["due_on"]}
        self.hears(event("clock.expired", clock["id"], said))

    def case(self, case_id: str) -> dict[str, Any]:
        return dict(self.casework.get(case_id))

    def clock(self, case_id: str, rule: str, party: str | None = None) -> dict[str, Any]:
        """Return the latest clock of a rule, of one addressee where one is named."""
        case = self.casework.get(case_id)
        own = [each for each in case["clocks"] if party in {None, each["party"]}]
        clock = latest_clock({"clocks": own}, rule)
        assert clock is not None
        return dict(clock)

    def history_of(self, case_id: str) -> list[str]:
        return [entry["command"] for entry in self.casework.get(case_id)["history"]]

    def asked(self, command: str, raw: dict[str, Any], *, dry_run: bool = False) -> Request:
        found = self.casework.command(command)
        return Request(found, load(found.schema(), raw), self._officer, dry_run=dry_run)
