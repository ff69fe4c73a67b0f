"""How large the rooms of a checkout are, and the pieces in them."""

from __future__ import annotations

import ast
import statistics
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

_ROOMS = ("deploy", "gateway", "services", "shared")


@dataclass(frozen=True, slots=True)
class Size:
    """Lines of a room: all, the median module, the median function."""

    lines: int
    module: float
    function: float


def rooms(tree: Path) -> dict[str, Size]:
    """Return the size of each room; of `services` and `shared`, each folder is one."""
    found: dict[str, list[Path]] = {}
    for file in (each for room in _ROOMS for each in sorted((tree / room).rglob("*.py"))):
        parts = file.relative_to(tree).parts
        deep = parts[0] in ("services", "shared") and len(parts) > 2
        found.setdefault("/".join(parts[: 2 if deep else 1]), []).append(file)
    return {room: _size(files) for room, files in found.items()}


def test_lines_per_line(tree: Path, lines: int) -> float:
    """Return how many lines of tests there are for each of the `lines` tested."""
    return sum(map(_lines, (tree / "tests").rglob("*.py"))) / lines


def whole(tree: Path) -> Size:
    """Return the size of all rooms together."""
    return _size([file for room in _ROOMS for file in (tree / room).rglob("*.py")])


def _size(files: Iterable[Path]) -> Size:
    modules = [count for file in files if (count := _lines(file)) > 3]
    functions = [count for file in files for count in _functions(file)]
    module, function = (statistics.median(each or [0]) for each in (modules, functions))
    return Size(sum(modules), module, function)


def _lines(file: Path) -> int:
    return len(file.read_text("utf-8").splitlines())


def _functions(file: Path) -> Iterator[int]:
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.FunctionDef):
            yield (node.end_lineno or node.lineno) - node.lineno + 1
