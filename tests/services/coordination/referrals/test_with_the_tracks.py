"""Referrals between the real tracks: X1, X2 and X12 of the rules across the tracks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from services import mediation, petitions, reconsideration
from services.coordination.assembly import Coordination
from services.mediation import reactions as mediation_reactions
from services.petitions import reactions as petition_reactions
from services.reconsideration import reactions as reconsideration_reactions
from shared.casework.calendar_shelf import CalendarShelf
from shared.casework.casework import Casework
from shared.casework.guarding import Actor
from shared.casework.reacting import Handler, SystemDesk, standing_reactions
from shared.casework.recounting import Recounting
from shared.casework.store import CaseStore
from shared.casework.track import Track
from shared.events.envelope import Event
from shared.events.outlet import Outlet
from shared.law import load_rules, official_calendar
from shared.legal_day import today
from shared.storage.database import Database
from tests.services.coordination.following import Office, office_on
from tests.services.petitions.builders import OFFICER, registration
from tests.support.casework import asked, keys

MEDIATOR = replace(OFFICER, subject="mediator-1", role="mediator")


class Service:
    """A real track on a database of its own, with all its reactions."""

    def __init__(self, track: Track, reactions: Any, database: Database) -> None:
        self.name = track.procedure.track
        store = CaseStore(database, track.procedure.collection)
        store.prepare()
        shelf = CalendarShelf(database, official_calendar())
        self.casework = Casework(track, store, keys(), load_rules(), shelf.current)
        desk = SystemDesk(self.casework)
        self.handlers: Mapping[str, Handler] = {
            **standing_reactions(desk, Recounting(desk, shelf)),
            **reactions.reactions(desk),
        }
        self._outlet = Outlet(database, track.procedure.collection, self.name)
        self._told = 0

    def news(self) -> list[Event]:
        items = self._outlet.pending(100)
        self._outlet.mark(items)
        events = [event for item in items for event in item.events]
        numbered = [
            replace(event, sequence=self._told + n) for n, event in enumerate(events, start=1)
        ]
        self._told += len(events)
        return numbered

    def hears(self, event: Event) -> None:
        if event.type in self.handlers:
            self.handlers[event.type](event)

    def perform(self, case_id: str, command: str, actor: Actor, **raw: Any) -> dict[str, Any]:
        return self.casework.perform(case_id, asked(self.casework, command, raw, actor)).case

    def only_case(self) -> dict[str, Any]:
        (found,) = self.casework.store.cases.find({}, {"_id": 1})
        return self.casework.get(found["_id"])


class Tracks:
    """Petitions, mediation and reconsideration beside coordination; events go by hand."""

    def __init__(self, office: Office) -> None:
        own = office.coordination.database
        self.office = office
        self.petitions, self.mediations, self.reconsiderations = (
            Service(track, reactions, own.client[f"{own.name[:40]}_{name}"])
            for name, track, reactions in (
                ("pet", petitions.track(), petition_reactions),
                ("med", mediation.track(), mediation_reactions),
                ("rec", reconsideration.track(), reconsideration_reactions),
            )
        )
        self._delivered = 0

    def exchange(self) -> None:
        """Let everybody hear what the others say, until nobody says anything new."""
        services = (self.petitions, self.mediations, self.reconsiderations)
        while True:
            news = [(service, event) for service in services for event in service.news()]
            for teller, event in news:
                self.office.hears(event)
                for service in services:
                    if service is not teller:
                        service.hears(event)
            told = self.office.told()[self._delivered :]
            self._delivered += len(told)
            for envelope in told:
                for service in services:
                    service.hears(Event.from_cloudevent(envelope))
            if not news and not told:
                return

    def a_petition_referred_to(self, to: str) -> str:
        casework = self.petitions.casework
        received = today() - timedelta(days=30)
        raw = registration(
            received_on=received.isoformat(),
            act={"number": "示市监罚〔2026〕7号", "made_on": received.isoformat()},
        )
        case_id = str(casework.open_case(asked(casework, "register", raw, OFFICER)).case["_id"])
        self.petitions.perform(
            case_id,
            "refer",
            OFFICER,
            on=(today() - timedelta(days=20)).isoformat(),
            to=to,
            article31_item=4,
        )
        self.exchange()
        return case_id


@pytest.fixture
def tracks(coordination: Coordination) -> Tracks:
    return Tracks(office_on(coordination))


def codes(case: Mapping[str, Any]) -> set[str]:
    return {warning["code"] for warning in case["warnings"]}


def test_a_mediation_nobody_takes_up_stands_on_both_cases_until_somebody_does(
    tracks: Tracks,
) -> None:
    petition = tracks.a_petition_referred_to("mediation")
    requested = tracks.mediations.only_case()
    assert requested["status"] == "requested"
    assert tracks.office.referral()["to"]["case"]["case_id"] == requested["_id"]

    assert tracks.office.follow_up.run(today()).referrals == 1
    tracks.exchange()

    assert "referral-overdue" in codes(tracks.petitions.casework.get(petition))
    overdue = tracks.mediations.only_case()
    assert "referral-overdue" in codes(overdue)
    assert {"track": "petition", "id": petition, "kind": "referred_from"} in overdue["relations"]

    tracks.mediations.perform(
        requested["_id"],
        "accept",
        MEDIATOR,
        consents=[{"party": party["id"], "consented": True} for party in requested["parties"]],
    )
    tracks.exchange()

    assert tracks.office.referral()["state"] == "taken"
    assert "referral-overdue" not in codes(tracks.mediations.only_case())
    after = tracks.petitions.casework.get(petition)
    assert "referral-overdue" not in codes(after)
    assert after["facts"]["referral_outcomes"][0]["outcome"] == "accepted"

    tracks.mediations.perform(requested["_id"], "fail", MEDIATOR, reason="双方分歧过大")
    tracks.exchange()

    assert tracks.office.referral()["outcome"]["outcome"] == "failed"


def test_an_invitation_to_reconsideration_is_linked_and_watched_until_the_person_applies(
    tracks: Tracks,
) -> None:
    petition = tracks.a_petition_referred_to("reconsideration")

    invited = tracks.reconsiderations.only_case()
    assert invited["status"] == "invited"
    linked = {"track": "reconsideration", "id": invited["_id"], "kind": "referred_to"}
    assert linked in tracks.petitions.casework.get(petition)["relations"]
    assert tracks.office.referral()["state"] == "offered"

    late: date = today() + timedelta(days=60)
    assert tracks.office.follow_up.run(late).referrals == 1


def test_a_petition_led_outside_shows_its_end(tracks: Tracks) -> None:
    petition = tracks.a_petition_referred_to("adjudication")

    assert "referral-needs-a-body" in codes(tracks.petitions.casework.get(petition))
