"""Work that comes now and then is done when there is some, by one process of several."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from shared.events.errand import Errand, GoOn
from shared.storage.database import Database
from tests.support.events import eventually

HOUR = 3600.0


class Orders:
    """Orders that one errand after another works off."""

    def __init__(self) -> None:
        self.waiting: list[str] = []
        self.done: list[str] = []
        self.looks = 0

    def are_there(self) -> bool:
        self.looks += 1
        return bool(self.waiting)

    def work(self, go_on: GoOn) -> None:
        while self.waiting and go_on():
            self.done.append(self.waiting.pop(0))


@contextmanager
def running(errand: Errand) -> Iterator[threading.Thread]:
    stop = threading.Event()
    thread = threading.Thread(target=errand.run, args=(stop,))
    thread.start()
    try:
        yield thread
    finally:
        stop.set()
        errand.call()
        thread.join(60)
        assert not thread.is_alive()


def test_an_order_is_worked_off_when_the_errand_is_called(database: Database) -> None:
    orders = Orders()
    errand = Errand(
        database, "sorting", is_due=orders.are_there, work=orders.work, look_seconds=HOUR
    )

    with running(errand):
        eventually(lambda: orders.looks == 1)
        orders.waiting.append("first")
        errand.call()
        eventually(lambda: orders.done == ["first"])


def test_an_order_for_which_nobody_called_is_found_in_time(database: Database) -> None:
    orders = Orders()
    errand = Errand(
        database, "sorting", is_due=orders.are_there, work=orders.work, look_seconds=0.02
    )

    with running(errand):
        eventually(lambda: orders.looks > 1)
        orders.waiting.append("first")
        eventually(lambda: orders.done == ["first"])


def test_work_comes_again_when_it_said(database: Database) -> None:
    turns: list[int] = []

    def work(_go_on: GoOn) -> float | None:
        turns.append(len(turns))
        return 0.02 if len(turns) < 3 else None

    errand = Errand(database, "sorting", is_due=lambda: True, work=work, look_seconds=HOUR)

    with running(errand):
        eventually(lambda: len(turns) == 3)


def test_nothing_is_done_while_another_process_is_at_it(database: Database) -> None:
    orders = Orders()
    errand = Errand(
        database, "sorting", is_due=orders.are_there, work=orders.work, look_seconds=0.02
    )
    other = Errand(database, "sorting", is_due=orders.are_there, work=orders.work)
    assert other.lease.hold()
    orders.waiting.append("first")

    with running(errand):
        eventually(lambda: orders.looks > 3)
        assert orders.done == []
        other.lease.release()
        eventually(lambda: orders.done == ["first"])


def test_work_that_fails_leaves_the_lease_to_others(database: Database) -> None:
    def work(_go_on: GoOn) -> None:
        raise RuntimeError("no ink")

    errand = Errand(database, "sorting", is_due=lambda: True, work=work)
    with pytest.raises(RuntimeError, match="no ink"):
        errand.run(threading.Event())

    orders = Orders()
    assert Errand(database, "sorting", is_due=orders.are_there, work=orders.work).lease.hold()


def test_work_is_told_to_end_when_the_process_stops(database: Database) -> None:
    stop, began = threading.Event(), threading.Event()
    ended: list[bool] = []

    def work(go_on: GoOn) -> None:
        began.set()
        eventually(lambda: not go_on())
        ended.append(True)

    errand = Errand(database, "sorting", is_due=lambda: True, work=work)
    thread = threading.Thread(target=errand.run, args=(stop,))
    thread.start()
    assert began.wait(60)
    stop.set()
    errand.call()
    thread.join(60)

    assert ended == [True]
