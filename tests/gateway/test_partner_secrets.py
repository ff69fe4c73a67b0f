"""The secrets of courts in the database: sealed, taken over from before, ended in time."""

from __future__ import annotations

import base64
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from structlog.testing import capture_logs

from gateway.partners import NewPartner, Partners
from gateway.partners.moving import prepare_partners
from gateway.partners.signatures import SignedMessage, Speakers
from shared.casework.personal import Sealer
from shared.http.problems import Problem
from tests.gateway.court_messages import COURT_NAME, SECRET, SigningCourt, docketed, signed
from tests.gateway.office import Clock, Office, bearer

KEYS = {"k1": bytes(range(32)), "k2": bytes(range(32, 64))}
DAY = timedelta(days=1)
CLOSED = f"whsec_{'A' * 44}"


@pytest.fixture
def clock() -> Clock:
    return Clock(datetime(2026, 3, 2, 9, 0, tzinfo=UTC))


@pytest.fixture
def partners(office: Office, clock: Clock) -> Partners:
    return Partners(office.database, Sealer(KEYS, "k1"), clock=clock)


def is_taken(partners: Partners, secret: str) -> bool:
    """Say whether a message that is signed with the secret is a court's."""
    headers = signed(secret, b"{}")
    message = SignedMessage(
        headers["webhook-id"], headers["webhook-timestamp"], headers["webhook-signature"], b"{}"
    )
    with suppress(Problem):
        return bool(Speakers(partners).proven(message))
    return False


def stored(office: Office) -> str:
    """Return everything that the gateway's database holds, as text."""
    names = office.database.list_collection_names()
    return "".join(str(list(office.database[name].find())) for name in names)


def test_a_former_secret_is_taken_until_its_hours_are_over(
    partners: Partners, clock: Clock
) -> None:
    court, first = partners.add(NewPartner(COURT_NAME), by="gao")
    _, second = partners.rotate(court.id, DAY, by="gao")
    assert partners.former_until(partners.find(court.id)) == clock.now + DAY

    clock.now += DAY - timedelta(seconds=1)
    assert is_taken(partners, first)
    assert is_taken(partners, second)

    clock.now += timedelta(seconds=1)
    assert not is_taken(partners, first)
    assert is_taken(partners, second)
    assert partners.former_until(partners.find(court.id)) is None


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


def test_no_secret_stands_in_clear_anywhere_in_the_database(office: Office) -> None:
    office.employ("admin")
    client = office.application().test_client()
    proof = bearer(client, "admin")
    made: Any = client.post(
        "/api/v1/partners", json={"name": COURT_NAME, "speaks_for": []}, headers=proof
    ).get_json()
    path = f"/api/v1/partners/{made['id']}"
    rotated: Any = client.post(f"{path}/rotate", json={}, headers=proof).get_json()
    SigningCourt(client, rotated["secret"]).sends(docketed("（2024）津0101行初1号"))

    found = stored(office)

    assert COURT_NAME in found
    for secret in (made["secret"], rotated["secret"]):
        assert secret not in found
        assert secret.removeprefix("whsec_") not in found
        assert str(base64.b64decode(secret.removeprefix("whsec_"))) not in found


def test_a_removed_court_leaves_no_secret_behind(office: Office, partners: Partners) -> None:
    court, secret = partners.add(NewPartner(COURT_NAME), by="gao")
    assert "sealed:" in stored(office)

    partners.remove(court.id, by="gao")

    assert "sealed:" not in stored(office)
    assert not is_taken(partners, secret)


def test_a_sealed_secret_opens_only_for_its_own_court(office: Office, partners: Partners) -> None:
    first, secret = partners.add(NewPartner(COURT_NAME), by="gao")
    second, _ = partners.add(NewPartner("另一法院"), by="gao")
    collection = office.database["partners"]
    taken: Any = collection.find_one({"_id": first.id})
    partners.remove(first.id, by="gao")

    collection.update_one({"_id": second.id}, {"$set": {"secrets": taken["secrets"]}})

    assert not is_taken(partners, secret)


def test_a_court_of_before_is_sealed_at_the_next_start_and_keeps_its_secret(
    office: Office,
) -> None:
    office.database["courts"].insert_many(
        [
            {"_id": "court-1", "secret": SECRET, "disabled": False, "speaks_for": [COURT_NAME]},
            {"_id": "court-2", "secret": CLOSED, "disabled": True},
        ]
    )
    office.employ("admin")

    client = office.application().test_client()

    assert "whsec_" not in stored(office)
    assert office.database["courts"].count_documents({}) == 0
    notice = docketed("（2024）津0101行初1号")
    assert SigningCourt(client).sends(notice).status_code == 503
    assert SigningCourt(client, CLOSED).sends(notice).status_code == 401
    answer: Any = client.get("/api/v1/partners", headers=bearer(client, "admin")).get_json()
    moved, closed = answer["items"]
    assert (moved["name"], moved["speaks_for"]) == (COURT_NAME, [COURT_NAME])
    assert (moved["created_at"], moved["acts"][0]["what"]) == (None, "sealed")
    assert (closed["name"], closed["disabled"]) == ("court-2", True)


def test_taking_over_may_be_interrupted_and_repeated_by_several_at_once(
    office: Office, partners: Partners
) -> None:
    former = {"_id": "court-1", "secret": SECRET, "disabled": False}
    office.database["courts"].insert_one(former)
    partners.add_first("court-1", COURT_NAME, SECRET)  # as far as an earlier start came

    def start(_: int) -> None:
        prepare_partners(office.database, partners)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(start, range(4)))

    assert [each.name for each in partners.all()] == [COURT_NAME]
    assert is_taken(partners, SECRET)
    assert SECRET not in stored(office)


def test_under_a_new_key_every_secret_is_sealed_anew_so_that_the_old_key_may_go(
    office: Office, partners: Partners
) -> None:
    _, secret = partners.add(NewPartner(COURT_NAME), by="gao")

    prepare_partners(office.database, Partners(office.database, Sealer(KEYS, "k2")))

    under_new_key = Partners(office.database, Sealer({"k2": KEYS["k2"]}, "k2"))
    assert is_taken(under_new_key, secret)


def test_a_secret_whose_key_is_lost_is_told_at_the_start_and_replaced(
    office: Office, partners: Partners
) -> None:
    court, lost = partners.add(NewPartner(COURT_NAME), by="gao")
    after = Partners(office.database, Sealer({"k1": KEYS["k2"]}, "k1"))
    _, other = after.add(NewPartner("另一法院"), by="gao")

    with capture_logs() as logs:
        prepare_partners(office.database, after)

    told = [each for each in logs if each["event"] == "partner_secret_unreadable"]
    assert [each["partner"] for each in told] == [court.id]
    assert not is_taken(after, lost)
    assert is_taken(after, other)
    _, replaced = after.rotate(court.id, DAY, by="gao")
    assert is_taken(after, replaced)


def test_what_has_ended_is_forgotten_at_the_next_start(partners: Partners, clock: Clock) -> None:
    court, _ = partners.add(NewPartner(COURT_NAME), by="gao")
    partners.rotate(court.id, DAY, by="gao")
    clock.now += DAY

    partners.tidy()

    assert len(partners.find(court.id).secrets) == 1


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


def test_a_court_of_before_has_every_right_of_a_court(office: Office, partners: Partners) -> None:
    court, _ = partners.add(NewPartner(COURT_NAME), by="gao")
    office.database["partners"].update_one({"_id": court.id}, {"$unset": {"rights": ""}})

    assert partners.find(court.id).rights == ("court_notices", "papers", "submissions")
