"""The numbers behind the tiles of a home page, over HTTP."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from marshmallow import fields

from shared.casework import labels
from shared.casework.assigning import NOBODY
from shared.casework.cards import UNASSIGNED
from shared.casework.casework import Casework
from shared.casework.counting import CaseCounts
from shared.casework.fields import PlainText
from shared.casework.guarding import Actor
from shared.http.labels import label
from shared.http.problems import invalid
from shared.http.schemas import IsoDate, StrictSchema
from shared.language import Text

_NOT_YOURS = Text("只统计本机关办理的案件。", "Only the cases of your own agency are counted.")


class CountsQuery(StrictSchema):
    """Whose cases are counted: those that the agency handles now, or of one officer."""

    agency = PlainText(40, metadata=labels.AGENCY_CODE)
    assignee = PlainText(
        80,
        metadata=label(
            "承办人",
            "officer in charge",
            "填 none 为尚未分派、未结的案件。",
            "none: open cases that are not assigned.",
        ),
    )


class CaseCountsAnswer(StrictSchema):
    """
    How many cases an agency handles, or an officer of it.

    `by_level` goes by the running clock that ends first (`red` without what is overdue), so a case
    is counted once; `green` are those that run calmly. Above about 2,000 a number is an estimate.
    """

    as_of = IsoDate(required=True)
    total = fields.Integer(required=True)
    by_status = fields.Dict(keys=fields.String(), values=fields.Integer(), required=True)
    by_level = fields.Dict(keys=fields.String(), values=fields.Integer(), required=True)
    paused = fields.Integer(required=True)
    missing_fact = fields.Integer(required=True)
    unassigned = fields.Integer(required=True)
    exact = fields.Boolean(required=True)


def counts(casework: Casework, actor: Actor, asked: Mapping[str, Any]) -> dict[str, Any]:
    """Return the numbers of the caller's agency as of today."""
    agency = actor.agency_code or ""
    if asked.get("agency", agency) != agency:
        raise invalid({"agency": [_NOT_YOURS]})
    assignee = UNASSIGNED if asked.get("assignee") == NOBODY else asked.get("assignee")
    counted = CaseCounts(
        casework.store.cards.cards, agency, assignee, casework.today(), casework.calendar
    )
    return counted.shown(casework.procedure.states)
