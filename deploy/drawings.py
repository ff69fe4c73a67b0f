"""The pages of the procedures in docs/, drawn from the procedures themselves."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

from deploy.processes import SERVICES
from shared.casework.diagrams import procedure_page
from shared.casework.procedure import Procedure

# Coordination owns no case, so it has no procedure.
TRACKS = tuple(service for service in SERVICES if service != "coordination")


def procedure_pages() -> dict[str, str]:
    """Return the Markdown page of each track's procedure by file name."""
    return {f"{name}.md": procedure_page(_procedure(name)) for name in TRACKS}


def _procedure(service: str) -> Procedure:
    procedure: Procedure = import_module(f"services.{service}").track().procedure
    return procedure


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the pages into the folder named on the command line."""
    parser = argparse.ArgumentParser(prog="python -m deploy.drawings", description=__doc__)
    parser.add_argument("folder", type=Path, help="folder to fill, for example docs/procedures")
    folder: Path = parser.parse_args(arguments).folder
    folder.mkdir(parents=True, exist_ok=True)
    for name, page in procedure_pages().items():
        (folder / name).write_text(page, encoding="utf-8")
        print(folder / name)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
