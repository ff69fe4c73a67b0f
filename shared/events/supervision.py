"""Background threads that are started again when they fail."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import structlog

FIRST_PAUSE_SECONDS = 0.5
LONGEST_PAUSE_SECONDS = 10.0
HEALTHY_SECONDS = 30.0
_log = structlog.get_logger(__name__)

Run: TypeAlias = Callable[[threading.Event], None]


@dataclass(frozen=True, slots=True)
class Task:
    """
    Work for one thread: `run` goes on until the event is set, and then returns.

    `wake` is called once the event is set, for a thread that waits for something else.
    """

    name: str
    run: Run
    wake: Callable[[], object] = lambda: None


class TaskSupervisor:
    """Runs each task in a thread of its own; one that fails is started again after a pause."""

    def __init__(self, tasks: Sequence[Task]) -> None:
        self.stop = threading.Event()
        self._failing: dict[str, str] = {}
        self._tasks = tuple(tasks)
        self._threads = [
            threading.Thread(target=self._keep_running, args=(task,), name=task.name, daemon=True)
            for task in self._tasks
        ]

    def start(self) -> None:
        """Start all tasks."""
        for thread in self._threads:
            thread.start()

    def finish(self, seconds: float) -> list[str]:
        """Ask all tasks to end; return the names of those that had not after `seconds`."""
        self.stop.set()
        for task in self._tasks:
            task.wake()
        deadline = time.monotonic() + seconds
        for thread in self._threads:
            thread.join(max(0.0, deadline - time.monotonic()))
        return [thread.name for thread in self._threads if thread.is_alive()]

    def failing(self) -> dict[str, str]:
        """Return the last error of each task that is waiting to be started again."""
        return dict(self._failing)

    def _keep_running(self, task: Task) -> None:
        pause = FIRST_PAUSE_SECONDS
        while not self.stop.is_set():
            started = time.monotonic()
            try:
                task.run(self.stop)
                return
            except Exception as error:  # noqa: BLE001  (the one place that outlives any failure)
                if time.monotonic() - started > HEALTHY_SECONDS:
                    pause = FIRST_PAUSE_SECONDS
                self._failing[task.name] = repr(error)
                _log.warning("task_failed", task=task.name, pause=pause, exc_info=error)
            self.stop.wait(pause)
            self._failing.pop(task.name, None)
            pause = min(pause * 2, LONGEST_PAUSE_SECONDS)
