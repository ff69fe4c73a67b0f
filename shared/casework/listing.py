"""Lists of cases: filtered, sorted, paged by key."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from flask import Request as HttpRequest
from marshmallow import fields

from shared.casework import labels
from shared.casework.assigning import NOBODY
from shared.casework.card_pages import ORDERS, Wanted
from shared.casework.cards import UNASSIGNED, Filter
from shared.casework.casework import Casework
from shared.casework.fields import Choice, PlainText, RegionCode
from shared.casework.guarding import Actor
from shared.casework.rendering import CaseView
from shared.http.labels import label
from shared.http.language import request_language
from shared.http.paging import page, page_request
from shared.http.schemas import LegalDate, StrictSchema, load_query
from shared.language import Text

ORDER_WORDS: Mapping[str, Text] = MappingProxyType(
    {
        "-created": Text("最近登记的在前", "latest first"),
        "created": Text("最早登记的在前", "earliest first"),
        "due": Text("最先到期的在前", "due first"),
        "-due": Text("最晚到期的在前", "due last"),
    }
)


class ListQuery(StrictSchema):
    """What a list may be narrowed by."""

    status = PlainText(40, metadata=labels.STATE)
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
    q = PlainText(120, metadata=label("查找", "search"))
    due_before = LegalDate(metadata=labels.DUE_BEFORE)
    sort = Choice(
        ORDER_WORDS,
        load_default="-created",
        metadata=label("排序", "order"),
    )
    limit = fields.String(metadata=labels.LIMIT)
    cursor = fields.String(metadata=labels.CURSOR)


def list_cases(
    casework: Casework, view: CaseView, actor: Actor, request: HttpRequest
) -> dict[str, Any]:
    """Return one page of the cases that the actor's agency handles or handled."""
    asked = load_query(ListQuery(), request.args)
    wanted = page_request(request.args, sort=asked["sort"], key_length=1)
    due_before = asked.get("due_before")
    order = ORDERS[asked["sort"]]
    narrowed = Filter(
        agency_code=actor.agency_code or "",
        status=asked.get("status"),
        assignee=UNASSIGNED if asked.get("assignee") == NOBODY else asked.get("assignee"),
        region=asked.get("region"),
        text=asked.get("q"),
        handled_by=asked.get("agency"),
        due_before=due_before.isoformat() if due_before else None,
    )
    after = str(wanted.after[0]) if wanted.after else None
    found = casework.store.page(Wanted(narrowed, order, after, wanted.limit + 1))
    today, language = casework.today(), request_language()
    return page(
        found,
        wanted,
        key=lambda placed: (placed[0],),
        show=lambda placed: view.row(
            casework.in_clear(placed[1]), actor=actor, language=language, today=today
        ),
    )
