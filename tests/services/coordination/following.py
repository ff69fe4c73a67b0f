"""Coordination with its follow-up on a database of a test, and what it tells."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from services.coordination.assembly import Coordination
from services.coordination.follow_up import OUTLETS, FollowUp, follow_up_on
from services.coordination.subscribers import Parts, subscribers_of
from shared.casework.outside_bodies import body_id_of
from shared.events.envelope import Envelope, Event
from shared.events.event_log import EventLog
from shared.events.names import BODY_ADDED
from shared.events.relay import Relay
from tests.contract.house import contracts
from tests.services.coordination.telling import (
    OTHER_AGENCY,
    Case,
    NoBus,
    a_party,
    checked,
    step_to,
)
from tests.support.events import an_event


@dataclass(frozen=True)
class Office:
    """Coordination and its follow-up; events go in by `hears` and come out by `told`."""

    coordination: Coordination
    follow_up: FollowUp

    def hears(self, *events: Event) -> None:
        """Handle events as the consumer does; every one of them twice, as may happen."""
        parts = Parts(self.coordination, self.follow_up)
        for event in events:
            for _ in range(2):
                for each in subscribers_of(parts):
                    if each.wants(event.type):
                        each.handle(event)

    def told(self, *types: str) -> list[Envelope]:
        """Return what the relay numbers out of the outlets, of these types or of all."""
        database = self.coordination.database
        relay = Relay(database, "coordination", OUTLETS, NoBus())
        EventLog(database).prepare()
        while relay.number():
            pass
        relay.lease.release()
        return checked(EventLog(database).after(0, 10_000), *types)

    def findings(self, case_id: str) -> list[str]:
        """Return the codes that a case was told, with a minus before those taken back."""
        codes = []
        for event in self.told("matter.finding_announced", "matter.finding_withdrawn"):
            if event["data"]["subject_case_id"] == case_id:
                sign = "-" if event["type"].endswith("withdrawn") else ""
                codes.append(sign + event["data"]["payload"]["code"])
        return codes

    def referral(self) -> dict[str, Any]:
        """Return the one referral there is."""
        (found,) = self.follow_up.referrals.records.documents.find()
        return found


def office_on(coordination: Coordination) -> Office:
    """Return the office on a prepared database."""
    follow_up = follow_up_on(coordination)
    follow_up.prepare()
    return Office(coordination, follow_up)


def a_body(name: str, kind: str = "arbitration", *, active: bool = True, version: int = 1) -> Event:
    """Return the event by which liaison tells what a body outside is from a version on."""
    data: dict[str, Any] = {"body_id": body_id_of(kind, name), "kind": kind, "name": name}
    data |= {"code": None, "region": None, "active": active, "version": version}
    contracts()[BODY_ADDED].check(data)
    return an_event(version, type=BODY_ADDED, source="liaison", matter_id=None, data=data)


def a_petition(**changes: Any) -> Case:
    """Return a petition of the matter."""
    petition = Case(
        case_id="018f0000cc",
        track="petition",
        number="信访〔2024〕1号",
        status="registered",
        parties=[a_party("petitioner", id_number_index="blind-1")],
    )
    return replace(petition, **changes)


def referred(petition: Case, to: str, on: str = "2024-05-08", **data: Any) -> Event:
    """Return the event by which a petition is led elsewhere."""
    petition.status, petition.phase = "referred", "ended"
    step = petition.step("refer", on=on, to=to, article31_item=4, **data)
    return replace(step, type="petition.referred")


def a_target(track: str, **changes: Any) -> Case:
    """Return the case that a referral leads to, of another agency."""
    numbers = {"mediation": "调解〔2024〕1号", "reconsideration": "行复〔2024〕9号"}
    target = Case(
        case_id=f"018f0000{track[:3]}",
        track=track,
        number=numbers.get(track, "行诉〔2024〕9号"),
        agency=dict(OTHER_AGENCY),
        parties=[],
    )
    return replace(target, **changes)


def step_of(
    target: Case, petition: Case | None, status: str, phase: str = "open", **data: Any
) -> Event:
    """Return a step by which the target comes to a state; `petition` is its origin if given."""
    target.status, target.phase = status, phase
    origin = petition and {
        "track": petition.track,
        "case_id": petition.case_id,
        "kind": "referral",
        "number": petition.number,
    }
    return target.step(step_to(target.track, status), origin=origin, **data)
