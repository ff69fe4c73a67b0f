"""Finding cases: by what is on them now, within what an agency may see, at any size."""

from __future__ import annotations

import random
import uuid
from collections.abc import Iterator
from itertools import cycle, product
from typing import Any, get_args

import pytest
from pymongo import monitoring

from shared.casework import card_search, searching
from shared.casework.card_pages import ORDERS, WantedPage
from shared.casework.card_shelf import BUILT, CARDS
from shared.casework.cards import Filter
from shared.casework.casework import Casework
from shared.casework.personal import Personal
from shared.casework.search_keys import SearchKeys
from shared.casework.search_question import read_question
from shared.casework.search_words import Kind
from shared.casework.searching import CaseSearch, shown_matches
from shared.casework.word_rows import WORDS
from shared.storage.database import Database, Document
from tests.support.casework import (
    AGENCY,
    ID_NUMBER,
    PROCEDURE,
    casework_on,
    opened,
    performed,
)
from tests.support.database import connected
from tests.support.servers import EmbeddedDatabase

OWN, OTHER = AGENCY["code"], "11110000MB1234567X"
HIDING = (
    PROCEDURE + "\nhides: {roles: [applicant], from: respondent, when: {facts.channel: counter}}\n"
)
SURNAMES, GIVEN = "张王李赵刘陈", ["小明", "建国", "伟", "秀英", "国强", "·买买提"]
TOPICS = ["渗水", "噪音扰民", "征地补偿", "WiFi", "处罚决定"]
COUNT = 240


def pages(
    casework: Casework,
    written: str,
    *,
    sort: str = "-created",
    size: int = 100,
    agency: str = OWN,
    **narrowed: str,
) -> Iterator[list[Document]]:
    """Yield the pages of a search as cases in clear."""
    after: str | None = None
    while True:
        wanted = WantedPage(Filter(agency, **narrowed), ORDERS[sort], after, size)
        page = CaseSearch(casework).page(wanted, read_question(written))
        yield [hit.case for hit in page.hits]
        after = page.goes_on_after
        if after is None:
            return


def found(casework: Casework, written: str, **asked: Any) -> list[str]:
    """Return the ids of all cases in which something is found."""
    return [case["_id"] for page in pages(casework, written, **asked) for case in page]


def change(casework: Casework, case_id: str, **values: Any) -> None:
    """Change a stored case as a command does: its version, and then its cards."""
    sealed = casework.keys.sealer.seal_all(values, document=case_id)
    update = {"$set": sealed, "$inc": {"version": 1}}
    casework.store.cases.update_one({"_id": case_id}, update)
    casework.store.cards.catch_up([case_id])


@pytest.mark.parametrize(
    ("written", "place"),
    [
        ("王小明", "party"),
        ("小明", "party"),
        ("市场监督", "party"),
        (ID_NUMBER, "identifier"),
        ("138 0013 8000", "identifier"),
        ("试案", "number"),
        ("示市监罚[2024]第7号", "number"),
        ("示市监罚（２０２４）", "number"),
        ("撤销处罚", "content"),
        ("王小明 撤销 (2024)7号", "party"),
    ],
)
def test_a_case_is_found_by_what_is_on_it(casework: Casework, written: str, place: str) -> None:
    case_id = opened(casework)
    wanted = WantedPage(Filter(OWN), ORDERS["-created"], None, 9)
    page = CaseSearch(casework).page(wanted, read_question(written))
    assert [hit.case["_id"] for hit in page.hits] == [case_id]
    assert place in [each.place for each in page.hits[0].matched]


@pytest.mark.parametrize("written", ["王明", "张三", "王小明 渗水", "〔2023〕7号", "1380013800"])
def test_a_case_is_not_found_by_what_is_not_on_it(casework: Casework, written: str) -> None:
    opened(casework)
    assert found(casework, written) == []


def test_what_was_found_is_told_without_the_number_of_a_person(casework: Casework) -> None:
    opened(casework, content="因邻居长期渗水，" + "请求处理。" * 60)
    question = read_question(f"{ID_NUMBER} 渗水 小明")
    page = CaseSearch(casework).page(WantedPage(Filter(OWN), ORDERS["-created"], None, 9), question)
    told = {each["place"]: each["text"] for each in shown_matches(page.hits[0].matched, question)}
    assert told["identifier"] is None
    assert told["party"] == "王小明"
    assert "渗水" in told["content"]
    assert len(told["content"]) < 80


def test_a_long_content_is_found_by_how_it_begins_also_after_further_steps(
    casework: Casework,
) -> None:
    case_id = opened(casework, content="因邻居长期渗水，" + "请求处理。" * 60 + "垃圾清运")
    performed(casework, case_id, "accept")
    assert found(casework, "渗水") == [case_id]
    assert found(casework, "垃圾清运") == []


