"""Liaison behind a gateway of a test, in a thread, made when somebody first asks it."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import Flask
from werkzeug.serving import make_server

from services.liaison.app import create_app
from shared.http.settings import Settings
from shared.storage.database import connect
from tests.gateway.processes import addresses, environment


@dataclass
class _AtFirstCall:
    """An application that most tests never need, and that takes a moment to make."""

    settings: Settings
    made: Flask | None = None

    def __post_init__(self) -> None:
        self._making = threading.Lock()

    def __call__(self, environ: Any, start_response: Any) -> Iterable[bytes]:
        with self._making:
            self.made = self.made or create_app(self.settings)
        return self.made(environ, start_response)


@dataclass(frozen=True)
class LiaisonBehind:
    """Where it answers, and on which database."""

    url: str
    settings: Settings

    def forget_partners(self) -> None:
        """Empty what is known of partners, for another office."""
        for name in ("partners", "partner_cases", "court_notices"):
            connect(self.settings)[name].delete_many({})


@contextmanager
def liaison_behind(
    database_url: str, secrets_dir: Path, **services: str
) -> Iterator[LiaisonBehind]:
    """Serve liaison on a database of its own; where no service is named, nobody listens."""
    variables = environment(
        "liaison",
        database_url,
        secrets_dir,
        database_name=f"liaison_{uuid.uuid4().hex[:12]}",
        services=addresses(**services),
    )
    settings = Settings.from_environment(variables)
    server = make_server("127.0.0.1", 0, _AtFirstCall(settings), threaded=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield LiaisonBehind(f"http://127.0.0.1:{server.server_port}", settings)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
