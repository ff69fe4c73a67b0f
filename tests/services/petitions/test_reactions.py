"""What petitions do when mediations tell of themselves, on a real database."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from services.petitions import track
from services.petitions.reactions import reactions, referral_outcome
from shared.casework.calendar_shelf import CalendarShelf
from shared.casework.casework import Casework
from shared.casework.entry import Request
from shared.casework.guarding import Actor
from shared.casework.reacting import SystemDesk, standing_reactions, together
from shared.casework.reading import latest_clock
from shared.casework.recounting import Recounting
from shared.casework.rendering import CaseView
from shared.casework.store import CaseStore
from shared.events.envelope import SCHEMA_VERSION, Event
from shared.http.problems import Problem
from shared.http.schemas import load
from shared.law import load_rules, official_calendar
from shared.storage.database import Database
from tests.services.petitions.builders import (
    OFFICE,
    OFFICER,
    OTHER_ID_NUMBER,
    PROCEDURE,
    earlier_petition,
    registration,
)
from tests.support.casework import keys

OUTCOMES = [
    "accepted",
    "declined",
    "agreed",
    "confirmed",
    "failed",
    "terminated",
    "performed",
    "breached",
]


def a_mediation(outcome: str, origin: dict[str, str] | None, number: int = 2) -> Event:
    return Event(
        id=f"mediation-1.{number}.1",
        type=f"mediation.{outcome}",
        source="mediation",
        sequence=number,
        subject="mediation-1",
        time=datetime(2026, 7, 20, 4, 0, tzinfo=UTC),
        matter_id="matter-1",
        case_number="调解〔2026〕3号",
        traceparent=None,
        schema_version=SCHEMA_VERSION,
        data={"track": "mediation", "on": "2026-07-20", "origin": origin},
    )


class Office:
    """The petitions service without its processes: casework, desk and reactions."""

    def __init__(self, database: Database) -> None:
        found = track()
        store = CaseStore(database, found.procedure.collection)
        store.prepare()
        self.casework = Casework(
            found,
            store,
            keys(),
            load_rules(),
            official_calendar,
            today=lambda: date(2026, 11, 20),
        )
        desk = SystemDesk(self.casework)
        shelf = CalendarShelf(database, official_calendar())
        standing = standing_reactions(desk, Recounting(desk, shelf))
        self.handlers = together(standing, reactions(desk))

    def asked(self, command: str, raw: dict[str, Any]) -> Request:
        found = self.casework.command(command)
        return Request(found, load(found.schema(), raw), OFFICER)

    def referred(self) -> str:
        opened = self.casework.open_case(self.asked("register", registration()))
        case_id = str(opened.case["_id"])
        refer = {"on": "2026-07-10", "to": "mediation", "article31_item": 6}
        self.casework.perform(case_id, self.asked("refer", refer))
        return case_id

    def hears(self, event: Event) -> None:
        self.handlers[event.type](event)

    def history_of(self, case_id: str) -> list[str]:
        return [entry["command"] for entry in self.casework.get(case_id)["history"]]


@pytest.fixture
def office(database: Database) -> Office:
    return Office(database)


def test_every_outcome_of_a_mediation_is_answered(office: Office) -> None:
    answered = {name for name in office.handlers if name.startswith("mediation.")}
    # Beside the outcomes it hears, as every track does, that one was entered by mistake.
    assert answered == {f"mediation.{outcome}" for outcome in (*OUTCOMES, "case_withdrawn")}


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_the_record_names_the_mediation_its_outcome_and_its_day(outcome: str) -> None:
    payload = referral_outcome(a_mediation(outcome, None))

    assert payload == {
        "track": "mediation",
        "case_id": "mediation-1",
        "number": "调解〔2026〕3号",
        "outcome": outcome,
        "happened_on": "2026-07-20",
    }
    assert load(track().procedure.commands["record_referral_outcome"].schema(), payload)


def test_the_outcome_of_its_mediation_is_written_into_the_petition(office: Office) -> None:
    case_id = office.referred()
    office.hears(a_mediation("agreed", {"track": "petition", "case_id": case_id}))

    case = office.casework.get(case_id)
    assert case["status"] == "referred"
    assert case["facts"]["referral_outcomes"] == [
        {
            "on": "2026-11-20",
            "track": "mediation",
            "case_id": "mediation-1",
            "number": "调解〔2026〕3号",
            "outcome": "agreed",
            "happened_on": "2026-07-20",
        }
    ]
    (relation,) = case["relations"]
    assert (relation["id"], relation["kind"]) == ("mediation-1", "referred_to")
    assert relation["number"] == "调解〔2026〕3号"


def test_the_same_event_twice_is_one_entry(office: Office) -> None:
    case_id = office.referred()
    event = a_mediation("failed", {"track": "petition", "case_id": case_id})
    office.hears(event)
    office.hears(event)

    assert office.history_of(case_id) == ["register", "refer", "record_referral_outcome"]


def test_a_mediation_that_came_from_elsewhere_is_none_of_ours(office: Office) -> None:
    case_id = office.referred()
    office.hears(a_mediation("agreed", {"track": "reconsideration", "case_id": case_id}))
    office.hears(a_mediation("agreed", None))

    assert office.history_of(case_id) == ["register", "refer"]


def test_performance_is_recorded_on_a_petition_that_was_closed_meanwhile(office: Office) -> None:
    case_id = office.referred()
    origin = {"track": "petition", "case_id": case_id}
    office.hears(a_mediation("agreed", origin))
    office.casework.perform(case_id, office.asked("close", {"on": "2026-08-01"}))
    office.hears(a_mediation("performed", origin, number=3))

    assert office.casework.get(case_id)["status"] == "closed"
    assert office.history_of(case_id)[-1] == "record_referral_outcome"


def test_a_classification_that_was_entered_wrongly_is_corrected(office: Office) -> None:
    opened = office.casework.open_case(office.asked("register", registration()))
    case_id = str(opened.case["_id"])
    office.casework.perform(case_id, office.asked("classify", {"kind": "suggestion"}))

    right = [{"field": "kind", "value": "report"}]
    wrong = {"entry": 2, "corrected": right, "reason": "录入有误"}
    office.casework.perform(case_id, office.asked("correct_entry", wrong))

    facts = office.casework.get(case_id)["facts"]
    assert (facts["kind"], facts["confidential_reporter"]) == ("report", True)


def test_the_item_of_an_appeal_is_corrected_after_it_was_accepted(office: Office) -> None:
    case_id = str(office.casework.open_case(office.asked("register", registration())).case["_id"])
    told = {"kind": "appeal", "article31_item": 4, "legal_path": "行政复议"}
    office.casework.perform(case_id, office.asked("classify", {"on": "2026-07-03", **told}))
    office.casework.perform(case_id, office.asked("accept", {"on": "2026-07-06"}))

    right = [{"field": "article31_item", "value": 6}]
    wrong = {"entry": 2, "corrected": right, "reason": "甄别有误", "approved_by": "王处长"}
    office.casework.perform(case_id, office.asked("correct_entry", wrong))

    case = office.casework.get(case_id)
    clock = latest_clock(case, "XF-05")
    assert clock is not None
    assert (clock["started_on"], clock["due_on"]) == ("2026-07-06", "2026-09-04")
    assert [each["code"] for each in case["warnings"]] == ["conclusion-overdue"]


def test_who_is_accused_does_not_correct_that_it_is_a_report(office: Office) -> None:
    accused = {"name": "被检举机关", "code": OFFICER.agency_code}
    asked = office.asked("register", registration(against=accused))
    case_id = str(office.casework.open_case(asked).case["_id"])
    office.casework.perform(case_id, office.asked("classify", {"kind": "report"}))

    no_report = [{"field": "kind", "value": "suggestion"}]
    wanted = {"entry": 2, "corrected": no_report, "reason": "录入有误"}
    with pytest.raises(Problem) as refused:
        office.casework.perform(case_id, office.asked("correct_entry", wanted))

    assert refused.value.status == 403


def test_who_is_accused_does_not_withdraw_the_report(office: Office) -> None:
    accused = {"name": "被检举机关", "code": OFFICER.agency_code}
    asked = office.asked("register", registration(against=accused))
    case_id = str(office.casework.open_case(asked).case["_id"])
    office.casework.perform(case_id, office.asked("classify", {"kind": "report"}))

    wanted = {"reason": "登记有误", "approved_by": "负责人"}
    with pytest.raises(Problem) as refused:
        office.casework.perform(case_id, office.asked("withdraw_case", wanted))

    assert refused.value.status == 403
    assert office.casework.get(case_id)["version"] == 2


def test_that_a_reporter_stays_hidden_is_no_matter_of_a_correction(office: Office) -> None:
    opened = office.casework.open_case(office.asked("register", registration()))
    case_id = str(opened.case["_id"])
    office.casework.perform(case_id, office.asked("classify", {"kind": "report"}))

    open_it = [{"field": "confidential_reporter", "value": False}]
    wanted = {"entry": 2, "corrected": open_it, "reason": "录入有误"}
    with pytest.raises(Problem) as refused:
        office.casework.perform(case_id, office.asked("correct_entry", wanted))

    assert list(refused.value.errors or {}) == ["corrected.confidential_reporter"]


TELLING_TITLE = "王小明检举信访局负责人"


def a_report(office: Office, against: dict[str, str]) -> dict[str, Any]:
    """Return a report against `against`, as stored, that OFFICER's agency handles."""
    asked = office.asked("register", registration(against=against, title=TELLING_TITLE))
    case_id = str(office.casework.open_case(asked).case["_id"])
    office.casework.perform(case_id, office.asked("classify", {"kind": "report"}))
    return office.casework.get(case_id)


