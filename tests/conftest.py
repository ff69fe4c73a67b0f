"""What holds for every test run."""

from __future__ import annotations

from pathlib import Path

import pytest

from shared.events.database import disconnect

_TESTS = Path(__file__).parent
# Whatever starts whole installations comes first, so that no core waits for the other at the end.
_LONG = ("system", "deploy", "scenarios", "events", "docs", "gateway")
# Files of one room that share an installation stay on one core.
_SHARING = {"system": "test_rabbitmq.py", "scenarios": ""}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Order the rooms, and tell which files belong on one process of a parallel run."""
    items.sort(key=lambda item: _LONG.index(_room(item)) if _room(item) in _LONG else len(_LONG))
    for item in items:
        together = _room(item) in _SHARING and item.path.name != _SHARING[_room(item)]
        item.add_marker(pytest.mark.xdist_group(_room(item) if together else str(item.path)))


def _room(item: pytest.Item) -> str:
    return item.path.relative_to(_TESTS).parts[0]


def pytest_sessionfinish() -> None:
    """Close what applications opened inside the test process."""
    disconnect()
