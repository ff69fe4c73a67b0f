"""Cases that tell coordination of their steps, in the shape of `shared.casework.decision`."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any, cast

from services.coordination.assembly import Coordination, coordination_on
from services.coordination.follow_up import follow_up_on
from services.coordination.subscribers import Parts, subscribers_of
from services.coordination.webhooks.recording import Recorder
from shared.events.database import Database
from shared.events.envelope import SCHEMA_VERSION, Envelope, Event
from shared.events.event_log import EventLog
from shared.events.relay import Relay
from shared.law import load_rules

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
        command: str = "note",
        *,
        on: str = "2024-05-08",
        at: datetime = MORNING,
        clocks: list[dict[str, Any]] | None = None,
        **data: Any,
    ) -> Event:
        """Return the event of one more step; the state is what the case's fields say now."""
        self.sequence += 1
        told = {
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
        }
        return Event(
            id=f"{self.case_id}.{self.sequence}.1",
            type=f"{self.track}.{command}ed",
            source="petitions" if self.track == "petition" else self.track,
            sequence=self.sequence,
            subject=self.case_id,
            time=at,
            matter_id=self.matter_id,
            case_number=self.number,
            traceparent="00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
            schema_version=SCHEMA_VERSION,
            data=told | data,
        )


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
    made.reported.prepare()
    return made


VIEWS = frozenset({"docket", "hearings", "matters", "limitation", "reports"})
DOCKET = frozenset({"docket"})


def tell(coordination: Coordination, *events: Event, to: Collection[str] = VIEWS) -> None:
    """Let effects handle events, as the consumer does: all but what is followed up, or those."""
    parts = Parts(coordination, follow_up_on(coordination), recording_nothing())
    effects = [each for each in subscribers_of(parts) if each.name in to]
    for event in events:
        for each in effects:
            each.handle(event)


def recording_nothing() -> Recorder:
    """Return what stands for the webhooks of an installation that has none."""
    return cast("Recorder", SimpleNamespace(record=lambda _event: None))


class NoBus:
    """What tests that read the log publish to."""

    def publish(self, event: Event) -> None:
        """Take the event."""


def announced(database: Database, *types: str) -> list[Envelope]:
    """Return what the relay numbers out of all outlets, of these types or of all."""
    relay = Relay(database, "coordination", ["docket", "matters", "limitation_watch"], NoBus())
    EventLog(database).prepare()
    while relay.number():
        pass
    relay.lease.release()
    events = EventLog(database).after(0, 10_000)
    return [event for event in events if not types or event["type"] in types]
