"""Files that come with a petition at a terminal: each once, and the petition stands without."""

from __future__ import annotations

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from shared.attachments.hall_settings import HallFileSettings
from shared.http.settings import SettingsError
from tests.gateway.terminal_hall import (
    ATerminal,
    TerminalHall,
    a_petition,
    an_id,
    opened_hall,
)
from tests.services.liaison.terminals.sealing import sealed_file
from tests.support.servers import EmbeddedDatabase

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
PROGRAM = b"MZ\x90\x00" + bytes(200)
LIMITS = HallFileSettings()


@pytest.fixture(scope="module")
def hall(server: EmbeddedDatabase, secrets: Path) -> Iterator[TerminalHall]:
    with opened_hall(server.url, secrets) as hall:
        yield hall


@pytest.fixture
def terminal(hall: TerminalHall) -> ATerminal:
    return ATerminal.at(hall)


@pytest.fixture
def petition(terminal: ATerminal) -> dict[str, Any]:
    """A petition that was registered, with the id of its case as `case`."""
    said = a_petition(files_announced=1)
    answer = terminal.hands_in(said)
    assert answer.status_code == 201, answer.text
    return {**said, "case": answer.get_json()["id"]}


def a_file(petition: dict[str, Any], **changes: Any) -> dict[str, Any]:
    return {"id": an_id(), "petition": petition["id"], "name": "房产证.pdf", **changes}


