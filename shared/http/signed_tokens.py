"""
Short-lived JSON Web Tokens signed with Ed25519 (RFC 7519, RFC 8037, RFC 9864).

The one module that imports joserfc: a bare `jwt.decode` accepts expired tokens and tokens for
others, so nobody else may call it.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import time
from collections.abc import Mapping
from typing import Any

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import OKPKey
from joserfc.jws import JWSRegistry

from shared.http.bodies import MalformedJsonError, parse_json

ALGORITHM = "Ed25519"  # RFC 9864 names the curve and retires the vaguer "EdDSA"
LEEWAY_SECONDS = 30
MAX_TOKEN_LENGTH = 4096
REMEMBERED = 1024
_HEADER_MEMBERS = {"alg", "typ", "kid"}


class TokenError(Exception):
    """The token is not accepted; the message is for the log, never for the caller."""


class TokenSigner:
    """Signs claims with one Ed25519 key; `kid` defaults to the thumbprint (RFC 7638)."""

    def __init__(self, private_key_pem: bytes | str, *, token_type: str, kid: str = "") -> None:
        self._key = _ed25519(private_key_pem, private=True)
        self._header = {"alg": ALGORITHM, "typ": token_type, "kid": kid or self._key.thumbprint()}

    def sign(self, claims: Mapping[str, Any], *, lifetime_seconds: int, earliest: int = 0) -> str:
        """
        Return a token that holds `claims`, valid from now for `lifetime_seconds`.

        It never says that it was issued before `earliest`, in seconds since 1970; readers bear
        with clocks that differ by 30 s.
        """
        now = max(int(time.time()), earliest)
        timed = {**claims, "iat": now, "exp": now + lifetime_seconds}
        return jwt.encode(dict(self._header), timed, self._key, algorithms=[ALGORITHM])


class TokenReader:
    """Accepts tokens of one type for one audience, signed by one of the keys it knows."""

    def __init__(
        self,
        public_keys: Mapping[str, bytes | str],
        *,
        token_type: str,
        audience: str,
        max_lifetime_seconds: int,
        issuer: str | None = None,
    ) -> None:
        self._keys = {kid: _ed25519(pem, private=False) for kid, pem in public_keys.items()}
        self._token_type = token_type
        self._audience = audience
        self._issuer = issuer
        self._max_lifetime_seconds = max_lifetime_seconds
        self._proven: dict[bytes, dict[str, Any]] = {}

    def read(self, token: str) -> dict[str, Any]:
        """
        Return the claims; `TokenError` for anything but a proper token.

        Checked: length, unique JSON names, type, known key, signature, issuer, audience, times
        with 30 s leeway, `sub` and `jti` present, life no longer than allowed. An issuer not
        fixed beforehand must be the key's own name. What was proven once is known by its digest
        until it expires; whether its bearer may still act is for the caller to look up.
        """
        if len(token) > MAX_TOKEN_LENGTH:
            raise TokenError("longer than any token of ours")
        digest = hashlib.sha256(token.encode(errors="replace")).digest()
        claims = self._proven.get(digest)
        if claims is None or claims["exp"] <= time.time():
            claims = self._prove(token)
            self._remember(digest, claims)
        return dict(claims)

    def _remember(self, digest: bytes, claims: dict[str, Any]) -> None:
        if len(self._proven) >= REMEMBERED:
            self._proven = {}  # in place of the old one, which other threads may be reading
        self._proven[digest] = claims

    def _prove(self, token: str) -> dict[str, Any]:
        kid = self._check_header(_segment(token, 0))
        _segment(token, 1)
        try:
            claims = jwt.decode(
                token, self._keys[kid], algorithms=[ALGORITHM], registry=_REGISTRY
            ).claims
            self._claims_registry(self._issuer or kid).validate(claims)
        except (JoseError, ValueError) as error:
            raise TokenError(str(error)) from error
        if claims["exp"] - claims["iat"] > self._max_lifetime_seconds:
            raise TokenError("lives longer than allowed")
        return dict(claims)

    def _check_header(self, header: dict[str, Any]) -> str:
        # `jku`, `x5u`, `jwk` and `crit` never help an honest caller: only our three members pass.
        if set(header) != _HEADER_MEMBERS or header["typ"] != self._token_type:
            raise TokenError("not a token of this type")
        kid = header["kid"]
        if not isinstance(kid, str) or kid not in self._keys:
            raise TokenError("unknown key")
        return kid

    def _claims_registry(self, issuer: str) -> jwt.JWTClaimsRegistry:
        return jwt.JWTClaimsRegistry(
            leeway=LEEWAY_SECONDS,
            iss={"essential": True, "value": issuer},
            aud={"essential": True, "value": self._audience},
            sub={"essential": True},
            iat={"essential": True},
            exp={"essential": True},
            jti={"essential": True},
        )


def key_id(pem: bytes | str) -> str:
    """Return the thumbprint (RFC 7638) of a private or public Ed25519 key."""
    return OKPKey.import_key(pem).thumbprint()


_REGISTRY = JWSRegistry(algorithms=[ALGORITHM])


def _ed25519(pem: bytes | str, *, private: bool) -> OKPKey:
    try:
        key = OKPKey.import_key(pem)
    except (JoseError, ValueError) as error:
        raise TokenError("not an Ed25519 key") from error
    if key.curve_name != "Ed25519" or (private and not key.is_private):
        raise TokenError("not an Ed25519 key" if not private else "not an Ed25519 private key")
    return key


def _segment(token: str, position: int) -> dict[str, Any]:
    # joserfc's own reading of JSON takes the last of two equal names; ours refuses both.
    parts = token.split(".")
    if len(parts) != 3:
        raise TokenError("not three segments")
    part = parts[position]
    try:
        padded = part + "=" * (-len(part) % 4)
        value = parse_json(base64.b64decode(padded, altchars=b"-_", validate=True))
    except (binascii.Error, MalformedJsonError, ValueError) as error:
        raise TokenError("a segment is not JSON") from error
    if not isinstance(value, dict):
        raise TokenError("a segment is no object")
    return value
