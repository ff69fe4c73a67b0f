"""The inventory of log events is complete, and holds nothing else."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("deploy", "gateway", "services", "shared")
LEVELS = {"debug", "info", "warning", "error", "exception", "critical"}
_ROW = re.compile(r"^\| `(\w+)` \| (\w+) \|", re.MULTILINE)


def logged() -> Iterator[tuple[str, str]]:
    """Yield name and level of every event that the code logs."""
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.Call) and is_of_the_log(node.func):
                    assert isinstance(node.func, ast.Attribute)
                    name = node.args[0]
                    assert isinstance(name, ast.Constant), f"{path}:{node.lineno}: no plain name"
                    yield str(name.value), node.func.attr


def is_of_the_log(function: ast.expr) -> bool:
    return (
        isinstance(function, ast.Attribute)
        and function.attr in LEVELS
        and isinstance(function.value, ast.Name)
        and function.value.id == "_log"
    )


def test_every_event_that_is_logged_stands_in_the_inventory_with_its_level() -> None:
    page = (ROOT / "docs" / "log-events.md").read_text("utf-8")
    found = set(logged())

    assert ("request_answered", "info") in found
    assert set(_ROW.findall(page)) == found


def test_log_events_are_snake_case_facts() -> None:
    assert [name for name, _ in logged() if not re.fullmatch(r"[a-z]+(_[a-z]+)+", name)] == []
