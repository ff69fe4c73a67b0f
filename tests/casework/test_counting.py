"""Counts of cases: what the keys of cards answer is what reading every case gives."""

from __future__ import annotations

import random
import uuid
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest

from shared.casework import counting
from shared.casework.counting import CaseCounts
from shared.casework.counts_route import CaseCountsAnswer
from shared.casework.standing import standing_by
from shared.casework.store import CaseStore, next_due_on
from shared.law import Length, level, load_rules, official_calendar
from shared.storage.database import Database, Document
from tests.casework.calling import OFFICER, STRANGER, SUPERVISOR, Caller, refusal
from tests.support.casework import TODAY, application, casework_on, opened, performed, procedure
from tests.support.database import connected
from tests.support.servers import EmbeddedDatabase

AGENCIES, OFFICERS = ["A1", "A10"], ["o1", "o2", None]
STATUSES = ["filed", "accepted", "closed"]
EVE = date(2024, 6, 7)
"""A Friday before three days of rest."""
LENGTHS = [
    {"value": 5, "unit": "working_day"},
    {"value": 60, "unit": "calendar_day"},
    {"value": 6, "unit": "month"},
    {"value": 200, "unit": "calendar_day"},
    None,
]


def some_clock(chance: random.Random, number: int) -> Document:
    status = chance.choice(["running", "running", "running", "paused", "met"])
    day = TODAY + timedelta(days=chance.randrange(-20, 90))
    return {
        "id": f"FY-08.{number}",
        "rule": "FY-08",
        "rule_version": load_rules()["FY-08"].versions[-1].version,
        "variant": None,
        "status": status,
        "due_on": day.isoformat() if status == "running" and chance.random() < 0.9 else None,
        "length": chance.choice(LENGTHS),
    }


def some_case(chance: random.Random, number: int) -> Document:
    """Return a case as its service stores it, as far as counts are concerned."""
    agencies = chance.sample(AGENCIES, chance.choice([1, 1, 2]))
    clocks = [some_clock(chance, n) for n in range(chance.randrange(3))]
    case: Document = {
        "_id": f"{number:012x}{chance.getrandbits(80):020x}",
        "version": 1,
        "status": chance.choice(STATUSES),
        "agency": {"code": agencies[0], "name": "机关"},
        "agencies": sorted(agencies),
        "assignee": chance.choice(OFFICERS),
        "clocks": clocks,
        "warnings": [{"code": "missing-fact", "basis": "某法1"}] if chance.random() < 0.1 else [],
    }
    return case | {"next_due_on": next_due_on(case)}


def counted_by_reading(
    cases: list[Document], agency: str, who: str | None, today: date = TODAY
) -> dict[str, Any]:
    """Return the counts by looking at every case."""
    inbox = [c for c in cases if c["assignee"] is None and c["status"] != "closed"]
    mine = [c for c in cases if c["agency"]["code"] == agency]
    unassigned = [c for c in inbox if c in mine]
    shown = mine if who is None else [c for c in mine if c["assignee"] == who]
    if who == "":
        shown = unassigned
    levels = {"overdue": 0, "red": 0, "amber": 0, "green": 0}
    paused = 0
    for case in shown:
        running = [c for c in case["clocks"] if c["status"] == "running" and c["due_on"]]
        if running:
            levels[level_of(min(running, key=lambda c: str(c["due_on"])), today)] += 1
        else:
            paused += any(c["status"] == "paused" for c in case["clocks"])
    return {
        "as_of": today.isoformat(),
        "total": len(shown),
        "by_status": {name: sum(c["status"] == name for c in shown) for name in STATUSES},
        "by_level": levels,
        "paused": paused,
        "missing_fact": sum(bool(c["warnings"]) and c["status"] != "closed" for c in shown),
        "unassigned": len(unassigned) if who in {None, ""} else 0,
        "exact": True,
    }


