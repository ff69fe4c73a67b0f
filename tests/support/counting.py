"""
Counting which lines and branches of our rooms run, in this process and those beside it.

SlipCover puts its marks into a module when it is imported, and what is not ours runs as it always
does. Python 3.11 knows no other way but a tracer that stops at every line of everything, which took
more time than the tests.
"""

from __future__ import annotations

import json
import os
import uuid
from pathlib import Path
from typing import Any

from slipcover import FileMatcher, ImportManager, Slipcover, merge_coverage

PLUGIN = "tests.support.counted_run"
"""What counts a run of tests, in `PYTEST_PLUGINS` so that it is there before anything of ours."""
ROOMS = ("shared", "services", "gateway", "deploy")
FOLDER = "CONCORD_COUNTED"
"""The variable that names the folder where all processes of a run keep what they counted."""
# Marks stay in the code: taking them out exchanges code while other threads run it.
_NEVER = 2**31 - 1

Counted = dict[str, Any]


def counting(*rooms: str, unseen: bool = False) -> Slipcover:
    """Count what is imported of these rooms from here on; `unseen` names all other files too."""
    counter = Slipcover(
        branch=True, d_miss_threshold=_NEVER, source=list(rooms) if unseen else None
    )
    ImportManager(counter, FileMatcher(sources=list(rooms))).__enter__()
    return counter


def keep(counter: Slipcover) -> None:
    """Put what was counted where the run finds it."""
    kept = Path(os.environ[FOLDER], f"{uuid.uuid4().hex}.json")
    kept.write_text(json.dumps(counter.get_coverage()))


def together() -> Counted:
    """Return what all processes have kept, as one."""
    first, *others = (json.loads(kept.read_text()) for kept in Path(os.environ[FOLDER]).iterdir())
    counted: Counted = first
    for other in others:
        merge_coverage(counted, other)
    return counted
