"""The accounts with which an installation can be entered for the first time."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

from deploy.embedded.child import ProcessCommand, last_words
from deploy.embedded.forking import ForkServer
from deploy.embedded.readiness import StartError
from shared.demonstration import AGENCY_CODE, AGENCY_NAME, REGION
from shared.language import Text

ACCOUNTS = "accounts"
FIRST_CALLERS = "first-callers"


def first_accounts_command(
    credentials: Path, environment: Mapping[str, str], folder: Path, log: Path
) -> ProcessCommand:
    """Return how they are made, unless they are there; `credentials` gets their passwords."""
    arguments = (sys.executable, "-m", "gateway.accounts", "bootstrap", str(credentials))
    return ProcessCommand(ACCOUNTS, arguments, environment, folder, log)


def first_callers_command(
    credentials: Path, environment: Mapping[str, str], folder: Path, log: Path
) -> ProcessCommand:
    """Return how terminal and court of that file are registered, unless they are there."""
    agency = (
        f"--agency-code={AGENCY_CODE}",
        f"--agency-name={AGENCY_NAME}",
        f"--region={REGION}",
    )
    module = ("-m", "services.liaison.first")
    arguments = (sys.executable, *module, str(credentials), *agency)
    return ProcessCommand(FIRST_CALLERS, arguments, environment, folder, log)


def create_first_accounts(
    forks: ForkServer, command: ProcessCommand, patience_seconds: float
) -> None:
    """Make them; `StartError` with the last words of the command when that fails."""
    if forks.run(command, patience_seconds) != 0:
        text = Text(
            "无法建立初始账户；请排除下述原因后重新执行 make run",
            "the first accounts could not be made; remove the cause below and run again",
        )
        raise StartError(text, last_words(command.log))
