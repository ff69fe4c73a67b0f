"""Who gets in, and what they may see: roles, agencies and tokens at the real gateway."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from deploy.embedded.stack import Stack
from gateway.tokens import ACCESS_TYPE, AUDIENCE, ISSUER
from shared.http.signed_tokens import LEEWAY_SECONDS, TokenSigner
from tests.support.events import eventually
from tests.support.stack import OFFICER, Officers, Reply, accepted
from tests.system.cases import OPENINGS, a_petition, mediation_of, referred_to_mediation

PROBLEM = "application/problem+json"


@pytest.fixture(scope="module")
def subjects(officers: Officers) -> dict[str, str]:
    """One case of each track."""
    return {name: officers.open(name, body())["id"] for name, body in OPENINGS.items()}


@pytest.mark.parametrize("role", [*OFFICER.values(), "supervisor", "admin"])
@pytest.mark.parametrize("collection", OPENINGS)
def test_a_case_is_opened_by_the_officers_of_its_track_alone(
    officers: Officers, role: str, collection: str
) -> None:
    reply = officers.post(role, f"/{collection}", OPENINGS[collection]())

    if role == OFFICER[collection]:
        assert reply.status == 201
    else:
        assert (reply.status, reply.media_type, reply.body["code"]) == (403, PROBLEM, "forbidden")


@pytest.mark.parametrize("role", OFFICER.values())
@pytest.mark.parametrize("collection", OPENINGS)
def test_a_case_is_read_by_the_officers_of_its_track_and_those_above(
    officers: Officers, subjects: Mapping[str, str], role: str, collection: str
) -> None:
    allowed = role == OFFICER[collection]
    for path in ("", "/history", "/history/verify", "/actions"):
        reply = officers.get(role, f"/{collection}/{subjects[collection]}{path}")
        assert reply.status == (200 if allowed else 403), path
    assert officers.get("supervisor", f"/{collection}/{subjects[collection]}").ok


def test_only_the_admin_sweeps(officers: Officers) -> None:
    for role in (*OFFICER.values(), "supervisor"):
        assert officers.post(role, "/clocks/sweep").status == 403


@pytest.mark.parametrize("collection", OPENINGS)
def test_another_agency_cannot_tell_a_case_from_none(
    officers: Officers, strangers: Officers, subjects: Mapping[str, str], collection: str
) -> None:
    role, case_id = OFFICER[collection], subjects[collection]
    before = officers.case(collection, case_id)

    for path in ("", "/history", "/history/verify", "/actions"):
        theirs = strangers.get(role, f"/{collection}/{case_id}{path}")
        nobodys = strangers.get(role, f"/{collection}/0{case_id[1:]}{path}")
        assert theirs.status == nobodys.status == 404
        assert theirs.body == nobodys.body
    for command in ("close", "withdraw", "accept"):
        reply = strangers.post(role, f"/{collection}/{case_id}/{command}", {})
        assert reply.status in {404, 422}, reply.body
    assert officers.case(collection, case_id) == before


def test_another_agency_learns_nothing_from_lists_docket_and_matters(
    officers: Officers, strangers: Officers
) -> None:
    petition = referred_to_mediation(officers)
    mediation_of(officers, petition)
    matter = f"/matters/{petition['matter_id']}"
    eventually(lambda: officers.get("supervisor", matter).ok)

    assert strangers.get("supervisor", matter).status == 404
    assert strangers.get("supervisor", f"{matter}/timeline").status == 404
    for path in ("/petitions?limit=100", "/mediations?limit=100", "/clocks?limit=100"):
        items = accepted(strangers.get("supervisor", path))["items"]
        assert petition["matter_id"] not in {item["matter_id"] for item in items}


def test_nobody_opens_a_case_in_the_name_of_another_agency(
    officers: Officers, strangers: Officers
) -> None:
    agency = officers.open("petitions", a_petition())["agency"]

    reply = strangers.post("petition_officer", "/petitions", a_petition(agency=agency))

    assert reply.status == 403
    assert "agency" in reply.body["errors"]


def test_a_petition_passed_on_is_acted_on_by_its_receiver_alone(
    officers: Officers, strangers: Officers
) -> None:
    petition = officers.open("petitions", a_petition())
    own = {"code": strangers_agency(strangers)["code"], "name": "另一区司法局"}
    body = {"to_agency": own, "mode": "forward"}
    officers.act("petitions", petition["id"], "transfer", body)
    appeal = {"kind": "appeal", "article31_item": 6, "legal_path": "信访程序"}
    path = f"/petitions/{petition['id']}/classify"

    assert officers.case("petitions", petition["id"])["status"] == "transferred"
    assert officers.post("petition_officer", path, appeal).status == 403
    assert strangers.post("petition_officer", path, appeal).ok


def strangers_agency(strangers: Officers) -> dict[str, Any]:
    agency: dict[str, Any] = strangers.open("petitions", a_petition())["agency"]
    return agency


def bearer(officers: Officers, token: str) -> Reply:
    headers = {"Authorization": f"Bearer {token}"}
    return officers.send(None, "GET", "/petitions", headers=headers)


def claims(**changes: Any) -> dict[str, Any]:
    return {"iss": ISSUER, "aud": AUDIENCE, "sub": "petition_officer", "jti": "t1"} | changes


def signed(stack: Stack, lifetime_seconds: int = 600, **changes: Any) -> str:
    """Return a token under the gateway's own key, as nobody but the gateway could make it."""
    key = (stack.secrets / "token.key").read_bytes()
    signer = TokenSigner(key, token_type=ACCESS_TYPE)
    return signer.sign(claims(**changes), lifetime_seconds=lifetime_seconds)


