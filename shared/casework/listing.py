"""Lists of cases: filtered, sorted, paged by key."""

from __future__ import annotations

from typing import Any

from flask import Request as HttpRequest
from marshmallow import fields, validate

from shared.casework.casework import Casework
from shared.casework.fields import Choice, PlainText
from shared.casework.guarding import Actor
from shared.casework.rendering import CaseView
from shared.casework.store import ORDERS, Filter
from shared.http.language import request_language
from shared.http.paging import page, page_request
from shared.http.schemas import LegalDate, StrictSchema, load_query


class ListQuery(StrictSchema):
    """What a list may be narrowed by."""

    status = PlainText(40)
    assignee = PlainText(80)
    agency = PlainText(40)
    region = fields.String(validate=validate.Regexp(r"\d{6}\Z"))
    q = PlainText(120)
    due_before = LegalDate()
    sort = Choice(*ORDERS, load_default="-created")
    limit = fields.String()
    cursor = fields.String()


def list_cases(
    casework: Casework, view: CaseView, actor: Actor, request: HttpRequest
) -> dict[str, Any]:
    """Return one page of the cases that the actor's agency handles or handled."""
    asked = load_query(ListQuery(), request.args)
    wanted = page_request(request.args, sort=asked["sort"], key_length=1)
    due_before = asked.get("due_before")
    found = casework.store.page(
        Filter(
            agency_code=actor.agency_code,
            status=asked.get("status"),
            assignee=asked.get("assignee"),
            region=asked.get("region"),
            text=asked.get("q"),
            handled_by=asked.get("agency"),
            due_before=due_before.isoformat() if due_before else None,
        ),
        sort=asked["sort"],
        after=str(wanted.after[0]) if wanted.after else None,
        size=wanted.limit + 1,
    )
    today, language = casework.today(), request_language()
    return page(
        found,
        wanted,
        key=lambda case: (case[ORDERS[asked["sort"]].field],),
        show=lambda case: view.row(
            casework.in_clear(case), actor=actor, language=language, today=today
        ),
    )
