"""What came in, went out and is in hand; what is overdue and due soon; periods of the calendar."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from services.reporting.assembly import Reporting
from services.reporting.movements import clocks_at_risk, movement
from services.reporting.periods import INTERVALS, Period
from shared.casework.disputed_fields import DISPUTED_FIELDS
from tests.services.coordination.telling import AGENCY, OTHER_AGENCY
from tests.services.reporting.world import a_petition, a_reconsideration, ended, met, running, tell

MAY = Period(date(2024, 5, 1), date(2024, 5, 31))
JUNE = Period(date(2024, 6, 1), date(2024, 6, 30))


def moved(reporting: Reporting, period: Period, agency: str = AGENCY["code"]) -> dict[str, Any]:
    cases = reporting.cases.of_agency(agency, period.first.isoformat())
    return movement(cases, agency, period)


def ids(found: dict[str, Any]) -> dict[str, list[str]]:
    return {name: sorted(part["case_ids"]) for name, part in found.items()}


@pytest.mark.parametrize(
    ("name", "on", "first", "last"),
    [
        ("daily", "2024-02-29", "2024-02-29", "2024-02-29"),
        ("weekly", "2024-05-08", "2024-05-06", "2024-05-12"),
        ("weekly", "2024-12-31", "2024-12-30", "2025-01-05"),
        ("monthly", "2024-02-10", "2024-02-01", "2024-02-29"),
        ("monthly", "2024-12-10", "2024-12-01", "2024-12-31"),
        ("quarterly", "2024-05-08", "2024-04-01", "2024-06-30"),
        ("quarterly", "2024-12-31", "2024-10-01", "2024-12-31"),
    ],
)
def test_a_day_belongs_to_one_period_of_each_kind(
    name: str, on: str, first: str, last: str
) -> None:
    period = INTERVALS[name].around(date.fromisoformat(on))

    assert period.as_dict() == {"from": first, "to": last}


def test_the_period_before_ends_the_day_before() -> None:
    quarter = INTERVALS["quarterly"]

    before = quarter.before(quarter.around(date(2024, 2, 1)))

    assert before.as_dict() == {"from": "2023-10-01", "to": "2023-12-31"}


def test_cases_come_in_when_opened_and_go_out_when_ended(reporting: Reporting) -> None:
    here, done, early = a_petition("here"), a_petition("done"), a_petition("early")
    tell(
        reporting,
        early.step("register", on="2024-04-08"),
        here.step("register", on="2024-05-08"),
        done.step("register", on="2024-05-08"),
        ended(done, "withdrawn").step("withdraw", on="2024-05-20"),
        ended(early, "withdrawn").step("withdraw", on="2024-06-20"),
    )

    assert ids(moved(reporting, MAY)) == {
        "in": ["done", "here"],
        "out": ["done"],
        "open": ["early", "here"],
    }
    assert ids(moved(reporting, JUNE)) == {"in": [], "out": ["early"], "open": ["here"]}


def test_a_case_handed_on_goes_out_here_and_comes_in_there(reporting: Reporting) -> None:
    case = a_petition()
    registered = case.step("register", on="2024-05-08")
    case.agency = dict(OTHER_AGENCY)
    tell(reporting, registered, case.step("transfer", on="2024-06-10"))

    assert ids(moved(reporting, MAY)) == {"in": ["pet-1"], "out": [], "open": ["pet-1"]}
    assert ids(moved(reporting, JUNE)) == {"in": [], "out": ["pet-1"], "open": []}
    there = moved(reporting, JUNE, OTHER_AGENCY["code"])
    assert ids(there) == {"in": ["pet-1"], "out": [], "open": ["pet-1"]}


def test_a_case_that_is_taken_up_again_comes_in_again(reporting: Reporting) -> None:
    case = a_petition()
    registered = case.step("register", on="2024-05-08")
    referred = ended(case, "referred").step("refer", on="2024-05-10", to="mediation")
    case.status, case.phase = "accepted", "open"
    tell(reporting, registered, referred, case.step("resume_handling", on="2024-06-10"))

    assert ids(moved(reporting, JUNE)) == {"in": ["pet-1"], "out": [], "open": ["pet-1"]}


def test_open_cases_are_told_by_track_and_field_the_most_first(
    reporting: Reporting,
) -> None:
    tell(
        reporting,
        a_petition("one").step("register", field="labour"),
        a_petition("two").step("register", field="labour"),
        a_reconsideration("three").step("accept"),
    )

    found = moved(reporting, MAY)["open"]

    assert [(each["key"], each["case_ids"]) for each in found["by_track"]] == [
        ("petition", ["one", "two"]),
        ("reconsideration", ["three"]),
    ]
    assert [(each["key"], each["name"], each["count"]) for each in found["by_field"]] == [
        ("labour", {"zh": "劳动争议", "en": "labour"}, 2),
        (None, {"zh": "未填写", "en": "not stated"}, 1),
    ]


def test_own_duties_are_overdue_after_their_last_day_and_due_soon_from_amber(
    reporting: Reporting,
) -> None:
    tell(
        reporting,
        a_petition("over").step("accept", clocks=[running("XF-05", "2024-05-30")]),
        a_petition("last-day").step("accept", clocks=[running("XF-05", "2024-05-31")]),
        a_petition("calm").step("accept", clocks=[running("XF-05", "2024-07-20")]),
        a_petition("paused").step("accept", clocks=[running("XF-05", None, status="paused")]),
        a_petition("theirs").step("conclude", clocks=[running("XF-06", "2024-05-30")]),
        a_petition("done-later").step(
            "conclude", clocks=[met("XF-05", "2024-05-30", "2024-06-04")]
        ),
        a_petition("done").step("conclude", clocks=[met("XF-05", "2024-05-30", "2024-05-31")]),
        a_petition("ahead").step(
            "accept", clocks=[running("XF-05", "2024-07-30") | {"started_on": "2024-06-01"}]
        ),
    )
    cases = reporting.cases.of_agency(AGENCY["code"], "2024-05-01")

    found = clocks_at_risk(cases, AGENCY["code"], "2024-05-31")

    assert sorted(found["overdue"]["case_ids"]) == ["done-later", "over"]
    assert found["due_soon"] == {"count": 1, "case_ids": ["last-day"]}
    assert clocks_at_risk(cases, OTHER_AGENCY["code"], "2024-05-31")["overdue"]["count"] == 0


def test_every_field_is_counted_by_itself_with_its_cases(reporting: Reporting) -> None:
    for field in DISPUTED_FIELDS:
        case = a_petition(f"in-{field}")
        tell(reporting, case.step("register", on="2024-05-08", field=field))

    counted = moved(reporting, MAY)["in"]["by_field"]
    assert {each["key"]: each["case_ids"] for each in counted} == {
        field: [f"in-{field}"] for field in DISPUTED_FIELDS
    }
