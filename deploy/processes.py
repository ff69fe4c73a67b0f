"""The table of processes that make up Concord, the one source for every way of running it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

SERVICES = (
    "petitions",
    "mediation",
    "reconsideration",
    "litigation",
    "coordination",
    "reporting",
    "liaison",
    "almanac",
)
GATEWAY = "gateway"
MEMBERS = (*SERVICES, GATEWAY)

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


def _web(member: str) -> Process:
    package = GATEWAY if member == GATEWAY else f"services.{member}"
    command = ("-m", "gunicorn", "-c", "deploy/gunicorn.conf.py", f"{package}.app:create_app()")
    return Process(member, "web", command)


def _worker(service: str) -> Process:
    return Process(service, "worker", ("-m", f"services.{service}.worker"))


WEB = tuple(_web(member) for member in MEMBERS)
WORKERS = tuple(_worker(service) for service in SERVICES)
PROCESSES = (*WEB, *WORKERS)
