"""What every process may remember for a minute, because it only says where to look."""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock
from typing import Generic, TypeVar

from cachetools import TTLCache

_SECONDS = 60.0
Told = TypeVar("Told")
Name = tuple[str, ...]


class Remembered(Generic[Told]):
    """Answers to questions to the database, by names; the oldest leave, others after a minute."""

    def __init__(self, most: int) -> None:
        self._known: TTLCache[Name, Told] = TTLCache(most, _SECONDS)
        self._lock = Lock()

    def of(self, name: Name, ask: Callable[[], Told]) -> Told:
        """Return what is remembered under a name, else what is asked for now."""
        with self._lock:
            known = self._known.get(name)
        if known is None:
            known = ask()
            with self._lock:
                self._known[name] = known
        return known
