"""A wake-up call from the web processes to the worker on the same machine."""

from __future__ import annotations

import hashlib
import select
import socket
import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from types import MappingProxyType

from flask import Flask, Response, request

from shared.http.settings import Settings

_LINUX = sys.platform == "linux"
_READING = frozenset({"GET", "HEAD", "OPTIONS"})
ANYWHERE = ""
"""Stands for every outlet where whoever rings does not know in which one something waits."""
_LONGEST_NAME = 128
_LONGEST_WAIT_SECONDS = 30.0
_announced = threading.Event()


def ring(settings: Settings, outlet: str = ANYWHERE) -> None:
    """
    Wake the relay of this service, if it runs on this machine; else do nothing.

    Call it after a write that left `pending` behind, with the name of the outlet where it is
    known: then no other is looked through; or with the name of an errand after an order for it.
    It takes some microseconds, never waits and never fails: a relay finds by itself what nobody
    rang for, and from then on looks often; an errand looks for orders every 30 s.
    """
    if not _LINUX:
        return
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as caller:
        caller.setblocking(False)
        try:
            caller.sendto(outlet.encode(), _address(settings))
        except OSError:
            return


def note_announcement() -> None:
    """Note that this process is about to write events for which it has not rung itself."""
    _announced.set()


def ring_for_announcements(settings: Settings) -> None:
    """Ring if anything was announced since the last time; call it after the write."""
    if _announced.is_set():
        _announced.clear()
        ring(settings)


def ring_after_writes(app: Flask, settings: Settings, errands: Iterable[str] = ()) -> None:
    """
    Let every request of `app` that may have written something ring when it is answered.

    It rings for whatever waits to be told, and for these errands: it may have been an order.
    """
    names = (ANYWHERE, *errands)

    def wake(response: Response) -> Response:
        if request.method not in _READING and response.status_code < 400:
            for name in names:
                ring(settings, name)
        return response

    app.after_request(wake)


class Doorbell:
    """
    The receiving end of `ring`.

    It is a datagram socket in the abstract namespace of Linux: no file, no port, nothing to
    configure or to clean up. Whoever rings without reason causes one look for waiting events.
    `called` says who else is rung for, by name, and what to do then.
    """

    def __init__(
        self,
        settings: Settings,
        called: Mapping[str, Callable[[], object]] = MappingProxyType({}),
    ) -> None:
        self._address = _address(settings)
        self._called = called
        self._socket: socket.socket | None = None

    def open(self) -> None:
        """Listen, unless another process of the service on this machine does already."""
        if self._socket is not None or not _LINUX:
            return
        bell = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        bell.setblocking(False)
        try:
            bell.bind(self._address)
        except OSError:
            bell.close()
            return
        self._socket = bell

    @property
    def listens(self) -> bool:
        """Tell whether a ring would be heard here."""
        return self._socket is not None

    def close(self) -> None:
        """Stop listening."""
        bell, self._socket = self._socket, None
        if bell is not None:
            bell.close()

    def wait(self, seconds: float, stop: threading.Event) -> frozenset[str]:
        """Return after `seconds`, or sooner when somebody rings: the outlets that were rung for."""
        if self._socket is None:
            stop.wait(seconds)
        elif select.select([self._socket], [], [], seconds)[0]:
            rung_for = frozenset(self._rings(self._socket))
            for each in rung_for & self._called.keys():
                self._called[each]()
            return rung_for - self._called.keys()
        return frozenset()

    def answer(self, stop: threading.Event) -> None:
        """Listen until `stop` for those alone that are `called`; ring to let it be noticed."""
        try:
            while not stop.is_set():
                self.open()
                self.wait(_LONGEST_WAIT_SECONDS, stop)
        finally:
            self.close()

    @staticmethod
    def _rings(bell: socket.socket) -> Iterator[str]:
        # All rings so far are answered by one look.
        try:
            while True:
                yield bell.recv(_LONGEST_NAME).decode(errors="replace")
        except BlockingIOError:
            return


def _address(settings: Settings) -> bytes:
    database = f"{settings.database_url} {settings.database_name}".encode()
    return b"\0concord-" + hashlib.sha256(database).hexdigest()[:32].encode()
