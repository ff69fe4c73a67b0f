"""Access tokens of officers: issued for a password, checked at each request."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from flask import Request

from gateway.accounts import Account, RecentAccounts
from shared.http.identity import Identity
from shared.http.problems import unauthenticated
from shared.http.secrets import SecretFolder
from shared.http.signed_tokens import TokenError, TokenReader, TokenSigner, key_id

ISSUER = "concord-gateway"
AUDIENCE = "concord"
TOKEN_TYPE = "at+jwt"  # noqa: S105  (the media type of RFC 9068, no secret)
LIFETIME_SECONDS = 900


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
            token_type=TOKEN_TYPE,
            issuer=ISSUER,
            audience=AUDIENCE,
            max_lifetime_seconds=LIFETIME_SECONDS,
        )
        return cls(TokenSigner(active, token_type=TOKEN_TYPE), reader, accounts)

    def issue(self, account: Account) -> str:
        """Return a token by which `account` may act for 900 s."""
        claims = {
            "iss": ISSUER,
            "aud": AUDIENCE,
            "sub": account.username,
            "jti": secrets.token_urlsafe(16),
        }
        return self.signer.sign(claims, lifetime_seconds=LIFETIME_SECONDS)

    def identify(self, request: Request) -> Identity:
        """
        Return who makes the request, with the role that the account has now.

        Any reason not to know is the same 401: no token, a bad one, a closed account.
        """
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "bearer":
            raise unauthenticated()
        try:
            claims = self.reader.read(token.strip())
        except TokenError as error:
            raise unauthenticated() from error
        account = self.accounts.find(claims["sub"])
        if account is None or account.disabled or claims["iat"] < account.tokens_valid_from:
            raise unauthenticated()
        return account.as_identity()
