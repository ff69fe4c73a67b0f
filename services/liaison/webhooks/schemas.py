"""What administrators send about webhooks, and what they are answered."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from types import MappingProxyType

from marshmallow import Schema, fields, validate

from services.liaison.webhooks.addresses import LONGEST
from services.liaison.webhooks.deliveries import DEAD, DELIVERED, STATES, WAITING
from shared.casework import labels
from shared.casework.fields import Choice, ListOf, PlainText
from shared.http.labels import label
from shared.http.page_query import PageQuery
from shared.http.schemas import StrictSchema, refusal
from shared.http.signing_secrets import SIGNING_PREFIX
from shared.language import Text

_EVENT = r"(\*|[a-z_]+\.(\*|[a-z_]+))\Z"
STATE_WORDS: Mapping[str, Text] = MappingProxyType(
    {
        WAITING: Text("待发送", "waiting"),
        DELIVERED: Text("已送达", "delivered"),
        DEAD: Text("发送失败", "dead"),
    }
)
_LEAST_BYTES, _MOST_BYTES = 24, 64
_NO_SECRET = Text(
    "密钥应为 whsec_ 加 24 至 64 字节的 base64。",
    "A secret is whsec_ with 24 to 64 bytes in base64.",
)


def is_secret(value: str) -> None:
    """Refuse what is no secret of Standard Webhooks."""
    try:
        key = base64.b64decode(value.removeprefix(SIGNING_PREFIX), validate=True)
    except (binascii.Error, ValueError) as error:
        raise refusal(_NO_SECRET) from error
    if not value.startswith(SIGNING_PREFIX) or not _LEAST_BYTES <= len(key) <= _MOST_BYTES:
        raise refusal(_NO_SECRET)


class NewWebhook(StrictSchema):
    """A receiver: where, of what (`mediation.agreed`, `mediation.*`, `*`), for which court."""

    url = fields.String(
        required=True, validate=validate.Length(1, LONGEST), metadata=label("接收地址", "address")
    )
    events = ListOf(
        fields.String(validate=[validate.Regexp(_EVENT), validate.Length(max=80)]),
        least=1,
        most=50,
        required=True,
        metadata=label(
            "订阅的事件",
            "events",
            "例如 mediation.agreed、mediation.*，* 为全部。",
            "For example mediation.agreed or mediation.*; * is all.",
        ),
    )
    secret = fields.String(
        load_only=True,
        validate=[validate.Length(max=100), is_secret],
        metadata=label(
            "签名密钥", "secret", "不填时由系统生成，只显示一次。", "Made by the system when empty."
        ),
    )
    court = PlainText(
        200,
        metadata=label(
            "所属法院",
            "court",
            "只接收与该法院有关的案件。",
            "The receiver is told of this court's cases only.",
        ),
    )


class DeliveryQuery(PageQuery):
    """What deliveries may be narrowed by."""

    state = Choice(STATE_WORDS, metadata=labels.STATE)


class WebhookAnswer(Schema):
    """A receiver, without its secret."""

    id = fields.String(attribute="_id")
    url = fields.String()
    events = fields.List(fields.String())
    court = fields.String(allow_none=True)
    state = fields.String(metadata={"enum": ["active", "disabled"]})
    reason = fields.String(allow_none=True)
    created_at = fields.String()
    created_by = fields.String()


class NewWebhookAnswer(WebhookAnswer):
    """A receiver that was just made, with its secret, which is shown this once."""

    secret = fields.String()


class WebhookList(Schema):
    """Every receiver."""

    items = fields.List(fields.Nested(WebhookAnswer))
    next_cursor = fields.String(allow_none=True)


class AttemptAnswer(Schema):
    """One attempt: the status that came back, or why none did."""

    at = fields.String()
    status = fields.Integer(allow_none=True)
    error = fields.String()


class DeliveryAnswer(Schema):
    """One message to one receiver."""

    id = fields.String(attribute="_id")
    webhook_id = fields.String()
    endpoint = fields.String(allow_none=True)
    url = fields.String(allow_none=True)
    court = fields.String(allow_none=True)
    type = fields.String()
    event_id = fields.String()
    case_id = fields.String(allow_none=True)
    state = fields.String(metadata={"enum": list(STATES)})
    attempts = fields.List(fields.Nested(AttemptAnswer))
    next_at = fields.String(allow_none=True)
    created_at = fields.String()
    message = fields.Dict()


class DeliveryPage(Schema):
    """One page of deliveries, the latest first."""

    items = fields.List(fields.Nested(DeliveryAnswer))
    next_cursor = fields.String(allow_none=True)
