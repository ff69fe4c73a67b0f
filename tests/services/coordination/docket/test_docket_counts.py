"""The numbers of the docket are what looking through all rows gives, or say that they are not."""

from __future__ import annotations

import random
from collections import Counter
from datetime import date, timedelta
from itertools import product
from typing import Any

import pytest

from services.coordination.assembly import Coordination
from services.coordination.docket.counts import CountFilter, DocketCounts
from services.coordination.docket.days import days_of
from services.coordination.docket.rows import level_on
from shared.casework.assigning import NOBODY
from shared.storage.database import Document
from tests.services.coordination.docket.test_docket_pages import LENGTHS, RULES
from tests.services.coordination.telling import AGENCY, DOCKET, OTHER_AGENCY, Case, a_clock, tell

TODAY = date(2024, 5, 8)
EVE = date(2024, 6, 7)
"""A Friday after which come three days of rest: clocks of working days turn red early."""


@pytest.fixture(scope="module")
def filled(shared_coordination: Coordination) -> Coordination:
    choose = random.Random(11)
    for n in range(200):
        case = Case(
            case_id=f"{n:012x}",
            track=choose.choice(["petition", "reconsideration", "litigation"]),
            matter_id=f"matter-{n}",
            agency=dict(choose.choice([AGENCY, AGENCY, OTHER_AGENCY])),
            assignee=choose.choice(["officer-1", "officer-2", None]),
        )
        status = choose.choice(["running"] * 6 + ["met", "paused"])
        due_on = TODAY + timedelta(days=choose.choice([5, choose.randrange(-40, 90)]))
        known = status != "paused" and choose.random() > 0.1
        value, unit = choose.choice(LENGTHS)
        clock = a_clock(
            choose.choice(RULES),
            due_on.isoformat() if known else None,
            status=status,
            provisional=choose.random() < 0.3,
            length={"value": value, "unit": unit, "direction": "forward"},
        )
        tell(shared_coordination, case.step("assign", clocks=[clock]), to=DOCKET)
    return shared_coordination


def chosen(coordination: Coordination, wanted: CountFilter) -> list[Document]:
    assignee = None if wanted.assignee == NOBODY else wanted.assignee
    return [
        row
        for row in coordination.docket.rows.find()
        if row["agency"]["code"] == wanted.agency_code
        and row["status"] in {"running", "paused"}
        and wanted.track in {None, row["track"]}
        and (wanted.assignee is None or row["assignee"] == assignee)
    ]


def level(row: Document, today: date) -> str | None:
    if row["status"] != "running" or row["due_on"] is None:
        return None
    return "overdue" if row["due_on"] < today.isoformat() else str(level_on(row, today))


def counted(coordination: Coordination, wanted: CountFilter, today: date) -> dict[str, Any]:
    docket = coordination.docket
    return DocketCounts(docket.rows, wanted, today, docket.calendars()).shown()


FACETS = list(product((None, "litigation"), (None, "officer-1", NOBODY)))


@pytest.mark.parametrize("today", [TODAY, EVE])
@pytest.mark.parametrize(("track", "assignee"), FACETS)
def test_counts_are_those_of_looking_at_every_clock(
    filled: Coordination, track: str | None, assignee: str | None, today: date
) -> None:
    wanted = CountFilter(AGENCY["code"], track, assignee)
    rows = chosen(filled, wanted)
    running = [row for row in rows if row["status"] == "running"]
    found = counted(filled, wanted, today)

    assert rows
    assert found["exact"]
    assert found["total"] == len(rows)
    assert found["by_status"] == {"running": len(running), "paused": len(rows) - len(running)}
    levels = Counter(level(row, today) for row in running)
    assert found["missing_fact"] == levels.pop(None, 0)
    assert {name: n for name, n in found["by_level"].items() if n} == dict(levels)
    assert {name: n for name, n in found["by_track"].items() if n} == Counter(
        row["track"] for row in rows
    )
    assert found["provisional"] == sum(row["provisional"] for row in running)
    unassigned = sum(row["assignee"] is None for row in rows)
    assert found["unassigned"] == (0 if assignee == "officer-1" else unassigned)


@pytest.mark.parametrize(("track", "assignee"), FACETS)
def test_each_day_tells_how_many_clocks_are_due_by_level(
    filled: Coordination, track: str | None, assignee: str | None
) -> None:
    wanted = CountFilter(AGENCY["code"], track, assignee)
    last = TODAY + timedelta(days=20)
    found = days_of(filled.docket.rows, wanted, TODAY - timedelta(days=20), last, TODAY)

    running = [row for row in chosen(filled, wanted) if row["status"] == "running"]
    for day in found["items"]:
        due = Counter(level(row, TODAY) for row in running if row["due_on"] == day["on"])
        assert (day["total"], day["by_level"]) == (due.total(), dict(due))
    assert sum(day["total"] for day in found["items"])


def test_numbers_beyond_the_cap_are_estimates_and_say_so(
    filled: Coordination, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("counts", "days"):
        monkeypatch.setattr(f"services.coordination.docket.{module}.MOST_COUNTED", 20)
    wanted = CountFilter(AGENCY["code"])
    found = counted(filled, wanted, TODAY)
    days = days_of(filled.docket.rows, wanted, TODAY, TODAY + timedelta(days=40), TODAY)

    assert not found["exact"]
    assert found["total"] > 0
    assert not days["exact"]
    assert {day["by_level"] for day in days["items"]} == {None}
    assert sum(day["total"] for day in days["items"])
