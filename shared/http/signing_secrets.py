"""Secrets by which messages are signed, in the form of Standard Webhooks 1.0.0."""

from __future__ import annotations

import base64
import secrets

SIGNING_PREFIX = "whsec_"
SECRET_BYTES = 32


def new_signing_secret() -> str:
    """Return a random secret: `whsec_` and 32 bytes in base64."""
    return SIGNING_PREFIX + base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode()
