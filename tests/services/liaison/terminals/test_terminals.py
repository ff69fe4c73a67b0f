"""The registry of terminals: a key that somebody was told is the one that is taken."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from services.liaison.terminals.terminals import Terminals
from shared.http.problems import Problem
from shared.storage.database import Database
from tests.records.contract import Watcher, watched

SAID = {
    "place": "一楼大厅",
    "agency": {"code": "11120101MB1234567X", "name": "示范区信访局"},
    "region": "120101",
    "receives_as": "petition_office",
}


@pytest.fixture
def terminals(database: Database) -> Terminals:
    return Terminals(database)


def at_the_same_moment(
    database: Database, happens: Callable[[], Any], does: Callable[[Terminals], Any]
) -> Any:
    """Let another process do something between what this one reads and what it writes."""
    with watched(database, Watcher("terminals", happens)) as here:
        return does(Terminals(here))


def test_of_two_keys_given_at_the_same_moment_the_one_that_is_told_is_taken(
    database: Database, terminals: Terminals
) -> None:
    terminal, _ = terminals.add(SAID, by="gao")
    told: list[str] = []

    def first() -> None:
        told.append(terminals.rotate(terminal.id, by="gao")[1])

    with pytest.raises(Problem) as refused:
        at_the_same_moment(database, first, lambda here: here.rotate(terminal.id, by="li"))

    assert (refused.value.status, refused.value.code) == (409, "changed-meanwhile")
    assert terminals.proven(f"Terminal {terminal.id}:{told[0]}").id == terminal.id
    assert [act.by for act in terminals.find(terminal.id).acts] == ["gao", "gao"]


def test_of_two_registered_at_the_same_moment_each_has_an_id_of_its_own(
    database: Database, terminals: Terminals
) -> None:
    made = at_the_same_moment(
        database,
        lambda: terminals.add(SAID, by="gao"),
        lambda here: here.add(SAID, by="li"),
    )

    assert made[0].id == "terminal-2"
    assert [each.id for each in terminals.all()] == ["terminal-1", "terminal-2"]


def test_the_terminal_of_the_first_start_is_registered_once(terminals: Terminals) -> None:
    terminals.add_first("terminal-1", SAID, "key-1", by="system")
    terminals.revoke("terminal-1", by="gao")

    terminals.add_first("terminal-1", SAID, "key-1", by="system")

    assert terminals.find("terminal-1").is_revoked
