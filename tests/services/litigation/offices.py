"""The litigation service without its processes: casework, desk, reactions, a real database."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from services.litigation import track
from services.litigation.reactions import reactions
from shared.casework.calendar_shelf import CalendarShelf
from shared.casework.casework import Casework
from shared.casework.entry import Request
from shared.casework.reacting import SystemDesk, standing_reactions
from shared.casework.recounting import Recounting
from shared.casework.store import CaseStore
from shared.events.envelope import SCHEMA_VERSION, Event
from shared.http.schemas import load
from shared.law import load_rules, official_calendar
from shared.storage.database import Database
from tests.services.litigation.builders import OFFICER, notice
from tests.support.casework import keys

TODAY = date(2026, 11, 20)


def event(kind: str, subject: str, data: dict[str, Any], *, number: str | None = None) -> Event:
    return Event(
        id=f"{subject}.3.1",
        type=kind,
        source=kind.partition(".")[0],
        sequence=3,
        subject=subject,
        time=datetime(2026, 11, 20, 4, 0, tzinfo=UTC),
        matter_id="matter-0001",
        case_number=number,
        traceparent=None,
        schema_version=SCHEMA_VERSION,
        data=data,
    )


class Office:
    """One agency that responds to suits."""

    def __init__(self, database: Database) -> None:
        found = track()
        store = CaseStore(database, found.procedure.collection)
        store.prepare()
        self.casework = Casework(
            found, store, keys(), load_rules(), official_calendar, today=lambda: TODAY
        )
        desk = SystemDesk(self.casework)
        shelf = CalendarShelf(database, official_calendar())
        self.handlers = {**standing_reactions(desk, Recounting(desk, shelf)), **reactions(desk)}

    def judged(self, **changes: Any) -> str:
        """Return a case whose judgment was served on the two sides on 08-05 and 08-07 (or None)."""
        case_id = self.opens(notice())
        self.does(case_id, "submit_answer", on="2024-05-24", evidence=["处罚决定书"])
        judgment = {
            "on": "2024-08-01",
            "kind": "judgment",
            "outcome": "claims_dismissed",
            "lost": False,
            "served_on": "2024-08-05",
            "opponent_served_on": "2024-08-07",
            **changes,
        }
        known = {name: value for name, value in judgment.items() if value is not None}
        self.does(case_id, "record_judgment", **known)
        return case_id

    def opens(self, raw: dict[str, Any], command: str = "receive_notice") -> str:
        opened = self.casework.open_case(self.asked(command, raw))
        return str(opened.case["_id"])

    def does(self, case_id: str, command: str, **raw: Any) -> None:
        self.casework.perform(case_id, self.asked(command, raw))

    def hears(self, happened: Event) -> None:
        self.handlers[happened.type](happened)

    def hears_of_expiry(self, case_id: str, rule: str, party: str | None) -> None:
        clock = self.clock(case_id, rule, party)
        data = {"track": "litigation", "case_id": case_id, "clock_id": clock["id"], "rule": rule}
        self.hears(event("clock.expired", clock["id"], {**data, "due_on": clock["due_on"]}))

    def case(self, case_id: str) -> Mapping[str, Any]:
        return self.casework.get(case_id)

    def clock(self, case_id: str, rule: str, party: str | None) -> Mapping[str, Any]:
        clocks: list[Mapping[str, Any]] = self.casework.get(case_id)["clocks"]
        return next(each for each in clocks if each["rule"] == rule and each["party"] == party)

    def history_of(self, case_id: str) -> list[str]:
        return [entry["command"] for entry in self.casework.get(case_id)["history"]]

    def asked(self, command: str, raw: dict[str, Any], *, dry_run: bool = False) -> Request:
        found = self.casework.command(command)
        return Request(found, load(found.schema(), raw), OFFICER, dry_run=dry_run)
