"""The virus scanner, by a small server that speaks the protocol of clamd."""

from __future__ import annotations

import io
import socket
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from shared.attachments.scanner import Scans
from shared.http.problems import Problem
from shared.storage.database import Database

# Each scanner says that this harmless text is a virus (eicar.org); in two parts, so that no
# scanner finds it here.
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


class Clamd(socketserver.StreamRequestHandler):
    asked = 0

    def handle(self) -> None:
        type(self).asked += 1
        assert self.rfile.read(10) == b"zINSTREAM\0"
        content = b""
        while length := int.from_bytes(self.rfile.read(4)):
            content += self.rfile.read(length)
        said = b"stream: Eicar-Test-Signature FOUND" if EICAR in content else b"stream: OK"
        self.wfile.write(said + b"\0")


@contextmanager
def clamd(server: socketserver.BaseServer) -> Iterator[None]:
    Clamd.asked = 0
    with server:
        running = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        running.start()
        try:
            yield
        finally:
            server.shutdown()
            running.join()


def test_what_is_infected_is_refused_by_its_name_and_nothing_is_scanned_twice(
    database: Database,
) -> None:
    server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Clamd)
    with clamd(server):
        scans = Scans(database, f"tcp://127.0.0.1:{server.server_address[1]}")
        for _ in range(2):
            scans.check("clean", io.BytesIO(bytes(700_000)), "files.0")
            with pytest.raises(Problem) as refused:
                scans.check("infected", io.BytesIO(bytes(300_000) + EICAR), "files.0")

    assert refused.value.status == 422
    assert "Eicar-Test-Signature" in refused.value.detail.en
    assert Clamd.asked == 2


def test_it_is_asked_over_a_unix_socket_too(database: Database, tmp_path: Path) -> None:
    path = str(tmp_path / "clamd")
    with clamd(socketserver.ThreadingUnixStreamServer(path, Clamd)):
        Scans(database, f"unix://{path}").check("clean", io.BytesIO(b"x"), "files.0")

    assert Clamd.asked == 1


def test_while_it_is_on_and_away_nothing_is_taken(database: Database) -> None:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))  # bound, but nobody listens
        scans = Scans(database, f"tcp://127.0.0.1:{held.getsockname()[1]}")
        with pytest.raises(Problem) as refused:
            scans.check("any", io.BytesIO(b"x"), "files.0")

    assert refused.value.status == 503
    assert database["paper_scans"].count_documents({}) == 0


def test_without_a_scanner_nobody_is_asked(database: Database) -> None:
    Scans(database, "").check("any", io.BytesIO(b"x"), "files.0")
