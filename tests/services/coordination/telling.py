"""
Cases that tell coordination of their steps, as the tracks really tell them.

Every event begins as the example that its track keeps of it (`tests/contract/told`). A test sets
what is special to it, and only what that step of that track tells; coordination reads only what
some step of some track tells.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cache
from typing import Any

from services.coordination.assembly import Coordination, coordination_on
from services.coordination.follow_up import follow_up_on
from services.coordination.subscribers import Parts, subscribers_of
from shared.casework.assigning import ASSIGN
from shared.casework.procedure import Command
from shared.casework.told_step import StepData
from shared.events.envelope import SCHEMA_VERSION, Envelope, Event
from shared.events.event_log import EventLog
from shared.events.names import of_step
from shared.events.relay import Relay
from shared.law import load_rules
from shared.storage.database import Database
from tests.contract.examples import examples
from tests.contract.house import contracts, step_contracts_of_all
from tests.contract.leading import TRACKS

AGENCY = {"code": "11120101000000001H", "name": "示范区人民政府"}
OTHER_AGENCY = {"code": "11310000000000002A", "name": "另一机关"}
ACT = {"number": "示市监罚〔2024〕7号", "kind": "penalty", "made_on": "2024-04-01"}
MORNING = datetime(2024, 5, 8, 1, 0, tzinfo=UTC)


def a_clock(
    rule: str = "FY-08", due_on: str | None = "2024-05-15", **changes: Any
) -> dict[str, Any]:
    """Return what is told of a running clock."""
    version = load_rules()[rule].versions[-1]
    clock: dict[str, Any] = {
        "id": f"{rule}.1",
        "rule": rule,
        "rule_version": version.version,
        "status": "running",
        "started_on": "2024-05-08",
        "due_on": due_on,
        "ended_on": None,
        "extended_by": 0,
        "provisional": False,
        "party": None,
        "length": version.length.as_dict() if version.length else None,
        "pauses": [],
    }
    return clock | changes


@dataclass
class Case:
    """One case of a track; each step is an event with the next sequence of its service."""

    case_id: str = "018f0000aa"
    track: str = "reconsideration"
    matter_id: str = "matter-0001"
    number: str = "行复〔2024〕1号"
    status: str = "filed"
    phase: str = "open"
    agency: dict[str, Any] = field(default_factory=lambda: dict(AGENCY))
    assignee: str | None = "officer-1"
    act: dict[str, Any] = field(default_factory=lambda: dict(ACT))
    parties: list[dict[str, Any]] = field(
        default_factory=lambda: [
            a_party("applicant", id_number_index="blind-1"),
            a_party("respondent", kind="agency", code="11120101MB0000003X"),
        ]
    )
    sequence: int = 0

    def step(
        self,
        command: str = ASSIGN,
        *,
        on: str = "2024-05-08",
        at: datetime = MORNING,
        clocks: list[dict[str, Any]] | None = None,
        **data: Any,
    ) -> Event:
        """Return the event of one more step; the state is what the case's fields say now."""
        self.sequence += 1
        type_, example = example_of(self.track, command)
        own = {
            "track": self.track,
            "command": command,
            "on": on,
            "previous_status": None,
            "status": self.status,
            "phase": self.phase,
            "agency": self.agency,
            "region": "120101",
            "assignee": self.assignee,
            "title": f"案件 {self.number}",
            "field": None,
            "origin": None,
            "act": self.act,
            "parties": self.parties,
            "milestones": {},
            "clocks": clocks or [],
            "warnings": [],
            "case_id": self.case_id,
            "number": self.number,
        } | data
        check_told(type_, own)
        of_all_steps = {name: example[name] for name in example.keys() & StepData().fields.keys()}
        return Event(
            id=f"{self.case_id}.{self.sequence}.1",
            type=type_,
            source="petitions" if self.track == "petition" else self.track,
            sequence=self.sequence,
            subject=self.case_id,
            time=at,
            matter_id=self.matter_id,
            case_number=self.number,
            traceparent="00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
            schema_version=SCHEMA_VERSION,
            data=Told(of_all_steps | own),
        )


