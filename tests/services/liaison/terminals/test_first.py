"""The terminal of the first start: registered once, and needed by no later start."""

from __future__ import annotations

import json
import uuid
from pathlib import Path

import pytest

from services.liaison.terminals.first import PLACE, main
from services.liaison.terminals.terminals import Terminals
from shared.http.settings import Settings
from shared.storage.database import connect
from tests.gateway.processes import environment
from tests.support.servers import EmbeddedDatabase

AGENCY = ("--agency-code=11120101000000000E", "--agency-name=演示区司法局", "--region=120101")


@pytest.fixture
def terminals(
    server: EmbeddedDatabase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Terminals:
    """The terminals of the installation that this process is told to start."""
    name = f"liaison_{uuid.uuid4().hex}"
    given = environment("liaison", server.url, tmp_path, database_name=name)
    for variable, value in given.items():
        monkeypatch.setenv(variable, value)
    return Terminals(connect(Settings.from_environment()))


@pytest.fixture
def credentials(tmp_path: Path) -> Path:
    file = tmp_path / "credentials.json"
    file.write_text(json.dumps({"terminal": {"id": "terminal-1", "key": "a-key"}}), "utf-8")
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
