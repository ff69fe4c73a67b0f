"""How referrals become mediations, on a real database with the real sender where there is one."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from services import mediation, petitions
from services.mediation.reactions import reactions, request_from
from services.petitions.reactions import reactions as reactions_of_petitions
from shared.casework.casework import Casework
from shared.casework.entry import Request
from shared.casework.guarding import Actor
from shared.casework.reacting import SystemDesk
from shared.casework.sharing import Sharing
from shared.casework.store import CaseStore
from shared.casework.track import Track
from shared.events.envelope import SCHEMA_VERSION, Event
from shared.http.schemas import load
from shared.law import load_rules, official_calendar
from shared.storage.database import Database
from tests.services.mediation.builders import (
    BOTH,
    BUREAU,
    ID_NUMBER,
    PROCEDURE,
    agreement,
    consent,
)
from tests.support.casework import keys

ENVELOPE = ["id", "type", "subject", "time", "matter_id", "case_number", "traceparent", "data"]
CLERK = Actor("officer-1", "petition_officer", BUREAU["code"], BUREAU["name"], region="120101")
PETITION: dict[str, Any] = {
    "channel": "visit",
    "received_on": "2026-07-01",
    "received_as": "agency",
    "petitioners": [{"name": "王小明", "id_number": ID_NUMBER, "phone": "13800138000"}],
    "against": BUREAU,
    "content": "楼道年久失修",
}
MEDIATOR = Actor("officer-3", "mediator", BUREAU["code"], BUREAU["name"])


class Office:
    """One service without its processes: casework, desk and reactions."""

    def __init__(self, track: Track, database: Database) -> None:
        store = CaseStore(database, track.procedure.collection)
        store.prepare()
        self.casework = Casework(
            track, store, keys(), load_rules(), official_calendar, today=lambda: date(2026, 11, 20)
        )
        self.desk = SystemDesk(self.casework)

    def opens(self, actor: Actor, command: str, **raw: Any) -> dict[str, Any]:
        return self.casework.open_case(self._asked(actor, command, raw)).case

    def does(self, actor: Actor, case_id: str, command: str, **raw: Any) -> dict[str, Any]:
        return self.casework.perform(case_id, self._asked(actor, command, raw)).case

    def _asked(self, actor: Actor, command: str, raw: dict[str, Any]) -> Request:
        found = self.casework.command(command)
        return Request(found, load(found.schema(), raw), actor)

    def said_last(self, case_id: str) -> Event:
        """Return the event of the case's last entry, as the relay would publish it."""
        told = self.casework.get(case_id)["history"][-1]["events"][0]
        facts = {name: told[name] for name in ENVELOPE}
        facts["time"] = datetime.fromisoformat(facts["time"])
        source = self.casework.procedure.service
        return Event(source=source, sequence=1, schema_version=SCHEMA_VERSION, **facts)

    def cases(self) -> list[dict[str, Any]]:
        return [
            self.casework.get(document["_id"])
            for document in self.casework.store.cases.find({}, {"_id": 1}).sort("_id", 1)
        ]


class Both:
    """Petitions and mediation side by side, each hearing what the other says."""

    def __init__(self, database: Database) -> None:
        self.petitions = Office(petitions.track(), database)
        self.mediation = Office(mediation.track(), database)
        self._handlers = {
            **reactions(self.mediation.desk),
            **reactions_of_petitions(self.petitions.desk),
        }

    def referred(self, **changes: Any) -> str:
        """Refer a petition against the bureau to mediation; return its id."""
        raw = {**PETITION, **changes}
        opened = self.petitions.opens(
            CLERK, "register", **{name: value for name, value in raw.items() if value is not None}
        )
        case_id = str(opened["_id"])
        self.petitions.does(
            CLERK, case_id, "refer", on="2026-07-03", to="mediation", article31_item=6
        )
        return case_id

    def hear(self, office: Office, case_id: str) -> None:
        event = office.said_last(case_id)
        self._handlers[event.type](event)

    def mediated(self, case_id: str, command: str, **raw: Any) -> None:
        """Carry out a mediation command and let petitions hear of it."""
        self.mediation.does(MEDIATOR, case_id, command, **raw)
        self.hear(self.mediation, case_id)


@pytest.fixture
def both(database: Database) -> Both:
    return Both(database)


def test_a_petition_referred_to_mediation_becomes_a_requested_mediation(both: Both) -> None:
    petition_id = both.referred(act={"number": "示住建罚〔2026〕7号", "made_on": "2026-06-01"})
    both.hear(both.petitions, petition_id)

    (case,) = both.mediation.cases()
    petition = both.petitions.casework.get(petition_id)
    assert case["status"] == "requested"
    assert case["matter_id"] == petition["matter_id"]
    assert case["facts"]["kind"] == "administrative"
    assert case["facts"]["subject"] == "楼道年久失修"
    assert [(party["role"], party["kind"], party["name"]) for party in case["parties"]] == [
        ("applicant", "person", "王小明"),
        ("respondent", "agency", BUREAU["name"]),
    ]
    assert case["parties"][0]["id_number"] == ID_NUMBER
    assert case["parties"][1]["organisation_code"] == BUREAU["code"]
    assert case["act"]["number"] == "示住建罚〔2026〕7号"
    assert case["relations"] == [
        {
            "track": "petition",
            "id": petition_id,
            "kind": "referral",
            "number": both.petitions.casework.get(petition_id)["number"],
        }
    ]
    assert case["agency"] == BUREAU
    assert case["entered_on"] == "2026-07-03"


