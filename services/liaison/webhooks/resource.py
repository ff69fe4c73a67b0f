"""Webhooks over HTTP, for administrators."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import partial
from typing import Any

from services.liaison.webhooks.addresses import AddressError, WebAddress, place_to_connect
from services.liaison.webhooks.deliveries import QUEUE
from services.liaison.webhooks.endpoints import ACTIVE, DISABLED, NewEndpoint
from services.liaison.webhooks.schemas import (
    DeliveryAnswer,
    DeliveryPage,
    DeliveryQuery,
    NewWebhook,
    NewWebhookAnswer,
    WebhookAnswer,
    WebhookList,
)
from services.liaison.webhooks.webhooks import Webhooks
from shared.http.blueprint import API, DocumentedBlueprint
from shared.http.callers import administrator
from shared.http.identity import current_identity
from shared.http.operations import LOCATION
from shared.http.paging import page_read
from shared.http.problems import Problem, invalid, not_found
from shared.http.signing_secrets import new_signing_secret
from shared.language import Text

_NO_WEBHOOK = Text("没有此接收方。", "No such webhook.")
_NO_DELIVERY = Text("没有此消息。", "No such delivery.")
_KNOWN = Text("此网址已登记。", "This address is registered already.")
_DISABLED = Text("接收方已停用，请先恢复启用。", "The receiver is disabled; enable it first.")
_UNADDRESSED = Text(
    "该法院尚未登记接收网址；登记后自动发送。",
    "No address of that court is known yet; once it is registered, the message is sent.",
)


class WebhooksResource:
    """Serves receivers and the messages to them."""

    routes = DocumentedBlueprint(
        "webhooks", __name__, url_prefix=API, description="消息推送 webhooks"
    )

    def __init__(self, webhooks: Webhooks) -> None:
        self._endpoints = webhooks.endpoints
        self._deliveries = webhooks.deliveries
        self._allowed_hosts = webhooks.allowed_hosts

    def blueprint(self) -> DocumentedBlueprint:
        """Return the routes."""
        return self.routes.bound_to(self)

    @routes.post("/webhooks")
    @routes.asked_by(administrator)
    @routes.arguments(NewWebhook)
    @routes.unstored
    @routes.response(201, NewWebhookAnswer, headers=LOCATION)
    @routes.doc(summary="登记接收方 / add a receiver")
    def add_webhook(
        self, asked: Mapping[str, Any]
    ) -> tuple[Mapping[str, Any], int, dict[str, str]]:
        """Add a receiver; its secret is in this answer and never shown again."""
        self._check_address(asked["url"])
        if any(each["url"] == asked["url"] for each in self._endpoints.active()):
            raise Problem(409, "conflict", _KNOWN, errors={"url": [_KNOWN]})
        secret = asked.get("secret") or new_signing_secret()
        by = current_identity().subject
        new = NewEndpoint(asked["url"], asked["events"], secret, by, court=asked.get("court"))
        added = self._endpoints.add(new)
        self._adopt(added)
        self._endpoints.await_known()
        location = f"{API}/webhooks/{added['_id']}/deliveries"
        return {**added, "secret": secret}, 201, {"Location": location}

    @routes.get("/webhooks")
    @routes.asked_by(administrator)
    @routes.response(200, WebhookList)
    @routes.doc(summary="接收方 / receivers")
    def list_webhooks(self) -> dict[str, Any]:
        """List the receivers, without their secrets."""
        return {"items": self._endpoints.all(), "next_cursor": None}

    @routes.post("/webhooks/<webhook_id>/disable")
    @routes.asked_by(administrator)
    @routes.response(200, WebhookAnswer)
    @routes.doc(summary="停用接收方 / disable a receiver")
    def disable_webhook(self, webhook_id: str) -> Mapping[str, Any]:
        """Send nothing to a receiver any more; what was for it waits, nothing new is added."""
        endpoint = self._found(webhook_id)
        reason = f"by {current_identity().subject}"
        disabled = self._endpoints.set_state(webhook_id, DISABLED, reason)
        self._endpoints.await_known()
        return disabled or endpoint

    @routes.post("/webhooks/<webhook_id>/enable")
    @routes.asked_by(administrator)
    @routes.response(200, WebhookAnswer)
    @routes.doc(summary="恢复接收方 / enable a receiver")
    def enable_webhook(self, webhook_id: str) -> Mapping[str, Any]:
        """Send to a receiver again, beginning with what waited."""
        endpoint = self._found(webhook_id)
        self._check_address(endpoint["url"])
        enabled = self._endpoints.set_state(webhook_id, ACTIVE) or endpoint
        self._adopt(enabled)
        self._endpoints.await_known()
        return enabled

    @routes.get("/webhooks/<webhook_id>/deliveries")
    @routes.asked_by(administrator)
    @routes.arguments(DeliveryQuery, location="query")
    @routes.response(200, DeliveryPage)
    @routes.doc(summary="发往一个接收方的消息 / messages to one receiver")
    def list_deliveries(self, asked: Mapping[str, Any], webhook_id: str) -> dict[str, Any]:
        """List the messages to one receiver, the latest first."""
        return self._page(asked, self._found(webhook_id)["_id"])

    @routes.get("/webhooks/deliveries")
    @routes.asked_by(administrator)
    @routes.arguments(DeliveryQuery, location="query")
    @routes.response(200, DeliveryPage)
    @routes.doc(summary="全部消息 / messages to all receivers")
    def list_all_deliveries(self, asked: Mapping[str, Any]) -> dict[str, Any]:
        """List the messages to all receivers, also those that wait for a receiver to be named."""
        return self._page(asked)

    @routes.post("/webhooks/deliveries/<delivery_id>/resend")
    @routes.asked_by(administrator)
    @routes.response(200, DeliveryAnswer)
    @routes.doc(summary="再次发送 / send a message again")
    def resend_delivery(self, delivery_id: str) -> dict[str, Any]:
        """Send a message again from the first attempt on, under the same `webhook-id`."""
        delivery = self._deliveries.find(delivery_id)
        if delivery is None:
            raise not_found(_NO_DELIVERY)
        if delivery["endpoint"] is None:
            raise Problem(409, "conflict", _UNADDRESSED)
        if self._found(delivery["endpoint"])["state"] == DISABLED:
            raise Problem(409, "conflict", _DISABLED)
        self._deliveries.send_again(delivery)
        return _delivery(self._deliveries.find(delivery_id) or delivery)

    def _adopt(self, endpoint: Mapping[str, Any]) -> None:
        if endpoint["court"] is not None:
            self._deliveries.adopt(endpoint, self._endpoints.predecessors(endpoint))

    def _check_address(self, url: str) -> None:
        try:
            place_to_connect(WebAddress.read(url), self._allowed_hosts)
        except AddressError as error:
            raise invalid({"url": [error.text]}) from error

    def _found(self, webhook_id: str) -> Mapping[str, Any]:
        endpoint = self._endpoints.find(webhook_id)
        if endpoint is None:
            raise not_found(_NO_WEBHOOK)
        return endpoint

    def _page(self, asked: Mapping[str, Any], endpoint: str | None = None) -> dict[str, Any]:
        narrowed = partial(self._deliveries.page, endpoint=endpoint, state=asked.get("state"))
        return page_read(
            asked,
            "-created",
            lambda after, size: narrowed(after=after, size=size),
            key=lambda each: str(each["listed"]),
            show=_delivery,
        )


def _delivery(delivery: Mapping[str, Any]) -> dict[str, Any]:
    queue = delivery.get(QUEUE)
    next_at = queue.partition(" ")[2] if queue else None
    message = json.loads(delivery["body"])
    return {**delivery, "next_at": next_at, "message": message}
