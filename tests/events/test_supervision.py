"""Background threads that outlive their failures."""

from __future__ import annotations

import threading

import pytest

from shared.events import supervision
from shared.events.supervision import Task, TaskSupervisor
from tests.support.events import eventually


@pytest.fixture(autouse=True)
def _impatience(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervision, "FIRST_PAUSE_SECONDS", 0.01)


def test_a_task_that_fails_is_started_again() -> None:
    runs: list[int] = []

    def run(stop: threading.Event) -> None:
        runs.append(len(runs))
        if len(runs) < 3:
            raise ValueError("not yet")
        stop.wait()

    supervisor = TaskSupervisor([Task("flaky", run)])
    supervisor.start()
    eventually(lambda: len(runs) == 3)

    assert supervisor.finish(5.0) == []


def test_a_failing_task_is_reported_and_harms_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervision, "FIRST_PAUSE_SECONDS", 30.0)
    well = threading.Event()

    def fail(_stop: threading.Event) -> None:
        raise ValueError("broken")

    def work(stop: threading.Event) -> None:
        well.set()
        stop.wait()

    supervisor = TaskSupervisor([Task("broken", fail), Task("sound", work)])
    supervisor.start()

    assert eventually(supervisor.failing) == {"broken": "ValueError('broken')"}
    assert well.wait(5.0)
    assert supervisor.finish(5.0) == []


def test_a_thread_that_does_not_end_is_left_behind_and_named() -> None:
    release = threading.Event()
    supervisor = TaskSupervisor([Task("frozen", lambda _stop: print(release.wait(30)))])
    supervisor.start()

    assert supervisor.finish(0.2) == ["frozen"]
    release.set()
    assert supervisor.finish(5.0) == []
