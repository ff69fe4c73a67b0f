"""The proof of a partner: a message signed as Standard Webhooks 1.0.0 says."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from flask import Request
from standardwebhooks import Webhook, WebhookVerificationError

from services.liaison.partners.partner import Partner
from services.liaison.partners.partners import Partners
from shared.http.bodies import read_body
from shared.http.identity import current_identity
from shared.http.operations import Parameter
from shared.http.partner_kinds import RIGHTS
from shared.http.problems import forbidden, malformed, unauthenticated
from shared.language import Text

SCHEME = "Webhook-Signature"
_NAMES = ("webhook-id", "webhook-timestamp", "webhook-signature")
SIGNATURE_HEADERS: tuple[Parameter, ...] = tuple(
    {"in": "header", "name": name, "required": True, "schema": {"type": "string"}}
    for name in _NAMES
)
LONGEST_SIGNATURE = 2_000
# No dot: it parts id, time and body in what is signed, and could be moved from one to another.
_MESSAGE_ID = re.compile(r"[A-Za-z0-9_\-]{1,128}", re.ASCII)
_SECONDS = re.compile(r"[0-9]{1,12}", re.ASCII)
_UNPROVEN = Text("消息签名无效或已过期。", "The signature of the message is wrong or too old.")
_NOT_TEXT = Text("请求内容不是 UTF-8 文本。", "The body is not text in UTF-8.")


@dataclass(frozen=True, slots=True)
class Speaker:
    """
    A partner that may send messages and fetch what its `rights` say.

    `speaks_for` names the bodies in whose name it does; none named means every one of its kind, as
    for the platform of a province. While a secret is being replaced, two of them are valid.
    """

    id: str
    name: str
    kind: str
    secrets: tuple[str, ...] = field(repr=False)
    rights: frozenset[str] = frozenset()
    speaks_for: frozenset[str] = frozenset()

    def may_speak_for(self, name: str | None) -> bool:
        """Say whether a message may name this body; None names none."""
        return not self.speaks_for or name is None or name in self.speaks_for

    def check_right(self, right: str) -> None:
        """Refuse (403) what a partner was not given the right to."""
        if right not in self.rights:
            said = RIGHTS[right]
            raise forbidden(
                Text(f"该合作方没有此项权限：{said.zh}。", f"The partner may not {said.en}.")
            )


@dataclass(frozen=True, slots=True)
class SignedMessage:
    """A message as it arrived: its three headers, and its body byte for byte."""

    id: str
    timestamp: str
    signature: str
    body: bytes

    @classmethod
    def read(cls, request: Request) -> SignedMessage:
        """Return the message; 413 when it is too large, 401 when its headers cannot be meant."""
        return cls.over(request, read_body(request))

    @classmethod
    def without_body(cls, request: Request) -> SignedMessage:
        """Return the message of a question: what the gateway adds to it is no part of it."""
        return cls.over(request, b"")

    @classmethod
    def over(cls, request: Request, body: bytes) -> SignedMessage:
        """Return the message of a request whose signature is over `body`."""
        current_identity()  # the gateway alone asks here
        found = [request.headers.get(name, "") for name in _NAMES]
        message_id, timestamp, signature = found
        meant = _MESSAGE_ID.fullmatch(message_id) and _SECONDS.fullmatch(timestamp)
        if not meant or len(signature) > LONGEST_SIGNATURE:
            raise unauthenticated(_UNPROVEN, scheme=SCHEME)
        return cls(message_id, timestamp, signature, body)

    def is_by(self, speaker: Speaker) -> bool:
        """Say whether the partner signed exactly this, within the last five minutes."""
        headers: Mapping[str, str] = {
            "webhook-id": self.id,
            "webhook-timestamp": self.timestamp,
            "webhook-signature": self.signature,
        }
        return any(self._is_under(secret, headers) for secret in speaker.secrets)

    def _is_under(self, secret: str, headers: Mapping[str, str]) -> bool:
        try:
            Webhook(secret).verify(self.body, dict(headers), json_parse=False)
        except (WebhookVerificationError, ValueError):
            # A signature that is not base64, or not a pair, ends in a plain ValueError.
            return False
        return True


class Speakers:
    """The registered partners, known by how they sign."""

    def __init__(self, partners: Partners) -> None:
        self._partners = partners

    def proven(self, message: SignedMessage, right: str | None = None) -> Speaker:
        """
        Return the partner that signed.

        401 when none did, 400 when the body is no text, 403 when it has no such right.
        """
        try:
            message.body.decode("utf-8")
        except UnicodeDecodeError as error:
            raise malformed(_NOT_TEXT) from error
        for partner, secrets in self._partners.speaking():
            speaker = _speaker(partner, secrets)
            if message.is_by(speaker):
                self._partners.heard(partner)
                if right is not None:
                    speaker.check_right(right)
                return speaker
        raise unauthenticated(_UNPROVEN, scheme=SCHEME)


def _speaker(partner: Partner, secrets: tuple[str, ...]) -> Speaker:
    rights, speaks_for = frozenset(partner.rights), frozenset(partner.speaks_for)
    return Speaker(partner.id, partner.name, partner.kind, secrets, rights, speaks_for)
