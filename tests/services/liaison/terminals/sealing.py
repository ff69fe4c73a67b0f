"""Sealing as docs/integrators.md tells, for those who play a terminal."""

from __future__ import annotations

import base64
import json
import os
from collections.abc import Mapping
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

ITEM, FILE = b"concord terminal item v1", b"concord terminal file v1"


def sealed_item(text: bytes, theirs: Mapping[str, str], terminal: str, item: str) -> dict[str, str]:
    """Return what a terminal sends in place of the fields of an item."""
    seal, body = _sealed(text, theirs, f"{terminal}\0{item}", ITEM)
    return {**seal, "text": base64.b64encode(body).decode()}


def sealed_file(
    said: Mapping[str, Any], content: bytes, theirs: Mapping[str, str], terminal: str, item: str
) -> tuple[dict[str, str], bytes]:
    """Return what a terminal says of a sealed file, and the sealed file."""
    text = json.dumps(said).encode() + b"\n" + content
    seal, body = _sealed(text, theirs, f"{terminal}\0{item}", FILE)
    return {**seal, "terminal": terminal}, body


def _sealed(
    text: bytes, theirs: Mapping[str, str], binding: str, info: bytes
) -> tuple[dict[str, str], bytes]:
    known = ec.EllipticCurvePublicKey.from_encoded_point(
        ec.SECP256R1(), base64.b64decode(theirs["point"])
    )
    own = ec.generate_private_key(ec.SECP256R1())
    point = own.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    key = HKDF(algorithm=SHA256(), length=32, salt=point, info=info).derive(
        own.exchange(ec.ECDH(), known)
    )
    nonce = os.urandom(12)
    body = AESGCM(key).encrypt(nonce, text, binding.encode())
    parts = {
        name: base64.b64encode(part).decode() for name, part in (("point", point), ("nonce", nonce))
    }
    return {"key": theirs["id"], **parts}, body
