"""Events are named in one place, and nobody answers to one that nobody tells."""

from __future__ import annotations

import ast
import importlib
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from services.liaison.webhooks.messages import COURT_OUTCOMES
from shared.casework.calendar_shelf import CalendarShelf
from shared.casework.reacting import SystemDesk, standing_reactions
from shared.casework.recounting import Recounting
from shared.events import names
from shared.law import official_calendar
from shared.storage.database import Database
from tests.contract.house import contracts
from tests.contract.leading import TRACKS, casework_of

ROOT = Path(__file__).parents[2]
ROOMS = ("shared", "services", "gateway", "deploy")
THE_ONE_PLACE = ROOT / "shared" / "events" / "names.py"


def texts_in(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def test_no_module_but_one_writes_the_name_of_an_event() -> None:
    written = {
        str(path.relative_to(ROOT)): found
        for room in ROOMS
        for path in (ROOT / room).rglob("*.py")
        if path != THE_ONE_PLACE and (found := contracts().keys() & set(texts_in(path)))
    }

    assert written == {}


def test_every_name_is_of_an_event_that_somebody_tells() -> None:
    named = {value for name, value in vars(names).items() if name.isupper() and name[0] != "_"}

    assert named - contracts().keys() == set()


@pytest.mark.parametrize("track", TRACKS, ids=lambda track: track.__name__)
def test_a_track_answers_only_to_events_that_somebody_tells(
    track: ModuleType, database: Database
) -> None:
    desk = SystemDesk(casework_of(track, database))
    shelf = CalendarShelf(database, official_calendar())
    reactions = importlib.import_module(f"{track.__name__}.reactions").reactions

    heard = {**standing_reactions(desk, Recounting(desk, shelf)), **reactions(desk)}

    assert heard.keys() - contracts().keys() == set()


def test_a_court_is_told_of_events_that_mediation_tells() -> None:
    assert COURT_OUTCOMES - contracts().keys() == set()
