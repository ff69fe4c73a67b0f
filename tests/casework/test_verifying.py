"""All histories of a track are verified in the background; the result is kept."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from shared.casework.casework import Casework
from shared.casework.verifying import ERRAND, Verifications, Verifying, shown
from shared.events.doorbell import Call, Doorbell
from shared.http.identity import Identity
from shared.http.settings import Settings
from shared.storage.database import Database
from tests.casework.calling import OFFICER, SUPERVISOR, Caller, refusal
from tests.support.casework import opened

NOON = datetime(2026, 11, 26, 12, tzinfo=UTC)


@pytest.fixture
def verifications(database: Database) -> Verifications:
    return Verifications(database)


def test_nothing_is_verified_before_it_is_ordered(
    casework: Casework, verifications: Verifications
) -> None:
    opened(casework)
    Verifying(casework).work()

    assert verifications.state() is None
    assert shown(None, "reconsideration")["state"] == "never"


def test_a_history_that_was_changed_from_outside_is_named(
    casework: Casework, verifications: Verifications
) -> None:
    _sound, broken = opened(casework), opened(casework)
    casework.store.cases.update_one({"_id": broken}, {"$set": {"history.0.on": "2020-01-01"}})

    verifications.order(NOON)
    assert shown(verifications.state(), "reconsideration")["state"] == "under_way"
    Verifying(casework).work()

    found = shown(verifications.state(), "reconsideration")
    assert (found["state"], found["done"], found["total"]) == ("complete", 2, 2)
    assert found["broken"] == 1
    assert [(each["case_id"], each["version"]) for each in found["items"]] == [(broken, 1)]


def test_a_run_that_was_cut_off_goes_on_where_it_stood(
    casework: Casework, verifications: Verifications
) -> None:
    for _ in range(3):
        opened(casework)
    verifications.order(NOON)
    turns = iter([True, False])
    Verifying(casework).work(lambda: next(turns))
    cut_off = shown(verifications.state(), "reconsideration")
    assert (cut_off["state"], cut_off["done"], cut_off["total"]) == ("under_way", 1, 3)

    verifications.order(NOON)  # asked again meanwhile: the same run goes on
    Verifying(casework).work()

    found = shown(verifications.state(), "reconsideration")
    assert (found["state"], found["done"], found["total"]) == ("complete", 3, 3)


def test_a_further_order_begins_anew(casework: Casework, verifications: Verifications) -> None:
    opened(casework)
    for _ in range(2):
        verifications.order(NOON)
        Verifying(casework).work()

    state = verifications.state()
    assert state is not None
    assert (state["run"], state["done"]) == (2, 1)


@pytest.mark.parametrize("who", [OFFICER, SUPERVISOR], ids=lambda who: who.role)
def test_only_an_administrator_orders_a_verification(caller: Caller, who: Identity) -> None:
    refusal(caller.post("/verification", {}, who), 403, "forbidden")
    refusal(caller.get("/verification", who), 403, "forbidden")

    answer = caller.get("/verification", replace(SUPERVISOR, role="admin"))
    assert answer.get_json()["state"] == "never"


def test_who_orders_a_verification_rings_for_it(caller: Caller, settings: Settings) -> None:
    bell = Doorbell(settings)
    bell.open()
    try:
        caller.post("/verification", {}, replace(SUPERVISOR, role="admin"))
        assert Call(ERRAND) in bell.wait(60.0, threading.Event())
    finally:
        bell.close()
