"""The launcher as a user starts it, and what it says."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.deploy.watching import wait_until

ROOT = Path(__file__).resolve().parents[2]
# Far more than a start takes: on a busy machine it is the launcher that knows whether to go on.


class Launcher:
    """`python -m deploy.embedded` on a data folder, and what it says."""

    def __init__(
        self, data: Path, port: int = 0, house: Path = ROOT, /, **environment: str
    ) -> None:
        self.data = data
        command = [sys.executable, "-m", "deploy.embedded", "--data", str(data)]
        self.said = data.with_name(f"{data.name}.{time.monotonic_ns()}.said")
        with self.said.open("wb") as said:
            self.process = subprocess.Popen(
                [*command, "--port", str(port)],
                cwd=house,
                env=os.environ | environment,
                stdout=said,
                stderr=said,
            )

    @property
    def text(self) -> str:
        return self.said.read_text()

    @property
    def port(self) -> int:
        """The port of the gateway; 0 was replaced by one that is free."""
        return int(self.facts()["address"].rpartition(":")[2])

    def facts(self) -> dict[str, Any]:
        facts: dict[str, Any] = json.loads((self.data / "run.json").read_text())
        return facts

    def await_ready(self) -> None:
        wait_until(lambda: self._ready() or self.has_ended())
        assert not self.has_ended(), self.text

    def stop(self, number: signal.Signals = signal.SIGTERM) -> int:
        self.process.send_signal(number)
        return self.process.wait(120)

    def _ready(self) -> bool:
        ready = (self.data / "run.json").exists()
        return ready and self.facts()["launcher"] == self.process.pid

    def has_ended(self) -> bool:
        return self.process.poll() is not None


@contextmanager
def a_launcher(
    data: Path, port: int = 0, house: Path = ROOT, /, **environment: str
) -> Iterator[Launcher]:
    """Run the launcher of a house until the block ends; with port 0 on one that is free."""
    launcher = Launcher(data, port, house, **environment)
    try:
        yield launcher
    finally:
        if launcher.process.poll() is None:
            launcher.stop()
