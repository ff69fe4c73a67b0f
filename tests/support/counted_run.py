"""A plugin of pytest that counts what a run covers, shows what it missed, and asks for enough."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Generator
from io import StringIO

import pytest
from slipcover import print_coverage

from tests.support.counting import FOLDER, ROOMS, Counted, counting, keep, together

LEAST_PERCENT = 90.0
"""Of lines and branches taken together."""

_COUNTER = counting(*ROOMS, unseen=True)
_FOUND = pytest.StashKey[Counted]()


def pytest_configure(config: pytest.Config) -> None:
    """Make the folder that the processes of this run share."""
    if not _is_one_of_several(config):
        os.environ[FOLDER] = tempfile.mkdtemp(prefix="concord-counted-")


@pytest.hookimpl(wrapper=True)
def pytest_runtestloop(session: pytest.Session) -> Generator[None, object, object]:
    """Bring together what was counted; a run that covers too little has failed."""
    result = yield
    if _is_one_of_several(session.config) or not session.config.getoption("numprocesses"):
        keep(_COUNTER)
    if not _is_one_of_several(session.config):
        found = session.config.stash[_FOUND] = together()
        session.testsfailed += found["summary"]["percent_covered"] < LEAST_PERCENT
    return result


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """Show what was missed, file by file."""
    found = config.stash.get(_FOUND, None)
    if found is None:
        return
    table = StringIO()
    print_coverage(found, outfile=table, skip_covered=True, missing_width=80)
    percent = found["summary"]["percent_covered"]
    enough = "reached" if percent >= LEAST_PERCENT else "FAILED"
    terminalreporter.write_sep("=", "coverage of lines and branches")
    terminalreporter.write_line(table.getvalue())
    terminalreporter.write_line(f"{percent:.2f} % covered, {LEAST_PERCENT:.0f} % wanted: {enough}")


def pytest_unconfigure(config: pytest.Config) -> None:
    """Remove what was shared."""
    if not _is_one_of_several(config):
        shutil.rmtree(os.environ.pop(FOLDER), ignore_errors=True)


def _is_one_of_several(config: pytest.Config) -> bool:
    """Tell whether another process deals out the tests to this one."""
    return hasattr(config, "workerinput")
