"""The table of bad tokens: each is refused, and the good one beside them is read."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Callable
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
)

from shared.http.signed_tokens import TokenError, TokenReader, TokenSigner, key_id
from tests.http.keys import KeyPair, encoded

KEY = KeyPair()
OTHER = KeyPair()
HEADER = {"alg": "Ed25519", "typ": "at+jwt", "kid": "k"}


def _reader(**changes: Any) -> TokenReader:
    values: dict[str, Any] = {
        "token_type": "at+jwt",
        "audience": "concord",
        "issuer": "door",
        "max_lifetime_seconds": 900,
    }
    return TokenReader({"k": KEY.public}, **(values | changes))


def _claims(**changes: Any) -> dict[str, Any]:
    now = int(time.time())
    claims = {
        "iss": "door",
        "aud": "concord",
        "sub": "wang",
        "iat": now,
        "exp": now + 600,
        "jti": "j",
    }
    return {name: value for name, value in (claims | changes).items() if value is not _ABSENT}


_ABSENT = object()


def _with_claims(**changes: Any) -> Callable[[], str]:
    return lambda: KEY.token(HEADER, _claims(**changes))


def _with_header(**changes: Any) -> Callable[[], str]:
    header = {n: v for n, v in (HEADER | changes).items() if v is not _ABSENT}
    return lambda: KEY.token(header, _claims())


def _in(seconds: int) -> int:
    return int(time.time()) + seconds


def _unsigned() -> str:
    header = encoded(json.dumps(HEADER | {"alg": "none"}))
    return f"{header}.{encoded(json.dumps(_claims()))}."


def _signed_with_the_public_key_as_a_password() -> str:
    text = f"{encoded(json.dumps(HEADER | {'alg': 'HS256'}))}.{encoded(json.dumps(_claims()))}"
    digest = hmac.new(KEY.public, text.encode(), hashlib.sha256).digest()
    return f"{text}.{base64.urlsafe_b64encode(digest).decode().rstrip('=')}"


def _changed_after_signing() -> str:
    header, _, signature = KEY.token(HEADER, _claims()).split(".")
    return f"{header}.{encoded(json.dumps(_claims(sub='admin')))}.{signature}"


BAD_TOKENS: dict[str, Callable[[], str]] = {
    "alg none": _unsigned,
    "HS256 with the public key": _signed_with_the_public_key_as_a_password,
    "unknown crit": _with_header(crit=["b64"], b64=False),
    "expired": lambda: KEY.token(HEADER, _claims(exp=_in(-31), iat=_in(-600))),
    "nbf in the future": lambda: KEY.token(HEADER, _claims(nbf=_in(120))),
    "iat in the future": lambda: KEY.token(HEADER, _claims(iat=_in(120))),
    "wrong aud": _with_claims(aud="elsewhere"),
    "no aud": _with_claims(aud=_ABSENT),
    "sub not a string": _with_claims(sub=7),
    "no exp": _with_claims(exp=_ABSENT),
    "wrong iss": _with_claims(iss="window"),
    "exp as a string": lambda: KEY.token(HEADER, _claims(exp=str(_in(600)))),
    "wrong typ": _with_header(typ="JWT"),
    "signed by another key": lambda: OTHER.token(HEADER, _claims()),
    "changed after signing": _changed_after_signing,
    "no typ": _with_header(typ=_ABSENT),
    "no kid": _with_header(kid=_ABSENT),
    "unknown kid": _with_header(kid="k2"),
    "kid as a path": _with_header(kid="../../../../dev/null"),
    "kid as a list": _with_header(kid=["k"]),
    "a key of its own": _with_header(jwk={"kty": "OKP", "crv": "Ed25519", "x": "AAAA"}),
    "a key from elsewhere": _with_header(jku="https://example.org/keys"),
    "retired name of the algorithm": _with_header(alg="EdDSA"),
    "no sub": _with_claims(sub=_ABSENT),
    "no iat": _with_claims(iat=_ABSENT),
    "no jti": _with_claims(jti=_ABSENT),
    "no iss": _with_claims(iss=_ABSENT),
    "exp as infinity": lambda: KEY.compact(
        json.dumps(HEADER), json.dumps(_claims(exp=float("inf")))
    ),
    "lives too long": lambda: KEY.token(HEADER, _claims(exp=_in(901))),
    "claims with a duplicate name": lambda: KEY.compact(
        json.dumps(HEADER), json.dumps(_claims())[:-1] + ', "sub": "admin"}'
    ),
    "header with a duplicate name": lambda: KEY.compact(
        json.dumps(HEADER)[:-1] + ', "kid": "k"}', json.dumps(_claims())
    ),
    "claims that are no object": lambda: KEY.compact(json.dumps(HEADER), "[]"),
    "header that is no object": lambda: KEY.compact("[]", json.dumps(_claims())),
    "two segments": lambda: KEY.token(HEADER, _claims()).rpartition(".")[0],
    "empty": lambda: "",
    "not ASCII": lambda: "ü.ü.ü",
    "one megabyte": _with_claims(note="x" * 1_000_000),
}


@pytest.mark.parametrize("kind", BAD_TOKENS)
def test_a_bad_token_is_refused(kind: str) -> None:
    token = BAD_TOKENS[kind]()

    with pytest.raises(TokenError):
        _reader().read(token)


def test_the_good_token_beside_them_is_read() -> None:
    assert _reader().read(KEY.token(HEADER, _claims()))["sub"] == "wang"


def test_what_a_signer_signs_a_reader_reads() -> None:
    signer = TokenSigner(KEY.private, token_type="at+jwt", kid="k")

    token = signer.sign(
        {"iss": "door", "aud": "concord", "sub": "wang", "jti": "1"}, lifetime_seconds=900
    )

    claims = _reader().read(token)
    assert claims["exp"] - claims["iat"] == 900


def test_a_clock_half_a_minute_slow_is_forgiven() -> None:
    assert _reader().read(KEY.token(HEADER, _claims(iat=_in(-60), exp=_in(-25))))
    assert _reader().read(KEY.token(HEADER, _claims(iat=_in(25), exp=_in(600))))


def test_two_keys_are_read_while_one_replaces_the_other() -> None:
    keys = {key_id(KEY.public): KEY.public, key_id(OTHER.public): OTHER.public}
    reader = TokenReader(
        keys, token_type="at+jwt", audience="concord", issuer="door", max_lifetime_seconds=900
    )

    for pair in (KEY, OTHER):
        signer = TokenSigner(pair.private, token_type="at+jwt")
        token = signer.sign(_claims(), lifetime_seconds=60)
        assert reader.read(token)["sub"] == "wang"


def test_a_signer_knows_its_key_by_the_thumbprint_of_the_public_half() -> None:
    assert key_id(KEY.private) == key_id(KEY.public)
    assert key_id(KEY.public) != key_id(OTHER.public)


def test_only_ed25519_keys_are_accepted() -> None:
    rsa = generate_private_key(65537, 2048).private_bytes(
        Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()
    )

    for pem in (rsa, b"not a key"):
        with pytest.raises(TokenError):
            TokenSigner(pem, token_type="at+jwt")
    with pytest.raises(TokenError):
        TokenSigner(KEY.public, token_type="at+jwt")


def test_a_token_that_was_proven_is_refused_once_it_has_expired(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    reader, token = _reader(), KEY.token(HEADER, _claims())
    assert reader.read(token) == reader.read(token)
    later = time.time() + 700
    monkeypatch.setattr(time, "time", lambda: later)

    with pytest.raises(TokenError):
        reader.read(token)


def test_a_token_that_was_proven_does_not_vouch_for_another() -> None:
    reader, token = _reader(), KEY.token(HEADER, _claims())
    assert reader.read(token)

    with pytest.raises(TokenError):
        reader.read(token[:-4] + ("AAAA" if token[-4:] != "AAAA" else "BBBB"))
