"""Lists of cases: what their cards answer is what reading every case gives."""

from __future__ import annotations

import random
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pymongo.errors import AutoReconnect

from shared.casework import card_pages
from shared.casework.card_pages import ORDERS, WantedPage
from shared.casework.card_shelf import BUILT, CARDS, CardShelf
from shared.casework.cards import Filter
from shared.casework.casework import Casework
from shared.casework.search_question import read_question
from shared.casework.searching import CaseSearch
from shared.casework.store import CaseStore
from shared.events.relay import Relay
from shared.storage.database import Database, Document
from tests.support.casework import AGENCY, casework_on, opened, performed
from tests.support.database import connected
from tests.support.servers import EmbeddedDatabase

AGENCIES = ["A1", "A10", "甲|乙"]
STATUSES, OFFICERS, REGIONS = ["filed", "accepted", "closed"], ["o1", "o|2", None], ["110101", None]
DUE = ["2026-11-25", "2026-11-26", "2027-01-04", None, None]
COUNT = 1500


def some_case(chance: random.Random, number: int) -> Document:
    """Return a case as its service stores it, as far as lists are concerned."""
    # Most are of one import: opened within seconds, and due on one day.
    moment = 1_700_000_000_000 + (number if number % 4 else chance.randrange(1 << 36))
    agencies = chance.sample(AGENCIES, chance.choice([1, 1, 1, 2]))
    return {
        "_id": f"{moment:012x}{chance.getrandbits(80):020x}",
        "version": 1,
        "status": chance.choice(STATUSES),
        "agency": {"code": agencies[0], "name": "机关"},
        "agencies": sorted(agencies),
        "assignee": chance.choice(OFFICERS),
        "region": chance.choice(REGIONS),
        "next_due_on": chance.choice(DUE),
    }


def expected(cases: list[Document], wanted: Filter, sort: str) -> list[str]:
    """Return the ids that a list should show, by reading every case."""
    by_due = ORDERS[sort].kind == "due"
    found = [
        case
        for case in cases
        if wanted.agency_code in case["agencies"]
        and wanted.status in {None, case["status"]}
        and wanted.assignee in {None, case["assignee"]}
        and wanted.region in {None, case["region"]}
        and wanted.handled_by in {None, case["agency"]["code"]}
        and not ((by_due or wanted.due_before) and case["next_due_on"] is None)
        and (wanted.due_before is None or case["next_due_on"] <= wanted.due_before)
    ]
    found.sort(
        key=lambda case: (case["next_due_on"] if by_due else "", case["_id"]),
        reverse=ORDERS[sort].descending,
    )
    return [case["_id"] for case in found]


def listed(store: CaseStore, wanted: Filter, sort: str, size: int) -> list[str]:
    """Return the ids of a list, read page by page."""
    found: list[str] = []
    after = None
    while page := store.page(WantedPage(wanted, ORDERS[sort], after, size)):
        found += [case["_id"] for _, case in page]
        after = page[-1][0]
        if len(page) < size:
            break
    return found


@pytest.fixture(scope="module")
def filled(server: EmbeddedDatabase) -> Iterator[tuple[CaseStore, list[Document]]]:
    chance = random.Random(8)
    cases = [some_case(chance, number) for number in range(COUNT)]
    with connected(server.url) as client:
        store = CaseStore(client[f"cards_{uuid.uuid4().hex}"], "cases")
        store.prepare()
        store.cases.insert_many(cases)
        store.cards.write(cases)
        yield store, cases


FILTERS = st.builds(
    Filter,
    agency_code=st.sampled_from([*AGENCIES, "A2", ""]),
    status=st.sampled_from([None, *STATUSES, "?"]),
    assignee=st.sampled_from([*OFFICERS, "o"]),
    region=st.sampled_from(REGIONS),
    due_before=st.sampled_from([None, None, "2026-11-25", "2026-12-31", "2020-01-01"]),
    handled_by=st.sampled_from([None, None, *AGENCIES]),
)


@pytest.mark.parametrize("few", [0, 20, 1000])
@given(
    wanted=FILTERS,
    sort=st.sampled_from(sorted(ORDERS)),
    size=st.sampled_from([1, 7, 51, 101]),
    chance=st.randoms(),
)
@settings(max_examples=40)
def test_a_list_is_what_reading_every_case_gives(
    *,
    filled: tuple[CaseStore, list[Document]],
    few: int,
    wanted: Filter,
    sort: str,
    size: int,
    chance: Any,
) -> None:
    store, cases = filled
    ids = expected(cases, wanted, sort)
    start = chance.randrange(len(ids)) if ids and chance.random() < 0.7 else None
    order, after = ORDERS[sort], None
    if start is not None:
        due = next(case["next_due_on"] for case in cases if case["_id"] == ids[start])
        after = order.place({"case": ids[start], "due": due})
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(card_pages, "FEW", few)  # whichever way is taken, the answer is the same
        page = store.page(WantedPage(wanted, order, after, size))
    first = 0 if start is None else start + 1
    assert [case["_id"] for _, case in page] == ids[first : first + size]


