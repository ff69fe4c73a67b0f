"""The table of processes that make up Concord, the one source for every way of running it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from shared.house import services, tracks

SERVICES = services()
GATEWAY = "gateway"
MEMBERS = (*SERVICES, GATEWAY)
# All tracks are served by one program, which loads the folder that its settings name.
_TRACKS = frozenset(track.service for track in tracks() if not track.is_guest)
_TRACK = "shared.casework.serving"

Kind = Literal["web", "worker"]


@dataclass(frozen=True, slots=True)
class Process:
    """One process: whose it is, what it does, and what `python` is told to run it."""

    service: str
    kind: Kind
    arguments: tuple[str, ...]

    @property
    def name(self) -> str:
        """The name under which it is watched, logged and deployed."""
        return self.service if self.service == GATEWAY else f"{self.service}-{self.kind}"


def application_of(member: str) -> str:
    """Return what gunicorn serves as the application of a member."""
    if member in _TRACKS:
        return f"{_TRACK}:create_app()"
    package = GATEWAY if member == GATEWAY else f"services.{member}"
    return f"{package}.app:create_app()"


def _web(member: str) -> Process:
    command = ("-m", "gunicorn", "-c", "deploy/gunicorn.conf.py", application_of(member))
    return Process(member, "web", command)


def _worker(service: str) -> Process:
    module = _TRACK if service in _TRACKS else f"services.{service}.worker"
    return Process(service, "worker", ("-m", module))


WEB = tuple(_web(member) for member in MEMBERS)
WORKERS = tuple(_worker(service) for service in SERVICES)
PROCESSES = (*WEB, *WORKERS)
