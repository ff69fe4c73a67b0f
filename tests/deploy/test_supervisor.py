"""Processes are kept running, stopped in time, and leave nothing behind."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from deploy.embedded.child import BackOff, ProcessCommand
from deploy.embedded.supervisor import ProcessSupervisor
from shared.language import Text
from tests.deploy.watching import alive, wait_until

ROOT = Path(__file__).resolve().parents[2]
SLEEPER = "import time; time.sleep(600)"
STUBBORN = (
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN);"
    "print('deaf', flush=True); time.sleep(600)"
)
# Starts a process of its own in its group and writes down its number.
PARENT = (
    "import subprocess, sys, time;"
    f"child = subprocess.Popen([sys.executable, '-c', {SLEEPER!r}]);"
    "print(child.pid, flush=True); time.sleep(600)"
)


class Keeping:
    """A supervisor with what it said and short commands to give it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.news: list[Text] = []
        quick = BackOff(first_seconds=0.05, most_seconds=0.2, steady_seconds=30)
        self.supervisor = ProcessSupervisor(self.news.append, quick)

    def run(self, name: str, code: str) -> int:
        command = (sys.executable, "-c", code)
        self.supervisor.run(ProcessCommand(name, command, os.environ, self.folder, self.log(name)))
        return self.supervisor.pid(name)

    def log(self, name: str) -> Path:
        return self.folder / f"{name}.log"

    def number_in_log(self, name: str) -> int:
        wait_until(lambda: self.log(name).exists() and self.log(name).read_text().endswith("\n"))
        return int(self.log(name).read_text().split()[-1])


@contextmanager
def a_supervisor(folder: Path) -> Iterator[Keeping]:
    keeping = Keeping(folder)
    try:
        yield keeping
    finally:
        keeping.supervisor.close()


def test_a_killed_process_is_started_again_and_the_restart_is_told(tmp_path: Path) -> None:
    with a_supervisor(tmp_path) as keeping:
        first = keeping.run("petitions-web", SLEEPER)

        keeping.supervisor.kill("petitions-web")
        second = keeping.supervisor.pid("petitions-web")

        assert not alive(first)
        assert alive(second)
        assert keeping.supervisor.children()[0].restarts == 1
        assert "petitions-web" in keeping.news[0].en
        assert "SIGKILL" in keeping.news[0].zh
        assert "1" in keeping.news[0].zh


def test_a_process_that_keeps_dying_is_told_when_it_begins_and_once_more(tmp_path: Path) -> None:
    with a_supervisor(tmp_path) as keeping:
        command = (sys.executable, "-c", "raise SystemExit(3)")
        log = keeping.log("broken")
        keeping.supervisor.run(ProcessCommand("broken", command, os.environ, tmp_path, log))
        wait_until(lambda: keeping.supervisor.children()[0].failures >= 5)

        first, again = [text.en for text in keeping.news]
        assert "broken ended (exit code 3), restart 1" in first
        assert "broken keeps ending (exit code 3)" in again


def test_a_back_off_doubles_up_to_its_limit() -> None:
    waits = [BackOff().seconds(failures) for failures in range(1, 9)]

    assert waits == [0.2, 0.4, 0.8, 1.6, 3.2, 6.4, 10.0, 10.0]


def test_a_program_that_does_not_exist_is_told_and_stops_nothing_else(tmp_path: Path) -> None:
    with a_supervisor(tmp_path) as keeping:
        missing = ProcessCommand(
            "gone", ("/nowhere/program",), os.environ, tmp_path, tmp_path / "g.log"
        )
        keeping.supervisor.run(missing)
        wait_until(lambda: bool(keeping.news))

        assert alive(keeping.run("other", SLEEPER))
        assert "/nowhere/program" in keeping.supervisor.children()[0].last_words()


def test_a_halted_process_stays_down_until_it_is_wanted_again(tmp_path: Path) -> None:
    with a_supervisor(tmp_path) as keeping:
        pid = keeping.run("bus", SLEEPER)

        keeping.supervisor.halt(["bus"], grace_seconds=5)
        assert not alive(pid)
        with pytest.raises(TimeoutError, match="bus"):
            keeping.supervisor.pid("bus", timeout_seconds=0.5)

        keeping.supervisor.resume("bus")
        assert alive(keeping.supervisor.pid("bus"))
        assert keeping.news == []


def test_a_process_deaf_to_the_request_to_end_is_killed_after_the_grace(tmp_path: Path) -> None:
    with a_supervisor(tmp_path) as keeping:
        pid = keeping.run("deaf", STUBBORN)
        wait_until(lambda: "deaf" in keeping.log("deaf").read_text())

        keeping.supervisor.halt(["deaf"], grace_seconds=0.5)

        assert not alive(pid)


