"""The reconsideration service without its processes: casework, desk, reactions, a real database."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from services.reconsideration import track
from services.reconsideration.reactions import reactions
from shared.casework.calendar_shelf import CalendarShelf
from shared.casework.casework import Casework
from shared.casework.entry import Request
from shared.casework.reacting import SystemDesk, standing_reactions, together
from shared.casework.reading import latest_clock
from shared.casework.recounting import Recounting
from shared.casework.store import CaseStore
from shared.events.envelope import SCHEMA_VERSION, Event
from shared.http.schemas import load
from shared.law import load_rules, official_calendar
from shared.storage.database import Database
from tests.services.reconsideration.builders import OFFICER, application
from tests.support.casework import keys

TODAY = date(2026, 11, 20)


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


class Office:
    """One reconsideration organ at work."""

    def __init__(self, database: Database) -> None:
        found = track()
        store = CaseStore(database, found.procedure.collection)
        store.prepare()
        self.casework = Casework(
            found, store, keys(), load_rules(), official_calendar, today=lambda: TODAY
        )
        desk = SystemDesk(self.casework)
        shelf = CalendarShelf(database, official_calendar())
        self.handlers = together(standing_reactions(desk, Recounting(desk, shelf)), reactions(desk))

    def opens(self, **changes: object) -> str:
        outcome = self.casework.open_case(self._asked("file", application(**changes)))
        return str(outcome.case["_id"])

    def does(self, case_id: str, command: str, **raw: Any) -> None:
        self.casework.perform(case_id, self._asked(command, raw))

    def suspended_for_mediation(self) -> str:
        case_id = self.opens()
        self.does(case_id, "accept", on="2024-05-13", procedure="ordinary")
        self.does(case_id, "start_mediation", on="2024-05-23", consent_to_suspend=True)
        return case_id

    def hears(self, happened: Event) -> None:
        self.handlers[happened.type](happened)

    def hears_of_expiry(self, case_id: str, rule: str, party: str | None = None) -> None:
        clock = self.clock(case_id, rule, party)
        data = {"track": "reconsideration", "case_id": case_id, "clock_id": clock["id"]}
        self.hears(event("clock.expired", clock["id"], {**data, "rule": rule, **_due(clock)}))

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

    def _asked(self, command: str, raw: dict[str, Any]) -> Request:
        found = self.casework.command(command)
        return Request(found, load(found.schema(), raw), OFFICER)


def _due(clock: Any) -> dict[str, str]:
    return {"due_on": clock["due_on"]}
