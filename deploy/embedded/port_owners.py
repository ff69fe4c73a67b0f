"""Who has a TCP port of this machine, read from /proc (proc(5))."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

_LISTEN = "0A"


def owner_of(port: int, claim: str) -> str | None:
    """
    Return name and number of the process that listens on `port`, where it may be known.

    Else of the launcher that holds the port by its `claim`, a name of an abstract socket.
    """
    inodes = {*_listening_inodes(port), *_claiming_inodes(claim)}
    sockets = {f"socket:[{inode}]" for inode in inodes}
    for folder in Path("/proc").glob("[0-9]*"):
        if sockets & _open_files(folder):
            with suppress(OSError):
                name = (folder / "comm").read_text().strip()
                return f"{name}, pid {folder.name}"
    return None


def _listening_inodes(port: int) -> Iterator[str]:
    for table in (Path("/proc/net/tcp"), Path("/proc/net/tcp6")):
        lines = table.read_text().splitlines()[1:] if table.exists() else []
        for line in lines:
            fields = line.split()
            address, state, inode = fields[1], fields[3], fields[9]
            if state == _LISTEN and int(address.rpartition(":")[2], 16) == port:
                yield inode


def _claiming_inodes(claim: str) -> Iterator[str]:
    for line in Path("/proc/net/unix").read_text().splitlines()[1:]:
        fields = line.split()
        if fields[-1] == f"@{claim}":
            yield fields[6]


def _open_files(process: Path) -> set[str]:
    # Another user's process is not ours to look into, and files close while they are listed.
    with suppress(OSError):
        return set(filter(None, map(_target, (process / "fd").iterdir())))
    return set()


def _target(link: Path) -> str | None:
    with suppress(OSError):
        return os.readlink(link)
    return None
