"""What terminals sealed is opened by this installation, and only as it was sealed."""

from __future__ import annotations

import base64
import os
from collections.abc import Mapping

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from services.liaison.terminals.keys import HallKeys
from services.liaison.terminals.sealed_petitions import UnreadableSealError, opened, public_key
from shared.http.secrets import FieldKeys

FORMER, PRESENT = b"1" * 32, b"2" * 32
KEYS = HallKeys.derived(FieldKeys("k1", {"k1": FORMER}))
ROTATED = HallKeys.derived(FieldKeys("k2", {"k1": FORMER, "k2": PRESENT}))


def sealed(text: bytes, keys: HallKeys, terminal: str = "t1", item: str = "i1") -> dict[str, str]:
    """Seal as docs/integrators.md tells."""
    theirs = public_key(keys)
    known = ec.EllipticCurvePublicKey.from_encoded_point(
        ec.SECP256R1(), base64.b64decode(theirs["point"])
    )
    own = ec.generate_private_key(ec.SECP256R1())
    point = own.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    derivation = HKDF(algorithm=SHA256(), length=32, salt=point, info=b"concord terminal item v1")
    key = derivation.derive(own.exchange(ec.ECDH(), known))
    nonce = os.urandom(12)
    body = AESGCM(key).encrypt(nonce, text, f"{terminal}\0{item}".encode())
    parts = {"point": point, "nonce": nonce, "text": body}
    return {"key": theirs["id"], **{n: base64.b64encode(p).decode() for n, p in parts.items()}}


def test_what_was_sealed_opens() -> None:
    assert opened(sealed(b"{}", KEYS), KEYS, terminal="t1", item="i1") == b"{}"


def test_what_was_sealed_with_the_former_key_still_opens() -> None:
    assert opened(sealed(b"{}", KEYS), ROTATED, terminal="t1", item="i1") == b"{}"
    assert public_key(ROTATED)["id"] == "k2"


@pytest.mark.parametrize(("terminal", "item"), [("t2", "i1"), ("t1", "i2")])
def test_it_opens_for_no_other_terminal_and_no_other_item(terminal: str, item: str) -> None:
    with pytest.raises(UnreadableSealError):
        opened(sealed(b"{}", KEYS), KEYS, terminal=terminal, item=item)


@pytest.mark.parametrize(
    "changes",
    [
        {"key": "k9"},
        {"text": "AAAA"},
        {"nonce": base64.b64encode(b"1" * 11).decode()},
        {"nonce": "no base64"},
        {"point": base64.b64encode(b"\x04" + b"1" * 64).decode()},
        {"point": ""},
    ],
)
def test_what_was_changed_does_not_open(changes: Mapping[str, str]) -> None:
    with pytest.raises(UnreadableSealError):
        opened({**sealed(b"{}", KEYS), **changes}, KEYS, terminal="t1", item="i1")


def test_receipts_made_under_a_former_key_are_still_found() -> None:
    stored = KEYS.receipt_key("1" * 16, "8000")

    assert stored in ROTATED.receipt_keys("1" * 16, "8000")
    assert stored not in ROTATED.receipt_keys("1" * 16, "8001")