def test_the_same_referral_twice_is_one_mediation(both: Both) -> None:
    petition_id = both.referred()
    both.hear(both.petitions, petition_id)
    both.hear(both.petitions, petition_id)

    assert len(both.mediation.cases()) == 1


def test_a_dispute_between_people_goes_to_a_peoples_mediation(both: Both) -> None:
    petition_id = both.referred(against=None, opponents=[{"name": "李大海"}])
    both.hear(both.petitions, petition_id)

    assert both.mediation.cases()[0]["facts"]["kind"] == "people"


def test_a_petition_against_nobody_named_is_taken_in_and_says_so(both: Both) -> None:
    petition_id = both.referred(against=None)
    both.hear(both.petitions, petition_id)

    (case,) = both.mediation.cases()
    assert [party["role"] for party in case["parties"]] == ["applicant"]
    assert case["warnings"][0]["code"] == "missing-fact"


def test_the_outcome_comes_back_into_the_petitions_history(both: Both) -> None:
    petition_id = both.referred()
    both.hear(both.petitions, petition_id)
    case_id = str(both.mediation.cases()[0]["_id"])
    both.mediated(case_id, "accept", on="2026-07-06", consents=consent(*BOTH))
    both.mediated(case_id, "agree", **agreement())
    both.mediated(case_id, "record_performance", on="2026-08-20")

    petition = both.petitions.casework.get(petition_id)
    assert [outcome["outcome"] for outcome in petition["facts"]["referral_outcomes"]] == [
        "accepted",
        "agreed",
        "performed",
    ]
    number = both.mediation.casework.get(case_id)["number"]
    assert {
        "track": "mediation",
        "id": case_id,
        "kind": "referred_to",
        "number": number,
    } in petition["relations"]


def test_a_failed_mediation_lets_the_petition_go_on(both: Both) -> None:
    petition_id = both.referred()
    both.hear(both.petitions, petition_id)
    case_id = str(both.mediation.cases()[0]["_id"])
    both.mediated(case_id, "accept", on="2026-07-06", consents=consent(*BOTH))
    both.mediated(case_id, "fail", on="2026-07-20", reason="分歧较大")
    petition = both.petitions.does(CLERK, petition_id, "resume_handling")

    assert petition["status"] == "registered"


def a_suspension(**changes: Any) -> Event:
    """Return the event of a reconsideration that starts mediation, its parts sealed for us."""
    case = {
        "parties": [
            {"role": "applicant", "kind": "person", "name": "王小明", "id": "p1"},
            {"role": "respondent", "kind": "agency", **BUREAU, "id": "p2"},
            {"role": "third_party", "kind": "person", "name": "赵六", "id": "p3"},
        ],
        "act": {"number": "示住建罚〔2026〕7号", "made_on": "2026-06-01"},
        "title": "不服行政处罚",
        "facts": {},
    }
    event_id = "reconsideration-1.5.1"
    sealed = Sharing(keys()).seal(case, ["parties", "act", "title"], event_id=event_id)
    return Event(
        id=event_id,
        type="reconsideration.mediation_started",
        source="reconsideration",
        sequence=5,
        subject="reconsideration-1",
        time=datetime(2026, 7, 10, 4, 0, tzinfo=UTC),
        matter_id="0123456789abcdef",
        case_number="津政复〔2026〕1号",
        traceparent=None,
        schema_version=SCHEMA_VERSION,
        data={
            "track": "reconsideration",
            "on": "2026-07-10",
            "agency": BUREAU,
            "region": "120101",
            "field": None,
            "consent_to_suspend": True,
            "sealed": sealed,
            **changes,
        },
    )


def test_a_reconsideration_starts_a_mediation_in_its_matter(both: Both) -> None:
    event = a_suspension()
    reactions(both.mediation.desk)[event.type](event)

    (case,) = both.mediation.cases()
    assert case["matter_id"] == "0123456789abcdef"
    assert case["facts"]["kind"] == "administrative"
    assert case["facts"]["subject"] == "不服行政处罚"
    assert [party["role"] for party in case["parties"]] == [
        "applicant",
        "respondent",
        "third_party",
    ]
    told = both.mediation.said_last(str(case["_id"]))
    assert told.data["origin"]["track"] == "reconsideration"
    assert told.data["origin"]["case_id"] == "reconsideration-1"


def test_the_sender_may_say_which_kind_it_should_be() -> None:
    event = a_suspension(mediation_kind="people")

    assert request_from(event, {})["kind"] == "people"


def test_another_referral_of_a_petition_is_none_of_ours(both: Both) -> None:
    event = a_suspension(to="reconsideration")
    reactions(both.mediation.desk)["petition.referred"](event)

    assert both.mediation.cases() == []


@pytest.mark.parametrize(
    ("role", "field"),
    [
        ("petitioner", "applicants"),
        ("applicant", "applicants"),
        ("plaintiff", "applicants"),
        ("respondent", "respondents"),
        ("defendant", "respondents"),
        ("third_party", "third_parties"),
        ("representative", "representatives"),
    ],
)
def test_every_role_finds_its_side(role: str, field: str) -> None:
    parts = {"parties": [{"role": role, "kind": "person", "name": "王小明", "phone": None}]}
    request = request_from(a_suspension(), parts)

    assert request[field] == [{"kind": "person", "name": "王小明"}]


def test_a_request_from_an_event_fits_the_schema_of_the_command() -> None:
    parts = {"parties": [{"role": "plaintiff", "kind": "person", "name": "王小明"}]}
    request = request_from(a_suspension(), parts)

    assert load(PROCEDURE.commands["request"].schema(), request)["initiated_by"] == "referral"