def self_signed(**changes: Any) -> str:
    key = Ed25519PrivateKey.generate().private_bytes(
        Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()
    )
    return TokenSigner(key, token_type=ACCESS_TYPE).sign(claims(**changes), lifetime_seconds=600)


def unsigned(token: str) -> str:
    """Return the claims of a token under a header that asks for no signature."""
    header = json.dumps({"alg": "none", "typ": ACCESS_TYPE}).encode()
    return f"{base64.urlsafe_b64encode(header).decode().rstrip('=')}.{token.split('.')[1]}."


def promoted(token: str) -> str:
    """Return a token whose claims were changed after it was signed."""
    header, body, signature = token.split(".")
    told = json.loads(base64.urlsafe_b64decode(body + "=="))
    forged = json.dumps(told | {"sub": "admin"}).encode()
    return f"{header}.{base64.urlsafe_b64encode(forged).decode().rstrip('=')}.{signature}"


def test_a_proper_token_is_accepted_and_every_other_is_refused(
    stack: Stack, officers: Officers
) -> None:
    good = officers.token("petition_officer")
    assert bearer(officers, good).ok
    assert bearer(officers, signed(stack)).ok
    bad = {
        "expired": signed(stack, lifetime_seconds=-LEEWAY_SECONDS - 5),
        "too long": signed(stack, lifetime_seconds=86_400),
        "other audience": signed(stack, aud="somebody"),
        "other issuer": signed(stack, iss="somebody"),
        "unknown officer": signed(stack, sub="nobody"),
        "forged key": self_signed(),
        "unsigned": unsigned(good),
        "changed": promoted(good),
        "cut": good[:-4],
        "empty": "",
    }

    for name, token in bad.items():
        reply = bearer(officers, token)
        assert (reply.status, reply.media_type) == (401, PROBLEM), name
        assert "WWW-Authenticate" in reply.headers


def test_a_token_for_officers_does_not_open_a_service_behind_the_gateway(
    stack: Stack, officers: Officers
) -> None:
    behind = Officers(stack.service_url("petitions"), {})
    try:
        token = officers.token("petition_officer")
        for headers in ({}, {"Authorization": f"Bearer {token}"}, {"Concord-Identity": token}):
            assert behind.send(None, "GET", "/petitions", headers=headers).status == 401
    finally:
        behind.close()


def test_headers_of_a_stranger_name_nobody(officers: Officers) -> None:
    spoofed = {"Concord-Identity": officers.token("admin"), "X-Forwarded-User": "admin"}
    assert officers.send(None, "GET", "/petitions", headers=spoofed).status == 401
    assert officers.send("mediator", "GET", "/petitions", headers=spoofed).status == 403
