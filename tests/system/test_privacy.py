"""Planted names, numbers and words are found nowhere in clear: not stored, sent or logged."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import requests
from pymongo import MongoClient

from deploy.embedded.bus import BUS
from deploy.embedded.database import DATABASE
from deploy.embedded.stack import Stack
from deploy.processes import SERVICES
from shared.http.identity import IDENTITY_HEADER, Identity, IdentitySigner
from shared.http.secrets import SecretFolder
from tests.support.stack import OFFICER, Officers, accepted, database_of, days_ago
from tests.system.cases import (
    REFERRAL,
    a_mediation,
    a_notice,
    a_petition,
    all_consent,
    an_application,
    mediation_of,
)
from tests.system.invariants import settle

Client = MongoClient[dict[str, Any]]

# Made up, with a valid check digit; no other test uses any of it.
CANARY = {
    "name": "金丝雀甲乙丙",
    "id_number": "110101199003077993",
    "phone": "13912345678",
    "address": "栖凤胡同七十七号院",
    "contact": "青鸾丁",
    "legal_representative": "朱雀戊",
}
WORDS = "白鹭洲头三更雨"
WRONG_NUMBER = "110101199003071234"
PLAIN = "归档标签甲"
MESSAGE = re.compile(rb'"body": "([A-Za-z0-9+/]+=*)"')
SECRETS = (*CANARY.values(), WORDS, WRONG_NUMBER)


def party() -> dict[str, Any]:
    return dict(CANARY)


def nobody(case: Any) -> list[str]:
    """Return the canaries that are in a text, in clear or as JSON escapes them."""
    text = case if isinstance(case, str) else json.dumps(case, ensure_ascii=False, default=str)
    return [word for word in SECRETS if word in text or json.dumps(word)[1:-1] in text]


@dataclass(frozen=True)
class Planted:
    """The cases into which canaries were planted, by collection."""

    cases: Mapping[str, str]


@pytest.fixture(scope="module")
def planted(officers: Officers, databases: Client) -> Planted:
    """Plant canaries in the opening of every track, in commands, and in two referrals."""
    petition = officers.open(
        "petitions", a_petition(petitioners=[party()], content=WORDS, title=PLAIN)
    )
    officers.act("petitions", petition["id"], "refer", REFERRAL)
    mediation = mediation_of(officers, petition)
    officers.act("mediations", mediation["id"], "accept", all_consent(mediation))
    officers.act("mediations", mediation["id"], "agree", {"form": "oral", "terms": WORDS})

    application = {"applicants": [party()], "requests": WORDS, "title": PLAIN}
    review = officers.open(
        "reconsiderations", an_application(received_on=days_ago(1), **application)
    )
    body = {"items": [WORDS]}
    officers.act("reconsiderations", review["id"], "request_correction", body)
    suit = officers.open("litigations", a_notice(plaintiffs=[party()], claims=WORDS, title=PLAIN))
    mediated = {"scope": "compensation", "reason": WORDS}
    officers.act("litigations", suit["id"], "start_mediation", mediated)
    mediation_of(officers, suit)
    own = officers.open("mediations", a_mediation(applicants=[party()], subject=WORDS, title=PLAIN))
    refuse_canaries(officers)
    settle(databases)
    return Planted(
        {
            "petitions": petition["id"],
            "mediations": own["id"],
            "reconsiderations": review["id"],
            "litigations": suit["id"],
        }
    )


def refuse_canaries(officers: Officers) -> None:
    """Send canaries in requests that are refused, which logs could be tempted to tell."""
    for body in (
        a_petition(petitioners=[party() | {"id_number": WRONG_NUMBER}]),
        a_petition(content=WORDS, unknown=CANARY["name"]),
        a_petition(channel=WORDS),
    ):
        assert officers.post("petition_officer", "/petitions", body).status == 422
    raw = f'{{"content": "{WORDS}", '.encode()
    assert officers.send("petition_officer", "POST", "/petitions", raw=raw).status == 400
    assert officers.get("petition_officer", f"/petitions?q={CANARY['name']}").ok


def test_officers_of_the_case_see_names_and_words_but_masked_numbers(
    officers: Officers, planted: Planted
) -> None:
    for collection, case_id in planted.cases.items():
        role = OFFICER[collection]
        case = officers.case(collection, case_id)
        rows = accepted(officers.get(role, f"/{collection}?limit=100"))["items"]
        row = next(row for row in rows if row["id"] == case_id)
        history = officers.history(collection, case_id)
        for shown in (case, row):
            found = next(each for each in shown["parties"] if each["name"] == CANARY["name"])
            assert found["id_number"] == f"{'*' * 14}{CANARY['id_number'][-4:]}"
            assert found["phone"] == f"{'*' * 7}{CANARY['phone'][-4:]}"
        for told in (case, row, history):
            assert set(nobody(told)).isdisjoint({CANARY["id_number"], CANARY["phone"]})
        assert WORDS in nobody(history)


def test_numbers_are_shown_for_a_purpose_and_the_supervisor_reads_who_saw_them(
    officers: Officers, planted: Planted
) -> None:
    asked = {"party": "p1", "fields": ["id_number"], "purpose": "service"}
    for collection in ("petitions", "reconsiderations"):
        address = f"/{collection}/{planted.cases[collection]}/reveal"
        shown = accepted(officers.post(OFFICER[collection], address, asked))
        assert shown["values"] == {"id_number": CANARY["id_number"]}
        assert officers.post("supervisor", address, asked).status == 403

    assert officers.get("petition_officer", "/access-log").status == 403
    first = accepted(officers.get("supervisor", "/access-log?limit=1"))
    cursor = first["next_cursor"]
    second = accepted(officers.get("supervisor", f"/access-log?limit=1&cursor={cursor}"))
    seen = [*first["items"], *second["items"]]
    assert [each["track"] for each in seen] == ["reconsideration", "petition"]
    assert [each["fields"] for each in seen] == [["id_number"]] * 2
    assert nobody(seen) == []
    of_one = planted.cases["petitions"]
    found = accepted(officers.get("supervisor", f"/access-log?case={of_one}&limit=1"))
    assert [each["case_id"] for each in found["items"]] == [of_one]
    assert found["next_cursor"] is None


def documents(client: Client) -> Iterator[tuple[str, str]]:
    """Yield every stored document of every database as text, with where it is."""
    for service in (*SERVICES, "gateway"):
        database = database_of(client, service)
        for name in database.list_collection_names():
            for document in database[name].find():
                yield f"{service}.{name}", json.dumps(document, ensure_ascii=False, default=str)


def test_no_stored_document_holds_a_canary(databases: Client, planted: Planted) -> None:
    texts = list(documents(databases))

    assert any(planted.cases["petitions"] in text and PLAIN in text for _, text in texts)
    assert [(place, nobody(text)) for place, text in texts if nobody(text)] == []


def test_no_event_and_no_feed_tells_a_canary(stack: Stack, planted: Planted) -> None:
    key = SecretFolder(stack.secrets).private_key("coordination")
    signer = IdentitySigner(key, "coordination")
    told = ""
    for service in SERVICES:
        token = signer.sign(Identity.of_service("coordination"), service)
        for after in range(0, 1_000_000, 500):
            answer = requests.get(
                f"{stack.service_url(service)}/events",
                params={"after": after, "limit": 500},
                headers={IDENTITY_HEADER: token},
                timeout=60,
            )
            assert answer.status_code == 200
            told += answer.text
            if not answer.json()["events"]:
                break

    assert planted.cases["petitions"] in told
    assert nobody(told) == []


def files_below(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def holding(files: list[Path], words: tuple[str, ...]) -> dict[str, list[str]]:
    """Return which of the words are in which files."""
    found = {path.name: told_by(path.read_bytes(), words) for path in files}
    return {name: words for name, words in found.items() if words}


def told_by(content: bytes, words: tuple[str, ...]) -> list[str]:
    """Return the words in a file: in UTF-8, as JSON escapes them, or in messages of the bus."""
    content += b"".join(base64.b64decode(body) for body in MESSAGE.findall(content))
    return [w for w in words if w.encode() in content or json.dumps(w)[1:-1].encode() in content]


def test_no_log_tells_a_canary(stack: Stack, planted: Planted) -> None:
    logs = files_below(stack.data_folder / "log")

    assert holding(logs, (planted.cases["petitions"], "request_answered"))
    assert holding(logs, SECRETS) == {}


def test_no_file_of_database_or_bus_holds_a_canary(
    stack: Stack, databases: Client, planted: Planted
) -> None:
    """The files themselves, after both servers have written down all they had."""
    del databases
    for name in (DATABASE, BUS):
        stack.restart(name)
    stack.await_ready()
    database = files_below(stack.data_folder / DATABASE)
    bus = files_below(stack.data_folder / BUS)

    # What is not secret is found there, so that not finding the rest says something.
    assert holding(database, (PLAIN,))
    assert holding(bus, (planted.cases["petitions"],))
    assert holding([*database, *bus], SECRETS) == {}
