"""The track of the page on adding one loads as it stands there."""

from __future__ import annotations

import importlib
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

import services
from shared.casework.diagrams import procedure_page

PAGE = Path(__file__).resolve().parents[2] / "docs" / "adding-a-track.md"
PACKAGE = "services.adjudication"
_FILE = re.compile(
    r"^`services/adjudication/(?P<name>[\w.]+)`[^\n]*\n\n```\w+\n(?P<content>.*?)```",
    re.DOTALL | re.MULTILINE,
)


@pytest.fixture
def fifth(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    folder = tmp_path / "services" / "adjudication"
    folder.mkdir(parents=True)
    for found in _FILE.finditer(PAGE.read_text("utf-8")):
        (folder / found["name"]).write_text(found["content"], "utf-8")
    monkeypatch.setattr(services, "__path__", [*services.__path__, str(folder.parent)])
    yield importlib.import_module(PACKAGE)
    for name in [name for name in sys.modules if name.startswith(PACKAGE)]:
        del sys.modules[name]


def test_the_fifth_track_loads_as_printed(fifth: ModuleType) -> None:
    procedure = fifth.track().procedure

    assert list(procedure.states) == ["filed", "accepted", "decided", "closed"]
    assert {"file", "accept", "decide", "close", "note_expiry"} <= procedure.commands.keys()
    assert "filed --> accepted: accept" in procedure_page(procedure)


def test_it_has_reactions_like_every_track(fifth: ModuleType) -> None:
    reactions = importlib.import_module(f"{fifth.__name__}.reactions")

    assert reactions.reactions(None) == {}
