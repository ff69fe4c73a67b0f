"""Secrets by which messages are signed, in the form of Standard Webhooks 1.0.0."""

from __future__ import annotations

import base64
import secrets

SECRET_PREFIX = "whsec_"  # noqa: S105  (how every such secret begins)
SECRET_BYTES = 32


def new_signing_secret() -> str:
    """Return a random secret: `whsec_` and 32 bytes in base64."""
    return SECRET_PREFIX + base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode()
