"""What the routes of an officer's own things take and answer."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from gateway.accounts.passwords import MAX_PASSWORD_LENGTH, MIN_PASSWORD_LENGTH
from gateway.accounts.schemas import AccountAnswer
from shared.http.labels import label
from shared.http.schemas import StrictSchema


class NewPassword(StrictSchema):
    """The password so far, and the one that replaces it."""

    old = fields.String(
        required=True,
        load_only=True,
        validate=validate.Length(1, MAX_PASSWORD_LENGTH),
        metadata=label("原口令", "old password"),
    )
    new = fields.String(
        required=True,
        load_only=True,
        metadata=label(
            "新口令",
            "new password",
            f"至少 {MIN_PASSWORD_LENGTH} 个字符，不含用户名。",
            f"At least {MIN_PASSWORD_LENGTH} characters, without the username.",
        ),
    )


class OwnAccount(AccountAnswer):
    """The caller's own account."""


class OwnSession(Schema):
    """A session of the workbench in some browser."""

    id = fields.String(required=True)
    began_at = fields.String(required=True)
    seen_at = fields.String(required=True)


class OwnSessions(Schema):
    """The open sessions, the latest first."""

    items = fields.List(fields.Nested(OwnSession), required=True)
