"""The table of what the gateway forwards: path, service, and who may."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from gateway.access import ADMIN, EVERY_OFFICER, OVERSIGHT, PUBLIC, Permission, of_track
from shared.house import other_services, tracks
from shared.http.client import READ_SECONDS

COORDINATION = "coordination"
REPORTING = "reporting"
ALMANAC = "almanac"
FOR_MANY_CASES = 50.0  # below what gunicorn grants a worker

# Collection in the address → (service, role of its officers).
TRACKS = {each.collection: (each.service, each.officer) for each in tracks()}
_WHO = {"public": PUBLIC, "every_officer": EVERY_OFFICER, "oversight": OVERSIGHT, "admin": ADMIN}


@dataclass(frozen=True, slots=True)
class ForwardedRoute:
    """
    One method on one path, the service that answers it, and who may call it.

    `seconds` is how long the gateway waits for the answer.
    """

    method: str
    path: str
    service: str
    permission: Permission
    seconds: float = READ_SECONDS

    @property
    def endpoint(self) -> str:
        """The name by which Flask and the permissions know the route."""
        # Flask reads a dot as the border between a blueprint and its view.
        return f"forward {self.method} {self.path}".replace(".", "_")


def forwarded_routes() -> Iterator[ForwardedRoute]:
    """
    Yield every forwarded route.

    A command on a case passes for the officers of its track and for supervisor and admin; the
    service decides in the end, because it alone knows who is who in a procedure. The routes of
    other services stand in their `service.yaml`.
    """
    for collection, (service, role) in TRACKS.items():
        for method in ("GET", "POST"):
            for path in (f"/api/v1/{collection}", f"/api/v1/{collection}/<path:rest>"):
                yield ForwardedRoute(method, path, service, of_track(role))
        many = f"/api/v1/{collection}/assign"
        yield ForwardedRoute("POST", many, service, of_track(role), seconds=FOR_MANY_CASES)
    for each in other_services():
        for who, routes in each.routes.items():
            for method, _, path in (route.partition(" ") for route in routes):
                rest = path.replace("*", "<path:rest>")
                yield ForwardedRoute(method, f"/api/v1/{rest}", each.service, _WHO[who])