def as_seen(case: dict[str, Any], actor: Actor = OFFICER) -> dict[str, Any]:
    view = CaseView(PROCEDURE, load_rules(), official_calendar)
    return view.full(case, actor=actor, language="zh", today=date(2026, 11, 20))


@pytest.mark.parametrize(
    "accused",
    [
        {"name": "被检举机关", "code": OFFICE["code"]},
        {"name": OFFICE["name"]},
        {"name": "示范区　信访局"},
    ],
)
def test_the_title_of_a_report_gives_nothing_away_to_the_accused(
    office: Office, accused: dict[str, str]
) -> None:
    case = a_report(office, accused)

    seen = as_seen(case)

    assert seen["title"] == f"信访 {case['number']}"
    assert {party["role"] for party in seen["parties"]} == {"respondent"}
    assert "content" not in seen["facts"]
    assert "王小明" not in str(seen)


def test_who_is_not_accused_sees_the_title_of_a_report(office: Office) -> None:
    case = a_report(office, {"name": "示范区住房和建设委员会"})

    assert as_seen(case)["title"] == TELLING_TITLE
    renamed = replace(OFFICER, agency_name="示范区住房和建设委员会")
    assert as_seen(case, renamed)["title"] != TELLING_TITLE


def test_an_accused_agency_that_is_named_among_others_is_known_by_its_code(
    office: Office,
) -> None:
    accused = {"name": "信访局", "kind": "organisation", "organisation_code": OFFICE["code"]}
    asked = office.asked("register", registration(against=None, opponents=[accused]))
    case_id = str(office.casework.open_case(asked).case["_id"])
    office.casework.perform(case_id, office.asked("classify", {"kind": "report"}))

    roles = {party["role"] for party in as_seen(office.casework.get(case_id))["parties"]}
    assert roles == {"respondent"}


