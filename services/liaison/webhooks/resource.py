"""Webhooks over HTTP, for administrators."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from flask import Response, jsonify, request

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
from shared.http.blueprint import DocumentedBlueprint, body_of
from shared.http.callers import administrator
from shared.http.paging import page, page_request
from shared.http.problems import Problem, invalid, not_found
from shared.http.routes import Route, blueprint_of
from shared.http.schemas import load_query
from shared.http.signing_secrets import new_signing_secret
from shared.language import Text

_ENDPOINT, _NEW_ENDPOINT, _ENDPOINTS = WebhookAnswer(), NewWebhookAnswer(), WebhookList()
_DELIVERY = DeliveryAnswer()
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

    def __init__(self, webhooks: Webhooks) -> None:
        self._endpoints = webhooks.endpoints
        self._deliveries = webhooks.deliveries
        self._allowed_hosts = webhooks.allowed_hosts

    def blueprint(self) -> DocumentedBlueprint:
        """Return the routes."""
        one = "/webhooks/<webhook_id>"
        return blueprint_of(
            "webhooks",
            Text("消息推送", "webhooks"),
            Route(
                "POST",
                "/webhooks",
                self.add_webhook,
                Text("登记接收方", "add a receiver"),
                NewWebhookAnswer,
                body=NewWebhook,
                statuses=(201,),
            ),
            Route("GET", "/webhooks", self.list_webhooks, Text("接收方", "receivers"), WebhookList),
            Route(
                "POST",
                f"{one}/disable",
                self.disable_webhook,
                Text("停用接收方", "disable a receiver"),
                WebhookAnswer,
            ),
            Route(
                "POST",
                f"{one}/enable",
                self.enable_webhook,
                Text("恢复接收方", "enable a receiver"),
                WebhookAnswer,
            ),
            Route(
                "GET",
                f"{one}/deliveries",
                self.list_deliveries,
                Text("发往一个接收方的消息", "messages to one receiver"),
                DeliveryPage,
                query=DeliveryQuery,
            ),
            Route(
                "GET",
                "/webhooks/deliveries",
                self.list_all_deliveries,
                Text("全部消息", "messages to all receivers"),
                DeliveryPage,
                query=DeliveryQuery,
            ),
            Route(
                "POST",
                "/webhooks/deliveries/<delivery_id>/resend",
                self.resend_delivery,
                Text("再次发送", "send a message again"),
                DeliveryAnswer,
            ),
        )

    def add_webhook(self) -> Response:
        """Add a receiver; its secret is in this answer and never shown again."""
        caller = administrator()
        asked = body_of(NewWebhook())
        self._check_address(asked["url"])
        if any(each["url"] == asked["url"] for each in self._endpoints.active()):
            raise Problem(409, "conflict", _KNOWN, errors={"url": [_KNOWN]})
        secret = asked.get("secret") or new_signing_secret()
        new = NewEndpoint(
            asked["url"], asked["events"], secret, caller.subject, court=asked.get("court")
        )
        added = self._endpoints.add(new)
        self._adopt(added)
        self._endpoints.await_known()
        response = jsonify(_NEW_ENDPOINT.dump({**added, "secret": secret}))
        response.status_code = 201
        response.headers["Location"] = f"/api/v1/webhooks/{added['_id']}/deliveries"
        response.headers["Cache-Control"] = "no-store"
        return response

    def list_webhooks(self) -> Response:
        """List the receivers, without their secrets."""
        administrator()
        found = {"items": self._endpoints.all(), "next_cursor": None}
        return jsonify(_ENDPOINTS.dump(found))

    def disable_webhook(self, webhook_id: str) -> Response:
        """Send nothing to a receiver any more; what was for it waits, nothing new is added."""
        caller = administrator()
        endpoint = self._found(webhook_id)
        reason = f"by {caller.subject}"
        disabled = self._endpoints.set_state(webhook_id, DISABLED, reason)
        self._endpoints.await_known()
        return jsonify(_ENDPOINT.dump(disabled or endpoint))

    def enable_webhook(self, webhook_id: str) -> Response:
        """Send to a receiver again, beginning with what waited."""
        administrator()
        endpoint = self._found(webhook_id)
        self._check_address(endpoint["url"])
        enabled = self._endpoints.set_state(webhook_id, ACTIVE) or endpoint
        self._adopt(enabled)
        self._endpoints.await_known()
        return jsonify(_ENDPOINT.dump(enabled))

    def list_deliveries(self, webhook_id: str) -> Response:
        """List the messages to one receiver, the latest first."""
        administrator()
        return self._page(self._found(webhook_id)["_id"])

    def list_all_deliveries(self) -> Response:
        """List the messages to all receivers, also those that wait for a receiver to be named."""
        administrator()
        return self._page()

    def resend_delivery(self, delivery_id: str) -> Response:
        """Send a message again from the first attempt on, under the same `webhook-id`."""
        administrator()
        delivery = self._deliveries.find(delivery_id)
        if delivery is None:
            raise not_found(_NO_DELIVERY)
        if delivery["endpoint"] is None:
            raise Problem(409, "conflict", _UNADDRESSED)
        if self._found(delivery["endpoint"])["state"] == DISABLED:
            raise Problem(409, "conflict", _DISABLED)
        self._deliveries.send_again(delivery)
        return jsonify(_delivery(self._deliveries.find(delivery_id) or delivery))

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

    def _page(self, endpoint: str | None = None) -> Response:
        asked = load_query(DeliveryQuery(), request.args)
        wanted = page_request(request.args, sort="-created", key_length=1)
        found = self._deliveries.page(
            endpoint=endpoint,
            state=asked.get("state"),
            after=str(wanted.after[0]) if wanted.after else None,
            size=wanted.limit + 1,
        )
        return jsonify(page(found, wanted, key=lambda each: (each["listed"],), show=_delivery))


def _delivery(delivery: Mapping[str, Any]) -> dict[str, Any]:
    queue = delivery.get(QUEUE)
    next_at = queue.partition(" ")[2] if queue else None
    message = json.loads(delivery["body"])
    shown: dict[str, Any] = _DELIVERY.dump({**delivery, "next_at": next_at, "message": message})
    return shown
