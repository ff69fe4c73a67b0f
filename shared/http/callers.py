"""Who asks a service that is no track, and who may."""

from __future__ import annotations

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
