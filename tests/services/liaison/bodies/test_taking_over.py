"""Bodies of an installation in which coordination kept them are liaison's; none is lost."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from services.coordination.app import create_app as create_coordination
from services.coordination.outside.registered_bodies import RegisteredBodies
from services.liaison.app import create_app
from shared.casework.outside_bodies import body_id_of
from shared.http.application import create_application
from shared.http.settings import Settings
from shared.records.moved import PAGE
from shared.storage.database import Database, Document, connect
from tests.services.coordination.asking import Desk, refused
from tests.services.liaison.bodies.telling import told
from tests.support.serving import serving

PATH = "/api/v1/outside-bodies"
ADDED_AT = datetime(2026, 11, 20, 1, 30, tzinfo=UTC)
COURT, NOTARY = "某人民法院", "示范公证处"


def as_kept_before(kind: str, name: str, *, active: bool = True) -> Document:
    """Return a body as coordination kept it in the release before; one retired has two steps."""
    body_id = body_id_of(kind, name)
    actor = {"id": "admin-1", "role": "admin", "agency": "11120101MB1234567X"}
    steps = [("added", {}), ("retired", {"reason": "撤销"})][: 1 if active else 2]
    history = [
        {"version": n, "at": ADDED_AT, "events": [], "step": step, "on": "2026-11-20"}
        | {"actor": actor, "details": details}
        for n, (step, details) in enumerate(steps, start=1)
    ]
    return {
        "_id": body_id,
        "recorded_at": ADDED_AT,
        "name": name,
        "code": None,
        "region": "120101",
        "kind": kind,
        "active": active,
        "listed_index": f"{kind}|{body_id}",
        "version": len(history),
        "published": len(history),
        "history": history,
        "keys": [f"registry|{kind}|{body_id}"],
    }


@pytest.fixture
def before(coordination_settings: Settings) -> Database:
    """The database of coordination as the release before left it."""
    database = connect(coordination_settings)
    bodies = [as_kept_before("court", COURT), as_kept_before("notarisation", NOTARY, active=False)]
    database["outside_bodies"].insert_many(bodies)
    return database


def registry(desk: Desk) -> dict[str, Any]:
    items = desk.get(f"{PATH}?limit=100").get_json()["items"]
    return {each["name"]: each for each in items}


def test_a_body_is_taken_with_its_state_and_all_that_was_done_to_it(
    before: Database, desk: Desk, database: Database
) -> None:
    kept = {each["_id"]: each for each in before["outside_bodies"].find()}

    listed = registry(desk)

    assert {name: each["active"] for name, each in listed.items()} == {COURT: True, NOTARY: False}
    for each in database["outside_bodies"].find():
        was = kept[each["_id"]]
        names = was.keys() - {"keys"}
        assert {name: each[name] for name in names} == {name: was[name] for name in names}


def test_it_stays_in_the_lists_and_its_next_step_follows_on_the_last(
    before: Database, desk: Desk, database: Database
) -> None:
    del before
    notary = body_id_of("notarisation", NOTARY)
    found = desk.get(f"{PATH}?kind=notarisation").get_json()["items"]
    assert [each["id"] for each in found] == [notary]

    desk.post(f"{PATH}/{notary}/restore", {"reason": "恢复"}, role="admin")

    (event,) = told(database)
    assert (event["type"], event["data"]["version"]) == ("outside_body.restored", 3)


def test_coordination_goes_on_knowing_to_whom_it_may_refer(before: Database, desk: Desk) -> None:
    registry(desk)

    known = RegisteredBodies(before)
    assert known.named("court", {"name": COURT}) == {
        "id": body_id_of("court", COURT),
        "name": COURT,
    }
    assert known.named("notarisation", {"name": NOTARY}) is None
    assert before["outside_bodies"].count_documents({"history": {"$exists": True}}) == 0


def test_a_body_that_was_there_before_cannot_be_registered_again(
    before: Database, desk: Desk
) -> None:
    del before
    answer = desk.post(PATH, {"kind": "court", "name": COURT}, role="admin")

    assert refused(answer)[:2] == (409, "conflict")


def test_while_coordination_does_not_answer_nothing_is_said_and_nothing_is_lost(
    before: Database, lonely: Desk, database: Database
) -> None:
    assert refused(lonely.get(PATH))[0] == 503
    assert refused(lonely.post(PATH, {"kind": "court", "name": COURT}, role="admin"))[0] == 503

    assert database["outside_bodies"].count_documents({}) == 0
    assert before["outside_bodies"].count_documents({"history": {"$exists": True}}) == 2


def test_a_coordination_of_the_release_before_has_not_given_anything_yet(
    alone: Settings, coordination_settings: Settings, secrets: Path, database: Database
) -> None:
    with serving(create_application(coordination_settings)) as server:
        address = f"http://127.0.0.1:{server.port}"
        settings = replace(alone, services={"coordination": address})
        early = Desk(create_app(settings).test_client(), secrets, "liaison")

        assert refused(early.get(PATH))[0] == 503

    assert database["bodies_taken_over"].count_documents({}) == 0


def test_what_was_taken_is_not_asked_for_again(before: Database, desk: Desk, lonely: Desk) -> None:
    del before
    registry(desk)

    assert registry(lonely).keys() == {COURT, NOTARY}


def test_what_changed_after_the_move_is_not_changed_back_by_a_page_that_comes_twice(
    before: Database, settings: Settings, secrets: Path, database: Database
) -> None:
    court = body_id_of("court", COURT)
    first = Desk(create_app(settings).test_client(), secrets, "liaison")
    first.post(f"{PATH}/{court}/retire", {"reason": "撤销"}, role="admin")
    before["outside_bodies"].replace_one({"_id": court}, as_kept_before("court", COURT))
    database["bodies_taken_over"].delete_many({})

    again = Desk(create_app(settings).test_client(), secrets, "liaison")

    assert registry(again)[COURT]["active"] is False


def test_several_processes_take_many_pages_at_once(
    before: Database, settings: Settings, secrets: Path
) -> None:
    many = [as_kept_before("other", f"第{number}机构") for number in range(2 * PAGE + 1)]
    before["outside_bodies"].insert_many(many)
    desks = [Desk(create_app(settings).test_client(), secrets, "liaison") for _ in range(3)]

    with ThreadPoolExecutor(3) as pool:
        answers = list(pool.map(lambda desk: desk.get(PATH).status_code, desks))

    assert answers == [200] * 3
    assert connect(settings)["outside_bodies"].count_documents({}) == len(many) + 2
    assert before["outside_bodies"].count_documents({"history": {"$exists": True}}) == 0


def test_nobody_but_liaison_may_take_them(
    before: Database, coordination_settings: Settings, secrets: Path
) -> None:
    desk = Desk(create_coordination(coordination_settings).test_client(), secrets)

    answer = desk.post("/outside-bodies-left", {"taken": []}, role="admin")

    assert refused(answer)[:2] == (403, "forbidden")
    assert before["outside_bodies"].count_documents({}) == 2
