"""Whether a process that says nothing yet is getting anywhere."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import TypeAlias

from deploy.embedded.child import Child

Sign: TypeAlias = tuple[object, ...]
_NANOSECONDS = 1_000_000_000


def sign_of(child: Child) -> Sign:
    """
    Return what changes while the child gets on: its log, and the seconds of processor it wanted.

    Those it was given, and those it waited for because the machine is busy: a process that is
    stuck wants none. Whole seconds, as an idle server, too, does a little.
    """
    process = child.process
    wanted = sum(_wanted(process.pid)) if process is not None else 0
    return (child.restarts, wanted // _NANOSECONDS, _size(child.command.log))


def _wanted(pid: int) -> Iterator[int]:
    """Yield nanoseconds run and waited by each thread of a process and of all that it started.

    Source: the first two figures of /proc/<pid>/task/<tid>/schedstat (sched-stats.rst, Linux).
    """
    for thread in Path(f"/proc/{pid}/task").glob("*"):
        # Threads and processes end while they are looked at.
        with suppress(OSError):
            yield from map(int, (thread / "schedstat").read_text().split()[:2])
            for started in (thread / "children").read_text().split():
                yield from _wanted(int(started))


def _size(log: Path) -> int:
    with suppress(OSError):
        return log.stat().st_size
    return 0
