"""Counting the commands that a process sends to the database, from inside and by itself."""

from __future__ import annotations

import json
import os
import time
from collections import Counter
from pathlib import Path

from pymongo import monitoring

FOLDER = "BENCHMARK_COUNTS"
WRITE_SECONDS = 0.5


class Count(monitoring.CommandListener):
    """Counts by command and collection, and writes that down for the benchmark now and then."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._counts: Counter[str] = Counter()
        self._write_at = 0.0

    def started(self, event: monitoring.CommandStartedEvent) -> None:
        """Count one command."""
        self._counts[f"{event.command_name} {event.command.get(event.command_name, '')}"] += 1
        if time.monotonic() >= self._write_at:
            self._write_at = time.monotonic() + WRITE_SECONDS
            self._write()

    def succeeded(self, event: monitoring.CommandSucceededEvent) -> None:
        """Count nothing more."""

    def failed(self, event: monitoring.CommandFailedEvent) -> None:
        """Count nothing more."""

    def _write(self) -> None:
        whole = self._folder / f"{_name()}-{os.getpid()}.json"
        part = whole.with_suffix(".part")
        part.write_text(json.dumps(self._counts))
        part.replace(whole)


def install() -> None:
    """Count in this process, if a benchmark asked for it."""
    if folder := os.environ.get(FOLDER):
        monitoring.register(Count(Path(folder)))


def _name() -> str:
    kind = "worker" if "WORKER_PORT" in os.environ else "web"
    return f"{os.environ.get('CONCORD_SERVICE', 'nobody')}-{kind}"
