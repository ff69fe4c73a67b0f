"""The table of what the gateway forwards: path, service, and who may."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

from gateway.access import ADMIN, EVERY_OFFICER, Permission, of_track
from shared.http.client import READ_SECONDS
from shared.http.identity import LIAISON

COORDINATION = "coordination"
REPORTING = "reporting"
ALMANAC = "almanac"
FOR_MANY_CASES = 50.0  # below what gunicorn grants a worker

# Collection in the address → (service, role of its officers).
TRACKS = {
    "petitions": ("petitions", "petition_officer"),
    "mediations": ("mediation", "mediator"),
    "reconsiderations": ("reconsideration", "reconsideration_officer"),
    "litigations": ("litigation", "litigation_officer"),
}

_Routes: TypeAlias = tuple[tuple[str, str, Permission], ...]


@dataclass(frozen=True, slots=True)
class Route:
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


def forwarded_routes() -> Iterator[Route]:
    """
    Yield every forwarded route.

    A command on a case passes for the officers of its track and for supervisor and admin; the
    service decides in the end, because it alone knows who is who in a procedure.
    """
    for collection, (service, role) in TRACKS.items():
        for method in ("GET", "POST"):
            for path in (f"/api/v1/{collection}", f"/api/v1/{collection}/<path:rest>"):
                yield Route(method, path, service, of_track(role))
        many = f"/api/v1/{collection}/assign"
        yield Route("POST", many, service, of_track(role), seconds=FOR_MANY_CASES)
    for service, routes in _BETWEEN_TRACKS.items():
        for method, path, permission in routes:
            yield Route(method, f"/api/v1/{path}", service, permission)


_COORDINATION: _Routes = (
    ("GET", "matters", EVERY_OFFICER),
    ("GET", "matters/<path:rest>", EVERY_OFFICER),
    ("POST", "matters/<path:rest>", EVERY_OFFICER),
    ("GET", "clocks", EVERY_OFFICER),
    ("GET", "clocks/<path:rest>", EVERY_OFFICER),
    ("POST", "clocks/sweep", ADMIN),
    ("GET", "attention/<path:rest>", EVERY_OFFICER),
    ("GET", "referrals", EVERY_OFFICER),
    ("GET", "referrals/<path:rest>", EVERY_OFFICER),
    ("GET", "outside-bodies", EVERY_OFFICER),
    ("POST", "outside-bodies", ADMIN),
    ("POST", "outside-bodies/<path:rest>", ADMIN),
    ("GET", "outside-referrals", EVERY_OFFICER),
    ("POST", "outside-referrals", EVERY_OFFICER),
    ("GET", "outside-referrals/<path:rest>", EVERY_OFFICER),
    ("POST", "outside-referrals/<path:rest>", EVERY_OFFICER),
    ("GET", "norm-objections", EVERY_OFFICER),
    ("POST", "norm-objections", EVERY_OFFICER),
    ("GET", "norm-objections/<path:rest>", EVERY_OFFICER),
    ("POST", "norm-objections/<path:rest>", EVERY_OFFICER),
    ("GET", "calendar/editions", EVERY_OFFICER),
    ("POST", "calendar/editions", ADMIN),
    ("POST", "calendar/editions/preview", ADMIN),
    ("GET", "calendar/editions/<path:rest>", EVERY_OFFICER),
    ("GET", "webhooks", ADMIN),
    ("GET", "webhooks/<path:rest>", ADMIN),
    ("POST", "webhooks", ADMIN),
    ("POST", "webhooks/<path:rest>", ADMIN),
)
_LIAISON: _Routes = (
    ("GET", "terminals", ADMIN),
    ("POST", "terminals", ADMIN),
    ("GET", "terminals/<path:rest>", ADMIN),
    ("POST", "terminals/<path:rest>", ADMIN),
    ("DELETE", "terminals/<path:rest>", ADMIN),
)
_ALMANAC: _Routes = (
    ("GET", "rules", EVERY_OFFICER),
    ("GET", "rules/<path:rest>", EVERY_OFFICER),
    ("POST", "rules/<path:rest>", EVERY_OFFICER),
    ("POST", "calendar/days", EVERY_OFFICER),
    ("POST", "advice/paths", EVERY_OFFICER),
)
_REPORTING: _Routes = (
    ("GET", "reports/<path:rest>", EVERY_OFFICER),
    ("POST", "reports/rebuild", ADMIN),
)
_BETWEEN_TRACKS: dict[str, _Routes] = {
    COORDINATION: _COORDINATION,
    REPORTING: _REPORTING,
    LIAISON: _LIAISON,
    ALMANAC: _ALMANAC,
}
