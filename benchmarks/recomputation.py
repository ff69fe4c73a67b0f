"""How long a track takes to compute its open clocks anew when a calendar edition is added.

Run: `.venv/bin/python -m benchmarks.recomputation [number of cases]`. It starts the embedded
database in a folder of its own, opens court cases with an evidence clock and a six-month clock
that ends in a year without official notice, adds a made-up notice for that year, and times the
work that the event of the edition orders.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

from services.litigation import track
from shared.casework.calendar_shelf import CalendarShelf
from shared.casework.casework import Casework
from shared.casework.entry import Request
from shared.casework.guarding import Actor
from shared.casework.reacting import SystemDesk
from shared.casework.recounting import Recounting
from shared.casework.store import CaseStore
from shared.events.envelope import SCHEMA_VERSION, Event
from shared.http.schemas import load
from shared.law import load_rules, official_calendar
from shared.storage.database import Database
from tests.support.casework import keys
from tests.support.database import connected
from tests.support.servers import EmbeddedDatabase

CASES = 5_000  # two open clocks each
OFFICER = Actor("officer-1", "litigation_officer", "11120101000000001H", "示范区人民政府")
YEAR = official_calendar().announced_until + 1
TODAY = date(YEAR - 1, 12, 28)
NOTICE = {
    "court": "示范区人民法院",
    "court_case_no": "(试)行初1号",
    "plaintiffs": [{"name": "试验"}],
    "defendant": {"name": "示范区人民政府"},
    "procedure": "ordinary",
}


def made_up_edition() -> dict[str, Any]:
    """Return a notice that never was: a long New Year, and the weekend worked for it."""
    first = date(YEAR, 1, 1)
    rest = [first + timedelta(days=n) for n in range(16)]
    weekend = next(
        day for n in range(14) if (day := rest[-1] + timedelta(days=n + 1)).weekday() > 4
    )
    return {
        "year": YEAR,
        "notice": f"BENCHMARK-{YEAR}",
        "published_on": TODAY.isoformat(),
        "rest_days": [day.isoformat() for day in rest],
        "make_up_days": [weekend.isoformat()],
    }


def open_cases(casework: Casework, count: int) -> None:
    """Open cases whose notice was served a day before `TODAY`."""
    command = casework.command("receive_notice")
    read = load(command.schema(), NOTICE)
    served = TODAY - timedelta(days=1)
    payload = {**read, "served_on": served, "docketed_on": served, "on": served}
    for _ in range(count):
        casework.open_case(Request(command, payload, OFFICER))


def edition_added(edition: Mapping[str, Any]) -> Event:
    """Return the event by which the almanac tells of an edition."""
    return Event(
        id=f"{edition['notice']}.1.1",
        type="calendar.edition_added",
        source="almanac",
        sequence=1,
        subject=edition["notice"],
        time=datetime.now(UTC),
        matter_id=None,
        case_number=None,
        traceparent=None,
        schema_version=SCHEMA_VERSION,
        data={"edition": dict(edition)},
    )


def measure(database: Database, count: int) -> None:
    """Open `count` cases, add the edition, and print how long the clocks took."""
    shelf = CalendarShelf(database, official_calendar())
    store = CaseStore(database, "litigations")
    store.prepare()
    casework = Casework(track(), store, keys(), load_rules(), shelf.current, today=lambda: TODAY)
    began = time.perf_counter()
    open_cases(casework, count)
    opened = time.perf_counter() - began
    print(f"opened {count} cases in {opened:.1f} s ({count / opened:.0f}/s)")
    recounting = Recounting(SystemDesk(casework), shelf)
    recounting.prepare()
    recounting.order(edition_added(made_up_edition()))
    began = time.perf_counter()
    recounting.work()
    seconds = time.perf_counter() - began
    recomputed = store.cases.count_documents({"version": 2})
    clocks = sum(len(case["clocks"]) for case in store.cases.find({}, {"clocks.id": 1}))
    moved = sum(
        earlier["due_on"] != later["due_on"]
        for case in store.cases.find({"version": 2}, {"history": 1})
        for earlier, later in _pairs(case["history"])
    )
    assert recomputed == count
    print(
        f"recomputed {clocks} open clocks of {recomputed} cases in {seconds:.1f} s "
        f"({clocks / seconds:.0f} clocks/s); {moved} dates moved"
    )


def _pairs(history: list[dict[str, Any]]) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    before = {clock["id"]: clock for clock in history[0]["changes"]["clocks"]}
    return [
        (before[clock["id"]], before[clock["id"]] | clock)
        for clock in history[1]["changes"]["clocks"]
    ]


def main() -> None:
    """Measure with as many cases as asked for."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else CASES
    with EmbeddedDatabase() as server, connected(server.url) as client:
        measure(client["recomputation"], count)


if __name__ == "__main__":
    main()
