"""The wake-up call between processes on one machine."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from shared.events.doorbell import (
    Call,
    Doorbell,
    note_announcement,
    ring,
    ring_after_writes,
    ring_for_announcements,
)
from shared.http.settings import Settings
from tests.support.events import eventually, settings_of


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return settings_of(
        "petitions",
        database_url=f"mongodb://{tmp_path}",
        broker_url="",
        folder=tmp_path,
        services={},
    )


@pytest.fixture
def bell(settings: Settings) -> Iterator[Doorbell]:
    found = Doorbell(settings)
    found.open()
    yield found
    found.close()


def heard(bell: Doorbell, seconds: float = 60.0) -> bool:
    """Wait for a ring; whether one comes is not a matter of time here."""
    return bool(bell.wait(seconds, threading.Event()))


def test_a_ring_ends_the_wait(settings: Settings, bell: Doorbell) -> None:
    ring(settings)

    assert heard(bell)


def test_many_rings_are_answered_by_one_look(settings: Settings, bell: Doorbell) -> None:
    for _ in range(500):
        ring(settings)

    assert heard(bell)
    assert not heard(bell, 0.0)


def test_who_rings_may_say_for_which_outlet(settings: Settings, bell: Doorbell) -> None:
    ring(settings, "petitions")
    ring(settings)

    assert bell.wait(60.0, threading.Event()) == {Call("petitions"), Call()}


def test_who_rings_may_name_the_document_and_what_is_settled_in_it(
    settings: Settings, bell: Doorbell
) -> None:
    ring(settings, "petitions", "c1", 3)
    ring(settings, "petitions", "c2")

    assert bell.wait(60.0, threading.Event()) == {
        Call("petitions", "c1", 3),
        Call("petitions", "c2"),
    }


def test_where_calls_may_be_lost_whole_outlets_are_looked_through(
    settings: Settings, bell: Doorbell
) -> None:
    for number in range(500):
        ring(settings, "petitions", f"c{number}", 1)

    assert bell.wait(60.0, threading.Event()) == {Call("petitions")}


def test_a_call_that_cannot_be_read_is_for_whatever_it_names() -> None:
    assert Call.decoded(b"petitions\nc1\n\xff") == Call("petitions", "c1")
    assert Call.decoded(b"") == Call()


def test_what_was_announced_is_rung_for_once(settings: Settings, bell: Doorbell) -> None:
    note_announcement()
    ring_for_announcements(settings)
    assert heard(bell)
    ring_for_announcements(settings)

    assert not heard(bell, 0.0)


def test_a_ring_that_nobody_hears_does_no_harm(settings: Settings) -> None:
    ring(settings)


def test_another_service_is_not_woken(bell: Doorbell, tmp_path: Path) -> None:
    ring(settings_of("mediation", database_url="m", broker_url="", folder=tmp_path, services={}))

    assert not heard(bell, 0.0)


def test_a_second_listener_waits_quietly_and_can_follow(settings: Settings) -> None:
    first, second = Doorbell(settings), Doorbell(settings)
    first.open()
    second.open()
    assert (first.listens, second.listens) == (True, False)
    assert not heard(second, 0.0)
    first.close()
    second.open()
    ring(settings)

    assert heard(second)
    second.close()


def test_who_is_called_by_name_hears_it_and_no_outlet_is_looked_through(
    settings: Settings,
) -> None:
    called: list[str] = []
    bell = Doorbell(settings, {"sweep": lambda: called.append("sweep")})
    bell.open()
    ring(settings, "sweep")
    ring(settings, "petitions")
    rung_for = bell.wait(60.0, threading.Event())
    bell.close()

    assert called == ["sweep"]
    assert rung_for == {Call("petitions")}


def test_a_service_that_tells_nothing_answers_until_it_stops(settings: Settings) -> None:
    called, stop = threading.Event(), threading.Event()
    bell = Doorbell(settings, {"rebuild": called.set})
    answering = threading.Thread(target=bell.answer, args=(stop,))
    answering.start()

    def heard_of_it() -> bool:
        ring(settings, "rebuild")
        return called.is_set()

    eventually(heard_of_it)
    stop.set()
    ring(settings)
    answering.join(60)

    assert not answering.is_alive()


def test_a_request_that_may_have_ordered_something_rings_for_it_by_name(
    settings: Settings,
) -> None:
    called: list[str] = []
    bell = Doorbell(settings, {"rebuild": lambda: called.append("rebuild")})
    bell.open()
    app = Flask("small")
    app.add_url_rule("/", view_func=lambda: "done", methods=["GET", "POST"])
    ring_after_writes(app, settings, ["rebuild"])
    app.test_client().get("/")
    bell.wait(0.0, threading.Event())
    assert called == []
    app.test_client().post("/")
    bell.wait(60.0, threading.Event())
    bell.close()

    assert called == ["rebuild"]


@pytest.mark.parametrize(
    ("method", "path", "rings"),
    [("POST", "/", True), ("GET", "/", False), ("POST", "/elsewhere", False)],
    ids=["written", "read", "refused"],
)
def test_a_request_that_may_have_written_rings(
    settings: Settings, bell: Doorbell, method: str, path: str, rings: bool
) -> None:
    app = Flask("small")
    app.add_url_rule("/", view_func=lambda: "done", methods=["GET", "POST"])
    ring_after_writes(app, settings)
    app.test_client().open(path, method=method)

    assert heard(bell, 60.0 if rings else 0.0) is rings
