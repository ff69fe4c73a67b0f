from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from shared.house import LIAISON
from shared.http.identity import (
    IDENTITY_HEADER,
    OFFICER_ROLES,
    USED_AGAIN_SECONDS,
    Identity,
    IdentityError,
    IdentitySigner,
    IdentityVerifier,
)
from tests.http.applications import an_application, settings_in, signed
from tests.http.keys import KeyPair

GATEWAY = KeyPair()
MEDIATION = KeyPair()
DOOR = KeyPair()
KEYS = {"gateway": GATEWAY.public, "mediation": MEDIATION.public, LIAISON: DOOR.public}
WANG = Identity(
    subject="wang",
    name="王五",
    role="supervisor",
    agency_code="11120101000000000E",
    agency_name="演示区司法局",
    region="120101",
)


def _verify(token: str, audience: str = "petitions") -> Identity:
    return IdentityVerifier(KEYS, audience).verify(token)


@pytest.mark.parametrize("role", [*OFFICER_ROLES, "terminal", "court", "public"])
def test_the_gateway_asserts_whom_it_has_seen(role: str) -> None:
    officer = Identity(subject="wang", name="王五", role=role)

    assert _verify(IdentitySigner(GATEWAY.private, "gateway").sign(officer, "petitions")) == officer


def test_all_of_an_identity_arrives() -> None:
    assert _verify(IdentitySigner(GATEWAY.private, "gateway").sign(WANG, "petitions")) == WANG


def test_a_service_asserts_itself() -> None:
    itself = Identity.of_service("mediation")

    seen = _verify(IdentitySigner(MEDIATION.private, "mediation").sign(itself, "petitions"))

    assert seen == itself
    assert seen.is_service


@pytest.mark.parametrize("role", ["terminal", "court", "public"])
def test_liaison_asserts_those_whose_proof_it_has_seen(role: str) -> None:
    outside = Identity(subject="terminal-1", name="政务大厅", role=role, issuer=LIAISON)

    assert _verify(IdentitySigner(DOOR.private, LIAISON).sign(outside, "petitions")) == outside
    with pytest.raises(IdentityError):
        _verify(IdentitySigner(MEDIATION.private, "mediation").sign(outside, "petitions"))


@pytest.mark.parametrize("role", [*OFFICER_ROLES, "system"])
def test_liaison_makes_no_officers(role: str) -> None:
    with pytest.raises(IdentityError):
        _verify(IdentitySigner(DOOR.private, LIAISON).sign(replace(WANG, role=role), "petitions"))


def test_an_identity_is_signed_again_only_after_some_seconds(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    signer = IdentitySigner(GATEWAY.private, "gateway")
    first = signer.sign(WANG, "petitions")
    assert signer.sign(WANG, "petitions") == first
    assert signer.sign(WANG, "mediation") != first
    assert signer.sign(replace(WANG, role="mediator"), "petitions") != first
    later = time.monotonic() + USED_AGAIN_SECONDS + 1
    monkeypatch.setattr(time, "monotonic", lambda: later)

    assert signer.sign(WANG, "petitions") != first


def test_an_identity_for_another_service_is_refused() -> None:
    token = IdentitySigner(GATEWAY.private, "gateway").sign(WANG, "mediation")

    with pytest.raises(IdentityError):
        _verify(token, "petitions")


@pytest.mark.parametrize(
    ("key", "issuer", "identity"),
    [
        (MEDIATION, "mediation", WANG),
        (MEDIATION, "mediation", Identity.of_service("coordination")),
        (MEDIATION, "gateway", WANG),
        (GATEWAY, "gateway", Identity.of_service("mediation")),
        (GATEWAY, "gateway", Identity("wang", "王五", "emperor")),
        (KeyPair(), "gateway", WANG),
        (KeyPair(), "stranger", Identity.of_service("stranger")),
    ],
    ids=[
        "a service asserts an officer",
        "a service asserts another service",
        "a service signs as the gateway",
        "the gateway asserts a service",
        "the gateway asserts an unknown role",
        "a stranger signs as the gateway",
        "a stranger asserts itself",
    ],
)
def test_nobody_asserts_more_than_they_may(key: KeyPair, issuer: str, identity: Identity) -> None:
    token = IdentitySigner(key.private, issuer).sign(identity, "petitions")

    with pytest.raises(IdentityError):
        _verify(token)


def test_a_voucher_tells_who_an_officer_is_and_proves_no_identity() -> None:
    signer, verifier = (
        IdentitySigner(GATEWAY.private, "gateway"),
        IdentityVerifier(KEYS, "petitions"),
    )

    assert verifier.vouched(signer.vouch(WANG, "petitions")) == WANG
    with pytest.raises(IdentityError):
        verifier.verify(signer.vouch(WANG, "petitions"))
    with pytest.raises(IdentityError):
        verifier.vouched(signer.sign(WANG, "petitions"))


def test_no_service_vouches_for_an_officer() -> None:
    for key, issuer in ((MEDIATION, "mediation"), (MEDIATION, "gateway"), (KeyPair(), "gateway")):
        token = IdentitySigner(key.private, issuer).vouch(WANG, "petitions")
        with pytest.raises(IdentityError):
            IdentityVerifier(KEYS, "petitions").vouched(token)


@pytest.mark.parametrize("headers", [{}, {IDENTITY_HEADER: ""}, {IDENTITY_HEADER: "a.b.c"}])
def test_without_a_proven_identity_a_service_answers_401(
    tmp_path: Path, headers: dict[str, str]
) -> None:
    client = an_application(settings_in(tmp_path)).test_client()

    answer = client.get("/me", headers=headers)

    assert answer.status_code == 401
    assert answer.content_type == "application/problem+json"
    assert answer.headers["WWW-Authenticate"] == IDENTITY_HEADER


def test_a_view_knows_who_asks(tmp_path: Path) -> None:
    settings = settings_in(tmp_path)
    client = an_application(settings).test_client()

    answer: Any = client.get("/me", headers={IDENTITY_HEADER: signed(settings, WANG)}).json

    assert answer == {"subject": "wang", "role": "supervisor", "name": "王五"}
