"""What an officer looks for, carried in addresses as something nobody else can read."""

from __future__ import annotations

import base64
import binascii
import os
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from flask import request

from gateway.access import current_officer
from shared.casework.search_question import LONGEST_QUESTION, holds_personal_number

PARAMETER = "s"
_NONCE_BYTES = 12
_LONGEST = 1_000
_SHOWN = 4


@dataclass(frozen=True, slots=True)
class Questions:
    """
    Seals what was typed for the address of a page, for one officer.

    Addresses are kept by browsers, proxies and whoever a link is sent to, and a name or number of
    a person does not belong there. The page itself can be loaded again, and gone back to.
    """

    key: bytes

    def sealed(self, words: str) -> str:
        """Return the words as a parameter of an address."""
        nonce = os.urandom(_NONCE_BYTES)
        body = AESGCM(self.key).encrypt(nonce, words.encode(), current_officer().subject.encode())
        return base64.urlsafe_b64encode(nonce + body).decode().rstrip("=")

    def opened(self, sealed: str) -> str:
        """Return the words; nothing for what was not sealed here, or for somebody else."""
        if len(sealed) > _LONGEST:
            return ""
        try:
            raw = base64.b64decode(sealed + "=" * (-len(sealed) % 4), altchars=b"-_", validate=True)
            opened = AESGCM(self.key).decrypt(
                raw[:_NONCE_BYTES], raw[_NONCE_BYTES:], current_officer().subject.encode()
            )
        except (InvalidTag, ValueError, binascii.Error):
            return ""
        return opened.decode()

    def of_address(self) -> str:
        """Return what the address of this page asks for, sealed or as it was typed."""
        sealed = request.args.get(PARAMETER)
        return self.opened(sealed) if sealed else typed(request.args.get("q"))


def typed(words: str | None) -> str:
    """Return what was typed into a field, at most one character longer than may be asked."""
    return " ".join((words or "").split())[: LONGEST_QUESTION + 1]


def shown(words: str) -> str:
    """Return the words as a heading may show them: the number of a person is masked."""
    if not holds_personal_number(words):
        return words
    return f"{'*' * _SHOWN}{words[-_SHOWN:]}"
