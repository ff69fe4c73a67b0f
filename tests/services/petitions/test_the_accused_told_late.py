"""Whom a report accuses is learnt after it went there and came back (信访工作条例30¶3)."""

from __future__ import annotations

from typing import Any

import pytest

from services.petitions import track
from shared.casework.entry import Request
from shared.casework.guarding import Actor
from shared.casework.hiding import hides_from
from shared.http.schemas import load
from shared.storage.database import Database
from tests.services.petitions.builders import BUREAU, OFFICER, registration
from tests.services.petitions.test_reactions import Office

THERE = Actor("officer-9", "petition_officer", BUREAU["code"], BUREAU["name"])


@pytest.fixture
def office(database: Database) -> Office:
    return Office(database)


def does(office: Office, case_id: str, command: str, actor: Actor = OFFICER, **raw: Any) -> None:
    found = office.casework.command(command)
    office.casework.perform(case_id, Request(found, load(found.schema_on_case(), raw), actor))


@pytest.mark.parametrize("accused", [BUREAU, {"name": BUREAU["name"]}])
@pytest.mark.parametrize("classified_first", [True, False])
def test_naming_the_accused_later_hides_the_reporter_from_them(
    office: Office, accused: dict[str, str], classified_first: bool
) -> None:
    opened = office.casework.open_case(office.asked("register", registration(against=None)))
    case_id = str(opened.case["_id"])
    does(office, case_id, "transfer", on="2026-07-02", to_agency=BUREAU, mode="forward")
    back = {"on": "2026-07-03", "reason": "不属本机关职权", "sender_consent": True}
    does(office, case_id, "return_transfer", THERE, **back)
    named: dict[str, Any] = {"entry": 1, "reason": "漏填被举报单位", "approved_by": "王处长"}
    steps: list[tuple[str, dict[str, Any]]] = [
        ("classify", {"on": "2026-07-06", "kind": "report"}),
        ("correct_entry", named | {"corrected": [{"field": "against", "value": accused}]}),
    ]

    for command, raw in steps if classified_first else reversed(steps):
        does(office, case_id, command, **raw)

    case = office.casework.get(case_id)
    assert hides_from(track().procedure, case, BUREAU["code"], BUREAU["name"])
    assert case["status"] == "registered"


def told_titles(office: Office, case_id: str) -> list[str]:
    """Return under which title each step of a case was told to other services."""
    history = office.casework.get(case_id)["history"]
    return [entry["events"][0]["data"]["title"] for entry in history]


@pytest.mark.parametrize(
    ("kind", "then"),
    [({"kind": "report"}, None), ({"kind": "suggestion"}, "举报某局长受贿")],
)
def test_no_title_is_told_before_it_is_known_not_to_be_a_report(
    office: Office, kind: dict[str, Any], then: str | None
) -> None:
    opened = office.casework.open_case(
        office.asked("register", registration(title="举报某局长受贿"))
    )
    case_id, plain = str(opened.case["_id"]), f"信访 {opened.case['number']}"
    assert opened.case["title"] == "举报某局长受贿"  # to its own officers

    does(office, case_id, "classify", on="2026-07-06", **kind)

    assert told_titles(office, case_id) == [plain, then or plain]
