"""Who stands behind a request between processes, signed by the process that asks."""

from __future__ import annotations

import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from flask import Flask, current_app, g, request

from shared.house import LIAISON, officer_labels
from shared.http.problems import unauthenticated
from shared.http.settings import GATEWAY
from shared.http.signed_tokens import TokenError, TokenReader, TokenSigner
from shared.language import Text

IDENTITY_HEADER = "Concord-Identity"
ASSIGNEE_HEADER = "Concord-Assignee"
IDENTITY_TYPE = "concord-identity+jwt"
# Of another type than an identity: who is named as assignee does not thereby ask for anything.
VOUCHER_TYPE = "concord-officer+jwt"
LIFETIME_SECONDS = 60
USED_AGAIN_SECONDS = 20
REMEMBERED = 1024

SERVICE_ROLE = "service"
OFFICER_ROLES = (*officer_labels(), "supervisor", "admin")
ROLE_NAMES: Mapping[str, Text] = MappingProxyType(
    {
        **officer_labels(),
        "supervisor": Text("督办领导", "supervisor"),
        "admin": Text("管理员", "administrator"),
        "terminal": Text("自助终端", "terminal"),
        "court": Text("人民法院", "court"),
        "procuratorate": Text("人民检察院", "procuratorate"),
        "legal_aid": Text("法律援助机构", "legal aid"),
        "arbitration": Text("仲裁机构", "arbitration body"),
        "hotline": Text("12345 热线", "12345 hotline"),
        "public": Text("社会公众", "public"),
        "system": Text("系统", "system"),
    }
)
"""What each role is called in both languages."""
PARTNER_ROLES = ("court", "procuratorate", "legal_aid", "arbitration", "hotline")
"""Bodies outside that prove themselves by a signature, each kind in a role of its own."""
EDGE_ROLES = ("terminal", *PARTNER_ROLES, "public")
_VERIFIER = "concord_identity_verifier"


class IdentityError(Exception):
    """The identity header is missing, forged, expired or claims more than its signer may."""


@dataclass(frozen=True, slots=True)
class Identity:
    """Who asks: an officer (or edge) asserted by the gateway, or a service by itself."""

    subject: str
    name: str
    role: str
    agency_code: str = ""
    agency_name: str = ""
    region: str = ""
    issuer: str = GATEWAY

    @property
    def is_service(self) -> bool:
        """Tell whether a service asks on its own account."""
        return self.role == SERVICE_ROLE

    @classmethod
    def of_service(cls, service: str) -> Identity:
        """Return the identity by which `service` asks on its own account."""
        return cls(subject=service, name=service, role=SERVICE_ROLE, issuer=service)


class IdentitySigner:
    """Signs identities with the key of the process `issuer`."""

    def __init__(self, private_key_pem: bytes | str, issuer: str) -> None:
        self.issuer = issuer
        self._signed: dict[tuple[Identity, str], tuple[float, str]] = {}
        self._signer = TokenSigner(private_key_pem, token_type=IDENTITY_TYPE, kid=issuer)
        self._voucher = TokenSigner(private_key_pem, token_type=VOUCHER_TYPE, kid=issuer)

    def sign(self, identity: Identity, audience: str) -> str:
        """Return the header value by which `audience` knows `identity`, valid for 40 to 60 s."""
        now = time.monotonic()
        signed_at, token = self._signed.get((identity, audience), (float("-inf"), ""))
        if now - signed_at > USED_AGAIN_SECONDS:
            claims = self._claims(identity, audience)
            token = self._signer.sign(claims, lifetime_seconds=LIFETIME_SECONDS)
            if len(self._signed) >= REMEMBERED:
                self._signed = {}  # in place of the old one, which other threads may be reading
            self._signed[identity, audience] = now, token
        return token

    def vouch(self, officer: Identity, audience: str) -> str:
        """Return the header value that tells `audience` who an officer is, for 60 s."""
        claims = self._claims(officer, audience)
        return self._voucher.sign(claims, lifetime_seconds=LIFETIME_SECONDS)

    def _claims(self, identity: Identity, audience: str) -> dict[str, Any]:
        return {
            "iss": self.issuer,
            "aud": audience,
            "sub": identity.subject,
            "name": identity.name,
            "role": identity.role,
            "agency": {"code": identity.agency_code, "name": identity.agency_name},
            "region": identity.region,
            "jti": secrets.token_urlsafe(16),
        }


