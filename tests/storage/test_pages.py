"""Pages of a list are what reading everything gives, and look at little more than they show."""

from __future__ import annotations

import random
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pymongo import MongoClient
from pymongo.monitoring import (
    CommandFailedEvent,
    CommandListener,
    CommandStartedEvent,
    CommandSucceededEvent,
)

from shared.storage.database import Database, Document
from shared.storage.keys import fence_field, keyed, place, scope
from shared.storage.pages import Pages, prepare_pages
from tests.support.database import connected
from tests.support.servers import EmbeddedDatabase

FIELD = "due_key"
DAYS = [f"2026-{month:02d}-{day:02d}" for month in (3, 11, 12) for day in (1, 9, 30)]
AGENCIES = ["A1", "A10", "甲|乙"]


def row_of(agency: str, day: str, number: int, colour: str = "red") -> Document:
    identity = f"{number:012x}"
    at = place(day, identity)
    within = scope(agency)
    return {"_id": f"{agency} {at}", "agency": agency, "at": at, "colour": colour} | keyed(
        FIELD, within, at
    )


class Questions(CommandListener):
    """Notes what the database is asked."""

    def __init__(self) -> None:
        self.filters: list[Document] = []

    def started(self, event: CommandStartedEvent) -> None:
        if event.command_name == "find":
            self.filters.append(event.command["filter"])
        elif event.command_name == "aggregate":
            self.filters.append(event.command["pipeline"][0]["$match"])

    def succeeded(self, event: CommandSucceededEvent) -> None: ...

    def failed(self, event: CommandFailedEvent) -> None: ...


def fits(row: Document, question: Document) -> bool:
    """Say whether the database has to look at a row for a question, as its filter says."""
    ((field, between),) = question.items()
    value = row.get(field)
    if value is None:
        return False
    after_low = value > between["$gt"] if "$gt" in between else value >= between["$gte"]
    return bool(after_low and value < between["$lt"])


@pytest.fixture(scope="module")
def filled(server: EmbeddedDatabase) -> Iterator[tuple[Database, list[Document]]]:
    """Some lists with clumps: most rows of A10 fall on one day and follow each other closely."""
    chance = random.Random(4)
    rows = [
        row_of(
            agency, chance.choice(DAYS), chance.randrange(1 << 47), chance.choice(["red", "green"])
        )
        for agency in AGENCIES
        for _ in range(400)
    ]
    rows += [row_of("A10", DAYS[4], 9_000_000 + number, "blue") for number in range(8000)]
    with connected(server.url) as client:
        database = client[f"pages_{uuid.uuid4().hex}"]
        prepare_pages(database.rows, [FIELD])
        database.rows.insert_many(rows)
        yield database, sorted(rows, key=lambda row: row["at"])


def all_of(rows: list[Document], agency: str, **wanted: Any) -> list[str]:
    first, last = wanted.get("first", ""), wanted.get("last")
    rest = wanted.get("rest") or {}
    found = [
        row["at"]
        for row in rows
        if row["agency"] == agency
        and row["at"][:10] >= first
        and (last is None or row["at"][:10] <= last)
        and rest.items() <= row.items()
    ]
    return found[::-1] if wanted.get("descending") else found


WANTED = st.fixed_dictionaries(
    {},
    optional={
        "descending": st.booleans(),
        "first": st.sampled_from(DAYS),
        "last": st.sampled_from(DAYS),
        "rest": st.sampled_from([{"colour": "red"}, {"colour": "blue"}, {"colour": "none"}, {}]),
    },
)


@given(agency=st.sampled_from(AGENCIES), wanted=WANTED, size=st.integers(1, 130), data=st.data())
@settings(max_examples=120)
def test_a_page_is_what_reading_everything_gives(
    filled: tuple[Database, list[Document]],
    agency: str,
    wanted: dict[str, Any],
    size: int,
    data: st.DataObject,
) -> None:
    database, rows = filled
    expected = all_of(rows, agency, **wanted)
    start = data.draw(st.integers(-1, len(expected) - 1)) if expected else -1
    after = expected[start] if start >= 0 else None
    found = Pages(database.rows, FIELD).page(scope(agency), size=size, after=after, **wanted)
    assert [row["at"] for row in found] == expected[start + 1 : start + 1 + size]


@pytest.mark.parametrize("descending", [False, True])
def test_pages_follow_each_other_while_rows_come_and_go(
    database: Database, descending: bool
) -> None:
    chance = random.Random(11)
    pages = Pages(database.rows, FIELD)
    prepare_pages(database.rows, [FIELD])
    lasting = [row_of("A1", chance.choice(DAYS), chance.randrange(1 << 40)) for _ in range(900)]
    database.rows.insert_many(lasting)
    seen: list[str] = []
    while True:
        after = seen[-1] if seen else None
        found = pages.page(scope("A1"), size=50, after=after, descending=descending)
        if not found:
            break
        seen += [row["at"] for row in found]
        moving = [row_of("A1", chance.choice(DAYS), chance.randrange(1 << 40)) for _ in range(40)]
        database.rows.insert_many(moving)
        database.rows.delete_many({"_id": {"$in": [row["_id"] for row in moving[::2]]}})
    assert seen == sorted(set(seen), reverse=descending)
    assert {row["at"] for row in lasting} <= set(seen)


