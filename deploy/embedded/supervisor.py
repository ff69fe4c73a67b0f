"""The keeper of child processes: starts, restarts and stops them."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress

from deploy.embedded.child import (
    BackOff,
    Child,
    ProcessCommand,
    Start,
    rotate_while_written,
    started,
)
from shared.language import Text

Announce = Callable[[Text], None]
_LOOK_SECONDS = 0.1
_QUIET_LOOK_SECONDS = 0.5  # while all are as they should be, and only a death would be news
_LOGS_SECONDS = 2.0
_BURIAL_SECONDS = 5.0


class ProcessSupervisor:
    """
    Keeps commands running until they are halted.

    One thread starts every process and lives as long as the supervisor: the kernel ties a child's
    life to the *thread* that forked it (prctl(2), PR_SET_PDEATHSIG), so no caller's thread may
    fork. Callers only state what they want, and wait for it.
    """

    def __init__(self, announce: Announce, back_off: BackOff | None = None) -> None:
        self._announce = announce
        self._back_off = back_off or BackOff()
        self._children: dict[str, Child] = {}
        self._changed = threading.Condition()
        self._closing = False
        self._keeper = threading.Thread(target=self._keep, name="supervisor", daemon=True)
        self._keeper.start()

    def run(self, command: ProcessCommand, start: Start = started) -> None:
        """Start the command and keep it running; `start` says how."""
        with self._changed:
            self._children[command.name] = Child(command, self._back_off, start)
            self._changed.notify_all()

    def pid(self, name: str, timeout_seconds: float = 15.0) -> int:
        """Return the number of the running process, waiting while it is being restarted."""
        with self._changed:
            child = self._children[name]
            process = self._changed.wait_for(lambda: child.process, timeout_seconds)
            if process is None:
                raise TimeoutError(f"{name} is not running")
            return process.pid

    def pids(self) -> dict[str, int]:
        """Return the numbers of all processes that run now."""
        with self._changed:
            return {name: c.process.pid for name, c in self._children.items() if c.process}

    def children(self) -> list[Child]:
        """Return the records of all children, to be read only."""
        with self._changed:
            return list(self._children.values())

    def signal(self, name: str, number: signal.Signals) -> None:
        """Send `number` to the process and everything it started; it is restarted if it ends."""
        with self._changed:
            self._children[name].signal(number)

    def kill(self, name: str) -> None:
        """End the process and everything it started at once; returns when it is dead."""
        with self._changed:
            child = self._children[name]
            victim = child.process
            child.signal(signal.SIGKILL)
            self._changed.wait_for(lambda: victim is None or child.process is not victim)

    def resume(self, name: str) -> None:
        """Start a halted command again and return when its process exists."""
        with self._changed:
            self._children[name].want_again()
            self._changed.notify_all()
        self.pid(name)

    def halt(self, names: Sequence[str], grace_seconds: float) -> None:
        """End these processes and do not restart them; after the grace they are killed."""
        with self._changed:
            children = [self._children[name] for name in names if name in self._children]
            for child in children:
                child.wanted = False
                child.terminate()
            self._changed.notify_all()
            if not self._wait_for_end(children, grace_seconds):
                for child in children:
                    child.signal(signal.SIGKILL)
                self._wait_for_end(children, _BURIAL_SECONDS)

    def close(self, grace_seconds: float = 0.0) -> None:
        """Halt whatever still runs and end the keeping."""
        self.halt(list(self._children), grace_seconds)
        with self._changed:
            self._closing = True
            self._changed.notify_all()
        self._keeper.join()

    def _wait_for_end(self, children: Sequence[Child], seconds: float) -> bool:
        return self._changed.wait_for(lambda: all(c.process is None for c in children), seconds)

    def _keep(self) -> None:
        logs_seen = time.monotonic()
        while True:
            if time.monotonic() - logs_seen > _LOGS_SECONDS:
                logs_seen = time.monotonic()
                self._bound_logs()
            with self._changed:
                if self._closing:
                    return
                news = [child.tend(time.monotonic()) for child in self._children.values()]
                self._changed.notify_all()
            for text in filter(None, news):
                self._announce(text)
            with self._changed:
                settled = all(child.settled for child in self._children.values())
                self._changed.wait(_QUIET_LOOK_SECONDS if settled else _LOOK_SECONDS)

    def _bound_logs(self) -> None:
        for child in self.children():
            # On a full disk the log stays as it is until there is space.
            with suppress(OSError):
                rotate_while_written(child.command.log)