def test_a_list_read_page_by_page_has_each_case_once(
    filled: tuple[CaseStore, list[Document]],
) -> None:
    store, cases = filled
    for sort in ORDERS:
        wanted = Filter("A1", status="accepted", handled_by="A1")
        assert listed(store, wanted, sort, 50) == expected(cases, wanted, sort)


def test_a_case_that_moves_on_leaves_the_lists_it_was_in(database: Database) -> None:
    casework = casework_on(database)
    case_id = opened(casework)
    own = AGENCY["code"]

    def shown(**narrowed: str) -> list[str]:
        return listed(casework.store, Filter(own, **narrowed), "due", 50)

    assert shown(status="filed") == [case_id]
    performed(casework, case_id, "accept")
    assert shown(status="filed") == []
    assert shown(status="accepted") == [case_id]
    performed(casework, case_id, "decide")
    performed(casework, case_id, "close")
    assert shown() == []
    assert listed(casework.store, Filter(own, status="closed"), "created", 50) == [case_id]


def test_an_old_writer_does_not_undo_a_newer_card(database: Database) -> None:
    casework = casework_on(database)
    case_id = opened(casework)
    before = casework.store.get(case_id)
    performed(casework, case_id, "accept")
    assert before is not None
    casework.store.cards.write([before])
    casework.store.cards.add(before)
    assert listed(casework.store, Filter(AGENCY["code"], status="accepted"), "created", 9) == [
        case_id
    ]


def found(casework: Casework, written: str) -> list[str]:
    """Return the ids of the cases in which something is found, latest first."""
    wanted = WantedPage(Filter(AGENCY["code"]), ORDERS["-created"], None, 50)
    hits = CaseSearch(casework).page(wanted, read_question(written)).hits
    return [hit.case["_id"] for hit in hits]


class Taking:
    """A bus that takes everything."""

    def publish(self, event: object) -> None: ...


def test_the_worker_writes_the_cards_of_a_process_that_died_before_it_could(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    casework = casework_on(database)
    early = opened(casework)

    class KilledError(BaseException):
        """The end of the process, between its two writes."""

    def killed(*_: object) -> None:
        raise KilledError

    with monkeypatch.context() as dying:
        dying.setattr(CardShelf, "write", killed)
        dying.setattr(CardShelf, "add", killed)
        with pytest.raises(KilledError):
            opened(casework, act={"number": "示〔2026〕1号"})
        with pytest.raises(KilledError):
            performed(casework, early, "accept")
    own = AGENCY["code"]
    assert listed(casework.store, Filter(own, status="filed"), "created", 50) == [early]
    collection = casework.store.cases.name
    relay = Relay(
        database,
        "reconsideration",
        [collection],
        Taking(),
        {collection: casework.store.cards.follow},
    )
    while relay.number():
        pass
    assert casework.store.cases.count_documents({"pending": True}) == 0
    late = listed(casework.store, Filter(own, status="filed"), "created", 50)
    assert len(late) == 1
    assert found(casework, "示〔2026〕1号") == late
    assert listed(casework.store, Filter(own, status="accepted"), "-created", 50) == [early]


def test_a_case_is_not_told_of_while_its_cards_cannot_be_written(database: Database) -> None:
    casework = casework_on(database)
    opened(casework)
    collection = casework.store.cases.name

    def fails(_: object) -> None:
        raise AutoReconnect("away")

    relay = Relay(database, "reconsideration", [collection], Taking(), {collection: fails})
    with pytest.raises(AutoReconnect):
        relay.number()
    assert casework.store.cases.count_documents({"pending": True}) == 1


def test_a_step_stands_although_its_cards_could_not_be_written(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    casework = casework_on(database)
    case_id = opened(casework)

    def fails(*_: object) -> None:
        raise AutoReconnect("away")

    with monkeypatch.context() as failing:
        failing.setattr(CardShelf, "write", fails)
        assert performed(casework, case_id, "accept")["status"] == "accepted"
    casework.store.cards.catch_up([case_id])
    wanted = Filter(AGENCY["code"], status="accepted")
    assert listed(casework.store, wanted, "created", 9) == [case_id]


def test_a_database_from_before_the_cards_gets_them_at_the_start(database: Database) -> None:
    casework = casework_on(database)
    ids = sorted(opened(casework) for _ in range(5))
    casework.store.prepare()
    database[BUILT].delete_one({"_id": CARDS})
    database[CARDS].delete_many({"case": {"$in": ids[:3]}})  # the rest was done before a crash
    casework.store.prepare()
    assert listed(casework.store, Filter(AGENCY["code"]), "created", 2) == ids
    assert found(casework, "示市监罚〔2024〕7号") == ids[::-1]
    database[CARDS].delete_many({})
    casework.store.prepare()  # built once: a start does not go through all cases again
    assert listed(casework.store, Filter(AGENCY["code"]), "created", 2) == []
