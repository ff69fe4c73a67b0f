"""A wake-up call from the web processes to the worker on the same machine."""

from __future__ import annotations

import hashlib
import select
import socket
import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple, Protocol, Self

from flask import Flask, Response, request

from shared.http.settings import Settings

_LINUX = sys.platform == "linux"
_READING = frozenset({"GET", "HEAD", "OPTIONS"})
ANYWHERE = ""
"""Stands for every outlet where whoever rings does not know in which one something waits."""
_LONGEST_CALL = 256
_APART = "\n"
_SURELY_KEPT = 10
"""So many calls fit into a queue of Linux, unless an operator made it shorter."""
_LONGEST_WAIT_SECONDS = 30.0
_announced = threading.Event()


class Call(NamedTuple):
    """
    What a ring says: an outlet, or an errand, and the document in which something waits.

    `settled` is the version of the document up to which all is done that must follow its changes,
    so that nobody need look whether it was cut off; 0 when that is not known.
    """

    name: str = ANYWHERE
    document: str = ""
    settled: int = 0

    def encoded(self) -> bytes:
        """Return the call as it is sent."""
        return _APART.join((self.name, self.document, str(self.settled))).encode()

    @classmethod
    def decoded(cls, sent: bytes) -> Self:
        """Return the call that was sent; of one that cannot be read what can be."""
        name, document, settled = [*sent.decode(errors="replace").split(_APART), "", ""][:3]
        return cls(name, document, int(settled) if settled.isdecimal() else 0)


class Rings(Protocol):
    """Whatever rings as `ring` does, without being told for which service."""

    def __call__(self, name: str, document: str = "", settled: int = 0, /) -> None:
        """Ring; see `Call`."""


def ring(settings: Settings, name: str = ANYWHERE, document: str = "", settled: int = 0) -> None:
    """
    Wake the relay of this service, if it runs on this machine; else do nothing.

    Call it after a write that left `pending` behind, with the name of the outlet where it is
    known: then no other is looked through, and with the document nothing but that is read; or
    with the name of an errand after an order for it.
    It takes some microseconds, never waits and never fails: a relay finds by itself what nobody
    rang for, and from then on looks often; an errand looks for orders every 30 s.
    """
    if not _LINUX:
        return
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as caller:
        caller.setblocking(False)
        try:
            caller.sendto(Call(name, document, settled).encoded(), _address(settings))
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

    def wait(self, seconds: float, stop: threading.Event) -> frozenset[Call]:
        """Return after `seconds`, or sooner when somebody rings: the calls for outlets."""
        if self._socket is None:
            stop.wait(seconds)
        elif select.select([self._socket], [], [], seconds)[0]:
            calls = self._rings(self._socket)
            for each in {call.name for call in calls} & self._called.keys():
                self._called[each]()
            return frozenset(call for call in calls if call.name not in self._called)
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
    def _rings(bell: socket.socket) -> frozenset[Call]:
        """Return all calls so far; where some may be lost, whole outlets without documents."""
        calls = [Call.decoded(sent) for sent in _all_of(bell)]
        if len(calls) < min(_SURELY_KEPT, _queue_length()):
            return frozenset(calls)
        # A full queue loses calls, and is as long at least when it is next emptied.
        return frozenset(Call(call.name) for call in calls)


def _all_of(bell: socket.socket) -> Iterator[bytes]:
    try:
        while True:
            yield bell.recv(_LONGEST_CALL)
    except BlockingIOError:
        return


def _queue_length() -> int:
    try:
        return int(Path("/proc/sys/net/unix/max_dgram_qlen").read_text())
    except (OSError, ValueError):
        return 1


def _address(settings: Settings) -> bytes:
    database = f"{settings.database_url} {settings.database_name}".encode()
    return b"\0concord-" + hashlib.sha256(database).hexdigest()[:32].encode()
