"""
The lists of a track, and what is searched for: how many cases there are must not matter to a page.

Two fifths of the cases are of one agency, a quarter of all were imported within a minute, three in
ten are open, and a tenth of these are due on one day. One party in thirty has the same given name,
one case in forty the same title, every case some words of its content.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from benchmarks.growing import Listed, Measured
from shared.casework.card_pages import ORDERS, WantedPage
from shared.casework.cards import Filter
from shared.casework.casework import Casework
from shared.casework.search_question import read_question
from shared.casework.searching import CaseSearch
from shared.casework.store import CaseStore
from shared.storage.database import Database, Document
from tests.support.casework import PROCEDURE, casework_on, opened, performed

PAGE = 20
BATCH = 1_000
AGENCY, OFFICER, REGION = "A00", "officer-1", "110101"
DAY_MILLISECONDS = 86_400_000
TODAY = date(2026, 11, 25)
FIRST, IMPORTED = 1_700_000_000_000, 1_750_000_000_000
TITLES = 40
TOPICS = (
    "噪音扰民",
    "房屋渗水",
    "征地补偿",
    "处罚决定",
    "信息公开",
    "工伤认定",
    "违建拆除",
    "垃圾清运",
)
_HAN = "".join(chr(0x4E00 + 7 * n) for n in range(600))
_ON_CASES = PROCEDURE.replace("collection: reconsiderations", "collection: cases")


def fill(database: Database, cases: int) -> None:
    """Write `cases` cases as the store of a track does, with their cards."""
    store = casework_on(database, text=_ON_CASES).store
    like = _example(database)
    chance = random.Random(1)
    for start in range(0, cases, BATCH):
        some = [case_like(like, chance, n, cases) for n in range(start, min(start + BATCH, cases))]
        store.cases.insert_many(some)
        store.cards.write(some)


def lists(database: Database, _cases: int) -> Sequence[Listed]:
    """Return the lists of a track with and without filters."""
    store = casework_on(database, text=_ON_CASES).store
    soon = str(TODAY + timedelta(days=14))
    asked: dict[str, tuple[str, dict[str, Any]]] = {
        "newest": ("-created", {}),
        "oldest": ("created", {}),
        "due first": ("due", {}),
        "due last": ("-due", {}),
        "newest, status": ("-created", {"status": "closed"}),
        "due first, status": ("due", {"status": "accepted"}),
        "newest, assignee": ("-created", {"assignee": OFFICER}),
        "due first, assignee and status": ("due", {"assignee": OFFICER, "status": "accepted"}),
        "newest, handling agency": ("-created", {"handled_by": AGENCY}),
        "newest, region": ("-created", {"region": REGION}),
        "newest, region and status": ("-created", {"region": REGION, "status": "closed"}),
        "newest, region, status, assignee": (
            "-created",
            {"region": REGION, "status": "closed", "assignee": OFFICER},
        ),
        "due first, due in 14 days": ("due", {"due_before": soon}),
        "newest, due in 14 days": ("-created", {"due_before": soon}),
    }
    searched: dict[str, tuple[str, str, dict[str, Any]]] = {
        "search: a frequent name": ("建国", "-created", {}),
        "search: a rare name": (f"申{_HAN[5]}{_HAN[7]}", "-created", {}),
        "search: a name and a word": ("建国 噪音", "-created", {}),
        "search: two frequent words": ("反映 情况", "-created", {}),
        "search: a word, status": ("噪音", "-created", {"status": "closed"}),
        "search: a word, due first": ("噪音", "due", {}),
        "search: a number": (_own_number(store), "-created", {}),
        "search: a year": ("2024", "-created", {}),
        "search: nothing": ("尉迟恭", "-created", {}),
    }
    casework = casework_on(database, text=_ON_CASES)
    return [
        *(_listed(store, name, sort, narrowed) for name, (sort, narrowed) in asked.items()),
        *(
            _searched(casework, name, written, sort, narrowed)
            for name, (written, sort, narrowed) in searched.items()
        ),
    ]


def _own_number(store: CaseStore) -> str:
    """Return the number of a case that the agency has: one that is not found costs less."""
    ((_, newest),) = store.page(WantedPage(Filter(AGENCY), ORDERS["-created"], None, 1))
    return str(newest["number"]).removeprefix("试案")


def _searched(
    casework: Casework, name: str, written: str, sort: str, narrowed: dict[str, Any]
) -> Listed:
    wanted, question = Filter(AGENCY, **narrowed), read_question(written)

    def ask(after: Any) -> Any:
        page = CaseSearch(casework).page(WantedPage(wanted, ORDERS[sort], after, PAGE), question)
        return page.goes_on_after if len(page.hits) == PAGE else None

    return Listed(name, ask)


def _listed(store: CaseStore, name: str, sort: str, narrowed: dict[str, Any]) -> Listed:
    wanted, order = Filter(AGENCY, **narrowed), ORDERS[sort]

    def ask(after: Any) -> Any:
        # One more than is shown tells that another page follows, as in `list_cases`.
        page = store.page(WantedPage(wanted, order, after, PAGE + 1))
        return page[PAGE - 1][0] if len(page) > PAGE else None

    return Listed(name, ask)


def _example(database: Database) -> Document:
    """Return a case of the usual size: opened and accepted by the real code."""
    casework = casework_on(database.client[f"{database.name}_example"])
    case_id = opened(casework, content="请求撤销处罚决定。" * 60)
    performed(casework, case_id, "accept")
    example = casework.store.get(case_id)
    assert example is not None
    return {**example, "published": example["version"]}


def case_like(like: Document, chance: random.Random, number: int, cases: int) -> Document:
    """Return the `number`-th of so many cases, of the shape of `like`, with its own facts."""
    imported = number % 4 == 0
    since = number * 60_000 // cases if imported else number * 730 * DAY_MILLISECONDS // cases
    moment = (IMPORTED if imported else FIRST) + since
    due = None
    if chance.random() < 0.3:
        crowded = chance.random() < 0.1
        due = str(TODAY + timedelta(days=20 if crowded else chance.randrange(-15, 75)))
    agency = AGENCY if chance.random() < 0.4 else f"A{1 + number % 39:02d}"
    case = {
        **like,
        "_id": f"{moment:012x}{chance.getrandbits(80):020x}",
        "agency": {"code": agency, "name": "示范机关"},
        "agencies": [agency],
        "assignee": f"officer-{chance.randrange(20)}",
        "region": f"1101{1 + chance.randrange(10):02d}",
        "status": chance.choice(["filed", "accepted"]) if due else "closed",
        "next_due_on": due,
        "number": f"试案〔2024〕{number}号",
        "title": f"关于{chance.choice(TOPICS)}{chance.randrange(TITLES)}的申请",
        # In clear, as personal texts open only where they were sealed.
        "parties": [
            {"id": f"p{place}", "role": "applicant", "name": _name(chance)} for place in (1, 2)
        ],
        "facts": {"content": _content(chance)},
    }
    for name in ("pending", "due_index", "creation_key"):
        case.pop(name, None)
    return case | ({"due_index": f"{due} {case['_id']}"} if due else {})


def _name(chance: random.Random) -> str:
    given = "建国" if chance.random() < 1 / 30 else chance.choice(_HAN) + chance.choice(_HAN)
    return chance.choice("张王李赵刘陈杨黄周吴申") + given


def _content(chance: random.Random) -> str:
    """Return some sixty characters: the frame of every case, and words of its own."""
    own = "".join(chance.choice(_HAN) for _ in range(30))
    return f"反映{chance.choice(TOPICS)}情况：{own}，要求依法处理。"


CASES = Measured("cases", fill, lists)
