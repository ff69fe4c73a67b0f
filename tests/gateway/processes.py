"""Web processes under gunicorn, as an installation runs them."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path

import requests

from deploy.processes import SERVICES
from tests.support.servers import Server

ROOT = Path(__file__).parents[2]
NOBODY = "http://127.0.0.1:9"


class WebProcess(Server):
    """One application under gunicorn; `target` is what gunicorn is told to serve."""

    def __init__(self, target: str, environment: Mapping[str, str], workers: int = 1) -> None:
        super().__init__()
        self._target = target
        self.settings = {**environment, "WEB_WORKERS": str(workers), "PORT": str(self.port)}

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def _environment(self) -> dict[str, str]:
        return os.environ | self.settings | {"PYTHONPATH": str(ROOT)}

    def _command(self) -> list[str]:
        config = str(ROOT / "deploy" / "gunicorn.conf.py")
        return [sys.executable, "-m", "gunicorn", "-c", config, self._target]

    def _answers(self) -> bool:
        try:
            return requests.get(f"{self.url}/healthz", timeout=1).status_code == 200
        except requests.RequestException:
            return False


def addresses(**known: str) -> dict[str, str]:
    """Return an address for every service; where none is given, nobody listens."""
    return {service: known.get(service, NOBODY) for service in SERVICES}


def environment(
    service: str,
    database_url: str,
    secrets_dir: Path,
    *,
    database_name: str = "",
    services: Mapping[str, str] | None = None,
) -> dict[str, str]:
    """Return the environment that an installation gives to one process."""
    named = services or addresses()
    return {
        "CONCORD_SERVICE": service,
        "DATABASE_URL": database_url,
        "DATABASE_NAME": database_name,
        "BROKER_URL": "redis://127.0.0.1:9",
        "SECRETS_DIR": str(secrets_dir),
        "SERVICES": ",".join(f"{name}={address}" for name, address in named.items()),
    }
