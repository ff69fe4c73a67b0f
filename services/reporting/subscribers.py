"""What the events of all services bring about in reporting, effect by effect."""

from __future__ import annotations

from collections.abc import Sequence

from shared.events.subscribers import Subscriber

SUBSCRIBERS: Sequence[Subscriber] = ()
"""All effects in the order in which an event has them."""
