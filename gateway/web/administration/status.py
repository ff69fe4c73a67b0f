"""How the services are, and the work that takes long."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass

from flask import render_template

from gateway.access import ADMIN, current_officer
from gateway.readiness import TIMEOUT
from gateway.web.asking import Services
from gateway.web.routes import PageRoutes
from gateway.web.tracks import service_label
from shared.http.client import ServiceUnavailableError
from shared.language import Text


@dataclass(frozen=True, slots=True)
class ServiceState:
    """Whether a service is ready, and in how many milliseconds it said so."""

    name: str
    words: Text
    ready: bool
    milliseconds: int | None


def add_routes(routes: PageRoutes, services: Services, names: Sequence[str]) -> None:
    """Add the first page of the administration."""

    def admin() -> str:
        return render_template(
            "admin/status.html",
            officer=current_officer(),
            states=[_state(services, name) for name in names],
        )

    routes.add("/admin", admin, permission=ADMIN)


def _state(services: Services, name: str) -> ServiceState:
    words = service_label(name)
    began = time.monotonic()
    try:
        answer = services.client.request(name, "GET", "/readyz", timeout=TIMEOUT)
    except ServiceUnavailableError:
        return ServiceState(name, words, ready=False, milliseconds=None)
    took = round((time.monotonic() - began) * 1000)
    return ServiceState(name, words, ready=answer.status_code == 200, milliseconds=took)
