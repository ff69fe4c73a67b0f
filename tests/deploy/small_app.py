"""The smallest web process: ready, and able to tell who it is."""

import json
import os
from collections.abc import Callable, Iterable
from typing import Any

StartResponse = Callable[[str, list[tuple[str, str]]], Any]
Application = Callable[[dict[str, Any], StartResponse], Iterable[bytes]]
MARK = "CONCORD_INSTALLATION"
TOLD = ("CONCORD_SERVICE", "DATABASE_URL", "SERVICES", "SECRETS_DIR")


def create_app() -> Application:
    """Return an application that answers everything with what it was told at its start."""

    def app(environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        del environ
        start_response("200 OK", [("Content-Type", "application/json")])
        told = {name: os.environ[name] for name in TOLD}
        return [json.dumps(told | {"pid": os.getpid(), "installation": os.environ[MARK]}).encode()]

    return app
