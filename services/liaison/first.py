"""`python -m services.liaison.first`: register who calls at a new installation."""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from services.liaison.partners import Partners, partners_on
from services.liaison.terminals.terminals import Terminals
from shared.casework.guarding import SYSTEM
from shared.demonstration import COURT_NAME
from shared.http.secrets import SecretFolder
from shared.http.settings import Settings
from shared.storage.database import connect

PLACE = "演示大厅 1 号机"


def main(arguments: Sequence[str] | None = None) -> int:
    """
    Register the terminal and the court in the file of first accounts, each while there is none.

    The file belongs to the first start: who has read it may delete it, and later starts go on.
    """
    parser = argparse.ArgumentParser(prog="python -m services.liaison.first")
    parser.add_argument("credentials", type=Path, help="file of the first accounts")
    for name in ("agency-code", "agency-name", "region"):
        parser.add_argument(f"--{name}", required=True)
    options = parser.parse_args(arguments)
    if options.credentials.exists():
        settings = Settings.from_environment()
        known = json.loads(options.credentials.read_text("utf-8"))
        _register_terminal(Terminals(connect(settings)), known["terminal"], options)
        secrets = SecretFolder(settings.secrets_dir)
        _register_court(partners_on(connect(settings), secrets), known["court"])
    return 0


def _register_terminal(
    terminals: Terminals, terminal: Mapping[str, str], options: argparse.Namespace
) -> None:
    if terminals.all():
        return
    said = {
        "place": PLACE,
        "agency": {"code": options.agency_code, "name": options.agency_name},
        "region": options.region,
        "receives_as": "agency",
    }
    terminals.add_first(terminal["id"], said, terminal["key"], by=SYSTEM.subject)


def _register_court(partners: Partners, court: Mapping[str, str]) -> None:
    # One that the gateway knew before, and that comes later, is newer where anything was changed.
    if not partners.all():
        partners.add_first(court["id"], COURT_NAME, court["secret"])


if __name__ == "__main__":
    raise SystemExit(main())
