"""Who may speak as the court: what is signed, whole, fresh, and by the right secret."""

from __future__ import annotations

import base64
import time
from collections.abc import Callable
from typing import Any

import pytest

from tests.gateway.court_messages import (
    COURT_NAME,
    SECRET,
    SigningCourt,
    assigned,
    docketed,
    encoded,
    signature,
)
from tests.gateway.office import Office

BODY = encoded(docketed("（2024）津0101行初1号"))
OTHER_SECRET = f"whsec_{base64.b64encode(b'another court, another secret...').decode()}"
Forge = Callable[[dict[str, str]], dict[str, str]]


@pytest.fixture
def court(office: Office) -> SigningCourt:
    """A court whose secret is stored, at an office behind which neither track is running."""
    office.partners.add_first("court-1", COURT_NAME, SECRET)
    office.partners.add_first("court-2", "另一法院", OTHER_SECRET)
    office.partners.remove("court-2", by="admin")
    office.employ("admin")
    return SigningCourt(office.application().test_client())


def test_a_signed_notice_passes_the_door(court: SigningCourt) -> None:
    # Nobody answers behind it: that is told only to who proved themselves.
    assert court.posts(BODY, court.headers(BODY)).status_code == 503


def test_one_of_several_signatures_is_enough(court: SigningCourt) -> None:
    headers = court.headers(BODY)
    headers["webhook-signature"] = f"v1a,b2xk v1,b2xk {headers['webhook-signature']}"

    assert court.posts(BODY, headers).status_code == 503


FORGERIES: dict[str, Forge] = {
    "no id": lambda sent: {**sent, "webhook-id": ""},
    "another id": lambda sent: {**sent, "webhook-id": "msg_other"},
    "an id with a dot": lambda sent: {**sent, "webhook-id": "msg.1"},
    "no time": lambda sent: {**sent, "webhook-timestamp": ""},
    "a time that is no number": lambda sent: {**sent, "webhook-timestamp": "now"},
    "not a number": lambda sent: {**sent, "webhook-timestamp": "nan"},
    "another time": lambda sent: {**sent, "webhook-timestamp": str(int(time.time()) - 60)},
    "no signature": lambda sent: {**sent, "webhook-signature": ""},
    "a signature that is no pair": lambda sent: {**sent, "webhook-signature": "v1"},
    "a signature of three parts": lambda sent: {**sent, "webhook-signature": "v1,a,b"},
    "a signature that is not base64": lambda sent: {**sent, "webhook-signature": "v1,?"},
    "a signature in Latin-1": lambda sent: {**sent, "webhook-signature": "v1,é"},
    "an unknown version": lambda sent: {
        **sent,
        "webhook-signature": sent["webhook-signature"].replace("v1,", "v2,"),
    },
    "very many signatures": lambda sent: {**sent, "webhook-signature": "v1,YQ== " * 10_000},
}


@pytest.mark.parametrize("forge", list(FORGERIES.values()), ids=list(FORGERIES))
def test_a_forged_proof_is_refused(court: SigningCourt, forge: Forge) -> None:
    answer = court.posts(BODY, forge(court.headers(BODY)))

    assert (answer.status_code, answer.get_json()["code"]) == (401, "unauthenticated")


@pytest.mark.parametrize(("minutes", "status"), [(-6, 401), (-4, 503), (4, 503), (6, 401)])
def test_a_message_is_fresh_for_five_minutes_either_way(
    court: SigningCourt, minutes: int, status: int
) -> None:
    headers = court.headers(BODY, at=time.time() + 60 * minutes)

    assert court.posts(BODY, headers).status_code == status


@pytest.mark.parametrize(
    "body", [BODY + b" ", encoded(assigned("诉前调1号")), b"", BODY.replace(b": ", b":")]
)
def test_a_body_other_than_the_signed_one_is_refused(court: SigningCourt, body: bytes) -> None:
    assert court.posts(body, court.headers(BODY)).status_code == 401


@pytest.mark.parametrize("secret", [OTHER_SECRET, f"whsec_{base64.b64encode(b'x' * 32).decode()}"])
def test_a_removed_or_unknown_court_is_refused(court: SigningCourt, secret: str) -> None:
    assert SigningCourt(court.client, secret).sends(BODY).status_code == 401


def test_a_body_that_is_no_text_is_malformed(court: SigningCourt) -> None:
    answer = court.posts(b"\xff\xfe", court.headers(b"\xff\xfe"))

    assert (answer.status_code, answer.get_json()["code"]) == (400, "malformed")


@pytest.mark.parametrize("body", [b"{", b"[]", b'{"type":"a","type":"b"}', b"NaN"])
def test_a_signed_body_that_is_no_json_object_is_malformed(
    court: SigningCourt, body: bytes
) -> None:
    assert court.posts(body, court.headers(body)).status_code == 400


def test_a_signed_form_is_not_read(court: SigningCourt) -> None:
    answer = court.posts(BODY, court.headers(BODY), content_type="text/plain")

    assert answer.status_code == 415


def test_two_megabytes_are_too_much_for_a_notice(court: SigningCourt) -> None:
    body = b" " * 2_000_000

    assert court.posts(body, court.headers(body)).status_code == 413


def test_submissions_are_shown_to_the_proven_court_only(court: SigningCourt) -> None:
    path = "/api/v1/court/cases/1/submissions"

    assert court.client.get(path).status_code == 401
    assert SigningCourt(court.client, OTHER_SECRET).reads(path).status_code == 401
    assert court.reads(path).status_code == 503


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"type": "case_closed"}, "type"),
        ({"type": {"$ne": None}}, "type"),
        ({"agency": {}}, "agency.code"),
        ({"agency": {"code": {"$ne": None}}}, "agency.code"),
        ({"agency": {"code": "12345"}}, "agency.code"),
        ({"agency": {"code": "11310000000000002A"}}, "agency.code"),
        ({"plaintiffs": []}, "plaintiffs"),
        ({"served_on": "2024-02-30"}, "served_on"),
        ({"matter_id": "somebody-elses"}, "matter_id"),
        ({"assignee": "officer-1"}, "assignee"),
    ],
)
def test_a_notice_that_cannot_be_meant_names_the_field(
    court: SigningCourt, change: dict[str, Any], field: str
) -> None:
    answer = court.sends(docketed("（2024）津0101行初1号", **change))

    assert answer.status_code == 422, answer.get_json()
    assert list(answer.get_json()["errors"]) == [field]


def test_a_court_speaks_only_in_its_own_name_where_that_is_known(
    court: SigningCourt, office: Office
) -> None:
    named = {"$set": {"speaks_for": ["示范区人民法院"]}}
    office.liaison_database["partners"].update_one({"_id": "court-1"}, named)

    assert court.sends(docketed("（2024）津0101行初1号", court="另一法院")).status_code == 403
    assert court.sends(docketed("（2024）津0101行初1号")).status_code == 503


def test_signature_of_the_published_example() -> None:
    # The example of the specification, so that this court's own lines are right too.
    secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    body = b'{"test": 2432232314}'

    found = signature(secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330", body)

    assert found == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