def papers(hall: TerminalHall, petition: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the papers of the case as its officer reads them."""
    path = f"/api/v1/petitions/{petition['case']}/attachments"
    answer = hall.client.get(path, headers=hall.officer("petition_officer"))
    assert answer.status_code == 200, answer.text
    items: list[dict[str, Any]] = answer.get_json()["items"]
    return items


def at_the_desk(hall: TerminalHall, petition: dict[str, Any]) -> dict[str, Any]:
    query = "/api/v1/hall/items?limit=100"
    page = hall.client.get(query, headers=hall.officer("petition_officer")).get_json()
    found: dict[str, Any] = next(e for e in page["items"] if e["case_id"] == petition["case"])
    return found


def test_a_file_becomes_an_attachment_of_its_petition(
    hall: TerminalHall, terminal: ATerminal, petition: dict[str, Any]
) -> None:
    answer = terminal.hands_in_file(a_file(petition), PDF)

    assert answer.status_code == 200, answer.text
    assert answer.get_json()["state"] == "attached"
    (paper,) = papers(hall, petition)
    assert (paper["name"], paper["size"]) == ("房产证.pdf", len(PDF))
    assert paper["by"] == "政务大厅 3 号机"
    item = at_the_desk(hall, petition)
    assert [each["state"] for each in item["files"]] == ["attached"]
    assert item["files_announced"] == 1
    assert "房产证" not in str(item)


def test_the_same_file_sent_again_is_one_attachment(
    hall: TerminalHall, terminal: ATerminal, petition: dict[str, Any]
) -> None:
    file = a_file(petition)

    states = [terminal.hands_in_file(file, PDF).get_json()["state"] for _ in range(3)]
    another = a_file(petition)
    # Made one after the other: Python 3.11 may fail to read two programs at the same moment.
    doors = [ATerminal(each, terminal.id, terminal.key) for each in clients(hall, 4)]
    with ThreadPoolExecutor(4) as threads:
        several = [threads.submit(door.hands_in_file, another, PDF + b"%") for door in doors]

    assert states == ["attached"] * 3
    assert {each.result().status_code for each in several} <= {200, 503}
    assert terminal.hands_in_file(another, PDF + b"%").status_code == 200
    assert len(papers(hall, petition)) == 2
    assert len(at_the_desk(hall, petition)["files"]) == 2


def clients(hall: TerminalHall, count: int) -> list[FlaskClient]:
    return [hall.office.application().test_client() for _ in range(count)]


def test_the_same_content_under_two_ids_is_one_attachment(
    hall: TerminalHall, terminal: ATerminal, petition: dict[str, Any]
) -> None:
    for _ in range(2):
        assert terminal.hands_in_file(a_file(petition), PDF).status_code == 200

    assert len(papers(hall, petition)) == 1


def test_an_id_stands_for_one_content(terminal: ATerminal, petition: dict[str, Any]) -> None:
    file = a_file(petition)
    terminal.hands_in_file(file, PDF)

    answer = terminal.hands_in_file(file, PDF + b"% more")

    assert answer.status_code == 422
    assert answer.get_json()["code"] == "idempotency-key-reused"


def test_what_the_track_refuses_is_told_at_the_desk_and_the_petition_stands(
    hall: TerminalHall, terminal: ATerminal, petition: dict[str, Any]
) -> None:
    file = a_file(petition, name="照片.jpg")

    for _ in range(2):
        told = terminal.hands_in_file(file, PROGRAM).get_json()
        assert told["state"] == "refused"
        assert "不接收这种文件" in told["why"]

    assert papers(hall, petition) == []
    (shown,) = at_the_desk(hall, petition)["files"]
    assert (shown["state"], shown["name"]) == ("refused", "照片.jpg")
    assert shown["why"] == told["why"]
    assert at_the_desk(hall, petition)["number"] is not None


def test_a_petition_takes_as_many_files_as_its_limit_says(
    hall: TerminalHall, terminal: ATerminal, petition: dict[str, Any]
) -> None:
    most = LIMITS.most_files
    answers = [
        terminal.hands_in_file(a_file(petition), PDF + b"%" * number) for number in range(most + 1)
    ]

    assert [each.status_code for each in answers] == [200] * most + [409]
    assert f"最多 {most} 个" in answers[-1].get_json()["detail"]
    assert len(papers(hall, petition)) == most


def test_what_is_too_large_is_refused(terminal: ATerminal, petition: dict[str, Any]) -> None:
    for more in (1, 1024 * 1024):
        answer = terminal.hands_in_file(a_file(petition), bytes(LIMITS.file_bytes + more))
        assert answer.status_code == 413


def test_a_file_of_no_petition_and_of_anothers_terminal_is_not_there(
    hall: TerminalHall, terminal: ATerminal, petition: dict[str, Any]
) -> None:
    nothing = terminal.hands_in_file(a_file({"id": an_id()}), PDF)
    elsewhere = ATerminal.at(hall).hands_in_file(a_file(petition), PDF)

    assert (nothing.status_code, elsewhere.status_code) == (404, 404)


def test_without_the_proof_of_a_terminal_nothing_is_taken(
    hall: TerminalHall, terminal: ATerminal, petition: dict[str, Any]
) -> None:
    stranger = ATerminal(hall.client, terminal.id, "wrong")

    assert stranger.hands_in_file(a_file(petition), PDF).status_code == 401
    assert papers(hall, petition) == []


def test_a_file_may_come_sealed(
    hall: TerminalHall, terminal: ATerminal, petition: dict[str, Any]
) -> None:
    file, content = a_file(petition), PDF + b"% sealed"

    def handed_in(named: str) -> TestResponse:
        key = terminal.own().get_json()["sealing_key"]
        said = {"petition": file["petition"], "name": file["name"]}
        seal, text = sealed_file(said, content, key, terminal.id, file["id"])
        return terminal.hands_in_file({"id": named, "sealed": seal}, text)

    assert handed_in(an_id()).status_code == 422
    assert handed_in(file["id"]).get_json()["state"] == "attached"
    assert [each["name"] for each in papers(hall, petition)] == ["房产证.pdf"]


@pytest.mark.parametrize(
    "item", ["", "[]", "{", '{"id": "12345678"}', json.dumps({"id": "x", "sealed": {}})]
)
def test_what_cannot_be_read_is_refused(terminal: ATerminal, item: str) -> None:
    assert terminal.hands_in_file(item, PDF).status_code in {400, 422}


def test_while_petitions_is_down_a_file_is_to_be_sent_again(
    hall: TerminalHall, terminal: ATerminal, petition: dict[str, Any]
) -> None:
    file = a_file(petition)
    hall.petitions.kill()
    try:
        assert terminal.hands_in_file(file, PDF).status_code == 503
    finally:
        hall.petitions.start()
    assert [each["state"] for each in at_the_desk(hall, petition)["files"]] == ["coming"]

    assert terminal.hands_in_file(file, PDF).get_json()["state"] == "attached"
    assert len(papers(hall, petition)) == 1


def test_a_hall_may_take_no_files(hall: TerminalHall, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERMINAL_FILES", "0")

    page = hall.office.application().test_client().get("/terminal").text

    assert "请登记后带到窗口" in page
    assert 'aria-labelledby="files-title" hidden' in page


def test_a_terminal_takes_no_larger_files_than_anybody() -> None:
    limits = HallFileSettings.from_environment({"TERMINAL_FILE_MB": "20", "ATTACHMENT_MB": "4"})

    assert (limits.most_files, limits.file_megabytes) == (5, 4)


@pytest.mark.parametrize("said", [{"TERMINAL_FILES": "21"}, {"TERMINAL_FILE_MB": "0"}])
def test_limits_that_cannot_be_meant_end_the_start(said: dict[str, str]) -> None:
    with pytest.raises(SettingsError, match=next(iter(said))):
        HallFileSettings.from_environment(said)
