"""Lists of cases: filtered, sorted, paged by key."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from marshmallow import fields, validate

from shared.casework import labels
from shared.casework.assigning import NOBODY
from shared.casework.card_pages import ORDERS, WantedPage
from shared.casework.cards import UNASSIGNED, Filter
from shared.casework.casework import Casework
from shared.casework.fields import Choice, PlainText, RegionCode
from shared.casework.guarding import Actor
from shared.casework.procedure import Procedure
from shared.casework.rendering import CaseView
from shared.casework.search_question import LONGEST_QUESTION, read_question
from shared.casework.searching import CaseSearch, shown_matches
from shared.http.labels import label
from shared.http.language import request_language
from shared.http.page_query import CURSOR, LIMIT
from shared.http.paging import MAX_LIMIT, encode_cursor, page, page_request
from shared.http.schemas import LegalDate, StrictInteger, StrictSchema
from shared.language import Text

ORDER_WORDS: Mapping[str, Text] = MappingProxyType(
    {
        "-created": Text("最近登记的在前", "latest first"),
        "created": Text("最早登记的在前", "earliest first"),
        "due": Text("最先到期的在前", "due first"),
        "-due": Text("最晚到期的在前", "due last"),
    }
)

SEARCHED = label(
    "查找内容",
    "what to look for",
    "当事人姓名、案号、文号或其一部分，标题和内容中的词；完整的证件号、电话只能用 POST 提交。",
    "A name or part of it, a number or part of it, words of title and content; the full number of "
    "a person or a telephone in the body of a POST only.",
)


class Narrowing(StrictSchema):
    """What a list may be narrowed by, beside the state: which there are, a procedure says."""

    assignee = PlainText(
        80,
        metadata=label(
            "承办人",
            "officer in charge",
            "填 none 为本机关尚未分派、未结的案件。",
            "none: cases that the agency handles, open and not assigned.",
        ),
    )
    agency = PlainText(40, metadata=labels.AGENCY_CODE)
    region = RegionCode(metadata=labels.REGION)
    due_before = LegalDate(metadata=labels.DUE_BEFORE)
    sort = Choice(
        ORDER_WORDS,
        load_default="-created",
        metadata=label("排序", "order"),
    )
    cursor = fields.String(metadata=CURSOR)


class ListQuery(Narrowing):
    """The same as a query string; `q` finds names, numbers and words."""

    q = PlainText(LONGEST_QUESTION, metadata=SEARCHED)
    limit = fields.String(metadata=LIMIT)


class SearchBody(Narrowing):
    """What is looked for, and what else the cases are narrowed by."""

    q = PlainText(LONGEST_QUESTION, required=True, metadata=SEARCHED)
    limit = StrictInteger(validate=validate.Range(1, MAX_LIMIT), metadata=LIMIT)


def query_of(procedure: Procedure) -> type[ListQuery]:
    """Return the query of a track's list, with the states that its procedure has."""
    return type("ListQuery", (ListQuery,), {"status": _state(procedure)})


def search_of(procedure: Procedure) -> type[SearchBody]:
    """Return the body of a search in a track, with the states that its procedure has."""
    return type("SearchBody", (SearchBody,), {"status": _state(procedure)})


def _state(procedure: Procedure) -> Choice:
    words = {name: state.label for name, state in procedure.states.items()}
    return Choice(words, metadata=labels.STATE)


def list_cases(
    casework: Casework, view: CaseView, actor: Actor, asked: Mapping[str, Any]
) -> dict[str, Any]:
    """
    Return one page of the cases that the actor's agency handles or handled.

    `asked` is what `ListQuery` or `SearchBody` read. With `q` each case says what it was found in.
    """
    given = {name: str(asked[name]) for name in ("limit", "cursor") if name in asked}
    wanted = page_request(given, sort=asked["sort"], key_length=1)
    due_before = asked.get("due_before")
    order = ORDERS[asked["sort"]]
    narrowed = Filter(
        agency_code=actor.agency_code or "",
        status=asked.get("status"),
        assignee=UNASSIGNED if asked.get("assignee") == NOBODY else asked.get("assignee"),
        region=asked.get("region"),
        handled_by=asked.get("agency"),
        due_before=due_before.isoformat() if due_before else None,
    )
    after = str(wanted.after[0]) if wanted.after else None
    today, language = casework.today(), request_language()

    def row(case: Mapping[str, Any]) -> dict[str, Any]:
        return view.row(case, actor=actor, language=language, today=today)

    if (written := asked.get("q")) is not None:
        question = read_question(written)
        cards = WantedPage(narrowed, order, after, wanted.limit)
        found = CaseSearch(casework).page(cards, question)
        return {
            "items": [
                {**row(hit.case), "matched": shown_matches(hit.matched, question)}
                for hit in found.hits
            ],
            "next_cursor": encode_cursor(wanted.sort, (found.goes_on_after,))
            if found.goes_on_after
            else None,
        }
    listed = casework.store.page(WantedPage(narrowed, order, after, wanted.limit + 1))
    return page(
        listed,
        wanted,
        key=lambda placed: (placed[0],),
        show=lambda placed: row(casework.in_clear(placed[1])),
    )
