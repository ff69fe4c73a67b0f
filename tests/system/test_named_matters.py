"""Which matters may be named when a case is opened."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

import pytest

from tests.support.events import eventually
from tests.support.stack import OFFICER, SECOND_AGENCY, Officers
from tests.system.cases import (
    OPENINGS,
    REFERRAL,
    a_mediation,
    a_petition,
    mediation_of,
)


@pytest.mark.parametrize("query", ["", "?dry_run=true"])
@pytest.mark.parametrize("collection", OPENINGS)
def test_an_unknown_matter_is_refused_and_nothing_is_opened(
    officers: Officers, collection: str, query: str
) -> None:
    matter_id, key = uuid.uuid4().hex, uuid.uuid4().hex
    body = OPENINGS[collection]() | {"matter_id": matter_id}

    reply = officers.post(OFFICER[collection], f"/{collection}{query}", body, key=key)

    assert (reply.status, reply.body["code"]) == (422, "validation")
    assert list(reply.body["errors"]) == ["matter_id"]
    # The key is free: nothing was written under it.
    body.pop("matter_id")
    assert officers.post(OFFICER[collection], f"/{collection}", body, key=key).status == 201


def test_a_matter_of_another_agency_is_refused_as_an_unknown_one(
    officers: Officers, strangers: Officers
) -> None:
    matter_id = officers.open("petitions", a_petition())["matter_id"]
    eventually(lambda: officers.get("supervisor", f"/matters/{matter_id}").ok)

    def refusal(named: str) -> Mapping[str, Any]:
        body = a_petition(matter_id=named)
        reply = strangers.post("petition_officer", "/petitions", body)
        assert reply.status == 422
        answer: Mapping[str, Any] = reply.body
        return answer

    assert refusal(matter_id) == refusal(uuid.uuid4().hex)


def test_the_matter_of_a_case_just_opened_may_be_named_at_once(officers: Officers) -> None:
    matter_id = officers.open("petitions", a_petition())["matter_id"]

    joined = officers.open("mediations", a_mediation(matter_id=matter_id))

    assert joined["matter_id"] == matter_id


def test_whoever_a_petition_is_transferred_to_may_name_its_matter_at_once(
    officers: Officers, strangers: Officers
) -> None:
    petition = officers.open("petitions", a_petition(received_as="petition_office"))
    receiver = {name: SECOND_AGENCY[name] for name in ("code", "name")}
    transfer = {"to_agency": receiver, "mode": "forward"}
    officers.act("petitions", petition["id"], "transfer", transfer)

    joined = strangers.open("mediations", a_mediation(matter_id=petition["matter_id"]))

    assert joined["matter_id"] == petition["matter_id"]


def test_for_whom_another_track_opened_a_case_may_name_its_matter_at_once(
    officers: Officers, strangers: Officers
) -> None:
    petition = officers.open("petitions", a_petition())
    receiver = {name: SECOND_AGENCY[name] for name in ("code", "name")}
    officers.act("petitions", petition["id"], "refer", REFERRAL | {"to_agency": receiver})
    mediation = mediation_of(strangers, petition)

    joined = strangers.open("mediations", a_mediation(matter_id=mediation["matter_id"]))

    assert joined["matter_id"] == petition["matter_id"]
