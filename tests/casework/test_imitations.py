"""Texts that look like our own marks, and characters that nobody can see: over HTTP at a track."""

from __future__ import annotations

import pytest
from bson import Binary

from shared.storage.database import Database
from tests.casework.calling import Caller, refusal
from tests.support.casework import application

IMITATIONS = [
    "sealed:v1:",
    "sealed:v1:k1:AAAA",
    f"sealed:v1:k1:{'QUJD' * 20}",
    "***",
    "**************0011",
    "$where",
    "a.b.$c",
    '{"$binary": [145, "00"]}',
    "2024-05-08|A1~B2}",
    "_id",
]


@pytest.mark.parametrize("text", IMITATIONS)
def test_an_imitation_is_stored_and_shown_as_the_text_it_is(
    caller: Caller, database: Database, text: str
) -> None:
    written = application(
        title=text, content=text, act={"number": text, "name": text, "made_on": "2024-04-01"}
    )
    written["applicants"][0] |= {"name": text, "address": text}

    case_id = caller.open_case(**written)

    shown = caller.get(f"/{case_id}").get_json()
    assert (shown["title"], shown["act"]["number"]) == (text, text)
    assert (shown["parties"][0]["name"], shown["parties"][0]["address"]) == (text, text)
    (row,) = caller.get("").get_json()["items"]
    assert row["title"] == text
    history = caller.get(f"/{case_id}/history")
    assert history.status_code == 200
    assert history.get_json()[0]["payload"]["content"] == text
    assert history.get_json()[0]["payload"]["title"] == text
    stored = database["reconsiderations"].find_one({"_id": case_id})
    assert stored is not None
    assert isinstance(stored["parties"][0]["name"], Binary)
    assert stored["history"][0]["events"][0]["data"]["title"] == text


def test_a_step_goes_on_after_an_imitation_and_the_chain_is_intact(caller: Caller) -> None:
    case_id = caller.open_case(title="sealed:v1:k1:AAAA")

    taken = caller.post(f"/{case_id}/accept", {"on": "2024-05-13"})

    assert taken.status_code == 200, taken.text
    assert taken.get_json()["title"] == "sealed:v1:k1:AAAA"


REFUSED = [
    "王\u0000小明",
    "王\r小明",
    "王\u001b[31m小明",
    "王\u0085小明",
    "王\u202e小明",
    "王\u2066小明",
    "王\ufdd0小明",
    "\u200b\u200d",
]


@pytest.mark.parametrize("text", REFUSED)
def test_what_nobody_can_read_is_refused_at_its_field(
    caller: Caller, database: Database, text: str
) -> None:
    for body, field in (
        (application(title=text), "title"),
        (application(content=text), "content"),
        (application(applicants=[{"name": text}]), "applicants.0.name"),
        (application(act={"name": text}), "act.name"),
        (application(**{text: 1}), "$"),
    ):
        zh = refusal(caller.post("", body), 422, "validation")
        en = refusal(caller.post("", body, headers={"Accept-Language": "en"}), 422, "validation")
        assert list(zh["errors"]) == [field]
        assert zh["errors"][field] != en["errors"][field]
    assert database["reconsiderations"].count_documents({}) == 0


def test_lines_are_for_long_texts_and_end_with_a_line_feed(caller: Caller) -> None:
    case_id = caller.open_case(content="第一行\r\n第二行\t表")
    entry = caller.get(f"/{case_id}/history").get_json()[0]
    assert entry["payload"]["content"] == "第一行\n第二行\t表"

    for text in ("一\n二", "一\r\n二", "一\t二"):
        problem = refusal(caller.post("", application(title=text)), 422, "validation")
        assert list(problem["errors"]) == ["title"]


@pytest.mark.parametrize("query", ["q=%00", "q=%E2%80%AE", "status=%1B", "agency=%0D"])
def test_the_same_holds_for_what_lists_are_narrowed_by(caller: Caller, query: str) -> None:
    problem = refusal(caller.get(f"?{query}"), 422, "validation")

    assert list(problem["errors"]) == [query.partition("=")[0]]


@pytest.mark.parametrize("key", ["", "a" * 201, "caf\u00e9", "a\tb"])
def test_a_key_that_is_no_visible_ascii_is_refused(caller: Caller, key: str) -> None:
    headers = {"Idempotency-Key": key}

    problem = refusal(caller.post("", application(), headers=headers), 422, "validation")

    assert list(problem["errors"]) == ["Idempotency-Key"]