def example_of(track: str, command: str) -> tuple[str, Mapping[str, Any]]:
    """Return type and data of the example of a step; a track unknown here tells as all do."""
    commands = procedures().get(track)
    if commands is None:
        return f"{track}.{command}ed", examples()["reconsideration.assigned"][0]
    if command not in commands:
        raise AssertionError(f"{track} has no step {command!r}")
    type_ = of_step(track, commands[command].event)
    return type_, examples()[type_][0]


@cache
def procedures() -> Mapping[str, Mapping[str, Command]]:
    """Return the commands of every track that is known here."""
    found = (module.track().procedure for module in TRACKS)
    return {procedure.track: procedure.commands for procedure in found}


def step_to(track: str, status: str) -> str:
    """Return a step by which a case of a track comes to a state; one that changes none if none."""
    for name, command in procedures()[track].items():
        if any(target.state == status for target in command.targets):
            return name
    return ASSIGN


def check_told(type_: str, data: Mapping[str, Any]) -> None:
    """Refuse what no such step tells, and what all tell no more."""
    contract = step_contracts_of_all().get(type_)
    names = contract.data.fields.keys() if contract else all_told()
    untold = data.keys() - names
    if untold:
        raise AssertionError(f"{type_} does not tell {sorted(untold)}")


@cache
def all_told() -> frozenset[str]:
    """Return the name of every field that some event tells."""
    return frozenset(name for each in contracts().values() for name in each.data.fields)


class Told(dict[str, Any]):
    """The data of an event, of which nobody asks what no step of any track tells."""

    def __getitem__(self, name: str) -> Any:
        return super().__getitem__(_told(name))

    def get(self, name: str, default: Any = None) -> Any:
        """Return what is told under a name that somebody tells."""
        return super().get(_told(name), default)


def _told(name: str) -> str:
    if name not in all_told():
        raise AssertionError(f"no event tells {name!r}")
    return name


def a_party(role: str, **changes: Any) -> dict[str, Any]:
    """Return what is told of a party."""
    party = {
        "id": "p1",
        "role": role,
        "kind": "person",
        "id_number_index": None,
        "code": None,
        "organisation_code": None,
    }
    return party | changes


def a_suit(**changes: Any) -> Case:
    """Return a court case on the same act, in the same matter."""
    suit = Case(
        case_id="018f0000bb",
        track="litigation",
        number="行诉〔2024〕1号",
        status="notified",
        parties=[
            a_party("plaintiff", id_number_index="blind-1"),
            a_party("defendant", kind="agency", code="11120101MB0000003X"),
        ],
    )
    return replace(suit, **changes)


def prepared(database: Database) -> Coordination:
    """Return coordination on a database with its indexes."""
    made = coordination_on(database)
    made.docket.prepare()
    made.hearings.prepare()
    made.matters.prepare()
    made.watch.prepare()
    return made


VIEWS = frozenset({"docket", "hearings", "matters", "limitation"})
DOCKET = frozenset({"docket"})


def tell(coordination: Coordination, *events: Event, to: Collection[str] = VIEWS) -> None:
    """Let effects handle events, as the consumer does: all but what is followed up, or those."""
    parts = Parts(coordination, follow_up_on(coordination))
    effects = [each for each in subscribers_of(parts) if each.name in to]
    for event in events:
        for each in effects:
            each.handle(event)


class NoBus:
    """What tests that read the log publish to."""

    def publish(self, event: Event) -> None:
        """Take the event."""


def announced(database: Database, *types: str, after: int = 0) -> list[Envelope]:
    """Return what the relay numbers out of all outlets behind a number, of these types or all."""
    relay = Relay(database, "coordination", ["docket", "matters", "limitation_watch"], NoBus())
    EventLog(database).prepare()
    while relay.number():
        pass
    relay.lease.release()
    return checked(EventLog(database).after(after, 10_000), *types)


def checked(events: list[Envelope], *types: str) -> list[Envelope]:
    """Return the events of these types or all; each of all tells what its contract names."""
    for event in events:
        contracts()[event["type"]].check(event["data"])
    return [event for event in events if not types or event["type"] in types]
