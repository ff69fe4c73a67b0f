"""What the gateway takes for a proof, and what it does not."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from deploy.secrets import make_secrets
from gateway.accounts import RecentAccounts
from gateway.accounts.store import MEMORY_SECONDS
from gateway.tokens import ACCESS_TYPE, AUDIENCE, ISSUER
from shared.http.identity import Identity, IdentitySigner
from shared.http.secrets import SecretFolder
from shared.http.signed_tokens import TokenSigner
from tests.gateway.office import Office, bearer
from tests.http.keys import KeyPair, encoded

PATH = "/api/v1/rules"


@pytest.fixture(scope="module")
def client(staffed_office: Office) -> FlaskClient:
    return staffed_office.application().test_client()


@pytest.fixture(scope="module")
def signer(staffed_office: Office) -> TokenSigner:
    key = SecretFolder(staffed_office.settings.secrets_dir).token_key()
    return TokenSigner(key, token_type=ACCESS_TYPE)


def _claims(**changes: Any) -> dict[str, Any]:
    return {"iss": ISSUER, "aud": AUDIENCE, "sub": "mediator", "jti": "1"} | changes


def _status(client: FlaskClient, token: str, scheme: str = "Bearer") -> int:
    return client.get(PATH, headers={"Authorization": f"{scheme} {token}"}).status_code


def test_a_token_opens_the_door(client: FlaskClient, signer: TokenSigner) -> None:
    # 503: the door is open, and nobody is in the room behind it.
    assert _status(client, signer.sign(_claims(), lifetime_seconds=900)) == 503


FORGERIES: dict[str, Callable[[TokenSigner], str]] = {
    "expired": lambda s: s.sign(_claims(), lifetime_seconds=-31),
    "too long a life": lambda s: s.sign(_claims(), lifetime_seconds=901),
    "another audience": lambda s: s.sign(_claims(aud="petitions"), lifetime_seconds=60),
    "another issuer": lambda s: s.sign(_claims(iss="elsewhere"), lifetime_seconds=60),
    "nobody": lambda s: s.sign(_claims(sub="nobody"), lifetime_seconds=60),
    "an operator": lambda s: s.sign(_claims(sub={"$ne": None}), lifetime_seconds=60),
    "not yet": lambda s: s.sign(_claims(nbf=int(time.time()) + 120), lifetime_seconds=600),
    "garbage": lambda _: "a.b.c",
    "one megabyte": lambda _: "x" * 1_000_000,
    "nothing": lambda _: "",
}


@pytest.mark.parametrize("kind", FORGERIES)
def test_a_forged_or_stale_token_is_refused_without_a_reason(
    client: FlaskClient, signer: TokenSigner, kind: str
) -> None:
    token = FORGERIES[kind](signer)

    answer: Any = client.get(PATH, headers={"Authorization": f"Bearer {token}"})

    assert (answer.status_code, answer.json["code"]) == (401, "unauthenticated")
    assert answer.json["detail"] == "需要有效的登录凭证。"
    assert answer.headers["WWW-Authenticate"] == "Bearer"


def test_a_key_of_somebody_else_signs_nothing(client: FlaskClient) -> None:
    stranger = TokenSigner(KeyPair().private, token_type=ACCESS_TYPE)

    assert _status(client, stranger.sign(_claims(), lifetime_seconds=60)) == 401


def test_an_unsigned_token_is_none(client: FlaskClient) -> None:
    header = encoded(json.dumps({"alg": "none", "typ": ACCESS_TYPE, "kid": "x"}))
    claims = encoded(json.dumps(_claims(iat=int(time.time()), exp=int(time.time()) + 60)))

    assert _status(client, f"{header}.{claims}.") == 401


def test_an_identity_between_processes_is_no_access_token(
    client: FlaskClient, staffed_office: Office
) -> None:
    key = SecretFolder(staffed_office.settings.secrets_dir).private_key("gateway")
    officer = Identity(subject="admin", name="x", role="admin")

    assert _status(client, IdentitySigner(key, "gateway").sign(officer, AUDIENCE)) == 401


@pytest.mark.parametrize("scheme", ["Basic", "Terminal", "Token", ""])
def test_only_the_bearer_scheme_is_known(
    client: FlaskClient, signer: TokenSigner, scheme: str
) -> None:
    assert _status(client, signer.sign(_claims(), lifetime_seconds=60), scheme) == 401


def test_a_cookie_or_a_query_proves_nothing(client: FlaskClient, signer: TokenSigner) -> None:
    token = signer.sign(_claims(), lifetime_seconds=60)

    assert client.get(PATH, query_string={"access_token": token}).status_code == 401
    assert client.get(PATH, headers={"Cookie": f"access_token={token}"}).status_code == 401


def test_a_token_ends_with_its_account(office: Office) -> None:
    office.employ("mediator", "wang")
    client = office.application().test_client()
    proof = bearer(client, "wang")
    assert client.get(PATH, headers=proof).status_code == 503

    office.accounts.disable("wang")
    # How long an account is remembered, five seconds at most, is held below without a clock.
    while client.get(PATH, headers=proof).status_code != 401:
        time.sleep(0.1)

    office.accounts.enable("wang")
    fresh = office.application().test_client()
    assert fresh.get(PATH, headers=proof).status_code == 401


def test_a_changed_role_counts_for_tokens_already_issued(office: Office) -> None:
    office.employ("admin", "wang")
    proof = bearer(office.application().test_client(), "wang")
    office.database["accounts"].update_one({"_id": "wang"}, {"$set": {"role": "mediator"}})

    answer = office.application().test_client().get("/api/v1/parked", headers=proof)

    assert answer.status_code == 403


def test_accounts_are_remembered_for_less_than_five_seconds(office: Office) -> None:
    office.employ("mediator", "wang")
    now = [0.0]
    recent = RecentAccounts(office.accounts, clock=lambda: now[0])
    assert recent.find("wang")
    office.accounts.disable("wang")

    now[0] = MEMORY_SECONDS
    remembered = recent.find("wang")
    now[0] = MEMORY_SECONDS + 0.01
    looked_up = recent.find("wang")

    assert remembered is not None
    assert looked_up is not None
    assert (remembered.disabled, looked_up.disabled) == (False, True)
    assert MEMORY_SECONDS <= 5


def test_accounts_that_are_looked_up_together_are_remembered_no_longer(office: Office) -> None:
    office.employ("mediator", "wang")
    office.employ("mediator", "li")
    now = [0.0]
    recent = RecentAccounts(office.accounts, clock=lambda: now[0])
    assert recent.find_all(["wang", "nobody"]).keys() == {"wang"}
    office.accounts.disable("wang")
    office.employ("mediator", "nobody")

    now[0] = MEMORY_SECONDS
    remembered = recent.find_all(["wang", "li", "nobody"])
    alone = recent.find("wang")
    now[0] = MEMORY_SECONDS + 0.01
    looked_up = recent.find_all(["wang", "li", "nobody"])

    assert {name: each.disabled for name, each in remembered.items()} == {
        "wang": False,
        "li": False,
    }
    assert alone == remembered["wang"]
    assert {name: each.disabled for name, each in looked_up.items()} == {
        "wang": True,
        "li": False,
        "nobody": False,
    }


def test_tokens_of_a_retired_key_are_read_and_new_ones_bear_the_new_key(
    office: Office, tmp_path: Path
) -> None:
    make_secrets(tmp_path)
    retired = KeyPair()
    (tmp_path / "token.retired.pub").write_bytes(retired.public)
    rotated = Office.opened(office.settings.database_url, tmp_path)
    rotated.employ("mediator")
    client = rotated.application().test_client()

    old = TokenSigner(retired.private, token_type=ACCESS_TYPE)

    assert _status(client, old.sign(_claims(), lifetime_seconds=60)) == 503
    assert client.get(PATH, headers=bearer(client, "mediator")).status_code == 503
