"""Who asks a service that is no track, and who may."""

from __future__ import annotations

from collections.abc import Callable

from shared.http.identity import OFFICER_ROLES, Identity, current_identity
from shared.http.problems import forbidden
from shared.language import Text

SUPERVISING_ROLES = frozenset({"supervisor", "admin"})


def known_caller() -> Identity:
    """Return any proven caller: the law itself is no secret."""
    return current_identity()


def officer() -> Identity:
    """Return the officer who asks; 403 for every other caller, and for one without an agency."""
    identity = current_identity()
    if identity.role not in OFFICER_ROLES:
        raise forbidden()
    if not identity.agency_code:
        raise forbidden(
            Text("您的账号没有所属机关。", "Your account does not belong to an agency.")
        )
    return identity


def supervising() -> Identity:
    """Return the supervisor or administrator who asks, as `officer`; 403 for everybody else."""
    identity = officer()
    if identity.role not in SUPERVISING_ROLES:
        raise forbidden()
    return identity


def administrator() -> Identity:
    """Return the administrator who asks; 403 for every other caller."""
    identity = current_identity()
    if identity.role != "admin":
        raise forbidden()
    return identity


def overseeing() -> Identity:
    """Return the supervisor or administrator who asks, of an agency or of none; 403 for others."""
    identity = current_identity()
    if identity.role not in SUPERVISING_ROLES:
        raise forbidden()
    return identity


def any_service() -> Identity:
    """Return the service that asks on its own account; 403 for every other caller."""
    identity = current_identity()
    if not identity.is_service:
        raise forbidden()
    return identity


def service_called(name: str) -> Callable[[], Identity]:
    """Return the check that the service `name` asks on its own account, and nobody else."""

    def check() -> Identity:
        identity = any_service()
        if identity.issuer != name:
            raise forbidden()
        return identity

    return check
