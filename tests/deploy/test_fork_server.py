"""Processes forked by a server that has everything loaded live and end like any others."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from deploy.embedded.child import BackOff, Child, ProcessCommand
from deploy.embedded.fork_server import FORK_SERVER
from deploy.embedded.forking import ForkServer, loaded_for
from deploy.embedded.readiness import READY
from deploy.embedded.supervisor import ProcessSupervisor
from deploy.processes import PROCESSES
from shared.language import Text
from tests.deploy.small_member import NEEDED
from tests.deploy.watching import alive, wait_until

ROOT = Path(__file__).resolve().parents[2]
MEMBER = "tests.deploy.small_member"


class Forking:
    """A supervisor with a fork server, and short commands to give them."""

    def __init__(self, folder: Path, *entries: str) -> None:
        self.folder = folder
        self.news: list[Text] = []
        quick = BackOff(first_seconds=0.05, most_seconds=0.2, steady_seconds=30)
        self.supervisor = ProcessSupervisor(self.news.append, quick)
        environment = os.environ | {"PYTHONUNBUFFERED": "1", "SAID_TO": "server"}
        self.server = ForkServer(entries, environment, ROOT, self.log(FORK_SERVER))
        self.supervisor.run(self.server.command, self.server.start)

    def run(self, name: str, *arguments: str, **environment: str) -> int:
        command = (sys.executable, "-m", MEMBER, *arguments)
        self.supervisor.run(
            ProcessCommand(name, command, environment, ROOT, self.log(name)), self.server.fork
        )
        return self.supervisor.pid(name)

    def log(self, name: str) -> Path:
        return self.folder / f"{name}.log"

    def found(self, name: str) -> dict[str, Any]:
        """Return what the present process of that name found."""
        pid = self.supervisor.pid(name)
        wait_until(lambda: f'{{"pid": {pid},' in self.log(name).read_text())
        lines = self.log(name).read_text().splitlines()
        told: dict[str, Any] = json.loads(next(line for line in lines if f'"pid": {pid},' in line))
        return told

    def child(self, name: str) -> Child:
        return next(c for c in self.supervisor.children() if c.command.name == name)

    def close(self) -> None:
        self.supervisor.close()
        self.server.close()


@pytest.fixture
def forking(tmp_path: Path) -> Iterator[Forking]:
    running = Forking(tmp_path, MEMBER, NEEDED)
    yield running
    running.close()


def test_a_forked_process_is_what_it_would_be_by_itself_with_all_modules_there(
    forking: Forking,
) -> None:
    pid = forking.run("reconsideration-worker", "a", "b", CONCORD_SERVICE="reconsideration")

    found = forking.found("reconsideration-worker")
    assert found["pid"] == found["group"] == pid
    assert found["parent"] == forking.supervisor.pid(FORK_SERVER)
    assert found["loaded"]
    assert found["arguments"] == ["a", "b"]
    assert found["folder"] == str(ROOT)
    assert found["input"] == ""
    # The last is the folder that lists them.
    assert found["files"] == [0, 1, 2, 3]
    assert Path(f"/proc/{pid}/comm").read_text() == "reconsid-worker\n"
    assert Path(f"/proc/{found['parent']}/comm").read_text() == "fork-server\n"


def test_nothing_of_one_process_reaches_another(forking: Forking) -> None:
    forking.run("a", SAID_TO="a", ONLY_A="1")
    first = forking.found("a")
    forking.run("b", SAID_TO="b")
    second = forking.found("b")

    assert first["environment"] == {"SAID_TO": "a", "ONLY_A": "1"}
    assert second["environment"] == {"SAID_TO": "b"}
    assert first["files"] == second["files"]
    assert first["chance"] != second["chance"]


def test_a_killed_process_is_started_again_with_the_signal_as_cause(forking: Forking) -> None:
    first = forking.run("petitions-web")

    forking.supervisor.kill("petitions-web")
    second = forking.supervisor.pid("petitions-web")

    assert second != first
    assert not alive(first)
    assert forking.found("petitions-web")["parent"] == forking.supervisor.pid(FORK_SERVER)
    assert "petitions-web ended (signal SIGKILL), restart 1" in forking.news[0].en


@pytest.mark.parametrize(
    ("ending", "cause", "words"), [("exit", "3", ""), ("raise", "1", "LookupError: no such rule")]
)
def test_a_process_that_ends_at_its_start_says_why(
    forking: Forking, ending: str, cause: str, words: str
) -> None:
    forking.run("broken", ending)
    wait_until(lambda: bool(forking.news))

    assert f"broken ended (exit code {cause}), restart 1" in forking.news[0].en
    assert words in forking.child("broken").last_words()


def test_a_halted_process_ends_by_itself_and_stays_down_until_it_is_wanted(
    forking: Forking,
) -> None:
    pid = forking.run("bus")
    forking.found("bus")

    forking.supervisor.halt(["bus"], grace_seconds=5)
    assert not alive(pid)
    assert forking.news == []

    forking.supervisor.resume("bus")
    assert alive(forking.supervisor.pid("bus"))


def test_with_a_killed_server_all_it_forked_ends_and_comes_back(forking: Forking) -> None:
    server = forking.supervisor.pid(FORK_SERVER)
    before = {name: forking.run(name) for name in ("a", "b")}

    os.kill(server, signal.SIGKILL)
    wait_until(lambda: not any(alive(pid) for pid in before.values()))

    wait_until(lambda: all(forking.child(name).restarts == 1 for name in before))
    for name, pid in before.items():
        found = forking.found(name)
        assert found["pid"] != pid
        assert found["parent"] == forking.supervisor.pid(FORK_SERVER) != server
    told = {text.en.partition(", restart 1")[0] for text in forking.news}
    assert told == {f"{name} ended (signal SIGKILL)" for name in (*before, FORK_SERVER)}


def test_nothing_outlives_a_launcher_that_is_killed(tmp_path: Path) -> None:
    code = (
        "import pathlib, sys, time\n"
        f"from {__name__} import FORK_SERVER, Forking\n"
        "forking = Forking(pathlib.Path(sys.argv[1]))\n"
        "print(forking.run('a'), forking.supervisor.pid(FORK_SERVER), flush=True)\n"
        "time.sleep(600)\n"
    )
    command = [sys.executable, "-c", code, str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=ROOT) as launcher:
        assert launcher.stdout is not None
        pids = [int(word) for word in launcher.stdout.readline().split()]
        assert all(map(alive, pids))
        launcher.kill()

    wait_until(lambda: not any(map(alive, pids)))


def test_a_log_that_cannot_be_written_is_told_and_stops_nothing_else(forking: Forking) -> None:
    forking.log("gone").mkdir()
    command = (sys.executable, "-m", MEMBER)
    forking.supervisor.run(
        ProcessCommand("gone", command, {}, ROOT, forking.log("gone")), forking.server.fork
    )
    wait_until(lambda: bool(forking.news))

    assert "Is a directory" in forking.news[0].en
    assert alive(forking.run("other"))


def test_a_module_that_cannot_be_loaded_is_left_to_the_process_that_needs_it(
    tmp_path: Path,
) -> None:
    forking = Forking(tmp_path, "services.no_such_service", MEMBER)
    pid = forking.run("other")

    assert forking.found("other")["pid"] == pid
    forking.close()


def test_with_everything_loaded_the_server_has_one_thread_and_no_file_of_its_own(
    tmp_path: Path,
) -> None:
    entries = loaded_for(PROCESSES)
    assert "gateway.app" in entries
    forking = Forking(tmp_path, *entries)
    wait_until(lambda: forking.server.answers() == READY)

    server = Path(f"/proc/{forking.supervisor.pid(FORK_SERVER)}")
    assert len(list((server / "task").iterdir())) == 1
    # Nothing to read, its log twice, and the socket of the launcher.
    assert len(list((server / "fd").iterdir())) == 4
    assert forking.log(FORK_SERVER).read_text() == ""
    forking.close()
