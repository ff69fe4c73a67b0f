"""A track at work in one process on a published case, with the sweep beside it."""

from __future__ import annotations

import importlib
import itertools
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from deploy.demo.scenario import ScenarioStep, StepKind, load
from shared.casework.calendar_shelf import CalendarShelf
from shared.casework.casework import Casework
from shared.casework.entry import Request
from shared.casework.guarding import Actor
from shared.casework.payloads import load_payload
from shared.casework.reacting import SystemDesk, standing_reactions
from shared.casework.recounting import Recounting
from shared.casework.store import CaseStore
from shared.events.envelope import SCHEMA_VERSION, Event
from shared.http.problems import Problem
from shared.law import load_rules, official_calendar
from shared.legal_day import today
from shared.storage.database import Database
from tests.support.casework import AGENCY, keys

SERVICES = {
    "petition": ("petitions", "petition_officer"),
    "mediation": ("mediation", "mediator"),
    "reconsideration": ("reconsideration", "reconsideration_officer"),
    "litigation": ("litigation", "litigation_officer"),
    "norm_objection": ("norms", "reconsideration_officer"),
}
_NUMBERS = itertools.count(1)


class Room:
    """One track at work on a scenario, with the sweep beside it."""

    def __init__(self, database: Database, track: str) -> None:
        service, role = SERVICES[track]
        found = importlib.import_module(f"services.{service}").track()
        store = CaseStore(database, found.procedure.collection)
        store.prepare()
        self.track = track
        self.casework = Casework(found, store, keys(), load_rules(), official_calendar, today=today)
        self.officer = Actor("officer-1", role, AGENCY["code"], AGENCY["name"])
        desk = SystemDesk(self.casework)
        shelf = CalendarShelf(database, official_calendar())
        self.handlers = standing_reactions(desk, Recounting(desk, shelf))
        self.cases: dict[str, str] = {}

    def case(self, case_id: str) -> Mapping[str, Any]:
        return self.casework.get(case_id)

    def opens(self, command: str, raw: Mapping[str, Any]) -> str:
        return str(self.casework.open_case(self.asked(command, raw, opens=True)).case["_id"])

    def does(self, case_id: str, command: str, **raw: Any) -> None:
        self.casework.perform(case_id, self.asked(command, raw))

    def asked(self, command: str, raw: Mapping[str, Any], *, opens: bool = False) -> Request:
        found = self.casework.command(command)
        schema = found.schema if opens else found.schema_on_case
        return Request(found, load_payload(schema(), raw), self.officer)

    def takes(self, step: ScenarioStep) -> None:
        body = _filled(step.body())
        if step.case not in self.cases:
            self.cases[step.case] = self.opens(step.command or "", body)
            return
        case_id = self.cases[step.case]
        self.sweeps(case_id, date.fromisoformat(body.get("on", today().isoformat())))
        self.does(case_id, step.command or "", **body)

    def sweeps(self, case_id: str, on: date) -> None:
        """Let the end of each clock that ended before a day have its effect, the earliest first."""
        told: set[tuple[str, str]] = set()
        while ended := [
            clock
            for clock in self.casework.get(case_id)["clocks"]
            if clock["status"] == "running"
            and (clock["due_on"] or "9") < on.isoformat()
            and (clock["id"], clock["due_on"]) not in told
        ]:
            clock = min(ended, key=lambda each: str(each["due_on"]))
            told.add((clock["id"], clock["due_on"]))
            data = {"track": self.track, "case_id": case_id, "clock_id": clock["id"]}
            data |= {"rule": clock["rule"], "due_on": clock["due_on"]}
            self.handlers["clock.expired"](_event(f"expiry-{next(_NUMBERS)}", data))

    def corrects(
        self,
        case_id: str,
        entry: int,
        changes: Mapping[str, Any],
        *others: tuple[int, Mapping[str, Any]],
    ) -> None:
        """Correct an entry, and others with it; one without changes is withdrawn."""
        first, *also = (_correction(*each) for each in ((entry, changes), *others))
        raw = {**first, "reason": "核对", "approved_by": "负责人"}
        self.does(case_id, "correct_entry", **raw, **({"others": also} if also else {}))


def rooms_of(database: Database, path: Path) -> list[Room]:
    """Return the tracks of a published case with what it did there; the rest is left out."""
    return list({room.track: room for room, _case_id in played(database, path)}.values())


def played(database: Database, path: Path) -> Iterator[tuple[Room, str]]:
    """Yield each track of a published case with its case there, step by step."""
    rooms: dict[str, Room] = {}
    for step in load(path).steps:
        if step.kind is not StepKind.COMMAND or step.dry_run or step.expect.refused:
            continue
        room = rooms.setdefault(step.track, Room(database, step.track))
        # What needs an answer of another service cannot be told here.
        with suppress(Problem, KeyError):
            room.takes(step)
            yield room, room.cases[step.case]


def _correction(entry: int, changes: Mapping[str, Any]) -> dict[str, Any]:
    listed = [{"field": name, "value": value} for name, value in changes.items()]
    return {"entry": entry, "corrected": listed} if listed else {"entry": entry, "withdrawn": True}


def _event(identifier: str, data: Mapping[str, Any]) -> Event:
    return Event(
        id=identifier,
        type="clock.expired",
        source="coordination",
        sequence=1,
        subject=identifier,
        time=datetime.now(UTC),
        matter_id=None,
        case_number=None,
        traceparent=None,
        schema_version=SCHEMA_VERSION,
        data=dict(data),
    )


def _filled(value: Any) -> Any:
    if isinstance(value, str):
        return value.replace("{run}", "7")
    if isinstance(value, Mapping):
        return {name: _filled(each) for name, each in value.items()}
    if isinstance(value, list):
        return [_filled(each) for each in value]
    return value.isoformat() if isinstance(value, date) else value
