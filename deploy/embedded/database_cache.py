"""How much memory the embedded database may use for what it has read."""

from __future__ import annotations

import os

from deploy.embedded.readiness import StartError
from shared.language import Text

VARIABLE = "CONCORD_DATABASE_CACHE_MB"
_LEAST, _MOST = 256, 2_048
_SHARE_OF_MEMORY = 8
_MEGABYTE = 1 << 20


def cache_megabytes() -> int:
    """
    Return what `CONCORD_DATABASE_CACHE_MB` says, else an eighth of the machine's memory.

    With 100,000 cases and the words by which they are found the data are some 3 GB, of which lists
    and searches go back to about one; what is not in the cache is read and unpacked again. It is
    used as the data grow, so a small installation takes none of it. Raises `StartError` for what
    is no number.
    """
    stated = os.environ.get(VARIABLE)
    if not stated:
        return share_of(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // _MEGABYTE)
    if not (stated.isascii() and stated.isdigit() and int(stated) > 0):
        raise StartError(
            Text(
                f"{VARIABLE} 应为以 MB 计的正整数，现为“{stated}”",
                f"{VARIABLE} is a positive whole number of megabytes, not “{stated}”",
            )
        )
    return int(stated)


def share_of(memory: int) -> int:
    """Return what the cache may grow to on a machine with so much memory, both in megabytes."""
    return min(max(memory // _SHARE_OF_MEMORY, _LEAST), _MOST)
