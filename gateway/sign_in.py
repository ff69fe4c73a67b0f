"""The route that gives an officer a token for a password, and its limits."""

from __future__ import annotations

from functools import partial
from typing import Any

import structlog
from flask import request
from marshmallow import fields, validate

from gateway.accounts import Accounts
from gateway.accounts.passwords import MAX_PASSWORD_LENGTH
from gateway.limiting import client_address
from gateway.sign_in_limits import SignInLimits
from gateway.tokens import LIFETIME_SECONDS, Tokens
from shared.http.blueprint import API, DocumentedBlueprint
from shared.http.bodies import MalformedJsonError, parse_json, read_body
from shared.http.labels import label
from shared.http.problems import unauthenticated
from shared.http.schemas import StrictSchema
from shared.language import Text

ENDPOINT = "auth.issue_token"
_log = structlog.get_logger(__name__)


class CredentialsSchema(StrictSchema):
    """What an officer proves themselves with."""

    username = fields.String(
        required=True, validate=validate.Length(1, 100), metadata=label("用户名", "user name")
    )
    password = fields.String(
        required=True,
        load_only=True,
        validate=validate.Length(1, MAX_PASSWORD_LENGTH),
        metadata=label("密码", "password"),
    )


class TokenSchema(StrictSchema):
    """An access token and how many seconds it lives."""

    access_token = fields.String(required=True)
    token_type = fields.String(required=True, validate=validate.Equal("Bearer"))
    expires_in = fields.Integer(required=True)


def sign_in_blueprint(
    limits: SignInLimits, accounts: Accounts, tokens: Tokens
) -> DocumentedBlueprint:
    """Return `POST /api/v1/auth/token`; refused passwords are counted."""
    routes = DocumentedBlueprint(
        "auth", __name__, url_prefix=f"{API}/auth", description="登录 Signing in"
    )

    @routes.post("/token")
    @partial(limits.of, username=_username, refused=401)
    @routes.arguments(CredentialsSchema)
    @routes.response(200, TokenSchema)
    @routes.refuses({400, 401, 413, 415, 422, 429, 503})
    @routes.doc(
        summary="换取访问令牌 / exchange a password for a token",
        operationId="auth.issue_token",
        security=[],
    )
    def issue_token(credentials: dict[str, Any]) -> dict[str, Any]:
        """以用户名和口令换取访问令牌 Exchange username and password for an access token."""
        account = accounts.proven(credentials["username"], credentials["password"])
        if account is None:
            _log.warning("sign_in_refused", address=client_address())
            raise unauthenticated(_WRONG)
        limits.succeeded(account.username)
        _log.info("signed_in", subject=account.username, role=account.role)
        return {
            "access_token": tokens.issue(account),
            "token_type": "Bearer",
            "expires_in": LIFETIME_SECONDS,
        }

    return routes


def _username() -> str:
    try:
        body = parse_json(read_body(request))
    except MalformedJsonError:
        body = None
    return str(body.get("username")) if isinstance(body, dict) else ""


_WRONG = Text("用户名或口令不正确。", "The username or the password is wrong.")
