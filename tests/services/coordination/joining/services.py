"""The real tracks beside coordination, each on a database of its own; events go by hand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from types import ModuleType
from typing import Any

from services import litigation, petitions, reconsideration
from services.coordination.assembly import Coordination
from shared.casework.calendar_shelf import CalendarShelf
from shared.casework.casework import Casework
from shared.casework.guarding import Actor
from shared.casework.reacting import Handler, SystemDesk, standing_reactions
from shared.casework.recounting import Recounting
from shared.casework.store import CaseStore
from shared.events.envelope import Event
from shared.law import load_rules, official_calendar
from shared.storage.database import Database
from tests.services.coordination.telling import AGENCY, Case, announced, tell
from tests.support.casework import asked, keys

TODAY = date(2026, 9, 30)
ROLES = {
    "petition": "petition_officer",
    "reconsideration": "reconsideration_officer",
    "litigation": "litigation_officer",
}


class Service:
    """One track: its cases, and what it does when coordination announces something."""

    def __init__(self, module: ModuleType, database: Database) -> None:
        track = module.track()
        self.track: str = track.procedure.track
        store = CaseStore(database, track.procedure.collection)
        store.prepare()
        shelf = CalendarShelf(database, official_calendar())
        self.casework = Casework(
            track, store, keys(), load_rules(), shelf.current, today=lambda: TODAY
        )
        desk = SystemDesk(self.casework)
        self.reactions: dict[str, Handler] = standing_reactions(desk, Recounting(desk, shelf))
        self.officer = Actor(
            f"{self.track}-1", ROLES[self.track], AGENCY["code"], AGENCY["name"], region="120101"
        )

    def open(self, command: str, **raw: Any) -> str:
        """Open a case and return its id."""
        outcome = self.casework.open_case(asked(self.casework, command, raw, self.officer))
        return str(outcome.case["_id"])

    def perform(self, case_id: str, command: str, **raw: Any) -> dict[str, Any]:
        """Carry out a command and return the case after it."""
        request = asked(self.casework, command, raw, self.officer)
        return self.casework.perform(case_id, request).case

    def case(self, case_id: str) -> dict[str, Any]:
        """Return a case."""
        return self.casework.get(case_id)

    def commands(self, case_id: str) -> list[str]:
        """Return the commands in the history of a case."""
        return [entry["command"] for entry in self.case(case_id)["history"]]

    def events(self) -> Iterator[Event]:
        """Yield every event of every case; `sequence` counts within the case, as the rest does."""
        for document in self.casework.store.cases.find():
            for entry in document["history"]:
                for stored in entry["events"]:
                    yield _event(stored, source=self.track, sequence=entry["version"])


class Services:
    """Petitions, reconsiderations and litigation beside coordination."""

    def __init__(self, coordination: Coordination) -> None:
        own = coordination.database
        self.coordination = coordination
        self.petitions, self.reconsiderations, self.litigations = (
            Service(module, own.client[f"{own.name}_{module.__name__.rpartition('.')[2]}"])
            for module in (petitions, reconsideration, litigation)
        )
        self._heard: set[str] = set()

    def exchange(self) -> None:
        """Let everybody hear what the others say, until nobody says anything new."""
        while self._once():
            pass

    def _once(self) -> bool:
        services = (self.petitions, self.reconsiderations, self.litigations)
        steps = [event for service in services for event in service.events()]
        news = [event for event in steps if event.id not in self._heard]
        tell(self.coordination, *news)
        said = [Event.from_cloudevent(each) for each in announced(self.coordination.database)]
        answers = [event for event in said if event.id not in self._heard]
        for event in answers:
            for service in services:
                if event.type in service.reactions:
                    service.reactions[event.type](event)
        self._heard |= {event.id for event in (*news, *answers)}
        return bool(news or answers)


def _event(stored: dict[str, Any], *, source: str, sequence: int) -> Event:
    return replace(
        Case().step(),
        id=stored["id"],
        type=stored["type"],
        source=source,
        sequence=sequence,
        subject=stored["subject"],
        matter_id=stored["matter_id"],
        case_number=stored["case_number"],
        data=stored["data"],
    )