def level_of(clock: Document, today: date) -> str:
    due = date.fromisoformat(clock["due_on"])
    length = Length.from_dict(clock["length"]) if clock["length"] else None
    return "overdue" if due < today else str(level(due, today, length, official_calendar()))


@pytest.fixture(scope="module")
def filled(server: EmbeddedDatabase) -> Iterator[tuple[CaseStore, list[Document]]]:
    chance = random.Random(11)
    cases = [some_case(chance, number) for number in range(1200)]
    with connected(server.url) as client:
        store = CaseStore(
            client[f"counts_{uuid.uuid4().hex}"],
            "cases",
            standing=standing_by(procedure(), load_rules(), official_calendar),
        )
        store.prepare()
        store.cases.insert_many(cases)
        store.cards.write(cases)
        yield store, cases


@pytest.mark.parametrize("agency", [*AGENCIES, "A2"])
@pytest.mark.parametrize("who", [None, "o1", "o2", "o3", ""])
@pytest.mark.parametrize("way", ["read at once", "part by part"])
def test_counts_are_what_reading_every_case_gives(
    filled: tuple[CaseStore, list[Document]],
    agency: str,
    who: str | None,
    way: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    store, cases = filled
    if way == "part by part":
        part_by_part = CaseCounts._part_by_part
        monkeypatch.setattr(
            CaseCounts, "_of", lambda counts, _: dict(part_by_part(counts, STATUSES))
        )

    for today in (TODAY, EVE):
        counted = CaseCounts(store.cards.cards, agency, who, today, official_calendar())
        assert counted.shown(STATUSES) == counted_by_reading(cases, agency, who, today)


def test_many_cases_are_estimated_and_said_to_be(
    filled: tuple[CaseStore, list[Document]], monkeypatch: pytest.MonkeyPatch
) -> None:
    store, cases = filled
    monkeypatch.setattr(counting, "MOST_READ", 300)

    found = CaseCounts(store.cards.cards, "A1", None, TODAY, official_calendar()).shown(STATUSES)

    really = counted_by_reading(cases, "A1", None)
    assert not found["exact"]
    assert really["total"] / 2 < found["total"] < really["total"] * 2
    assert found["by_level"]["red"] == really["by_level"]["red"]


def test_a_case_lacks_a_fact_until_its_clock_starts(database: Database) -> None:
    casework = casework_on(database)
    case_id = opened(casework)
    for command in ("accept", "decide"):
        performed(casework, case_id, command)

    def missing() -> int:
        counted = CaseCounts(
            casework.store.cards.cards, OFFICER.agency_code, None, TODAY, official_calendar()
        )
        number: int = counted.shown(())["missing_fact"]
        return number

    assert missing() == 0
    performed(casework, case_id, "serve", party="p1")
    assert missing() == 1
    performed(casework, case_id, "serve", party="p1", served_on="2026-11-19")
    assert missing() == 0


def test_counts_over_http_follow_each_step(caller: Caller) -> None:
    first = caller.open_case()
    caller.post("", application(received_on="2024-05-09"))
    caller.post(f"/{first}/assign", {"assignee": "none", "reason": "休假"})

    answer = caller.get("/counts").get_json()

    assert not CaseCountsAnswer().validate(answer)
    assert answer["total"] == 2
    assert answer["by_status"]["filed"] == 2
    assert answer["by_level"] == {"overdue": 2, "red": 0, "amber": 0, "green": 0}
    assert answer["unassigned"] == 1
    assert caller.get("/counts?assignee=officer-1", SUPERVISOR).get_json()["total"] == 1
    assert caller.get("/counts?assignee=none").get_json()["total"] == 1
    assert caller.get("/counts", STRANGER).get_json()["total"] == 0


@pytest.mark.parametrize("query", ["agency=11310000000000002A", "status=filed", "assignee="])
def test_what_is_not_counted_is_refused(caller: Caller, query: str) -> None:
    problem = refusal(caller.get(f"/counts?{query}"), 422, "validation")

    assert list(problem["errors"]) == [query.partition("=")[0]]
