"""Partners of an installation in which the gateway kept them go on in liaison; nothing is lost."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

from gateway.partners_left import KINDS, PAGE
from services.liaison.partners import NewPartner
from shared.demonstration import COURT_NAME as FIRST_COURT
from shared.storage.database import Document
from tests.gateway.court_hall import Hall, a_number
from tests.gateway.court_messages import COURT_NAME, SECRET, SigningCourt, docketed
from tests.gateway.office import Office, bearer

# Nobody answers behind the door: that is told only to who is let in.
LET_IN, REFUSED = 503, 401
# So is that no officer of the office belongs to the agency.
FOR_NO_AGENCY = 422
CLOSED = f"whsec_{'A' * 44}"
NEW_COURT = NewPartner(COURT_NAME)
NOTICE = docketed("（2024）津0101行初1号")


def goes_back(office: Office) -> None:
    """Put what liaison knows of partners to where the release before kept it."""
    for kind in KINDS:
        rows: Sequence[Document] = list(office.liaison_database[kind].find())
        if rows:
            office.database[kind].insert_many(rows)
            office.liaison_database[kind].delete_many({})


def left(office: Office) -> int:
    return sum(office.database[kind].count_documents({}) for kind in KINDS)


def stored(office: Office) -> str:
    """Return everything that the databases of gateway and liaison hold, as text."""
    return "".join(
        str(list(database[name].find()))
        for database in (office.database, office.liaison_database)
        for name in database.list_collection_names()
    )


def test_a_court_keeps_its_secrets_over_the_move(office: Office) -> None:
    office.employ("admin")
    court, former = office.partners.add(NEW_COURT, by="gao")
    _, secret = office.partners.rotate(court.id, timedelta(hours=1), by="gao")
    known = office.partners.find(court.id)
    goes_back(office)

    client = office.application().test_client()

    assert SigningCourt(client, secret).sends(NOTICE).status_code == LET_IN
    assert SigningCourt(client, former).sends(NOTICE).status_code == LET_IN
    assert left(office) == 0
    assert office.partners.find(court.id).acts == known.acts
    listed: Any = client.get("/api/v1/partners", headers=bearer(client, "admin")).get_json()
    assert [each["id"] for each in listed["items"]] == [court.id]


def test_a_message_that_was_answered_before_the_move_is_answered_so_again(
    hall: Hall, court_office: Office
) -> None:
    notice = docketed(a_number())
    taken = hall.takes(notice, "msg_before")
    goes_back(court_office)
    court = SigningCourt(court_office.application().test_client())

    again, other = court.sends(notice, "msg_before"), court.sends(notice, "msg_other")

    assert (again.status_code, again.get_json()) == (202, taken)
    assert (other.status_code, other.get_json()) == (202, taken)
    reused = court.sends(docketed(a_number()), "msg_before")
    assert (reused.status_code, reused.get_json()["code"]) == (422, "idempotency-key-reused")


def test_whoever_was_removed_or_given_another_secret_before_does_not_come_back_at_the_first_start(
    office: Office,
) -> None:
    office.partners.add_first("court-1", COURT_NAME, SECRET)
    office.partners.remove("court-1", by="gao")
    goes_back(office)
    office.partners.add_first("court-1", FIRST_COURT, SECRET)  # by the file of the first start

    client = office.application().test_client()

    assert SigningCourt(client).sends(NOTICE).status_code == REFUSED
    assert office.partners.find("court-1").name == COURT_NAME


def test_what_changed_after_the_move_is_not_changed_back_by_a_page_that_comes_twice(
    office: Office,
) -> None:
    office.partners.add_first("court-1", COURT_NAME, SECRET)
    row: Any = office.liaison_database["partners"].find_one()
    office.partners.remove("court-1", by="gao")
    office.database["partners"].insert_one(row)

    client = office.application().test_client()

    assert SigningCourt(client).sends(NOTICE).status_code == REFUSED
    assert left(office) == 0


def test_while_liaison_does_not_answer_nobody_is_let_in_and_nothing_is_lost(
    office: Office,
) -> None:
    office.partners.add_first("court-1", COURT_NAME, SECRET)
    goes_back(office)
    alone = Office.opened(office.settings.database_url, office.settings.secrets_dir)
    alone.database["partners"].insert_many(office.database["partners"].find())

    answer = SigningCourt(alone.application().test_client()).sends(NOTICE)

    assert answer.status_code == 503
    assert left(alone) == 1


def test_several_processes_hand_over_many_pages_at_once(office: Office) -> None:
    office.partners.add_first("court-1", COURT_NAME, SECRET)
    goes_back(office)
    rows = [{"_id": f"court-1:msg_{number}", "answer": {}} for number in range(2 * PAGE + 1)]
    office.database["court_notices"].insert_many(rows)
    courts = [SigningCourt(office.application().test_client()) for _ in range(3)]

    def sent(court: SigningCourt) -> int:
        # Who knocks while there is more than fits into a request is asked to come again.
        statuses = (court.sends(NOTICE).status_code for _ in range(20))
        return next(status for status in statuses if status != 503)

    with ThreadPoolExecutor(3) as pool:
        answers = list(pool.map(sent, courts))

    assert answers == [FOR_NO_AGENCY] * 3
    assert left(office) == 0
    assert office.liaison_database["court_notices"].count_documents({}) == len(rows)


def test_a_court_of_earlier_is_sealed_on_its_way_and_keeps_its_secret(
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

    assert SigningCourt(client).sends(NOTICE).status_code == LET_IN
    assert SigningCourt(client, CLOSED).sends(NOTICE).status_code == REFUSED
    assert "whsec_" not in stored(office)
    assert left(office) == 0
    answer: Any = client.get("/api/v1/partners", headers=bearer(client, "admin")).get_json()
    moved, closed = answer["items"]
    assert (moved["name"], moved["speaks_for"]) == (COURT_NAME, [COURT_NAME])
    assert (moved["created_at"], moved["acts"][0]["what"]) == (None, "sealed")
    assert (closed["name"], closed["disabled"]) == ("court-2", True)


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
