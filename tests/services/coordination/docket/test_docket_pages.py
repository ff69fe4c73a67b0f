"""A page of the docket holds what looking through all rows would give, whatever is asked for."""

from __future__ import annotations

import random
from datetime import date, timedelta
from itertools import product
from typing import Any

import pytest

from services.coordination.assembly import Coordination
from services.coordination.docket.docket import ClockFilter
from services.coordination.docket.rows import level_on
from shared.storage.database import Database, Document
from tests.services.coordination.telling import AGENCY, DOCKET, OTHER_AGENCY, Case, a_clock, tell

TODAY = date(2024, 5, 8)
EVE = date(2024, 6, 7)  # a Friday before three days of rest
SIZE = 23
# Lengths whose clocks turn amber 3, 4, 6, 12, 18, 36 and 73 days before their end.
LENGTHS = [(5, "working_day"), (20, "working_day"), (30, "calendar_day"), (60, "working_day")]
LENGTHS += [(90, "working_day"), (6, "month"), (1, "year")]
RULES = ("FY-08", "FY-18", "FY-28", "TJ-02", "SS-02")


def a_filed_clock(choose: random.Random) -> dict[str, Any]:
    """Return a clock near today or far from it, a third of all due on one day."""
    status = choose.choice(["running"] * 6 + ["met", "paused"])
    due_on = TODAY + timedelta(days=choose.choice([5, choose.randrange(-40, 90)]))
    value, unit = choose.choice(LENGTHS)
    return a_clock(
        choose.choice(RULES),
        None if status == "paused" else due_on.isoformat(),
        status=status,
        length={"value": value, "unit": unit, "direction": "forward"},
    )


@pytest.fixture(scope="module")
def filled(shared_coordination: Coordination) -> Coordination:
    choose = random.Random(7)
    for n in range(400):
        case = Case(
            case_id=f"{n:012x}",
            track=choose.choice(["petition", "reconsideration", "litigation", "arbitration"]),
            matter_id=f"matter-{n}",
            agency=dict(choose.choice([AGENCY, AGENCY, OTHER_AGENCY])),
            assignee=choose.choice(["officer-1", "officer-2", "officer-10", None]),
            parties=[],
            act={},
        )
        tell(shared_coordination, case.step("assign", clocks=[a_filed_clock(choose)]), to=DOCKET)
        if n % 5 == 0:
            # It goes to another officer or agency: its rows leave the lists they stood in.
            case.assignee, case.agency = "officer-2", dict(choose.choice([AGENCY, OTHER_AGENCY]))
            tell(shared_coordination, case.step("assign"), to=DOCKET)
    return shared_coordination


def expected(rows: list[Document], wanted: ClockFilter, today: date = TODAY) -> list[str]:
    """Return the rows that fit, by due date, found by looking at every one of them."""
    found = [
        row
        for row in rows
        if row["agency"]["code"] == wanted.agency_code
        and row["status"] == wanted.status
        and all(
            getattr(wanted, name) in {None, row[name]} for name in ("track", "assignee", "obligor")
        )
        and (wanted.due_before is None or (row["due_on"] or "9999") <= wanted.due_before)
        and (wanted.level is None or level_on(row, today) == wanted.level)
    ]
    return [row["_id"] for row in sorted(found, key=lambda row: str(row["due_index"]))]


def all_pages(coordination: Coordination, wanted: ClockFilter, today: date = TODAY) -> list[str]:
    """Turn over every page, as a caller does by cursor."""
    found: list[str] = []
    after = None
    while True:
        page = coordination.docket.page(wanted, today=today.isoformat(), after=after, size=SIZE)
        found += [row["_id"] for row in page]
        if len(page) < SIZE:
            return found
        after = page[-1]["due_index"]


@pytest.mark.parametrize("level", [None, "red", "amber", "green"])
@pytest.mark.parametrize("due_before", [None, "2024-07-19"])
@pytest.mark.parametrize("today", [TODAY, EVE])
def test_all_pages_together_are_what_looking_at_every_row_gives(
    filled: Coordination, level: str | None, due_before: str | None, today: date
) -> None:
    rows = list(filled.docket.rows.find())
    facets = product((None, "litigation"), (None, "officer-1", "officer-2"), (None, "agency"))
    seen = 0
    for track, assignee, obligor in facets:
        wanted = ClockFilter(
            AGENCY["code"],
            level=level,
            due_before=due_before,
            track=track,
            assignee=assignee,
            obligor=obligor,
        )
        listed = expected(rows, wanted, today)
        assert all_pages(filled, wanted, today) == listed
        seen += len(listed)
    assert seen


@pytest.mark.parametrize("status", ["met", "paused", "missed"])
def test_clocks_of_another_status_are_listed_alike(filled: Coordination, status: str) -> None:
    rows = list(filled.docket.rows.find())
    for agency in (AGENCY, OTHER_AGENCY):
        wanted = ClockFilter(agency["code"], status=status)
        assert all_pages(filled, wanted) == expected(rows, wanted)


def test_a_clock_of_a_case_without_agency_is_in_no_list(
    coordination: Coordination, database: Database
) -> None:
    case: Any = Case()
    case.agency = None
    tell(coordination, case.step("file", clocks=[a_clock()]))

    (row,) = database["docket"].find()
    assert row["keys"] == {"open_of_case": case.case_id}
