"""The routes of webhooks."""

from __future__ import annotations

from services.liaison.assembly import Liaison
from services.liaison.webhooks.resource import WebhooksResource
from services.liaison.webhooks.webhooks import webhooks_on
from shared.http.blueprint import DocumentedBlueprint


def webhook_blueprints(liaison: Liaison) -> tuple[DocumentedBlueprint, ...]:
    """Return the routes of webhooks."""
    return (WebhooksResource(webhooks_on(liaison.settings)).blueprint(),)
