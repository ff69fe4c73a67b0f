"""The secrets of partners in the database: sealed, ended in time, sealed anew."""

from __future__ import annotations

import uuid
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from pymongo import MongoClient
from structlog.testing import capture_logs

from services.liaison.partners import NewPartner, Partners
from services.liaison.partners.signatures import SignedMessage, Speakers
from shared.casework.personal import Sealer
from shared.http.problems import Problem
from shared.storage.database import Database, Document
from tests.gateway.court_messages import COURT_NAME, signed
from tests.gateway.office import Clock

KEYS = {"k1": bytes(range(32)), "k2": bytes(range(32, 64))}
DAY = timedelta(days=1)
CLOSED = f"whsec_{'A' * 44}"


@pytest.fixture
def clock() -> Clock:
    return Clock(datetime(2026, 3, 2, 9, 0, tzinfo=UTC))


@pytest.fixture
def database(databases: MongoClient[Document]) -> Database:
    return databases[f"liaison_{uuid.uuid4().hex[:12]}"]


@pytest.fixture
def partners(database: Database, clock: Clock) -> Partners:
    return Partners(database, Sealer(KEYS, "k1"), clock=clock)


def is_taken(partners: Partners, secret: str) -> bool:
    """Say whether a message that is signed with the secret is a court's."""
    headers = signed(secret, b"{}")
    message = SignedMessage(
        headers["webhook-id"], headers["webhook-timestamp"], headers["webhook-signature"], b"{}"
    )
    with suppress(Problem):
        return bool(Speakers(partners).proven(message))
    return False


def stored(database: Database) -> str:
    """Return everything that the database holds, as text."""
    names = database.list_collection_names()
    return "".join(str(list(database[name].find())) for name in names)


def test_a_former_secret_is_taken_until_its_hours_are_over(
    partners: Partners, clock: Clock
) -> None:
    court, first = partners.add(NewPartner(COURT_NAME), by="gao")
    _, second = partners.rotate(court.id, DAY, by="gao")
    assert partners.find(court.id).former_secret_until == clock.now + DAY

    clock.now += DAY - timedelta(seconds=1)
    assert is_taken(partners, first)
    assert is_taken(partners, second)

    clock.now += timedelta(seconds=1)
    assert not is_taken(partners, first)
    assert is_taken(partners, second)
    assert partners.find(court.id).former_secret_until is None


def test_another_rotation_never_lengthens_the_life_of_a_former_secret(
    partners: Partners, clock: Clock
) -> None:
    court, first = partners.add(NewPartner(COURT_NAME), by="gao")
    _, second = partners.rotate(court.id, DAY, by="gao")
    clock.now += DAY / 2
    partners.rotate(court.id, 2 * DAY, by="gao")

    clock.now += DAY / 2

    assert not is_taken(partners, first)
    assert is_taken(partners, second)


def test_a_removed_court_leaves_no_secret_behind(database: Database, partners: Partners) -> None:
    court, secret = partners.add(NewPartner(COURT_NAME), by="gao")
    assert "sealed:" in stored(database)

    partners.remove(court.id, by="gao")

    assert "sealed:" not in stored(database)
    assert not is_taken(partners, secret)


def test_a_sealed_secret_opens_only_for_its_own_court(
    database: Database, partners: Partners
) -> None:
    first, secret = partners.add(NewPartner(COURT_NAME), by="gao")
    second, _ = partners.add(NewPartner("另一法院"), by="gao")
    collection = database["partners"]
    taken: Any = collection.find_one({"_id": first.id})
    partners.remove(first.id, by="gao")

    collection.update_one({"_id": second.id}, {"$set": {"secrets": taken["secrets"]}})

    assert not is_taken(partners, secret)


def test_under_a_new_key_every_secret_is_sealed_anew_so_that_the_old_key_may_go(
    database: Database, partners: Partners
) -> None:
    _, secret = partners.add(NewPartner(COURT_NAME), by="gao")

    Partners(database, Sealer(KEYS, "k2")).tidy()

    under_new_key = Partners(database, Sealer({"k2": KEYS["k2"]}, "k2"))
    assert is_taken(under_new_key, secret)


def test_a_secret_whose_key_is_lost_is_told_at_the_start_and_replaced(
    database: Database, partners: Partners
) -> None:
    court, lost = partners.add(NewPartner(COURT_NAME), by="gao")
    after = Partners(database, Sealer({"k1": KEYS["k2"]}, "k1"))
    _, other = after.add(NewPartner("另一法院"), by="gao")

    with capture_logs() as logs:
        after.tidy()

    told = [each for each in logs if each["event"] == "partner_secret_unreadable"]
    assert [each["partner"] for each in told] == [court.id]
    assert not is_taken(after, lost)
    assert is_taken(after, other)
    _, replaced = after.rotate(court.id, DAY, by="gao")
    assert is_taken(after, replaced)


def test_what_has_ended_is_forgotten_at_the_next_start(
    database: Database, partners: Partners, clock: Clock
) -> None:
    court, _ = partners.add(NewPartner(COURT_NAME), by="gao")
    partners.rotate(court.id, DAY, by="gao")
    clock.now += DAY

    partners.tidy()

    stored_partner: Any = database["partners"].find_one({"_id": court.id})
    assert len(stored_partner["secrets"]) == 1


def test_being_heard_is_written_down_once_a_minute(partners: Partners, clock: Clock) -> None:
    court, secret = partners.add(NewPartner(COURT_NAME), by="gao")

    heard = []
    for seconds in (0, 20, 39, 1, 20):
        clock.now += timedelta(seconds=seconds)
        assert is_taken(partners, secret)
        heard.append(partners.find(court.id).heard_at)

    first, minute_later = clock.now - timedelta(seconds=80), clock.now - timedelta(seconds=20)
    assert heard == [first, first, first, minute_later, minute_later]


def test_of_two_registrations_of_one_name_at_once_one_is_made(partners: Partners) -> None:
    def add(_: int) -> str | None:
        with suppress(Problem):
            return partners.add(NewPartner(COURT_NAME), by="gao")[0].id
        return None

    with ThreadPoolExecutor(8) as pool:
        made = [each for each in pool.map(add, range(8)) if each]

    assert [each.id for each in partners.all()] == made
    assert len(made) == 1


def test_of_two_rotations_at_once_neither_tells_a_secret_that_is_not_taken(
    partners: Partners,
) -> None:
    court, _ = partners.add(NewPartner(COURT_NAME), by="gao")

    def rotate(_: int) -> str | None:
        with suppress(Problem):
            return partners.rotate(court.id, DAY, by="gao")[1]
        return None

    with ThreadPoolExecutor(8) as pool:
        told = [each for each in pool.map(rotate, range(8)) if each]

    assert told
    assert all(is_taken(partners, each) for each in told)


def test_a_court_of_before_has_every_right_of_a_court(
    database: Database, partners: Partners
) -> None:
    court, _ = partners.add(NewPartner(COURT_NAME), by="gao")
    database["partners"].update_one({"_id": court.id}, {"$unset": {"rights": ""}})

    assert partners.find(court.id).rights == ("court_notices", "papers", "submissions")
