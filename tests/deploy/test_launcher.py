"""One command runs the whole installation: ready, watched, stopped, and started again."""

import json
import os
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import requests

from deploy.embedded.ports import private_ports
from deploy.processes import PROCESSES
from tests.deploy.watching import alive, wait_until

ROOT = Path(__file__).resolve().parents[2]
EVERY_NAME = {"database", "bus"} | {process.name for process in PROCESSES}


class Launcher:
    """`python -m deploy.embedded` on a data folder, and what it says."""

    def __init__(self, data: Path, port: int) -> None:
        self.data, self.port = data, port
        command = [sys.executable, "-m", "deploy.embedded", "--data", str(data)]
        self.said = data.with_name(f"{data.name}.{time.monotonic_ns()}.said")
        with self.said.open("wb") as said:
            self.process = subprocess.Popen(
                [*command, "--port", str(port)], cwd=ROOT, stdout=said, stderr=said
            )

    @property
    def text(self) -> str:
        return self.said.read_text()

    def facts(self) -> dict[str, Any]:
        facts: dict[str, Any] = json.loads((self.data / "run.json").read_text())
        return facts

    def await_ready(self) -> None:
        wait_until(lambda: self._ready() or self._ended(), seconds=90)
        assert not self._ended(), self.text

    def stop(self, number: signal.Signals = signal.SIGTERM) -> int:
        self.process.send_signal(number)
        return self.process.wait(20)

    def _ready(self) -> bool:
        ready = (self.data / "run.json").exists()
        return ready and self.facts()["launcher"] == self.process.pid

    def _ended(self) -> bool:
        return self.process.poll() is not None


@contextmanager
def a_launcher(data: Path, port: int) -> Iterator[Launcher]:
    launcher = Launcher(data, port)
    try:
        yield launcher
    finally:
        if launcher.process.poll() is None:
            launcher.stop()


@pytest.fixture(scope="module")
def launcher(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Launcher]:
    data = tmp_path_factory.mktemp("launcher") / "var"
    with a_launcher(data, private_ports().gateway) as running:
        running.await_ready()
        yield running


def test_it_says_in_both_languages_where_to_go_next(launcher: Launcher) -> None:
    wait_until(lambda: "Ctrl-C" in launcher.text)

    assert f"http://127.0.0.1:{launcher.port}" in launcher.text
    assert str(launcher.data / "credentials.json") in launcher.text
    assert "make demo" in launcher.text
    assert "已就绪" in launcher.text
    assert "is ready" in launcher.text


def test_everything_of_the_table_runs_and_answers(launcher: Launcher) -> None:
    facts = launcher.facts()

    assert set(facts["processes"]) == EVERY_NAME
    for address in (facts["address"], *facts["services"].values()):
        assert requests.get(f"{address}/readyz", timeout=5).status_code == 200


def test_the_first_accounts_are_for_the_owner_alone(launcher: Launcher) -> None:
    accounts = Path(launcher.facts()["credentials"])

    assert stat.S_IMODE(accounts.stat().st_mode) == 0o600
    assert {"officers", "terminal", "court"} <= set(json.loads(accounts.read_text()))


def test_a_killed_process_is_started_again_and_that_is_told(launcher: Launcher) -> None:
    os.kill(launcher.facts()["processes"]["mediation-web"], signal.SIGKILL)
    wait_until(lambda: "mediation-web ended (signal SIGKILL), restart 1" in launcher.text)

    address = launcher.facts()["services"]["mediation"]
    wait_until(lambda: answers(address), seconds=30)


def answers(address: str) -> bool:
    try:
        return requests.get(f"{address}/readyz", timeout=2).status_code == 200
    except requests.RequestException:
        return False


def test_a_second_launcher_on_the_same_data_is_refused(launcher: Launcher) -> None:
    with a_launcher(launcher.data, private_ports().gateway) as second:
        assert second.process.wait(20) == 1
        assert f"pid {launcher.process.pid}" in second.text
    assert answers(launcher.facts()["address"])


def test_a_taken_port_is_refused_before_anything_starts(launcher: Launcher, tmp_path: Path) -> None:
    with a_launcher(tmp_path / "var", launcher.port) as second:
        assert second.process.wait(20) == 1
        assert f"port {launcher.port} is taken by" in second.text
        assert "make run PORT=" in second.text
    assert not (tmp_path / "var" / "database").exists()


def test_ctrl_c_ends_every_process_within_ten_seconds(tmp_path: Path) -> None:
    data = tmp_path / "var"
    with a_launcher(data, private_ports().gateway) as first:
        first.await_ready()
        pids = list(first.facts()["processes"].values())
        begun = time.monotonic()
        assert first.stop(signal.SIGINT) == 0

    assert time.monotonic() - begun < 10
    assert not any(alive(pid) for pid in pids)
    assert not (data / "run.json").exists()


def test_no_process_outlives_a_killed_launcher_and_a_second_start_keeps_the_data(
    tmp_path: Path,
) -> None:
    data, port = tmp_path / "var", private_ports().gateway
    with a_launcher(data, port) as first:
        first.await_ready()
        pids = list(first.facts()["processes"].values())
        accounts = (data / "credentials.json").read_bytes()
        assert first.stop(signal.SIGKILL) == -signal.SIGKILL

    wait_until(lambda: not any(alive(pid) for pid in pids))
    with a_launcher(data, port) as second:
        second.await_ready()
        assert (data / "credentials.json").read_bytes() == accounts
        assert second.stop(signal.SIGTERM) == 0
