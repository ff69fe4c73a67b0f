"""The launcher's end of the fork server: what it loads, and the processes it has forked."""

from __future__ import annotations

import json
import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from deploy.embedded.child import ProcessCommand, Program, rotate, started
from deploy.embedded.fork_server import FORK_SERVER, MESSAGE_BYTES
from deploy.embedded.readiness import READY, SILENT
from deploy.processes import GATEWAY, Process

_ANSWER_SECONDS = 30.0
_LOOK_SECONDS = 0.02
_OUR_ROOMS = ("services.", f"{GATEWAY}.")
_GUNICORN = ("gunicorn.app.wsgiapp", "deploy.web_worker")
# What every process would read from the same files and keep.
_KEPT = ("shared.law:official_calendar", "shared.law.registry:load_rules")


def loaded_for(processes: Sequence[Process]) -> tuple[str, ...]:
    """Return what the fork server loads so that these processes find it there."""
    modules: dict[str, None] = {}
    for process in processes:
        _, module, *rest = process.arguments
        if module == "gunicorn":
            modules |= dict.fromkeys((*_GUNICORN, rest[-1].partition(":")[0]))
        else:
            modules[module] = None
        if process.service != GATEWAY:
            modules[f"services.{process.service}"] = None
    ours = any(module.startswith(_OUR_ROOMS) for module in modules)
    return (*modules, *(_KEPT if ours else ()))


class ForkServer:
    """
    A fork server that the supervisor keeps running, and the way to have processes forked by it.

    `start` and `fork` are what a `Child` starts its command with. Safe to use from any thread.
    """

    def __init__(
        self, entries: Sequence[str], environment: Mapping[str, str], folder: Path, log: Path
    ) -> None:
        arguments = (sys.executable, "-m", "deploy.embedded.fork_server", *entries)
        self.command = ProcessCommand(FORK_SERVER, arguments, environment, folder, log)
        self._line: _Line | None = None

    def start(self, command: ProcessCommand) -> Program:
        """Start the server itself; what an earlier one had forked has ended with it."""
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            process = started(command, stdin=theirs.fileno())
        self.close()
        self._line = _Line(ours)
        return process

    def close(self) -> None:
        """Let go of the server, which then ends with all that it has forked."""
        line, self._line = self._line, None
        if line is not None:
            line.close()

    def fork(self, command: ProcessCommand) -> Program | None:
        """Start `python -m …` as a fork of the server; None while that is not there."""
        line = self._line
        return line.fork(command) if line is not None else None

    def answers(self) -> str:
        """Return whether it has loaded everything."""
        line = self._line
        return READY if line is not None and line.is_ready() else SILENT

    def run(self, command: ProcessCommand, patience_seconds: float) -> int:
        """Run a command to its end and return its exit code; `OSError` when it cannot start."""
        deadline = time.monotonic() + patience_seconds
        while (process := self.fork(command)) is None:
            if time.monotonic() > deadline:
                raise OSError(f"{FORK_SERVER} does not answer")
            time.sleep(_LOOK_SECONDS)
        while (code := process.poll()) is None:
            time.sleep(_LOOK_SECONDS)
        return code


class _Forked:
    """A process that the fork server has started, with the part of `Popen` that is needed."""

    def __init__(self, line: _Line, pid: int) -> None:
        self._line = line
        self.pid = pid
        self.returncode: int | None = None

    def poll(self) -> int | None:
        if self.returncode is None:
            self.returncode = self._line.ending(self.pid)
        return self.returncode

    def terminate(self) -> None:
        if self.poll() is None:
            os.kill(self.pid, signal.SIGTERM)


class _Line:
    """The socket to one run of the fork server, and what was heard over it."""

    def __init__(self, control: socket.socket) -> None:
        self._control = control
        self._lock = threading.Lock()
        self._ready = self._closed = False
        self._endings: dict[int, int] = {}
        self._heard_at = float("-inf")

    def is_ready(self) -> bool:
        with self._lock:
            self._listen()
            return self._ready and not self._closed

    def fork(self, command: ProcessCommand) -> _Forked | None:
        with self._lock:
            self._listen()
            if self._closed or not self._ready:
                return None
            rotate(command.log)
            if not self._send(command):
                return None
            answer = self._answer()
            return _Forked(self, answer) if answer is not None else None

    def ending(self, pid: int) -> int | None:
        """Return how a process ended, or None; with the server the kernel ends all it forked."""
        with self._lock:
            # Asked for one process after the other, it has heard of all by the first.
            if time.monotonic() - self._heard_at >= _LOOK_SECONDS:
                self._listen()
            return self._endings.pop(pid, -signal.SIGKILL if self._closed else None)

    def close(self) -> None:
        with self._lock:
            self._close()

    def _send(self, command: ProcessCommand) -> bool:
        _python, _m, *arguments = command.arguments
        order = {
            "name": command.name,
            "arguments": arguments,
            "environment": dict(command.environment),
            "folder": str(command.folder),
            "log": str(command.log),
        }
        try:
            self._control.send(json.dumps(order).encode())
        except ConnectionError:
            self._close()
        return not self._closed

    def _answer(self) -> int | None:
        deadline = time.monotonic() + _ANSWER_SECONDS
        while (news := self._receive(deadline - time.monotonic())) is not None:
            if "refused" in news:
                raise OSError(news["refused"])
            if "started" in news:
                return int(news["started"])
            self._note(news)
        # Without an answer nobody knows what it did: closed, it ends with all it has forked.
        self._close()
        return None

    def _listen(self) -> None:
        while not self._closed and (news := self._receive(0.0)) is not None:
            self._note(news)
        self._heard_at = time.monotonic()

    def _note(self, news: Mapping[str, Any]) -> None:
        if "ready" in news:
            self._ready = True
        else:
            self._endings[news["ended"]] = news["code"]

    def _receive(self, seconds: float) -> dict[str, Any] | None:
        """Return the next message, or None: none came in time, or the server has ended."""
        self._control.settimeout(max(seconds, 0.0))
        try:
            message = self._control.recv(MESSAGE_BYTES)
        except (BlockingIOError, TimeoutError):
            return None
        except ConnectionError:
            message = b""
        if not message:
            self._close()
            return None
        news: dict[str, Any] = json.loads(message)
        return news

    def _close(self) -> None:
        self._closed = True
        self._control.close()
