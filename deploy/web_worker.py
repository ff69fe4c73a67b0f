"""The worker of the web processes: no client keeps a thread from the others by sending nothing."""

from __future__ import annotations

import selectors
import socket
import struct
import time
from functools import partial
from typing import Any

from gunicorn.workers.gthread import TConn, ThreadWorker

SENDING_SECONDS = 10
"""So long a client may take to send one request, and to take each piece of an answer."""


class WebWorker(ThreadWorker):
    """
    Gunicorn's threads, with patience that ends.

    A connection that is silent, as browsers open some ahead of need, waits without a thread. One
    that has a thread may send for ten seconds: then nothing more is read from it, which ends a
    request that is still coming in and leaves one that is being answered alone.
    """

    def __init__(self, *args: Any, **settings: Any) -> None:
        super().__init__(*args, **settings)
        self._reading: dict[TConn, float] = {}

    def accept(self, listener: socket.socket) -> None:
        """Let a new connection wait until something comes in."""
        try:
            client, address = listener.accept()
        except OSError:
            return  # gone again before it was accepted
        seconds = struct.pack("ll", SENDING_SECONDS, 0)
        client.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, seconds)
        connection = TConn(self.cfg, client, address, listener.getsockname())
        connection.timeout = time.monotonic() + self.cfg.keepalive
        self.nr_conns += 1
        self.pending_conns.append(connection)
        arrived = partial(self.on_pending_socket_readable, connection)
        self.poller.register(client, selectors.EVENT_READ, arrived)

    def enqueue_req(self, conn: TConn) -> None:
        """Give the connection a thread, and note since when it has one."""
        self._reading[conn] = time.monotonic()
        super().enqueue_req(conn)

    def finish_request(self, conn: TConn, fs: Any) -> None:
        """Take the connection back from its thread."""
        self._reading.pop(conn, None)
        super().finish_request(conn, fs)

    def murder_pending(self) -> None:
        """Close what stayed silent, and stop reading from what takes too long; every second."""
        super().murder_pending()
        too_old = time.monotonic() - SENDING_SECONDS
        for conn in [each for each, since in self._reading.items() if since < too_old]:
            del self._reading[conn]
            _stop_reading(conn.sock)


def _stop_reading(connection: socket.socket) -> None:
    # The method of a TLS socket would forget the keys with which the answer is still to be sent.
    try:
        socket.socket.shutdown(connection, socket.SHUT_RD)
    except OSError:
        return  # the client has gone by itself
