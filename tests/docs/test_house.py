"""No room outgrows the house, and all of them speak HTTP in one way."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
WRITTEN = (".py", ".yaml")
# Flask's own way to add routes.
UNDECLARED = re.compile(r"from flask\w* import [^\n]*\bBlueprint\b|\badd_url_rule\(|\.route\(")


def rooms() -> Iterator[Path]:
    """Yield every room: each service, each part of `shared`, the gateway, what runs them."""
    for floor in ("services", "shared"):
        yield from (each for each in sorted((ROOT / floor).iterdir()) if each.is_dir())
    yield from (ROOT / "gateway", ROOT / "deploy")


def lines_of(room: Path) -> int:
    files = (file for file in room.rglob("*") if file.suffix in WRITTEN)
    return sum(len(file.read_text("utf-8").splitlines()) for file in files)


def test_no_room_holds_more_than_a_quarter_of_the_house() -> None:
    sizes = {str(room.relative_to(ROOT)): lines_of(room) for room in rooms()}
    house = sum(sizes.values())

    assert {name: lines for name, lines in sizes.items() if lines > house / 4} == {}


def test_a_service_serves_what_it_declares_and_nothing_else() -> None:
    undeclared = [
        str(file.relative_to(ROOT))
        for floor in ("services", "shared")
        for file in sorted((ROOT / floor).rglob("*.py"))
        if file.parent != ROOT / "shared" / "http" and UNDECLARED.search(file.read_text("utf-8"))
    ]

    assert undeclared == []
