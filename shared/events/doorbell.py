"""A wake-up call from the web processes to the worker on the same machine."""

from __future__ import annotations

import hashlib
import select
import socket
import sys
import threading

from flask import Flask, Response, request

from shared.http.settings import Settings

_LINUX = sys.platform == "linux"
_READING = frozenset({"GET", "HEAD", "OPTIONS"})


def ring(settings: Settings) -> None:
    """
    Wake the relay of this service, if it runs on this machine; else do nothing.

    Call it after a write that left `pending` behind. It takes some microseconds, never waits and
    never fails: a relay finds by itself what nobody rang for, and from then on looks often.
    """
    if not _LINUX:
        return
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as caller:
        caller.setblocking(False)
        try:
            caller.sendto(b"!", _address(settings))
        except OSError:
            return


def ring_after_writes(app: Flask, settings: Settings) -> None:
    """Let every request of `app` that may have written something ring when it is answered."""

    def wake(response: Response) -> Response:
        if request.method not in _READING and response.status_code < 400:
            ring(settings)
        return response

    app.after_request(wake)


class Doorbell:
    """
    The receiving end of `ring`.

    It is a datagram socket in the abstract namespace of Linux: no file, no port, nothing to
    configure or to clean up. Whoever rings without reason causes one look for waiting events.
    """

    def __init__(self, settings: Settings) -> None:
        self._address = _address(settings)
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

    def wait(self, seconds: float, stop: threading.Event) -> bool:
        """Return after `seconds`, or sooner when somebody rings; say whether somebody did."""
        if self._socket is None:
            stop.wait(seconds)
        elif select.select([self._socket], [], [], seconds)[0]:
            self._silence(self._socket)
            return True
        return False

    @staticmethod
    def _silence(bell: socket.socket) -> None:
        # All rings so far are answered by one look.
        try:
            while True:
                bell.recv(16)
        except BlockingIOError:
            return


def _address(settings: Settings) -> bytes:
    database = f"{settings.database_url} {settings.database_name}".encode()
    return b"\0concord-" + hashlib.sha256(database).hexdigest()[:32].encode()