def test_others_hear_of_a_report_without_its_title_and_its_reporter(office: Office) -> None:
    case = a_report(office, {"name": "示范区住房和建设委员会"})

    told = case["history"][-1]["events"][0]["data"]

    assert told["title"] == f"信访 {case['number']}"
    reporter = next(party for party in told["parties"] if party["role"] == "petitioner")
    assert "masked_name" not in reporter
    assert reporter["id_number_index"]


def test_an_extension_follows_a_corrected_acceptance_through_a_referral(office: Office) -> None:
    case_id = str(office.casework.open_case(office.asked("register", registration())).case["_id"])
    for command, raw in (
        ("classify", {"on": "2026-07-02", "kind": "appeal", "article31_item": 6}),
        ("accept", {"on": "2026-07-03"}),
        ("extend", {"on": "2026-07-20", "days": 30, "approved_by": "主任", "reason": "复杂"}),
        ("refer", {"on": "2026-07-25", "to": "mediation"}),
        ("resume_handling", {"on": "2026-08-10", "reason": "调解组织撤销"}),
    ):
        office.casework.perform(case_id, office.asked(command, raw))
    assert due_of(office.casework.get(case_id)) == ("2026-10-01", "running")

    right = [{"field": "on", "value": "2026-07-06"}]
    wanted = {"entry": 3, "corrected": right, "reason": "录入有误", "approved_by": "主任"}
    office.casework.perform(case_id, office.asked("correct_entry", wanted))

    assert due_of(office.casework.get(case_id)) == ("2026-10-04", "running")


