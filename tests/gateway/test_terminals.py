"""Terminals are registered, given another key and shut out, and hand in petitions once."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from services.liaison.terminals.receipt_codes import new_code
from shared.http.problems import RETRY_AFTER_SECONDS
from shared.legal_day import today
from tests.gateway.terminal_hall import (
    ID_NUMBER,
    PHONE,
    PLACE,
    ATerminal,
    TerminalHall,
    a_petition,
    a_terminal,
    an_id,
    opened_hall,
)
from tests.support.events import eventually
from tests.support.servers import EmbeddedDatabase


@pytest.fixture(scope="module")
def hall(server: EmbeddedDatabase, secrets: Path) -> Iterator[TerminalHall]:
    with opened_hall(server.url, secrets) as hall:
        yield hall


@pytest.fixture
def terminal(hall: TerminalHall) -> ATerminal:
    return ATerminal.at(hall)


def test_a_terminal_is_registered_and_its_key_is_told_this_once(hall: TerminalHall) -> None:
    made = hall.registers()

    assert (made["place"], made["revoked"], made["seen_at"]) == (PLACE, False, None)
    assert made["key"] not in str(hall.listed())


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"agency": {"name": "示范区司法局"}}, "agency.code"),
        ({"region": "12"}, "region"),
        ({"receives_as": "court"}, "receives_as"),
        ({"reader_url": "ws://10.0.0.1:1919"}, "reader_url"),
        ({"place": ""}, "place"),
    ],
)
def test_what_a_terminal_cannot_be_is_refused(
    hall: TerminalHall, changes: dict[str, object], field: str
) -> None:
    answer = hall.client.post(
        "/api/v1/terminals", json=a_terminal(**changes), headers=hall.officer("admin")
    )

    assert answer.status_code == 422
    assert list(answer.get_json()["errors"]) == [field]


@pytest.mark.parametrize("role", ["petition_officer", "supervisor"])
def test_terminals_are_closed_to_other_roles(hall: TerminalHall, role: str) -> None:
    proof = hall.officer(role)

    assert hall.client.get("/api/v1/terminals", headers=proof).status_code == 403
    answer = hall.client.post("/api/v1/terminals", json=a_terminal(), headers=proof)
    assert answer.status_code == 403


def test_a_key_that_was_replaced_or_shut_out_is_refused_at_once(
    hall: TerminalHall, terminal: ATerminal
) -> None:
    admin = hall.officer("admin")
    assert terminal.own().status_code == 200

    path = f"/api/v1/terminals/{terminal.id}"
    rotated = hall.client.post(f"{path}/rotate", headers=admin).get_json()
    assert terminal.own().status_code == 401
    terminal.key = rotated["key"]
    assert terminal.own().status_code == 200

    assert hall.client.delete(path, headers=admin).get_json()["revoked"] is True
    assert terminal.own().status_code == 401
    assert hall.client.post(f"{path}/rotate", headers=admin).status_code == 409
    acts = [act["what"] for act in hall.listed()[terminal.id]["acts"]]
    assert acts == ["added", "rotated", "revoked"]


@pytest.mark.parametrize(
    "proof",
    [
        None,
        "Terminal",
        "Terminal terminal-1",
        "Terminal terminal-1:",
        "Bearer terminal-1:wrong",
        "Terminal nobody:wrong",
        "Terminal ../terminal-1:wrong",
    ],
)
def test_without_its_proof_nothing_is_told(hall: TerminalHall, proof: str | None) -> None:
    headers = {"Authorization": proof} if proof else {}

    answer = hall.client.get("/api/v1/terminal", headers=headers)

    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == "Terminal"


def test_guessing_a_key_is_bounded_and_shuts_out_no_other_terminal(hall: TerminalHall) -> None:
    guessed, other = ATerminal.at(hall), ATerminal.at(hall)
    right, guessed.key = guessed.key, "wrong"

    statuses = [guessed.own().status_code for _ in range(12)]

    assert statuses == [401] * 10 + [429] * 2
    assert int(guessed.own().headers["Retry-After"]) > 0
    assert other.own().status_code == 200
    guessed.key = right  # the place of the guesser has to wait, whatever comes after
    assert guessed.own().status_code == 429


def test_a_terminal_is_seen_and_tells_of_its_queue(hall: TerminalHall, terminal: ATerminal) -> None:
    assert terminal.reports(waiting=7, refused=2).status_code == 204

    shown = hall.listed()[terminal.id]
    assert (shown["waiting"], shown["refused"]) == (7, 2)
    assert shown["seen_at"] is not None


def test_a_petition_is_registered_with_the_agency_of_the_terminal(
    hall: TerminalHall, terminal: ATerminal
) -> None:
    petition = a_petition()

    answer = terminal.hands_in(petition)

    assert answer.status_code == 201, answer.get_json()
    case = answer.get_json()
    assert (case["track"], case["status"]) == ("petition", "registered")
    assert case["facts"]["channel"] == "terminal"
    assert [clock["rule"] for clock in case["clocks"]] == ["XF-01"]
    assert [each["id"] for each in hall.petitions_of(petition["content"])] == [case["id"]]
    assert PHONE not in answer.get_data(as_text=True)


def test_an_agency_that_receives_itself_owes_its_own_notice(hall: TerminalHall) -> None:
    terminal = ATerminal.at(hall, receives_as="agency")

    case = terminal.hands_in(a_petition()).get_json()

    assert [clock["rule"] for clock in case["clocks"]] == ["XF-02"]
    assert "告知您是否受理" in case["receipt"]["next_step"]["zh"]


def test_the_same_id_twice_is_one_petition_with_one_receipt(
    hall: TerminalHall, terminal: ATerminal
) -> None:
    petition = a_petition()

    with ThreadPoolExecutor(4) as pool:
        clients = [ATerminal(hall.office.application().test_client(), terminal.id, terminal.key)]
        answers = list(pool.map(lambda client: client.hands_in(petition), clients * 6))

    assert {answer.status_code for answer in answers} == {201}
    told = [answer.get_json() for answer in answers]
    assert len({each["id"] for each in told}) == 1
    assert len({each["receipt"]["code"] for each in told}) == 1
    assert len(hall.petitions_of(petition["content"])) == 1


def test_an_id_is_not_used_for_another_content(terminal: ATerminal) -> None:
    petition = a_petition()
    terminal.hands_in(petition)

    answer = terminal.hands_in(petition | {"content": "另一件事"})

    assert answer.status_code == 422
    assert answer.get_json()["code"] == "idempotency-key-reused"
    assert list(answer.get_json()["errors"]) == ["id"]


def test_the_same_id_at_another_terminal_is_another_petition(hall: TerminalHall) -> None:
    petition = a_petition()

    codes = {ATerminal.at(hall).hands_in(petition).get_json()["id"] for _ in range(2)}

    assert len(codes) == 2


def test_what_is_refused_leaves_nothing_and_may_be_sent_again_once_it_is_right(
    terminal: ATerminal,
) -> None:
    petition = a_petition()
    wrong = petition | {
        "act": {"number": "示市监罚〔2026〕7号", "made_on": "2199-01-01"},
    }

    refused = terminal.hands_in(wrong, **{"Accept-Language": "en"})
    assert refused.status_code == 422
    assert "future" in refused.get_data(as_text=True)

    taken = terminal.hands_in(petition)
    assert taken.status_code == 201
    assert "Retry-After" not in taken.headers


@pytest.mark.parametrize(
    "claimed",
    [{"assignee": "admin"}, {"matter_id": "m" * 12}, {"channel": "visit"}, {"title": "x"}],
)
def test_a_terminal_says_nothing_but_what_a_person_hands_in(
    terminal: ATerminal, claimed: dict[str, str]
) -> None:
    assert terminal.hands_in(a_petition(**claimed)).status_code == 422


def test_without_telephone_and_number_there_is_no_receipt(terminal: ATerminal) -> None:
    answer = terminal.hands_in(a_petition(petitioners=[{"name": "王小明"}]))

    assert list(answer.get_json()["errors"]) == ["petitioners.0.phone"]


def test_the_day_of_receipt_is_the_servers_and_the_terminals_clock_a_remark(
    terminal: ATerminal,
) -> None:
    tomorrow = datetime.now(UTC) + timedelta(days=1)
    handed_in = tomorrow - timedelta(hours=30)

    before = today()
    case = terminal.hands_in(
        a_petition(sent_at=tomorrow.isoformat(), handed_in_at=handed_in.isoformat())
    ).get_json()

    assert before.isoformat() <= case["milestones"]["received"] <= today().isoformat()


def test_a_receipt_tells_state_and_next_step_and_nobodys_name(terminal: ATerminal) -> None:
    receipt = terminal.hands_in(a_petition()).get_json()["receipt"]

    answer = terminal.asks(receipt["code"], PHONE[-4:])

    assert answer.status_code == 200, answer.get_json()
    told = answer.get_json()
    assert set(told) == {"state", "next_step", "received_on", "question"}
    assert told["state"]["zh"].startswith("已经登记")
    assert "最迟" in told["next_step"]["zh"]
    assert "王" not in answer.get_data(as_text=True)
    assert "<svg" in receipt["qr_svg"]
    assert [len(group) for group in receipt["code"].split()] == [4, 4, 4, 4]


def test_without_a_telephone_the_number_of_the_document_goes_with_the_receipt(
    terminal: ATerminal,
) -> None:
    person = {"name": "王小明", "id_number": ID_NUMBER}
    receipt = terminal.hands_in(a_petition(petitioners=[person])).get_json()["receipt"]

    assert receipt["asked_with"] == "id_number"
    assert terminal.asks(receipt["code"], ID_NUMBER[-4:]).status_code == 200


def test_an_unknown_code_and_a_wrong_tail_are_told_apart_by_nobody(hall: TerminalHall) -> None:
    terminal = ATerminal.at(hall)
    code = terminal.hands_in(a_petition()).get_json()["receipt"]["code"]

    wrong_tail, unknown = terminal.asks(code, "9999"), terminal.asks(new_code(), "9999")

    assert (wrong_tail.status_code, unknown.status_code) == (404, 404)
    assert wrong_tail.get_data() == unknown.get_data()
    mistyped = code[:-1] + str((int(code[-1]) + 1) % 10)
    assert terminal.asks(mistyped, PHONE[-4:]).status_code == 422


def test_trying_the_tails_of_one_code_is_bounded_from_whatever_terminal(
    hall: TerminalHall,
) -> None:
    terminal = ATerminal.at(hall)
    code = terminal.hands_in(a_petition()).get_json()["receipt"]["code"]

    statuses = [
        ATerminal.at(hall).asks(code, f"{tail:04d}").status_code for tail in range(9000, 9012)
    ]

    assert statuses == [404] * 10 + [429] * 2


def test_anybody_may_ask_with_a_receipt(hall: TerminalHall, terminal: ATerminal) -> None:
    code = terminal.hands_in(a_petition()).get_json()["receipt"]["code"].replace(" ", "")

    answer = hall.client.get(f"/api/v1/public/receipts/{code}?phone_tail={PHONE[-4:]}")

    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_correction_is_taken_once_and_within_ten_minutes(terminal: ATerminal) -> None:
    then = datetime.now(UTC)
    petition = a_petition(handed_in_at=then.isoformat())
    terminal.hands_in(petition)

    def correction(minutes: int) -> dict[str, str]:
        at = then + timedelta(minutes=minutes)
        return {
            "id": an_id(),
            "corrects": petition["id"],
            "text": "门牌号应为 12 号",
            "handed_in_at": at.isoformat(),
        }

    timely = correction(9)
    assert [terminal.corrects(timely).status_code for _ in range(2)] == [201, 201]
    assert terminal.corrects(correction(20)).status_code == 409
    assert terminal.corrects(timely | {"id": an_id(), "corrects": an_id()}).status_code == 404


def test_while_petitions_does_not_answer_the_terminal_keeps_what_it_has(
    hall: TerminalHall, terminal: ATerminal
) -> None:
    petition = a_petition()
    hall.petitions.kill()
    try:
        refused = terminal.hands_in(petition)
    finally:
        hall.petitions.start()

    assert refused.status_code == 503
    # As the service says that is away, and not when some bound on asking is over.
    assert refused.headers["Retry-After"] == str(RETRY_AFTER_SECONDS)
    # It tries again, as the page does, until the service is there.
    eventually(lambda: terminal.hands_in(petition).status_code == 201)
    assert len(hall.petitions_of(petition["content"])) == 1


def test_codes_tried_by_the_million_are_bounded_whatever_is_claimed_and_however_often_restarted(
    hall: TerminalHall,
) -> None:
    def tried(client: FlaskClient, number: int) -> TestResponse:
        path = f"/api/v1/public/receipts/{new_code()}?phone_tail=0000"
        claimed = {"Authorization": f"Terminal t{number}:guessed"}
        # From a place of its own, where nobody else asks in this hall.
        return client.get(path, headers=claimed, environ_base={"REMOTE_ADDR": "203.0.113.60"})

    answered = [tried(hall.client, number) for number in range(60)]

    statuses = [answer.status_code for answer in answered]
    looked_up = statuses.count(404)
    assert looked_up == 20
    assert set(statuses[looked_up:]) == {429}
    # At that rate a million tries from one place take half a year, among 10^15 codes.
    assert min(int(answer.headers["Retry-After"]) for answer in answered[looked_up:]) > 0
    assert tried(hall.office.application().test_client(), 60).status_code == 429
