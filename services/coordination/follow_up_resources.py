"""The routes of what is followed up."""

from __future__ import annotations

from typing import Any, Protocol

from services.coordination.assembly import Coordination
from services.coordination.calendar_moves.resource import MovesResource
from services.coordination.follow_up import FollowUp
from services.coordination.outside.answering_resource import AnsweringResource
from services.coordination.outside.referrals_resource import OutsideReferralsResource
from services.coordination.referrals.resource import ReferralsResource
from services.coordination.referrals.view import shown_in_matter
from shared.casework.personal import Sealer
from shared.http.blueprint import DocumentedBlueprint
from shared.http.secrets import SecretFolder
from shared.http.settings import Settings
from shared.legal_day import today


class Resource(Protocol):
    """Whatever has routes."""

    def blueprint(self) -> DocumentedBlueprint:
        """Return the routes."""


def resources_of(
    follow_up: FollowUp,
    coordination: Coordination,
    settings: Settings,
    counting: frozenset[str],
) -> tuple[Resource, ...]:
    """
    Return the resources; `counting` are the services that count anew by a holiday notice.

    Raises `SecretError` when the keys for personal fields are missing.
    """
    keys = SecretFolder(settings.secrets_dir).field_keys()
    sealer = Sealer(keys.keys, keys.active)
    tracks = coordination.docket.tracks
    return (
        ReferralsResource(follow_up.referrals, sealer, tracks),
        OutsideReferralsResource(
            follow_up.referrals,
            follow_up.bodies,
            sealer,
            coordination.matters.case,
            tracks,
        ),
        AnsweringResource(follow_up.referrals, follow_up.bodies, sealer),
        MovesResource(follow_up.recounts, follow_up.moves, coordination.rules, counting),
    )


def referrals_in(follow_up: FollowUp, matter_id: str) -> list[dict[str, Any]]:
    """Return the referrals of a matter as its page shows them, without what is personal."""
    found = follow_up.referrals.in_matter(matter_id)
    return [shown_in_matter(each, today()) for each in found]