def due_of(case: dict[str, Any]) -> tuple[str, str]:
    """Return last day and state of the one clock for handling."""
    (clock,) = [each for each in case["clocks"] if each["rule"] == "XF-05"]
    return clock["due_on"], clock["status"]


def the_matter(office: Office, case_id: str, *others: dict[str, Any], number: int = 7) -> Event:
    """Return the event that tells of all cases of a matter, the named petition among them."""
    case = office.casework.get(case_id)
    own = {"track": "petition", "case_id": case_id, "status": case["status"]}
    matter = {"cases": [*others, own]}
    told = a_mediation("accepted", None, number)
    kind = {"type": "matter.changed", "source": "coordination", "subject": case["matter_id"]}
    return replace(told, **kind, matter_id=case["matter_id"], data=matter)


@pytest.mark.parametrize(
    ("status", "basis"), [("accepted", "信访工作条例19¶3"), ("finalized", "信访工作条例36¶3")]
)
def test_a_first_repeat_is_recognised_when_the_service_learns_of_the_earlier_one(
    office: Office, status: str, basis: str
) -> None:
    lately = registration(received_on="2026-11-19", on="2026-11-19")
    opened = office.casework.open_case(office.asked("register", lately))
    case_id = str(opened.case["_id"])
    told = the_matter(office, case_id, earlier_petition(status))

    for _ in range(2):
        office.handlers[told.type](told)

    case = office.casework.get(case_id)
    assert [each["command"] for each in case["history"]] == ["register", "recognise_repeat"]

    # A petition that was registered twice is recognised as a repeat: nobody relies on that.
    wanted = {"reason": "重复登记", "approved_by": "负责人"}
    office.casework.perform(case["_id"], office.asked("withdraw_case", wanted))
    assert office.casework.get(case["_id"])["status"] == "entered_by_mistake"
    assert [each["kind"] for each in case["relations"]] == ["repeat_of"]
    assert {each["status"] for each in case["clocks"]} == {"cancelled"}
    assert [(each["code"], each["basis"]) for each in case["warnings"]] == [
        ("repeat-petition", basis)
    ]


def test_another_persons_petition_in_the_matter_makes_no_repeat(office: Office) -> None:
    lately = registration(received_on="2026-11-19", on="2026-11-19")
    opened = office.casework.open_case(office.asked("register", lately))
    case_id = str(opened.case["_id"])
    told = the_matter(office, case_id, earlier_petition("accepted", OTHER_ID_NUMBER))

    office.handlers[told.type](told)

    assert len(office.casework.get(case_id)["history"]) == 1