class IdentityVerifier:
    """Accepts identities that are meant for `audience` and signed by a known process."""

    def __init__(self, public_keys: Mapping[str, bytes | str], audience: str) -> None:
        self._reader, self._voucher = (
            TokenReader(
                public_keys,
                token_type=token_type,
                audience=audience,
                max_lifetime_seconds=LIFETIME_SECONDS,
            )
            for token_type in (IDENTITY_TYPE, VOUCHER_TYPE)
        )

    def verify(self, token: str) -> Identity:
        """Return who asks; `IdentityError` when that is not proven."""
        return self._read(self._reader, token)

    def vouched(self, token: str) -> Identity:
        """Return the officer that the gateway vouches for; `IdentityError` as `verify`."""
        officer = self._read(self._voucher, token)
        if officer.role not in OFFICER_ROLES:
            raise IdentityError("not an officer")
        return officer

    def _read(self, reader: TokenReader, token: str) -> Identity:
        try:
            return _identity(reader.read(token))
        except TokenError as error:
            raise IdentityError(str(error)) from error


def _identity(claims: Mapping[str, Any]) -> Identity:
    agency = claims.get("agency")
    if not isinstance(agency, dict):
        raise IdentityError("the agency is missing")
    identity = Identity(
        subject=_text(claims, "sub"),
        name=_text(claims, "name"),
        role=_text(claims, "role"),
        agency_code=_text(agency, "code"),
        agency_name=_text(agency, "name"),
        region=_text(claims, "region"),
        issuer=_text(claims, "iss"),
    )
    _check_assertion(identity)
    return identity


def _check_assertion(identity: Identity) -> None:
    # Only the gateway has seen an officer's proof; a stolen service key must not make officers.
    if identity.issuer == GATEWAY:
        if identity.role not in OFFICER_ROLES + EDGE_ROLES:
            raise IdentityError("not a role that the gateway may assert")
    elif identity.issuer == LIAISON and identity.role in EDGE_ROLES:
        return
    elif identity.role != SERVICE_ROLE or identity.subject != identity.issuer:
        raise IdentityError("a service may assert only itself")


def _text(values: Mapping[str, Any], name: str) -> str:
    value = values.get(name)
    if not isinstance(value, str):
        raise IdentityError(f"{name} is missing")
    return value


def install_identity(app: Flask, verifier: IdentityVerifier) -> None:
    """Let `current_identity` prove the callers of `app` by `verifier`."""
    app.extensions[_VERIFIER] = verifier


def current_identity() -> Identity:
    """Return who makes the current request; 401 when there is no accepted identity header."""
    if "identity" not in g:
        g.identity = _verified()
    identity: Identity = g.identity
    return identity


def current_assignee() -> Identity | None:
    """Return the officer whom the request names as assignee and the gateway vouches for."""
    token = request.headers.get(ASSIGNEE_HEADER)
    if token is None:
        return None
    verifier: IdentityVerifier = current_app.extensions[_VERIFIER]
    try:
        return verifier.vouched(token)
    except IdentityError as error:
        raise unauthenticated(scheme=ASSIGNEE_HEADER) from error


def _verified() -> Identity:
    verifier: IdentityVerifier = current_app.extensions[_VERIFIER]
    token = request.headers.get(IDENTITY_HEADER)
    if token is None:
        raise unauthenticated(scheme=IDENTITY_HEADER)
    try:
        return verifier.verify(token)
    except IdentityError as error:
        raise unauthenticated(scheme=IDENTITY_HEADER) from error
