"""What administrators send about webhooks, and what they are answered."""

from __future__ import annotations

import base64
import binascii

from marshmallow import Schema, fields, validate

from services.coordination.webhooks.addresses import LONGEST
from services.coordination.webhooks.deliveries import STATES
from services.coordination.webhooks.endpoints import SECRET_PREFIX
from shared.casework.fields import Choice, ListOf, PlainText
from shared.http.schemas import StrictSchema, refusal
from shared.language import Text

_EVENT = r"(\*|[a-z_]+\.(\*|[a-z_]+))\Z"
_LEAST_BYTES, _MOST_BYTES = 24, 64
_NO_SECRET = Text(
    "密钥应为 whsec_ 加 24 至 64 字节的 base64。",
    "A secret is whsec_ with 24 to 64 bytes in base64.",
)


def is_secret(value: str) -> None:
    """Refuse what is no secret of Standard Webhooks."""
    try:
        key = base64.b64decode(value.removeprefix(SECRET_PREFIX), validate=True)
    except (binascii.Error, ValueError) as error:
        raise refusal(_NO_SECRET) from error
    if not value.startswith(SECRET_PREFIX) or not _LEAST_BYTES <= len(key) <= _MOST_BYTES:
        raise refusal(_NO_SECRET)


class NewWebhook(StrictSchema):
    """A receiver: where, of what (`mediation.agreed`, `mediation.*`, `*`), for which court."""

    url = fields.String(required=True, validate=validate.Length(1, LONGEST))
    events = ListOf(
        fields.String(validate=[validate.Regexp(_EVENT), validate.Length(max=80)]),
        least=1,
        most=50,
        required=True,
    )
    secret = fields.String(load_only=True, validate=[validate.Length(max=100), is_secret])
    court = PlainText(200)


class DeliveryQuery(StrictSchema):
    """What deliveries may be narrowed by."""

    state = Choice(*STATES)
    limit = fields.String()
    cursor = fields.String()


class WebhookAnswer(Schema):
    """A receiver; its secret is shown once, when it is made."""

    id = fields.String()
    url = fields.String()
    events = fields.List(fields.String())
    court = fields.String(allow_none=True)
    state = fields.String(metadata={"enum": ["active", "disabled"]})
    reason = fields.String(allow_none=True)
    created_at = fields.String()
    created_by = fields.String()
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

    id = fields.String()
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
