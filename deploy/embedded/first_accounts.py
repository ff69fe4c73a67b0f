"""The accounts with which an installation can be entered for the first time."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

from deploy.embedded.child import Command, last_words
from deploy.embedded.forking import ForkServer
from deploy.embedded.readiness import StartError
from shared.language import Text

ACCOUNTS = "accounts"


def first_accounts_command(
    credentials: Path, environment: Mapping[str, str], folder: Path, log: Path
) -> Command:
    """Return how they are made, unless they are there; `credentials` gets their passwords."""
    arguments = (sys.executable, "-m", "gateway.accounts", "bootstrap", str(credentials))
    return Command(ACCOUNTS, arguments, environment, folder, log)


def create_first_accounts(forks: ForkServer, command: Command, patience_seconds: float) -> None:
    """Make them; `StartError` with the last words of the command when that fails."""
    if forks.run(command, patience_seconds) != 0:
        text = Text(
            "无法建立初始账户；请排除下述原因后重新执行 make run",
            "the first accounts could not be made; remove the cause below and run again",
        )
        raise StartError(text, last_words(command.log))
