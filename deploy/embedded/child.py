"""One child process: started, found dead, started again."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol, TypeAlias

from deploy import lifeline
from shared.language import Text

_LIFELINE = (sys.executable, "-I", "-S", str(Path(lifeline.__file__).resolve()))
# Deaths in a row after which a process is not expected to stay up.
HOPELESS_FAILURES = 3
_LOG_BYTES = 10 * 1024 * 1024


def lifeline_to(arguments: Sequence[str]) -> list[str]:
    """Return the arguments of a program that ends with the thread that starts it."""
    return [*_LIFELINE, *arguments]


@dataclass(frozen=True, slots=True)
class ProcessCommand:
    """What to run, under which name, with which environment, and where its output goes."""

    name: str
    arguments: tuple[str, ...]
    environment: Mapping[str, str]
    folder: Path
    log: Path


class Program(Protocol):
    """A running process, as far as it is watched here; `subprocess.Popen` is one."""

    pid: int

    def poll(self) -> int | None:
        """Return its exit code, minus the signal that ended it, or None while it runs."""
        ...

    def terminate(self) -> None:
        """Ask it to end."""
        ...


def started(command: ProcessCommand, stdin: int = subprocess.DEVNULL) -> Program:
    """Start the command as a child of this thread, which it does not outlive."""
    rotate(command.log)
    with command.log.open("ab") as log:
        return subprocess.Popen(
            lifeline_to(command.arguments),
            env=dict(command.environment),
            cwd=command.folder,
            stdin=stdin,
            stdout=log,
            stderr=log,
            # Its own group: Ctrl-C in the terminal reaches the launcher alone, which then
            # ends everything in order.
            process_group=0,
        )


Start: TypeAlias = Callable[[ProcessCommand], Program | None]
"""Starts a command; None while that cannot be done yet, `OSError` when it fails."""


@dataclass(frozen=True, slots=True)
class BackOff:
    """How long to wait before a restart: doubling, and anew after a steady life."""

    first_seconds: float = 0.2
    most_seconds: float = 10.0
    steady_seconds: float = 30.0

    def seconds(self, failures: int) -> float:
        """Return the wait after `failures` deaths in a row, at least one."""
        return float(min(self.first_seconds * 2 ** (failures - 1), self.most_seconds))


@dataclass(slots=True)
class Child:
    """A command that is to run while `wanted`. Only the thread that tends it may start it."""

    command: ProcessCommand
    back_off: BackOff
    start: Start = started
    wanted: bool = True
    process: Program | None = None
    restarts: int = 0
    failures: int = 0
    cause: Text = field(default=Text("", ""), repr=False)
    _started_at: float = field(default=0.0, repr=False)
    _not_before: float = field(default=0.0, repr=False)

    @property
    def settled(self) -> bool:
        """Whether nothing is to be done about it: it runs, or is not wanted and has ended."""
        return self.wanted == (self.process is not None)

    def tend(self, now: float) -> Text | None:
        """Start or bury the process as needed; return what there is to tell (`now`: monotonic)."""
        if self.process is not None and (code := self.process.poll()) is not None:
            return self._bury(now, self.process.pid, code)
        if self.process is None and self.wanted and now >= self._not_before:
            return self._spawn(now)
        return None

    def signal(self, number: signal.Signals) -> None:
        """Send `number` to the process and everything it started."""
        if self.process is not None:
            _signal_group(self.process.pid, number)

    def terminate(self) -> None:
        """Ask the process, and not its own workers, to end in its own order."""
        if self.process is not None:
            self.process.terminate()

    def want_again(self) -> None:
        """Let it run again, without waiting for a back-off."""
        self.wanted, self.failures, self._not_before = True, 0, 0.0

    def last_words(self, lines: int = 20) -> str:
        """Return the end of its log, with errors unfolded for reading."""
        return last_words(self.command.log, lines)

    def _spawn(self, now: float) -> Text | None:
        self._started_at = now
        try:
            self.process = self.start(self.command)
        except OSError as error:
            return self._plan_restart(now, Text(f"无法启动：{error}", f"could not start: {error}"))
        return None

    def _bury(self, now: float, leader: int, code: int) -> Text | None:
        self.process = None
        # What the process left behind would hold its port against the successor.
        _signal_group(leader, signal.SIGKILL)
        return self._plan_restart(now, _cause(code)) if self.wanted else None

    def _plan_restart(self, now: float, cause: Text) -> Text | None:
        steady = now - self._started_at >= self.back_off.steady_seconds
        self.failures = 1 if steady else self.failures + 1
        self.restarts += 1
        self.cause = cause
        wait = self.back_off.seconds(self.failures)
        self._not_before = now + wait
        return self._news(wait)

    def _news(self, wait: float) -> Text | None:
        """Return what there is to tell of a death: the first, and that it does not stay up."""
        name, log = self.command.name, self.command.log
        zh, en = self.cause.zh, self.cause.en
        if self.failures == 1:
            return Text(
                f"{name} 意外停止（{zh}），{wait:.1f} 秒后第 {self.restarts} 次重启，日志 {log}",
                f"{name} ended ({en}), restart {self.restarts} in {wait:.1f} s",
            )
        if self.failures == HOPELESS_FAILURES:
            most = self.back_off.most_seconds
            return Text(
                f"{name} 反复停止（{zh}），此后最多每 {most:.0f} 秒重试；请查看日志 {log}",
                f"{name} keeps ending ({en}), from now on tried again at most every {most:.0f} s; "
                "see its log",
            )
        return None


def last_words(log: Path, lines: int = 20) -> str:
    """Return the end of a log, with errors unfolded for reading."""
    if not log.exists():
        return ""
    end = log.read_text(errors="replace").splitlines()[-lines:]
    return "\n".join("\n".join(map(_unfolded, end)).splitlines()[-lines:])


def _unfolded(line: str) -> str:
    """Return what a line of a JSON log says, and every other line as it is."""
    try:
        entry = json.loads(line)
        return f"{entry['event']}\n{entry['exception']}" if "exception" in entry else entry["event"]
    except (ValueError, TypeError, KeyError):
        return line


def _cause(code: int) -> Text:
    if code < 0:
        name = signal.Signals(-code).name
        return Text(f"信号 {name}", f"signal {name}")
    return Text(f"退出码 {code}", f"exit code {code}")


def _signal_group(leader: int, number: signal.Signals) -> None:
    try:
        os.killpg(leader, number)
    except ProcessLookupError:
        return  # The whole group has ended, which is what a signal could at best bring about.


def rotate(log: Path) -> None:
    """Put a large log aside, so that the next process begins a new one."""
    if _is_large(log):
        log.replace(_aside(log))


def rotate_while_written(log: Path) -> None:
    """
    Put a large log aside and empty it under the processes that write to it.

    They append, so they go on at the new beginning. A line that is written between the last look
    and the emptying, microseconds apart, is lost. `OSError` where there is no space for a copy.
    """
    if not _is_large(log):
        return
    with log.open("rb+") as written, _aside(log).open("wb") as kept:
        while written.tell() < os.fstat(written.fileno()).st_size:
            shutil.copyfileobj(written, kept)
        written.truncate(0)


def _is_large(log: Path) -> bool:
    return log.exists() and log.stat().st_size > _LOG_BYTES


def _aside(log: Path) -> Path:
    return log.with_suffix(".log.1")