@pytest.mark.parametrize("ending", ["kill", "halt"])
def test_what_a_process_started_ends_with_it(tmp_path: Path, ending: str) -> None:
    with a_supervisor(tmp_path) as keeping:
        keeping.run("parent", PARENT)
        grandchild = keeping.number_in_log("parent")
        assert alive(grandchild)

        if ending == "kill":
            keeping.supervisor.kill("parent")
        else:
            keeping.supervisor.halt(["parent"], grace_seconds=5)

        wait_until(lambda: not alive(grandchild))


def test_a_frozen_process_is_not_taken_for_a_dead_one(tmp_path: Path) -> None:
    with a_supervisor(tmp_path) as keeping:
        pid = keeping.run("bus", SLEEPER)

        keeping.supervisor.signal("bus", signal.SIGSTOP)
        stat = Path(f"/proc/{pid}/stat")
        wait_until(lambda: stat.read_text().rpartition(")")[2].split()[0] == "T")
        keeping.supervisor.signal("bus", signal.SIGCONT)
        wait_until(lambda: stat.read_text().rpartition(")")[2].split()[0] != "T")

        assert keeping.supervisor.pid("bus") == pid


def test_closing_ends_every_process(tmp_path: Path) -> None:
    with a_supervisor(tmp_path) as keeping:
        pids = [keeping.run(f"member-{n}", STUBBORN) for n in range(3)]

    assert not any(alive(pid) for pid in pids)


def test_no_process_outlives_a_supervisor_that_is_killed(tmp_path: Path) -> None:
    code = (
        "import os, sys, time, pathlib\n"
        "from deploy.embedded.child import ProcessCommand\n"
        "from deploy.embedded.supervisor import ProcessSupervisor\n"
        "folder = pathlib.Path(sys.argv[1])\n"
        f"command = (sys.executable, '-c', {STUBBORN!r})\n"
        "supervisor = ProcessSupervisor(print)\n"
        "for name in ('a', 'b'):\n"
        "    log = folder / (name + '.log')\n"
        "    supervisor.run(ProcessCommand(name, command, os.environ, folder, log))\n"
        "print(supervisor.pid('a'), supervisor.pid('b'), flush=True)\n"
        "time.sleep(600)\n"
    )
    launcher = subprocess.Popen(
        [sys.executable, "-c", code, str(tmp_path)], stdout=subprocess.PIPE, cwd=ROOT
    )
    assert launcher.stdout is not None
    children = [int(word) for word in launcher.stdout.readline().split()]
    wait_until(lambda: all("deaf" in (tmp_path / f"{n}.log").read_text() for n in "ab"))

    launcher.kill()
    launcher.wait(5)
    launcher.stdout.close()

    wait_until(lambda: not any(alive(pid) for pid in children))


def test_a_large_log_is_put_aside_when_its_process_starts(tmp_path: Path) -> None:
    (tmp_path / "web.log").write_bytes(b"x" * (10 * 1024 * 1024 + 1))
    with a_supervisor(tmp_path) as keeping:
        keeping.run("web", SLEEPER)

    assert (tmp_path / "web.log.1").stat().st_size > 10 * 1024 * 1024
    assert (tmp_path / "web.log").stat().st_size == 0


def test_a_log_that_grows_large_is_put_aside_while_its_process_goes_on(tmp_path: Path) -> None:
    talks = (
        "import os, time\n"
        "for number in range(10**9):\n"
        "    os.write(1, b'%d %s\\n' % (number, b'x' * 100_000))\n"
        "    time.sleep(0.001)\n"
    )
    with a_supervisor(tmp_path) as keeping:
        keeping.run("web", talks)
        log, aside = tmp_path / "web.log", tmp_path / "web.log.1"

        def put_aside() -> bool:
            return aside.exists() and 0 < log.stat().st_size < aside.stat().st_size

        wait_until(put_aside)
        first = _first_line(aside)
        wait_until(lambda: _first_line(aside) != first and put_aside())

        assert keeping.supervisor.children()[0].restarts == 0
    # What is written is whole lines in their order, and space is bounded. The last line of a file
    # may be cut: the process wrote it while the file was emptied, or was ended over it.
    lines = [line.split() for file in (aside, log) for line in file.read_bytes().splitlines()[:-1]]
    assert {len(filler) for _, filler in lines} == {100_000}
    numbers = [int(number) for number, _ in lines]
    assert numbers == sorted(set(numbers))
    assert log.stat().st_size + aside.stat().st_size < 200 * 1024 * 1024


def _first_line(log: Path) -> bytes:
    """Return the first line of `log`, empty in the moment in which it is begun anew."""
    with log.open("rb") as lines:
        return lines.readline()


def test_errors_in_a_json_log_are_unfolded_for_reading(tmp_path: Path) -> None:
    lines = ['{"event": "worker failed", "exception": "Traceback\\nKeyError: 1"}', "plain", "[1]"]
    with a_supervisor(tmp_path) as keeping:
        keeping.log("web").write_text("\n".join(lines))
        keeping.run("web", SLEEPER)

        words = keeping.supervisor.children()[0].last_words()
    assert words.splitlines() == ["worker failed", "Traceback", "KeyError: 1", "plain", "[1]"]
