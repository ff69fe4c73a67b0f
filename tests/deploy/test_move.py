"""A database of the former server is told from ours, and moved with every document."""

import os
import sys
from pathlib import Path
from typing import Any

import pytest
from pymongo import MongoClient

from deploy.embedded.database import database_url, open_server, server_arguments
from deploy.embedded.database_folder import (
    OtherServerError,
    kept_aside,
    require_our_kind,
    write_mark,
)
from deploy.embedded.move import former_server, main

PROGRAMS = Path(sys.executable).parent
DOCUMENTS: list[dict[str, Any]] = [
    {"_id": f"p{number}", "title": "渗水", "n": number, "parts": [{"a": 1.5}, None, b"\0"]}
    for number in range(1200)
]


@pytest.fixture
def former(tmp_path: Path) -> Path:
    """A data folder whose database the server in Python wrote, as the package still has it."""
    folder = tmp_path / "database"
    (tmp_path / "log").mkdir()
    with (
        former_server(folder, PROGRAMS, tmp_path / "log" / "former.log") as url,
        MongoClient[dict[str, Any]](url) as client,
    ):
        client.concord_petitions.cases.insert_many(DOCUMENTS)
        client.concord_gateway.accounts.insert_one({"_id": "zhao"})
        client.another.things.insert_one({"_id": "not ours"})
    return tmp_path


def test_a_folder_of_theformer_server_is_refused_and_moved(former: Path) -> None:
    folder = former / "database"
    with pytest.raises(OtherServerError, match="make move-data"):
        require_our_kind(folder)

    assert main(["--data", str(former), "--old-server", str(PROGRAMS.parent)]) == 0

    require_our_kind(folder)
    assert kept_aside(folder).is_dir()
    arguments = server_arguments(folder, 0, "--log-level", "INFO")
    with (
        open_server(arguments, os.environ, former / "log" / "new.log") as url,
        MongoClient[dict[str, Any]](url) as client,
    ):
        assert sorted(client.concord_petitions.cases.find(), key=lambda each: each["n"]) == (
            DOCUMENTS
        )
        assert client.concord_gateway.accounts.find_one() == {"_id": "zhao"}
        assert client.another.things.find_one() is None


def test_a_move_that_was_interrupted_between_its_last_steps_is_finished(tmp_path: Path) -> None:
    folder = tmp_path / "database"
    kept_aside(folder).mkdir()
    (tmp_path / "database.new").mkdir()
    write_mark(tmp_path / "database.new", "password")
    with pytest.raises(OtherServerError):
        require_our_kind(folder)

    assert main(["--data", str(tmp_path), "--old-server", str(PROGRAMS.parent)]) == 0

    require_our_kind(folder)


def test_a_new_folder_and_one_of_ours_are_accepted(tmp_path: Path) -> None:
    folder = tmp_path / "database"
    require_our_kind(folder)
    arguments = server_arguments(folder, 0, "--log-level", "INFO")
    with open_server(arguments, os.environ, tmp_path / "log"):
        pass

    require_our_kind(folder)
    write_mark(folder, "password")
    require_our_kind(folder)


def test_the_address_of_the_database_names_its_account_only_with_a_password() -> None:
    assert database_url(27017).startswith("mongodb://127.0.0.1:27017/?")
    assert database_url(27017, "secret").startswith("mongodb://concord:secret@127.0.0.1:27017/?")
