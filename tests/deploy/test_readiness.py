"""A start waits while its parts get on, and ends when one is stuck or another's."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest

from deploy.embedded.child import ProcessCommand
from deploy.embedded.readiness import ANOTHER, READY, SILENT, Check, StartError, Wait, http_ready
from deploy.embedded.supervisor import ProcessSupervisor
from shared.language import Text

# Works for seconds of its own time before it is there, however long that takes on this machine.
SLOW = (
    "import pathlib, sys, time\n"
    "while time.process_time() < 6: pass\n"
    "pathlib.Path(sys.argv[1]).touch(); time.sleep(600)"
)
STUCK = "import time; time.sleep(600)"


def wait_for(folder: Path, code: str, check: Check, patience_seconds: float) -> list[Text]:
    news: list[Text] = []
    supervisor = ProcessSupervisor(news.append)
    command = (sys.executable, "-c", code, str(folder / "there"))
    supervisor.run(ProcessCommand("part", command, os.environ, folder, folder / "part.log"))
    try:
        Wait({"part": check}, supervisor, news.append, patience_seconds).run()
    finally:
        supervisor.close()
    return news


def test_a_slow_part_is_waited_for_beyond_the_patience_while_it_works(tmp_path: Path) -> None:
    there = tmp_path / "there"

    news = wait_for(tmp_path, SLOW, lambda: READY if there.exists() else SILENT, 2.5)

    # On a busy machine it may be told meanwhile that the part is still starting.
    *meanwhile, last = [text.en.split(" (")[0] for text in news]
    assert last == "part is ready"
    assert set(meanwhile) <= {"still starting: part"}


def test_a_part_that_does_nothing_is_given_up_with_its_log_and_the_setting(tmp_path: Path) -> None:
    with pytest.raises(StartError, match="no progress") as failure:
        wait_for(tmp_path, STUCK, lambda: SILENT, 2)

    for said in (failure.value.text.zh, failure.value.text.en):
        assert str(tmp_path / "part.log") in said
        assert "CONCORD_START_SECONDS" in said


def test_a_part_that_works_but_says_the_same_for_ever_is_given_up_with_what_it_says(
    tmp_path: Path,
) -> None:
    with pytest.raises(StartError, match=r"part \(lacks database\)"):
        wait_for(tmp_path, "while True: pass", lambda: "lacks database", 2)


@contextmanager
def an_answer(body: bytes, status: int = 200) -> Iterator[int]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            del format, args

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        Thread(target=server.serve_forever).start()
        yield server.server_address[1]
        server.shutdown()


@pytest.mark.parametrize(
    ("body", "status", "found"),
    [
        (b'{"installation": "ours", "degraded": []}', 200, READY),
        (b'{"installation": "ours", "degraded": ["database"]}', 503, "lacks ['database']"),
        (b'{"installation": "theirs", "degraded": []}', 200, ANOTHER),
        (b'{"ready": true}', 200, ANOTHER),
        (b"[]", 200, SILENT),
        (b"<p>", 200, SILENT),
    ],
)
def test_only_an_answer_with_the_mark_of_the_installation_counts(
    body: bytes, status: int, found: str
) -> None:
    with an_answer(body, status) as port:
        assert http_ready(port, "ours") == found
