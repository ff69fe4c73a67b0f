"""Terminal and court of the first start: registered once, and needed by no later start."""

from __future__ import annotations

import json
import uuid
from pathlib import Path

import pytest

from services.liaison.first import PLACE, main
from services.liaison.partners import Partners, partners_on
from services.liaison.terminals.terminals import Terminals
from shared.demonstration import COURT_NAME
from shared.http.secrets import SecretFolder
from shared.http.settings import Settings
from shared.storage.database import connect
from tests.gateway.court_messages import SECRET
from tests.gateway.processes import environment
from tests.support.servers import EmbeddedDatabase

AGENCY = ("--agency-code=11120101000000000E", "--agency-name=演示区司法局", "--region=120101")


@pytest.fixture
def settings(server: EmbeddedDatabase, secrets: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """The installation that this process is told to start."""
    name = f"liaison_{uuid.uuid4().hex}"
    given = environment("liaison", server.url, secrets, database_name=name)
    for variable, value in given.items():
        monkeypatch.setenv(variable, value)
    return Settings.from_environment()


@pytest.fixture
def terminals(settings: Settings) -> Terminals:
    return Terminals(connect(settings))


@pytest.fixture
def partners(settings: Settings) -> Partners:
    return partners_on(connect(settings), SecretFolder(settings.secrets_dir))


@pytest.fixture
def credentials(tmp_path: Path) -> Path:
    file = tmp_path / "credentials.json"
    terminal = {"id": "terminal-1", "key": "a-key"}
    court = {"id": "court-1", "secret": SECRET}
    file.write_text(json.dumps({"terminal": terminal, "court": court}), "utf-8")
    return file


def start(credentials: Path) -> int:
    return main([str(credentials), *AGENCY])


def test_the_first_start_registers_the_terminal_of_the_file(
    terminals: Terminals, credentials: Path
) -> None:
    assert start(credentials) == 0

    assert terminals.proven("Terminal terminal-1:a-key").place == PLACE


def test_whoever_has_read_the_file_may_delete_it(terminals: Terminals, credentials: Path) -> None:
    start(credentials)
    credentials.unlink()

    assert start(credentials) == 0
    assert terminals.proven("Terminal terminal-1:a-key").place == PLACE


def test_a_later_start_gives_no_former_key_back(terminals: Terminals, credentials: Path) -> None:
    start(credentials)
    _, key = terminals.rotate("terminal-1", by="admin")

    start(credentials)

    assert [each.id for each in terminals.all()] == ["terminal-1"]
    assert terminals.proven(f"Terminal terminal-1:{key}").place == PLACE


def test_without_file_and_terminal_the_start_goes_on(terminals: Terminals, tmp_path: Path) -> None:
    assert start(tmp_path / "credentials.json") == 0
    assert terminals.all() == []


def test_the_first_start_registers_the_court_of_the_file(
    partners: Partners, credentials: Path
) -> None:
    start(credentials)

    [(court, secrets)] = partners.speaking()
    assert (court.id, court.name, court.speaks_for) == ("court-1", COURT_NAME, ())
    assert secrets == (SECRET,)


def test_a_later_start_lets_no_removed_court_in_again(
    partners: Partners, credentials: Path
) -> None:
    start(credentials)
    partners.remove("court-1", by="admin")

    start(credentials)

    assert list(partners.speaking()) == []
