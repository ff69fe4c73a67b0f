"""The hall's desk sees what came in, takes it over, asks back, and prints the receipt again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from gateway.accounts import Account
from tests.gateway.court_hall import OTHER_AGENCY
from tests.gateway.office import PASSWORD
from tests.gateway.terminal_hall import (
    PHONE,
    ATerminal,
    TerminalHall,
    a_petition,
    an_id,
    opened_hall,
)
from tests.support.servers import EmbeddedDatabase

OTHER = "elsewhere"


@pytest.fixture(scope="module")
def hall(server: EmbeddedDatabase, secrets: Path) -> Iterator[TerminalHall]:
    with opened_hall(server.url, secrets) as hall:
        code, name = OTHER_AGENCY["code"], OTHER_AGENCY["name"]
        elsewhere = Account(OTHER, "李四", "petition_officer", code, name, "310101")
        hall.office.accounts.add(elsewhere, PASSWORD)
        yield hall


@pytest.fixture
def terminal(hall: TerminalHall) -> ATerminal:
    return ATerminal.at(hall)


def items(hall: TerminalHall, query: str = "", officer: str = "petition_officer") -> Any:
    answer = hall.client.get(f"/api/v1/hall/items{query}", headers=hall.officer(officer))
    assert answer.status_code == 200, answer.get_json()
    return answer.get_json()


def item_of(hall: TerminalHall, case: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = next(
        each for each in items(hall, "?limit=100")["items"] if each["case_id"] == case["id"]
    )
    return found


def post(hall: TerminalHall, item: dict[str, Any], what: str, body: Any = None) -> Any:
    path = f"/api/v1/hall/items/{item['id']}/{what}"
    return hall.client.post(path, json=body or {}, headers=hall.officer("petition_officer"))


def test_what_came_in_today_is_listed_without_the_person(
    hall: TerminalHall, terminal: ATerminal
) -> None:
    case = terminal.hands_in(a_petition()).get_json()

    item = item_of(hall, case)

    assert (item["number"], item["channel"]) == (case["number"], "terminal")
    assert item["place"] == "政务大厅 3 号机"
    assert "王小明" not in str(item)
    assert item["accepted"] is None


def test_pages_of_a_day_hold_each_item_once(hall: TerminalHall, terminal: ATerminal) -> None:
    cases = {terminal.hands_in(a_petition()).get_json()["id"] for _ in range(5)}

    seen: list[str] = []
    query = "?limit=2"
    while True:
        page = items(hall, query)
        seen += [each["case_id"] for each in page["items"]]
        if page["next_cursor"] is None:
            break
        query = f"?limit=2&cursor={page['next_cursor']}"

    assert len(seen) == len(set(seen))
    assert cases <= set(seen)


def test_another_agency_and_another_day_see_nothing_of_it(
    hall: TerminalHall, terminal: ATerminal
) -> None:
    item = item_of(hall, terminal.hands_in(a_petition()).get_json())

    assert items(hall, officer=OTHER)["items"] == []
    answer = hall.client.get(f"/api/v1/hall/items/{item['id']}", headers=hall.officer(OTHER))
    assert answer.status_code == 404
    assert items(hall, "?day=2020-01-01")["items"] == []


def test_officers_of_other_tracks_have_no_place_at_the_desk(hall: TerminalHall) -> None:
    hall.office.employ("mediator")

    answer = hall.client.get("/api/v1/hall/items", headers=hall.officer("mediator"))

    assert answer.status_code == 403


def test_the_first_who_takes_it_over_stays(hall: TerminalHall, terminal: ATerminal) -> None:
    item = item_of(hall, terminal.hands_in(a_petition()).get_json())

    first, second = (post(hall, item, "accept").get_json()["accepted"] for _ in range(2))

    assert first["by"] == "petition_officer"
    assert first == second


def test_a_question_is_read_with_the_receipt(hall: TerminalHall, terminal: ATerminal) -> None:
    case = terminal.hands_in(a_petition()).get_json()
    item = item_of(hall, case)

    post(hall, item, "question", {"text": "请补充房产证复印件"})

    told = terminal.asks(case["receipt"]["code"], PHONE[-4:]).get_json()
    assert told["question"] == "请补充房产证复印件"
    assert item_of(hall, case)["question"] == "请补充房产证复印件"


def test_the_receipt_is_printed_again(hall: TerminalHall, terminal: ATerminal) -> None:
    case = terminal.hands_in(a_petition()).get_json()
    item = item_of(hall, case)

    path = f"/api/v1/hall/items/{item['id']}/receipt"
    printed = hall.client.get(path, headers=hall.officer("petition_officer")).get_json()

    assert printed["code"] == case["receipt"]["code"]
    assert printed["qr_svg"] == case["receipt"]["qr_svg"]


def test_clock_waiting_and_correction_stand_at_the_item(
    hall: TerminalHall, terminal: ATerminal
) -> None:
    sent = datetime.now(UTC) + timedelta(days=1)
    handed_in = sent - timedelta(hours=3)
    petition = a_petition(sent_at=sent.isoformat(), handed_in_at=handed_in.isoformat())
    case = terminal.hands_in(petition).get_json()
    correction = {
        "id": an_id(),
        "corrects": petition["id"],
        "text": "门牌号应为 12 号",
        "handed_in_at": (handed_in + timedelta(minutes=5)).isoformat(),
    }
    assert terminal.corrects(correction).status_code == 201

    item = item_of(hall, case)

    assert abs(item["skew_seconds"] - 24 * 3600) < 60
    assert item["waited_seconds"] == 3 * 3600
    assert [each["text"] for each in item["corrections"]] == ["门牌号应为 12 号"]