def test_a_step_that_changes_no_words_writes_no_rows(
    database: Database, casework: Casework
) -> None:
    case_id = opened(casework, content="因邻居长期渗水，" + "请求处理。" * 60)
    before = database[CARDS].find_one({"case": case_id})
    performed(casework, case_id, "accept")
    after = database[CARDS].find_one({"case": case_id})
    assert before is not None
    assert after is not None
    assert after["version"] == before["version"] + 1
    assert after["found_by"] == before["found_by"]


def test_a_party_that_was_changed_or_removed_finds_the_case_no_more(casework: Casework) -> None:
    case_id = opened(casework)
    person = {"id": "p1", "role": "applicant", "kind": "person", "name": Personal("欧阳娜娜")}
    change(casework, case_id, parties=[person])
    assert found(casework, "王小明") == []
    assert found(casework, ID_NUMBER) == []
    assert found(casework, "欧阳娜娜") == [case_id]
    change(casework, case_id, parties=[])
    assert found(casework, "欧阳娜娜") == []
    change(casework, case_id, parties=[person])
    assert found(casework, "娜娜") == [case_id]


def test_an_agency_finds_its_own_cases_only(casework: Casework) -> None:
    case_id = opened(casework)
    assert found(casework, "王小明", agency=OTHER) == []
    involved = [{"code": OTHER, "name": "其他机关"}]
    change(casework, case_id, involved_agencies=involved, agencies=sorted([OWN, OTHER]))
    assert found(casework, "王小明", agency=OTHER) == [case_id]
    change(casework, case_id, involved_agencies=[], agencies=[OWN])
    assert found(casework, "王小明", agency=OTHER) == []


def test_an_agency_does_not_find_by_what_is_hidden_from_it(database: Database) -> None:
    casework = casework_on(database, text=HIDING)
    accused = {"name": "示范区市场监督管理局", "code": OWN}
    case_id = opened(casework, respondent=accused, title="邻里检举一事")
    for hidden in ("王小明", ID_NUMBER, "13800138000", "撤销处罚", "邻里检举"):
        assert found(casework, hidden) == []
    assert found(casework, "市场监督") == [case_id]


def test_nothing_that_finds_a_case_stands_in_clear(database: Database, casework: Casework) -> None:
    opened(casework)
    for collection in (WORDS, CARDS, BUILT):
        for document in database[collection].find():
            for clear in ("王小", "小明", "撤销", "13800138000", ID_NUMBER, "市监"):
                assert clear not in repr(document)


def test_the_same_word_has_another_token_in_each_agency_track_and_kind() -> None:
    keys = SearchKeys(b"k" * 32)
    kinds: tuple[Kind, ...] = get_args(Kind)
    tokens = [
        token
        for track, agency, kind in product(("petition", "mediation"), (OWN, OTHER), kinds)
        for token in keys.tokens(["小明"], track=track, agency=agency, kind=kind)
    ]
    assert len(set(tokens)) == len(tokens) == 4 * len(kinds)
    others = SearchKeys(b"l" * 32).tokens(["小明"], track="petition", agency=OWN, kind="party")
    assert others.isdisjoint(tokens)


def test_cards_made_in_another_form_or_under_another_key_are_made_anew(database: Database) -> None:
    casework = casework_on(database)
    ids = sorted((opened(casework) for _ in range(3)), reverse=True)
    casework.store.prepare()
    rows = {row["_id"] for row in database[WORDS].find()}
    casework.findable._keys = SearchKeys(b"n" * 32)
    assert found(casework, "王小明") == []
    casework.store.prepare()
    assert found(casework, "王小明") == ids
    assert rows.isdisjoint(row["_id"] for row in database[WORDS].find())


def some_case(like: Document, chance: random.Random, number: int) -> Document:
    """Return a case as its service stores it, with names and numbers that overlap with others."""
    names = [chance.choice(SURNAMES) + chance.choice(GIVEN) for _ in range(chance.randrange(1, 4))]
    moment = 1_700_000_000_000 + (number if number % 4 else chance.randrange(1 << 36))
    return {
        **like,
        "_id": f"{moment:012x}{chance.getrandbits(80):020x}",
        "number": f"试案〔2024〕{number}号",
        "title": f"关于{chance.choice(TOPICS)}的申请",
        "status": chance.choice(["filed", "accepted", "closed"]),
        "agencies": chance.choice([[OWN], [OWN, OTHER], [OTHER]]),
        "next_due_on": chance.choice(["2026-11-25", "2026-11-26", None]),
        "parties": [{"id": "p1", "role": "applicant", "name": name} for name in names],
        "facts": {"content": f"反映{chance.choice(TOPICS)}问题"},
        "act": {"number": f"示市监罚〔2023〕{chance.randrange(40)}号"},
    }


