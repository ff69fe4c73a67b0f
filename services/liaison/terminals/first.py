"""`python -m services.liaison.terminals.first`: register the terminal of a new installation."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

from services.liaison.terminals.terminals import Terminals
from shared.casework.guarding import SYSTEM
from shared.http.settings import Settings
from shared.storage.database import connect

PLACE = "演示大厅 1 号机"


def main(arguments: Sequence[str] | None = None) -> int:
    """
    Register the terminal whose key stands in the file of first accounts, while there is none.

    The file belongs to the first start: who has read it may delete it, and later starts go on.
    """
    parser = argparse.ArgumentParser(prog="python -m services.liaison.terminals.first")
    parser.add_argument("credentials", type=Path, help="file of the first accounts")
    for name in ("agency-code", "agency-name", "region"):
        parser.add_argument(f"--{name}", required=True)
    options = parser.parse_args(arguments)
    terminals = Terminals(connect(Settings.from_environment()))
    if terminals.all() or not options.credentials.exists():
        return 0
    terminal = json.loads(options.credentials.read_text("utf-8"))["terminal"]
    said = {
        "place": PLACE,
        "agency": {"code": options.agency_code, "name": options.agency_name},
        "region": options.region,
        "receives_as": "agency",
    }
    terminals.add_first(terminal["id"], said, terminal["key"], by=SYSTEM.subject)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
