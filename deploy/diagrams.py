"""Draws the procedures into a folder of Markdown pages: `python -m deploy.diagrams docs`."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from shared.casework.diagrams import procedure_page
from shared.casework.serving import track_of
from shared.casework.track import Track
from shared.house import tracks

FOLDER = "procedures"


def pages() -> dict[str, str]:
    """Return the page of every track by file name."""
    return {f"{each.folder.name}.md": procedure_page(each.procedure) for each in loaded()}


def loaded() -> list[Track]:
    """Return every track there is."""
    return [track_of(each.package) for each in tracks()]


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the pages below the folder named on the command line."""
    target = Path((arguments or sys.argv[1:])[0]) / FOLDER
    target.mkdir(parents=True, exist_ok=True)
    for name, page in pages().items():
        (target / name).write_text(page, encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