@pytest.fixture(scope="module")
def filled(server: EmbeddedDatabase) -> Iterator[tuple[Casework, list[Document]]]:
    chance = random.Random(3)
    with connected(server.url) as client:
        casework = casework_on(client[f"search_{uuid.uuid4().hex}"])
        like = casework.store.get(opened(casework))
        assert like is not None
        casework.store.cases.delete_many({})
        cases = [some_case(like, chance, number) for number in range(COUNT)]
        casework.store.cases.insert_many(cases)
        casework.store.cards.cards.delete_many({})
        casework.store.cards.write(cases)
        yield casework, cases


QUESTIONS = [
    "张小明",
    "建国",
    "国强 渗水",
    "买买提",
    "试案(2024)17号",
    "2023",
    "示市监罚 噪音",
    "wifi",
    "17号",
    "申请",
    "李秀英 处罚决定 申请",
    "无人",
]
NARROWED: list[dict[str, str]] = [{}, {"status": "closed"}, {}, {}, {"due_before": "2026-11-25"}]


@pytest.mark.parametrize("few", [0, 1_000])
@pytest.mark.parametrize("sort", sorted(ORDERS))
def test_a_search_gives_what_comparing_every_case_gives(
    filled: tuple[Casework, list[Document]],
    monkeypatch: pytest.MonkeyPatch,
    few: int,
    sort: str,
) -> None:
    casework, cases = filled
    monkeypatch.setattr(card_search, "MANY", few)
    monkeypatch.setattr(card_search, "FEW", few)
    monkeypatch.setattr(card_search, "_FIRST", 8)
    monkeypatch.setattr(searching, "MOST_LOOKED_AT", 30 if few else 4_000)
    order = ORDERS[sort]
    for written, narrowed in zip(QUESTIONS, cycle(NARROWED), strict=False):
        question = read_question(written)
        matching = [
            case
            for case in cases
            if OWN in case["agencies"]
            and narrowed.get("status") in {None, case["status"]}
            and (order.kind != "due" or case["next_due_on"])
            and ("due_before" not in narrowed or (case["next_due_on"] or "9") <= "2026-11-25")
            and casework.findable.matches(case, OWN, question) is not None
        ]
        matching.sort(
            key=lambda case: order.place({"case": case["_id"], "due": case["next_due_on"]}),
            reverse=order.descending,
        )
        expected = [case["_id"] for case in matching]
        assert found(casework, written, sort=sort, size=7, **narrowed) == expected, written


class Counting(monitoring.CommandListener):
    """Counts what the database gives for a search."""

    def __init__(self) -> None:
        self.documents = 0

    def started(self, event: monitoring.CommandStartedEvent) -> None: ...

    def failed(self, event: monitoring.CommandFailedEvent) -> None: ...

    def succeeded(self, event: monitoring.CommandSucceededEvent) -> None:
        cursor = event.reply.get("cursor") or {}
        self.documents += len(cursor.get("firstBatch", cursor.get("nextBatch", [])))


def test_a_page_of_a_frequent_word_reads_few_rows(
    server: EmbeddedDatabase, filled: tuple[Casework, list[Document]]
) -> None:
    casework, _ = filled
    counting = Counting()
    with connected(server.url, counting) as client:
        beside = casework_on(client[casework.store.cases.database.name])
        page = next(pages(beside, "申请", size=10))
    assert len(page) == 10
    assert counting.documents < COUNT


def test_a_search_that_finds_little_among_much_ends_its_page_early_and_goes_on(
    filled: tuple[Casework, list[Document]], monkeypatch: pytest.MonkeyPatch
) -> None:
    casework, _ = filled
    monkeypatch.setattr(searching, "MOST_LOOKED_AT", 8)
    monkeypatch.setattr(card_search, "_FIRST", 8)
    several = list(pages(casework, "申请 建国", size=50))
    assert len(several) > 2
    assert all(len(page) < 50 for page in several)
    monkeypatch.undo()
    whole = [case["_id"] for page in pages(casework, "申请 建国", size=50) for case in page]
    assert [case["_id"] for page in several for case in page] == whole


def test_a_case_with_two_hundred_parties_is_found_by_the_last(casework: Casework) -> None:
    applicants = [{"name": f"申请人{number}号张甲"} for number in range(199)]
    case_id = opened(casework, applicants=[*applicants, {"name": "慕容复"}])
    assert found(casework, "慕容") == [case_id]
