"""What the first agency did is told while another has the petition; days told are corrected."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from services.petitions import track
from services.petitions.reactions import reactions
from shared.casework.guarding import Actor
from shared.http.problems import Problem
from shared.storage.database import Database
from tests.services.petitions.builders import BUREAU, OFFICER, OPINION, registration
from tests.support.offices import codes
from tests.support.track_office import TrackOffice

EXTENSION: dict[str, Any] = {"days": 30, "approved_by": "王处长", "reason": "情况复杂"}
SUPERIOR = replace(OFFICER, agency_code=BUREAU["code"], agency_name=BUREAU["name"])
STRANGER = replace(OFFICER, agency_code="11120101000000003P", agency_name="另一机关")


@pytest.fixture
def office(database: Database) -> TrackOffice:
    return TrackOffice(database, track(), reactions, OFFICER)


def classified(office: TrackOffice) -> str:
    case_id = office.opened("register", registration())
    path = {"legal_path": "信访程序办理", "article31_item": 6}
    office.does(case_id, "classify", on="2026-07-06", kind="appeal", **path)
    return case_id


def in_review(office: TrackOffice) -> str:
    """Return a petition whose opinion came a fortnight after the sixty days and is reviewed."""
    case_id = classified(office)
    office.does(case_id, "accept", on="2026-07-08")
    given = {"outcome": "not_supported", "opinion": OPINION, "served_on": "2026-09-24"}
    office.does(case_id, "conclude", on="2026-09-20", **given)
    office.does(case_id, "request_review", on="2026-10-08", to_agency=BUREAU)
    return case_id


def extends(office: TrackOffice, case_id: str, actor: Actor, on: str) -> dict[str, Any]:
    request = replace(office.asked("extend", {"on": on, **EXTENSION}), actor=actor)
    return dict(office.casework.perform(case_id, request).case)


def clock(office: TrackOffice, case_id: str, rule: str) -> tuple[str, str]:
    found = office.clock(case_id, rule)
    return found["due_on"], found["status"]


def test_an_extension_is_told_by_the_agency_that_granted_it(office: TrackOffice) -> None:
    case_id = in_review(office)
    assert "concluded-late" in codes(office, case_id)

    extends(office, case_id, OFFICER, "2026-09-01")

    case = office.case(case_id)
    assert (case["status"], case["agency"]["code"]) == ("in_review", BUREAU["code"])
    assert clock(office, case_id, "XF-05") == ("2026-10-06", "met")
    assert "concluded-late" not in codes(office, case_id)


def test_nobody_tells_it_who_never_handled_the_petition(office: TrackOffice) -> None:
    case_id = in_review(office)

    with pytest.raises(Problem) as refused:
        extends(office, case_id, STRANGER, "2026-09-01")

    assert refused.value.status == 404


def test_while_the_petition_is_handled_only_its_agency_extends(office: TrackOffice) -> None:
    case_id = classified(office)
    office.does(case_id, "transfer", on="2026-07-07", to_agency=BUREAU, mode="forward")
    accepted = replace(office.asked("accept", {"on": "2026-07-08"}), actor=SUPERIOR)
    office.casework.perform(case_id, accepted)

    with pytest.raises(Problem) as refused:
        extends(office, case_id, OFFICER, "2026-08-03")

    assert (refused.value.status, refused.value.code) == (403, "forbidden")


def test_the_day_on_which_it_got_to_the_receiver_is_supplied_to_the_forwarding(
    office: TrackOffice,
) -> None:
    case_id = classified(office)
    office.does(case_id, "transfer", on="2026-07-07", to_agency=BUREAU, mode="forward")
    assert clock(office, case_id, "XF-03") == ("2026-07-22", "running")

    received: dict[str, Any] = {
        "entry": 3,
        "reason": "回执后到",
        "approved_by": "王处长",
        "corrected": [{"field": "received_on", "value": "2026-07-10"}],
    }
    correction = replace(office.asked("correct_entry", received), actor=SUPERIOR)
    office.casework.perform(case_id, correction)

    assert clock(office, case_id, "XF-03") == ("2026-07-25", "running")
    assert clock(office, case_id, "XF-04") == ("2026-07-17", "running")


def test_a_hearing_told_after_its_period_has_ended_moves_the_end(office: TrackOffice) -> None:
    case_id = classified(office)
    office.does(case_id, "accept", on="2026-07-08")
    given = {"outcome": "not_supported", "opinion": OPINION, "served_on": "2026-08-24"}
    office.does(case_id, "conclude", on="2026-08-20", **given)
    office.does(case_id, "request_review", on="2026-09-01")
    told = {"outcome": "upheld", "opinion": "维持", "served_on": "2026-09-10"}
    office.does(case_id, "conclude_review", on="2026-09-08", **told)
    office.does(case_id, "request_reexamination", on="2026-09-14")
    assert clock(office, case_id, "XF-09") == ("2026-10-14", "running")
    office.hears_of_expiry(case_id, "XF-09")
    assert "reexamination-overdue" in codes(office, case_id)

    days = {"hearing_from": "2026-10-12", "hearing_to": "2026-10-16"}
    office.does(case_id, "record_hearing", on="2026-10-20", **days)

    assert clock(office, case_id, "XF-09") == ("2026-10-19", "running")
