"""What the events of all services bring about in liaison, effect by effect."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from services.liaison.assembly import Liaison
from services.liaison.public.decisions import Decisions
from services.liaison.public.following import Following, may_concern_the_public
from shared.events.envelope import Event
from shared.events.subscribers import Subscriber


def subscribers_of(
    liaison: Liaison, record_for_receivers: Callable[[Event], None]
) -> Sequence[Subscriber]:
    """Return all effects in the order in which an event has them."""
    following = Following(Decisions(liaison.database), liaison.client)
    return (
        Subscriber("decisions", following.record, wants=may_concern_the_public),
        Subscriber("webhooks", record_for_receivers),
    )
