"""Draws the procedures into a folder of Markdown pages: `python -m deploy.diagrams docs`."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from services import litigation, mediation, petitions, reconsideration
from shared.casework.diagrams import procedure_page

TRACKS = (petitions, mediation, reconsideration, litigation)
FOLDER = "procedures"


def pages() -> dict[str, str]:
    """Return the page of every track by file name."""
    tracks = [module.track() for module in TRACKS]
    return {f"{track.procedure.service}.md": procedure_page(track.procedure) for track in tracks}


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the pages below the folder named on the command line."""
    target = Path((arguments or sys.argv[1:])[0]) / FOLDER
    target.mkdir(parents=True, exist_ok=True)
    for name, page in pages().items():
        (target / name).write_text(page, encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