@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize("pages_before", [0, 99])
def test_no_question_of_a_page_looks_at_many_rows(
    server: EmbeddedDatabase,
    filled: tuple[Database, list[Document]],
    descending: bool,
    pages_before: int,
) -> None:
    database, rows = filled
    asked = Questions()
    client: MongoClient[Document] = MongoClient(server.url, event_listeners=[asked])
    after = all_of(rows, "A10", descending=descending)[pages_before * 50]
    found = Pages(client[database.name].rows, FIELD).page(
        scope("A10"), size=50, after=after, descending=descending
    )
    client.close()
    looked_at = [sum(fits(row, question) for row in rows) for question in asked.filters]
    assert len(found) == 50
    assert len(looked_at) <= 12
    assert sum(looked_at) < 300


@pytest.mark.parametrize("descending", [False, True])
def test_the_next_page_of_a_list_asks_for_its_own_fences_and_rows_alone(
    server: EmbeddedDatabase, filled: tuple[Database, list[Document]], descending: bool
) -> None:
    database, rows = filled
    asked = Questions()
    client: MongoClient[Document] = MongoClient(server.url, event_listeners=[asked])
    pages = Pages(client[database.name].rows, FIELD)
    first = pages.page(scope("A10"), size=20, descending=descending)
    asked.filters.clear()
    pages.page(scope("A10"), size=20, after=first[-1]["at"], descending=descending)
    client.close()
    looked_at = [sum(fits(row, question) for row in rows) for question in asked.filters]
    assert len(looked_at) <= 4
    assert sum(looked_at) < 200


@pytest.mark.parametrize("descending", [False, True])
def test_what_came_since_the_fences_were_read_is_in_its_place(
    database: Database, descending: bool
) -> None:
    pages = Pages(database.rows, FIELD)
    prepare_pages(database.rows, [FIELD])
    chance = random.Random(5)
    before, since = (
        [row_of("A1", chance.choice(DAYS), chance.randrange(1 << 40)) for _ in range(600)]
        for _ in range(2)
    )
    database.rows.insert_many(before)
    assert len(pages.page(scope("A1"), size=600, descending=descending)) == 600
    database.rows.insert_many(since)
    database.rows.delete_many({"_id": {"$in": [row["_id"] for row in before[::3]]}})
    kept = sorted((row["at"] for row in [*before[1::3], *before[2::3], *since]), reverse=descending)
    found = pages.page(scope("A1"), size=300, descending=descending)
    found += pages.page(scope("A1"), size=900, after=found[-1]["at"], descending=descending)
    assert [row["at"] for row in found] == kept


def test_the_number_of_rows_is_known_roughly_without_reading_them(
    filled: tuple[Database, list[Document]],
) -> None:
    pages = Pages(filled[0].rows, FIELD)
    assert pages.about(scope("A2")) == 0
    assert 4000 < pages.about(scope("A10")) < 17_000
    assert pages.about(scope("A10"), last="2026-02-01") == 0
    assert 100 < pages.about(scope("A1")) < 1000


def test_to_know_the_number_of_very_many_rows_few_are_looked_at(
    server: EmbeddedDatabase, database: Database
) -> None:
    prepare_pages(database.rows, [FIELD])
    many = [row_of("A1", DAYS[0], number) for number in range(100_000)]
    # Those at which a fence of an upper level stands are all that is looked at.
    fences = [row for row in many if row.get(fence_field(FIELD), "1")[0] > "1"]
    database.rows.insert_many(fences)
    asked = Questions()
    client: MongoClient[Document] = MongoClient(server.url, event_listeners=[asked])

    about = Pages(client[database.name].rows, FIELD).about(scope("A1"))

    client.close()
    assert 50_000 < about < 200_000
    assert len(asked.filters) == 1
    assert sum(fits(row, question) for row in fences for question in asked.filters) < 100


def test_a_row_that_is_in_no_list_has_no_key(database: Database) -> None:
    pages = Pages(database.rows, FIELD)
    prepare_pages(database.rows, [FIELD])
    database.rows.insert_one({"_id": "closed"})
    database.rows.insert_one(row_of("A1", DAYS[0], 5))
    assert [row["at"] for row in pages.page(scope("A1"), size=9)] == [place(DAYS[0], f"{5:012x}")]
