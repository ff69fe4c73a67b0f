"""Text in columns, where a Chinese character takes two places; colour only where it is seen."""

from __future__ import annotations

import os
import re
import shutil
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import TextIO

# A Chinese character stands alone, a Latin word with what is attached to it stays whole.
_PIECES = re.compile(r"[ -⋿]+|.", re.DOTALL)
_NOT_AT_THE_START = "，。；：、）〕】》”？！,.;:)"
_NOT_AT_THE_END = "（〔【《“"
_CODES = {"red": "31", "green": "32", "yellow": "33", "bold": "1", "dim": "2"}
MOST_COLUMNS, FEWEST_COLUMNS = 132, 80


def width_of(text: str) -> int:
    """Return the places that `text` takes on a terminal."""
    return sum(2 if unicodedata.east_asian_width(each) in "WF" else 1 for each in text)


def padded(text: str, width: int) -> str:
    """Return `text` filled up with blanks to `width` places."""
    return text + " " * (width - width_of(text))


def wrapped(text: str, width: int) -> list[str]:
    """Return `text` in lines of at most `width` places, broken between words or characters."""
    lines, line = [], ""
    for piece in _pieces(text, width):
        fits = width_of(line + piece.rstrip()) <= width
        if line and not fits and piece not in _NOT_AT_THE_START:
            kept = _without_openings(line, piece, width)
            lines.append(kept.rstrip())
            line = line[len(kept) :].lstrip() + piece.lstrip()
        else:
            line += piece
    return [*lines, line.rstrip()]


def in_columns(cells: Sequence[str], widths: Sequence[int]) -> Iterator[str]:
    """Yield the lines of one row; a cell that is too long goes on below itself."""
    columns = [wrapped(cell, width) for cell, width in zip(cells, widths, strict=True)]
    for parts in zip_longest(*columns, fillvalue=""):
        line = "  ".join(padded(part, width) for part, width in zip(parts, widths, strict=True))
        yield line.rstrip()


class Ink:
    """Colours for a stream: codes on a terminal, nothing elsewhere or where NO_COLOR is set."""

    def __init__(self, stream: TextIO) -> None:
        self._on = stream.isatty() and "NO_COLOR" not in os.environ

    def __call__(self, colour: str, text: str) -> str:
        """Return `text` in a colour."""
        return f"\x1b[{_CODES[colour]}m{text}\x1b[0m" if self._on and text else text


def columns_of(stream: TextIO) -> int:
    """Return how wide to print: as the terminal, within reason; wide where there is none."""
    wide = shutil.get_terminal_size((MOST_COLUMNS, 24)).columns if stream.isatty() else MOST_COLUMNS
    return max(FEWEST_COLUMNS, min(MOST_COLUMNS, wide))


def _without_openings(line: str, piece: str, width: int) -> str:
    """Return `line` without the brackets at its end, if they fit before `piece` on the next."""
    kept = line.rstrip(_NOT_AT_THE_END)
    moved = line[len(kept) :] + piece.rstrip()
    return kept if kept.strip() and width_of(moved) <= width else line


def _pieces(text: str, width: int) -> Iterator[str]:
    for run in _PIECES.findall(text):
        for word in re.findall(r"\S+\s*|\s+", run):
            # What is longer than a line, an address for example, is cut.
            yield from (word[i : i + width] for i in range(0, len(word), width))
