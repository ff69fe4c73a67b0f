"""The proof of a court: a message signed as Standard Webhooks 1.0.0 says."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from flask import Request
from standardwebhooks import Webhook, WebhookVerificationError

from gateway.partners import Partners
from shared.http.bodies import read_body
from shared.http.problems import malformed, unauthenticated
from shared.language import Text

SCHEME = "Webhook-Signature"
LONGEST_SIGNATURE = 2_000
# No dot: it parts id, time and body in what is signed, and could be moved from one to another.
_MESSAGE_ID = re.compile(r"[A-Za-z0-9_\-]{1,128}", re.ASCII)
_SECONDS = re.compile(r"[0-9]{1,12}", re.ASCII)
_UNPROVEN = Text("消息签名无效或已过期。", "The signature of the message is wrong or too old.")
_NOT_TEXT = Text("请求内容不是 UTF-8 文本。", "The body is not text in UTF-8.")


@dataclass(frozen=True, slots=True)
class Court:
    """
    A court that may send messages.

    `speaks_for` names the courts in whose name it does; none named means every court, as for the
    platform of a province. While a secret is being replaced, two of them are valid.
    """

    id: str
    name: str
    secrets: tuple[str, ...] = field(repr=False)
    speaks_for: frozenset[str] = frozenset()

    def may_speak_for(self, court: str | None) -> bool:
        """Say whether a message may name `court`; None names none."""
        return not self.speaks_for or court is None or court in self.speaks_for


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
        names = ("webhook-id", "webhook-timestamp", "webhook-signature")
        found = [request.headers.get(name, "") for name in names]
        message_id, timestamp, signature = found
        meant = _MESSAGE_ID.fullmatch(message_id) and _SECONDS.fullmatch(timestamp)
        if not meant or len(signature) > LONGEST_SIGNATURE:
            raise unauthenticated(_UNPROVEN, scheme=SCHEME)
        return cls(message_id, timestamp, signature, read_body(request))

    def is_by(self, court: Court) -> bool:
        """Say whether the court signed exactly this, within the last five minutes."""
        headers: Mapping[str, str] = {
            "webhook-id": self.id,
            "webhook-timestamp": self.timestamp,
            "webhook-signature": self.signature,
        }
        return any(self._is_under(secret, headers) for secret in court.secrets)

    def _is_under(self, secret: str, headers: Mapping[str, str]) -> bool:
        try:
            Webhook(secret).verify(self.body, dict(headers), json_parse=False)
        except (WebhookVerificationError, ValueError):
            # A signature that is not base64, or not a pair, ends in a plain ValueError.
            return False
        return True


class Courts:
    """The registered courts."""

    def __init__(self, partners: Partners) -> None:
        self._partners = partners

    def proven(self, message: SignedMessage) -> Court:
        """Return the court that signed; 401 when none did, 400 when the body is no text."""
        try:
            message.body.decode("utf-8")
        except UnicodeDecodeError as error:
            raise malformed(_NOT_TEXT) from error
        for partner, secrets in self._partners.speaking():
            court = Court(partner.id, partner.name, secrets, frozenset(partner.speaks_for))
            if message.is_by(court):
                self._partners.heard(partner)
                return court
        raise unauthenticated(_UNPROVEN, scheme=SCHEME)
