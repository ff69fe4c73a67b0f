"""
Opening what a terminal sealed in its browser.

ECDH on P-256 with a key pair of the moment, HKDF-SHA-256, AES-256-GCM: what WebCrypto of every
browser has. The terminal and the id of the item are bound in, so no item passes for another.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from services.liaison.terminals.keys import HallKeys
from shared.http.bodies import Json, MalformedJsonError, parse_json

_CURVE = ec.SECP256R1()
_ITEM_INFO = b"concord terminal item v1"
_FILE_INFO = b"concord terminal file v1"
_NONCE_BYTES = 12


class UnreadableSealError(Exception):
    """What was sealed cannot be opened: changed, of another terminal or id, or its key unknown."""


def public_key(keys: HallKeys) -> dict[str, str]:
    """Return the key with which terminals seal from now on: its id and its point, in base64."""
    point = keys.private[keys.active].public_key()
    raw = point.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return {"id": keys.active, "point": base64.b64encode(raw).decode()}


def opened(sealed: Mapping[str, str], keys: HallKeys, *, terminal: str, item: str) -> bytes:
    """
    Return what the terminal sealed under the id `item`; `UnreadableSealError` otherwise.

    `sealed`: `key` the id of our key, `point` the public key of the moment, `nonce` and `text`,
    these three in base64.
    """
    return _opened(sealed, _text(sealed["text"]), keys, _ITEM_INFO, _binding(terminal, item))


def opened_file(
    sealed: Mapping[str, str], text: bytes, keys: HallKeys, *, terminal: str, item: str
) -> tuple[dict[str, Json], bytes]:
    """
    Return what a terminal says of a file, and the file; `UnreadableSealError` otherwise.

    `sealed` and `text`: as of `opened`, the text as it is. Sealed are one line of JSON and the
    file behind it.
    """
    clear = _opened(sealed, text, keys, _FILE_INFO, _binding(terminal, item))
    said, _, content = clear.partition(b"\n")
    try:
        about = parse_json(said)
    except MalformedJsonError as error:
        raise UnreadableSealError("what is said of the file is no JSON") from error
    if not isinstance(about, dict):
        raise UnreadableSealError("what is said of the file is no object")
    return about, content


def _opened(
    sealed: Mapping[str, str], text: bytes, keys: HallKeys, info: bytes, binding: bytes
) -> bytes:
    private = keys.private.get(sealed["key"])
    if private is None:
        raise UnreadableSealError(f"unknown key {sealed['key']!r}")
    try:
        point, nonce = (_bytes(sealed[name]) for name in ("point", "nonce"))
        shared = private.exchange(
            ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(_CURVE, point)
        )
        return AESGCM(_key(shared, point, info)).decrypt(_nonce(nonce), text, binding)
    except (ValueError, InvalidTag) as error:
        raise UnreadableSealError("it does not open here") from error


def _key(shared: bytes, point: bytes, info: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=point, info=info).derive(shared)


def _text(written: str) -> bytes:
    try:
        return _bytes(written)
    except ValueError as error:
        raise UnreadableSealError("the text is no base64") from error


def _binding(terminal: str, item: str) -> bytes:
    return f"{terminal}\0{item}".encode()


def _bytes(text: str) -> bytes:
    return base64.b64decode(text, validate=True)


def _nonce(nonce: bytes) -> bytes:
    if len(nonce) != _NONCE_BYTES:
        raise ValueError("the nonce has another length")
    return nonce
