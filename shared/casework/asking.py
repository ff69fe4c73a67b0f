"""Who asks, as casework knows actors."""

from __future__ import annotations

from shared.casework.guarding import Actor
from shared.http.identity import Identity, current_assignee, current_identity


def current_actor() -> Actor:
    """Return who asks, as casework knows actors."""
    return _as_actor(current_identity())


def named_assignee() -> Actor | None:
    """Return the officer whom the request names as assignee, if the gateway knows them."""
    officer = current_assignee()
    return _as_actor(officer) if officer else None


def _as_actor(identity: Identity) -> Actor:
    return Actor(
        subject=identity.subject,
        role=identity.role,
        agency_code=identity.agency_code,
        agency_name=identity.agency_name,
        name=identity.name,
        region=identity.region,
    )
