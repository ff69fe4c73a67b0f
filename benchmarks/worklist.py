"""
How soon an officer sees her work, however many cases there are.

Run: `.venv/bin/python -m benchmarks.worklist [sizes, as 1000,100000]`. It starts a whole
installation, signs a petition officer in with Chromium, and draws her home page and the list of
her track while there is no case, then with so many. The cases are those of `growth_cases`: two
fifths of them of her agency, a twentieth of these hers. A time is that from asking for the page
until the browser has drawn it and loaded all of it; the median of five, after three that warm up.
"""

from __future__ import annotations

import json
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from playwright.sync_api import Page
from pymongo import MongoClient

from benchmarks.growth_cases import AGENCY, BATCH, OFFICER, case_like
from benchmarks.table import show
from deploy.embedded.stack import Stack
from deploy.pictures import opened_browser
from services.petitions import track
from shared.casework.standing import standing_by
from shared.casework.store import CaseStore
from shared.law import load_rules, official_calendar
from shared.storage.database import Document
from tests.support.stack import Officers, database_of, databases_of
from tests.system.cases import a_petition

ROLE, COLLECTION = "petition_officer", "petitions"
SIZES = (1_000, 100_000)
REPEATS, WARMING = 5, 3
PAGES = {"home": "/", "list by due date": "/petitions?sort=due"}
HEADINGS = ("page", "cases", "median ms", "ratio to empty")
_STATES = {"filed": "registered", "accepted": "accepted", "closed": "closed"}
_DRAWN = """() => Math.max(
  performance.getEntriesByType("navigation")[0].loadEventEnd,
  ...performance.getEntriesByName("first-contentful-paint").map(each => each.startTime))"""


def main(arguments: Sequence[str]) -> None:
    """Measure at every size and print a table."""
    sizes = [int(size) for size in arguments[0].split(",")] if arguments else list(SIZES)
    with (
        tempfile.TemporaryDirectory(prefix="concord-benchmark-") as folder,
        Stack(Path(folder)) as stack,
        databases_of(stack) as client,
        opened_browser() as browser,
    ):
        page = browser.new_page(viewport={"width": 1366, "height": 768}, locale="zh-CN")
        sign_in(page, stack)
        empty = drawn(page, stack.address)
        rows = [[name, "0", f"{empty[name]:.0f}", "1.00"] for name in PAGES]
        there = 0
        for size in sorted(sizes):
            began = time.monotonic()
            fill(client, stack, there, size)
            there = size
            print(f"{size} cases: filled in {time.monotonic() - began:.0f} s", file=sys.stderr)
            rows += _figures(size, drawn(page, stack.address), empty)
    show("from asking for a page until it is drawn", HEADINGS, rows)


def sign_in(page: Page, stack: Stack) -> None:
    """Sign the petition officer in by the form."""
    account = json.loads(stack.credentials.read_text("utf-8"))["officers"][ROLE]
    page.goto(f"{stack.address}/sign-in")
    page.fill("#username", account["username"])
    page.fill("#password", account["password"])
    page.click("main form button")
    page.wait_for_url(f"{stack.address}/")


def fill(client: MongoClient[Document], stack: Stack, there: int, cases: int) -> None:
    """Write petitions, with their cards, as the store does, until there are so many."""
    standing = standing_by(track().procedure, load_rules(), official_calendar)
    store = CaseStore(database_of(client, COLLECTION), COLLECTION, standing=standing)
    like = _example(store, stack)
    chance = random.Random(there)
    for start in range(there, cases, BATCH):
        some = [
            _petition(like, case_like(like, chance, number, cases))
            for number in range(start, min(start + BATCH, cases))
        ]
        store.cases.insert_many(some)
        store.cards.write(some)


def drawn(page: Page, address: str) -> dict[str, float]:
    """Return the milliseconds until each page was drawn; the pages are asked for in turns."""
    taken: dict[str, list[float]] = {name: [] for name in PAGES}
    for number in range(WARMING + REPEATS):
        for name, path in PAGES.items():
            page.goto(f"{address}{path}")
            if number >= WARMING:
                taken[name].append(float(page.evaluate(_DRAWN)))
    return {name: statistics.median(each) for name, each in taken.items()}


def _example(store: CaseStore, stack: Stack) -> Document:
    """Return the stored document of one petition that was really registered."""
    officers = Officers.of(stack)
    case = officers.open(COLLECTION, a_petition())
    officers.close()
    stored = store.get(case["id"])
    assert stored is not None
    return {**stored, "published": stored["version"]}


def _petition(like: Document, case: Document) -> Document:
    """Return a case in the states, agencies and hands that petitions of this office have."""
    own = case["agencies"] == [AGENCY]
    given = {"agency": like["agency"], "agencies": like["agencies"]} if own else {}
    assignee = like["assignee"] if case["assignee"] == OFFICER else case["assignee"]
    return {**case, **given, "assignee": assignee, "status": _STATES[case["status"]]}


def _figures(
    size: int, taken: Mapping[str, float], empty: Mapping[str, float]
) -> Iterator[list[str]]:
    for name, median in taken.items():
        yield [name, f"{size:,}", f"{median:.0f}", f"{median / empty[name]:.2f}"]


if __name__ == "__main__":
    main(sys.argv[1:])
