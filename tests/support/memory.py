"""
Folders in memory, for servers whose data need not outlive a power failure.

A process that is killed loses nothing there that it would keep on a disk, and nobody waits for a
disk: a write to the embedded database, which syncs every commit, takes 0.5 ms instead of 2.5 ms.
"""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from pathlib import Path

_MEMORY = Path("/dev/shm")
_NEEDED = 4 << 30  # bytes: three processes of tests, each with some ten servers of 70 MB
_OF_PROCESS = re.compile(r"concord-test-(?P<pid>[0-9]+)-")


def folder_in_memory() -> Path:
    """Return a new empty folder: in memory where there is room, otherwise with temporary files."""
    if not _MEMORY.is_dir():
        return _made_in(Path(tempfile.gettempdir()))
    _remove_what_killed_tests_left()
    has_room = shutil.disk_usage(_MEMORY).free >= _NEEDED
    return _made_in(_MEMORY if has_room else Path(tempfile.gettempdir()))


def _made_in(place: Path) -> Path:
    return Path(tempfile.mkdtemp(prefix=f"concord-test-{os.getpid()}-", dir=place))


def _remove_what_killed_tests_left() -> None:
    for folder in _MEMORY.iterdir():
        found = _OF_PROCESS.match(folder.name)
        if found and not Path("/proc", found["pid"]).exists():
            shutil.rmtree(folder, ignore_errors=True)
