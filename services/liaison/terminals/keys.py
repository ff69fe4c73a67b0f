"""The keys of the hall: what opens sealed petitions, and what hides the codes of receipts."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from shared.casework.personal import Sealer
from shared.http.secrets import FieldKeys, SecretFolder

_CURVE = ec.SECP256R1()
# The order of the group of P-256 (NIST SP 800-186, 3.2.1.3).
_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551


@dataclass(frozen=True, slots=True)
class HallKeys:
    """
    Keys by id, all derived from those of `terminal_keys.json`; `active` is used from now on.

    A former key still opens what was sealed with it and still finds the receipts made under it.
    """

    active: str
    private: Mapping[str, ec.EllipticCurvePrivateKey]
    receipts: Mapping[str, bytes]
    sealer: Sealer

    @classmethod
    def of(cls, folder: SecretFolder) -> HallKeys:
        """Read the keys; `SecretError` names the file that is missing."""
        return cls.derived(folder.terminal_keys())

    @classmethod
    def derived(cls, keys: FieldKeys) -> HallKeys:
        """Return the keys that follow from secrets of 32 bytes."""
        return cls(
            active=keys.active,
            private={name: _private(secret) for name, secret in keys.keys.items()},
            receipts={name: _derived(each, "receipts", 32) for name, each in keys.keys.items()},
            sealer=Sealer(keys.keys, keys.active),
        )

    def receipt_key(self, code: str, tail: str) -> str:
        """Return under what a receipt is stored from now on: code and tail cannot be read off."""
        return _hashed(self.receipts[self.active], code, tail)

    def receipt_keys(self, code: str, tail: str) -> list[str]:
        """Return under what a receipt may be stored, whichever key was active."""
        return [_hashed(key, code, tail) for key in self.receipts.values()]


def _private(secret: bytes) -> ec.EllipticCurvePrivateKey:
    # 64 bits more than the order has, so that every key is as likely (FIPS 186-5, A.2.1).
    number = int.from_bytes(_derived(secret, "opening petitions", 40), "big")
    return ec.derive_private_key(number % (_ORDER - 1) + 1, _CURVE)


def _derived(secret: bytes, purpose: str, length: int) -> bytes:
    info = f"hall: {purpose}".encode()
    return HKDF(algorithm=SHA256(), length=length, salt=None, info=info).derive(secret)


def _hashed(key: bytes, code: str, tail: str) -> str:
    return hmac.new(key, f"{code}\0{tail}".encode(), hashlib.sha256).hexdigest()
