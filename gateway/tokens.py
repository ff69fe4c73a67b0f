"""Access tokens of officers: issued for a password, checked at each request."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import Request, g

from gateway.access import Permission
from gateway.accounts import Account, RecentAccounts
from shared.http.identity import Identity
from shared.http.problems import Problem, unauthenticated
from shared.http.secrets import SecretFolder
from shared.http.signed_tokens import TokenError, TokenReader, TokenSigner, key_id
from shared.language import Text

ISSUER = "concord-gateway"
AUDIENCE = "concord"
ACCESS_TYPE = "at+jwt"
"""The media type of an access token (RFC 9068)."""
LIFETIME_SECONDS = 900
_CHANGE_FIRST = Text(
    "此口令由管理员设置，只能用来设置您自己的口令：POST /api/v1/me/password。",
    "An administrator set this password; it only serves to choose your own: "
    "POST /api/v1/me/password.",
)


@dataclass(frozen=True, slots=True)
class Tokens:
    """Issues and reads access tokens (RFC 9068) signed by the gateway's own key."""

    signer: TokenSigner
    reader: TokenReader
    accounts: RecentAccounts

    @classmethod
    def from_secrets(cls, folder: SecretFolder, accounts: RecentAccounts) -> Tokens:
        """Return the tokens of `token.key`; retired keys beside it are still read."""
        active = folder.token_key()
        known = {key_id(pem): pem for pem in (active, *folder.retired_token_keys())}
        reader = TokenReader(
            known,
            token_type=ACCESS_TYPE,
            issuer=ISSUER,
            audience=AUDIENCE,
            max_lifetime_seconds=LIFETIME_SECONDS,
        )
        return cls(TokenSigner(active, token_type=ACCESS_TYPE), reader, accounts)

    def issue(self, account: Account) -> str:
        """Return a token by which `account` may act for 900 s."""
        claims = {
            "iss": ISSUER,
            "aud": AUDIENCE,
            "sub": account.username,
            "jti": secrets.token_urlsafe(16),
        }
        # Those of this second are void when the password was changed in it: this one is not.
        return self.signer.sign(
            claims, lifetime_seconds=LIFETIME_SECONDS, earliest=account.tokens_valid_from
        )

    def identify(self, request: Request, permission: Permission) -> Identity:
        """
        Return who makes the request, with the role that the account has now.

        Any reason not to know is the same 401: no token, a bad one, a closed account. Who has
        first to choose a password gets 403 from routes that are not for that.
        """
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "bearer":
            raise unauthenticated()
        try:
            claims = self.reader.read(token.strip())
        except TokenError as error:
            raise unauthenticated() from error
        account = self.accounts.find(claims["sub"])
        if account is None or account.disabled or _is_void(claims, account):
            raise unauthenticated()
        if account.one_time and not permission.with_one_time_password:
            # The password may have been chosen just now.
            fresh = self.accounts.find_anew(account.username)
            if fresh is None or fresh.one_time:
                raise Problem(403, "password-change-needed", _CHANGE_FIRST)
        g.token_id = claims["jti"]
        return account.as_identity()


def current_token_id() -> str:
    """Return the id of the token that proved the caller."""
    found: str = g.token_id
    return found


def _is_void(claims: Mapping[str, Any], account: Account) -> bool:
    too_old = bool(claims["iat"] < account.tokens_valid_from)
    return too_old and claims["jti"] != account.kept_token
