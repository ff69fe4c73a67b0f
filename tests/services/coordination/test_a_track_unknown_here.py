"""A track that coordination has no rule about is a row everywhere, and an error nowhere."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from services.coordination.assembly import Coordination
from services.liaison.webhooks.settings import WebhookSettings
from services.liaison.webhooks.webhooks import webhooks_on
from shared.casework.case_events import CaseEvent
from shared.casework.outside_bodies import body_id_of
from shared.disputes.case_view import case_view
from shared.disputes.watched_case import watched_case
from shared.events.envelope import Event
from shared.http.settings import Settings
from shared.legal_day import today
from shared.remedies.earlier_cases import as_earlier
from shared.storage.database import Database
from tests.services.coordination.asking import Desk
from tests.services.coordination.following import Office, a_body, a_petition, office_on, referred
from tests.services.coordination.telling import (
    ACT,
    AGENCY,
    Case,
    a_clock,
    a_party,
    a_suit,
    announced,
)
from tests.services.liaison.webhooks.receiving import SECRET

TODAY = today()
LATER = (TODAY + timedelta(days=60)).isoformat()
BEFORE = (TODAY - timedelta(days=30)).isoformat()


def an_arbitration(**changes: Any) -> Case:
    """Return a case of a track of which no table of coordination speaks."""
    plain: dict[str, Any] = {
        "case_id": "018f0000ee",
        "track": "arbitration",
        "number": "仲裁〔2024〕1号",
        "status": "heard",
        "parties": [
            a_party("claimant", id_number_index="blind-1"),
            a_party("opponent", id="p2", kind="organisation", code="91110000000000001X"),
        ],
    }
    return Case(**(plain | changes))


def its_life(case: Case) -> list[Event]:
    """Return its steps from intake to the closing of the file, some named as other tracks do."""
    forty_five = {"value": 45, "unit": "working_day", "direction": "forward"}
    of_its_own = {"id": "ZC-01.1", "rule": "ZC-01", "rule_version": "2030", "length": forty_five}
    own = a_clock(due_on=LATER) | of_its_own
    events = [
        case.step("file", on=BEFORE, clocks=[own], act={**ACT, "made_on": BEFORE}),
        case.step("accept", on=BEFORE, milestones={"accepted": BEFORE}),
        case.step("start_mediation", on=BEFORE),
    ]
    case.status, case.phase = "awarded", "ended"
    events.append(case.step("decide", on=BEFORE, kind="award", outcome="granted"))
    case.status, case.phase = "closed", "closed"
    ended = {**own, "status": "met", "ended_on": BEFORE}
    return [*events, case.step("close", on=BEFORE, clocks=[ended])]


@pytest.fixture
def office(coordination: Coordination) -> Office:
    return office_on(coordination)


def tracks_offered(desk: Desk, path: str) -> list[str]:
    """Return the tracks by which, as the document says, a list may be narrowed."""
    document: Any = desk.get("/openapi.json").get_json()
    parameters = document["paths"][f"/api/v1/{path}"]["get"]["parameters"]
    (offered,) = (each["schema"]["enum"] for each in parameters if each["name"] == "track")
    found: list[str] = offered
    return found


def takes_in(office: Office, *events: Event) -> None:
    """Let every part of coordination take in events, the watch among them."""
    for event in events:
        office.hears(event)
        office.coordination.watch.record(CaseEvent.read(event))


def shown(desk: Desk, path: str) -> dict[str, Any]:
    answer = desk.get(f"/api/v1/{path}")
    assert answer.status_code == 200, answer.get_json()
    found: dict[str, Any] = answer.get_json()
    return found


def test_its_case_is_shown_in_its_matter_beside_those_of_other_tracks(
    office: Office, desk: Desk
) -> None:
    case = an_arbitration()
    takes_in(
        office, a_petition().step("register"), a_suit().step("receive_notice"), *its_life(case)
    )

    matter = shown(desk, f"matters/{case.matter_id}")
    (row,) = [each for each in matter["cases"] if each["track"] == "arbitration"]
    assert (row["number"], row["status"], row["phase"]) == (case.number, "closed", "closed")
    assert not [each for each in matter["conflicts"] if _is_about(case, each)]
    used = [each["used_by"] for each in matter["limitation_watch"] if each["used_by"]]
    assert "arbitration" not in {each["track"] for each in used}
    facts = shown(desk, f"matters/{case.matter_id}/timeline")["items"]
    steps = [each["name"] for each in facts if each["track"] == "arbitration"]
    assert {"file", "accept", "decide", "close"} <= set(steps)


def _is_about(case: Case, found: dict[str, Any]) -> bool:
    return case.case_id in {each["case_id"] for each in found["cases"]}


def test_its_clock_stands_in_the_docket_under_the_name_of_its_own_rule(
    office: Office, desk: Desk
) -> None:
    takes_in(office, its_life(an_arbitration())[0])

    (row,) = shown(desk, "clocks?track=arbitration")["items"]
    assert (row["track"], row["rule"], row["due_on"]) == ("arbitration", "ZC-01", LATER)
    assert row["name"] == {"zh": "ZC-01", "en": "ZC-01"}
    # Who has to act is said by the rule, which is not known here: nothing is made up.
    assert (row["obligor"], row["basis"], row["consequence"]) == (None, None, None)
    assert row["level"] == "green"


def test_its_clock_is_warned_of_and_expires_as_any_other(office: Office) -> None:
    takes_in(office, its_life(an_arbitration())[0])
    day_after = date.fromisoformat(LATER) + timedelta(days=1)

    assert office.coordination.sweep.run(day_after).expired == 1
    (told,) = announced(office.coordination.database, "clock.expired")
    assert (told["data"]["track"], told["data"]["obligor"]) == ("arbitration", None)


@pytest.mark.parametrize("steps", range(1, 6))
def test_no_view_of_an_agency_fails_at_any_point_of_its_life(
    office: Office, desk: Desk, steps: int
) -> None:
    takes_in(office, *its_life(an_arbitration())[:steps])

    for path in (
        "referrals",
        "outside-referrals",
        "clocks?status=met",
        "clocks?level=green",
        "norm-objections",
    ):
        shown(desk, path)


def test_its_lists_may_be_asked_for_once_it_was_heard_of(office: Office, desk: Desk) -> None:
    # Referrals lead to arbitration whether or not it has a track here.
    lists = ("clocks", "clocks/counts")
    for path in lists:
        answer = desk.get(f"/api/v1/{path}?track=arbitration")
        assert answer.status_code == 422
        assert "arbitration" not in tracks_offered(desk, path)
        (rule,) = answer.get_json()["errors"]["track"]
        assert "petition" in rule
        assert "arbitration" not in rule

    takes_in(office, its_life(an_arbitration())[0])

    for path in lists:
        shown(desk, f"{path}?track=arbitration")
        assert "arbitration" in tracks_offered(desk, path)


@pytest.mark.parametrize("path", ["referrals", "outside-referrals"])
def test_referrals_are_narrowed_to_where_one_can_lead(desk: Desk, path: str) -> None:
    shown(desk, f"{path}?track=notarisation")

    answer = desk.get(f"/api/v1/{path}?track=astrology")
    assert answer.status_code == 422
    assert "notarisation" in answer.get_json()["errors"]["track"][0]


def test_what_it_sends_to_mediation_is_followed_under_its_name(office: Office, desk: Desk) -> None:
    case = an_arbitration()
    started = replace(case.step("start_mediation"), type="arbitration.mediation_started")
    takes_in(office, started)

    (referral,) = shown(desk, "referrals?track=arbitration")["items"]
    assert referral["from"]["track"] == "arbitration"
    assert referral["to"]["target"] == "mediation"


def test_a_petition_led_to_a_procedure_unknown_here_is_followed_by_that_word(
    office: Office, desk: Desk
) -> None:
    takes_in(office, referred(a_petition(), "ombudsman"))

    (referral,) = shown(desk, "outside-referrals")["items"]
    assert referral["to"]["label"] == {"zh": "ombudsman", "en": "ombudsman"}


def test_its_case_may_be_referred_outside(office: Office, desk: Desk) -> None:
    case = an_arbitration()
    takes_in(office, its_life(case)[0])
    office.hears(a_body("某法院", "court"))
    asked = {
        "track": "arbitration",
        "case_id": case.case_id,
        "body": body_id_of("court", "某法院"),
        "subject": "撤销裁决",
        "reason": "当事人申请",
    }

    made = desk.post("/api/v1/outside-referrals", asked, role="mediator")
    assert made.status_code == 201, made.get_json()
    assert made.get_json()["from"]["track"] == "arbitration"


def test_its_steps_are_told_to_receivers_by_its_own_types(
    office: Office, database: Database, settings: Settings
) -> None:
    webhooks = webhooks_on(settings, WebhookSettings(frozenset()))
    database["webhook_endpoints"].insert_one(
        {"_id": "e1", "url": "https://x.example/", "events": ["arbitration.*"], "court": None}
        | {"state": "active", "secret": SECRET}
    )
    events = its_life(an_arbitration())
    takes_in(office, *events)
    for event in events:
        webhooks.recorder.record(event)

    kept = database["deliveries"].distinct("type")
    assert sorted(kept) == sorted({event.type for event in events})


def test_the_law_between_the_tracks_takes_its_case_for_no_step_of_theirs() -> None:
    case: Any = None
    for event in its_life(an_arbitration()):
        case = case_view(case, CaseEvent.read(event))
        assert as_earlier(watched_case(case), "p1") is None


def test_it_comes_again_to_the_same_rows(office: Office, database: Database) -> None:
    events = its_life(an_arbitration(agency=dict(AGENCY)))
    takes_in(office, *events)
    before = list(database["docket"].find())
    takes_in(office, *events)

    assert list(database["docket"].find()) == before
