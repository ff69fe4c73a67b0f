"""Published decisions over HTTP, for everybody."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from marshmallow import fields, validate

from services.liaison.public.decisions import (
    BEFORE_ALL,
    BEYOND_ALL,
    DecisionQuestion,
    Decisions,
    place_of,
)
from shared.casework.answers import TextAnswer
from shared.casework.fields import Choice, PlainText
from shared.casework.search_question import LONGEST_QUESTION, holds_personal_number, read_question
from shared.http.blueprint import API, DocumentedBlueprint
from shared.http.callers import known_caller
from shared.http.labels import label
from shared.http.page_query import PageQuery
from shared.http.paging import page_read
from shared.http.problems import invalid, not_found
from shared.http.schemas import LegalDate, StrictSchema
from shared.language import Text

SORT = "-decided_on"
KINDS: Mapping[str, Text] = {
    "change": Text("变更", "changed"),
    "revoke": Text("撤销", "revoked"),
    "partly_revoke": Text("部分撤销", "revoked in part"),
    "confirm_unlawful": Text("确认违法", "confirmed unlawful"),
    "order_performance": Text("责令履行", "performance ordered"),
    "confirm_invalid": Text("确认无效", "confirmed invalid"),
    "uphold": Text("维持", "upheld"),
    "reject_request": Text("驳回复议请求", "request rejected"),
    "dismiss": Text("驳回申请", "application dismissed"),
}
"""The kinds of decisions as the public reads them (复议法33, 63–69)."""
_NO_NUMBERS = Text("请勿输入证件号码或者电话号码。", "Enter no identity or telephone number.")
_NOT_THERE = Text("没有公开过此决定书。", "No such decision was ever published.")


class DecisionsQuery(PageQuery):
    """What is looked for among published decisions."""

    q = PlainText(
        LONGEST_QUESTION,
        metadata=label(
            "查找词", "words", "以空格分开，全部出现。", "Parted by spaces; all must be there."
        ),
    )
    agency = PlainText(60, metadata=label("复议机关", "agency", "机关代码。", "Its code."))
    year = fields.String(
        validate=validate.Regexp(r"(?:19|20)[0-9]{2}\Z"),
        metadata=label(
            "决定年份", "year of the decision", "作出决定的年份。", "The year in which it was made."
        ),
    )
    kind = Choice(
        KINDS,
        metadata=label("决定种类", "kind of decision", "按决定种类筛选。", "Of this kind alone."),
    )
    from_ = LegalDate(
        data_key="from",
        metadata=label("决定日期自", "decided from", "含当日。", "That day is included."),
    )


class PublicAgency(StrictSchema):
    """Who decided."""

    code = fields.String(allow_none=True)
    name = fields.String(required=True)


class DecisionHead(StrictSchema):
    """What a list says of a decision."""

    id = fields.String(required=True)
    number = fields.String(required=True)
    agency = fields.Nested(PublicAgency, required=True)
    kind = fields.String(required=True, allow_none=True)
    kind_label = fields.Nested(TextAnswer, required=True, allow_none=True)
    decided_on = fields.String(required=True, allow_none=True)
    published_on = fields.String(required=True, allow_none=True)


class DecisionAnswer(DecisionHead):
    """One decision; of one that was withdrawn the day and no text."""

    withdrawn = fields.Boolean(required=True)
    withdrawn_on = fields.String(required=True, allow_none=True)
    text = fields.String(required=True, allow_none=True)


class DecisionPage(StrictSchema):
    """A page of decisions, the latest first."""

    items = fields.List(fields.Nested(DecisionHead), required=True)
    next_cursor = fields.String(required=True, allow_none=True)


class KindAnswer(StrictSchema):
    """A kind of decision, by its code."""

    code = fields.String(required=True)
    label = fields.Nested(TextAnswer, required=True)


class FiltersAnswer(StrictSchema):
    """The agencies of which a decision is public, and the kinds there are."""

    agencies = fields.List(fields.Nested(PublicAgency), required=True)
    kinds = fields.List(fields.Nested(KindAnswer), required=True)


class DecisionsResource:
    """Serves what is public to whoever asks; the gateway bounds how often."""

    routes = DocumentedBlueprint(
        "public_decisions",
        __name__,
        url_prefix=API,
        description="公开的复议决定 published decisions",
    )

    def __init__(self, decisions: Decisions) -> None:
        self._decisions = decisions

    def blueprint(self) -> DocumentedBlueprint:
        """Return the routes."""
        return self.routes.bound_to(self)

    @routes.get("/public/decisions")
    @routes.asked_by(known_caller)
    @routes.arguments(DecisionsQuery, location="query")
    @routes.response(200, DecisionPage)
    @routes.alt_response(429)
    @routes.doc(summary="查找公开的决定 / find published decisions", security=[])
    def find_decisions(self, asked: Mapping[str, Any]) -> dict[str, Any]:
        """Return a page of published decisions, the latest first."""
        question = _question(asked)
        return page_read(
            asked,
            SORT,
            lambda after, size: self._decisions.page(question, size=size, after=after),
            key=place_of,
            show=_head,
        )

    @routes.get("/public/decisions/filters")
    @routes.asked_by(known_caller)
    @routes.response(200, FiltersAnswer)
    @routes.alt_response(429)
    @routes.doc(summary="可供选择的机关和种类 / agencies and kinds to choose from", security=[])
    def decision_filters(self) -> dict[str, Any]:
        """Return the agencies of which a decision is public, and the kinds of decisions."""
        kinds = [{"code": code, "label": label.as_dict()} for code, label in KINDS.items()]
        return {"agencies": self._decisions.agencies(), "kinds": kinds}

    @routes.get("/public/decisions/<decision_id>")
    @routes.asked_by(known_caller)
    @routes.response(200, DecisionAnswer)
    @routes.alt_response(429)
    @routes.doc(summary="一份公开的决定 / one published decision", security=[])
    def read_decision(self, decision_id: str) -> dict[str, Any]:
        """Return one decision; its address stays when it is withdrawn, and says so."""
        found = self._decisions.find(decision_id)
        if found is None:
            raise not_found(_NOT_THERE)
        withdrawn = {"withdrawn": found["state"] != "published"}
        rest = {name: found[name] for name in ("withdrawn_on", "text")}
        return {**_head(found), **withdrawn, **rest}


def _question(asked: Mapping[str, Any]) -> DecisionQuestion:
    terms: tuple[str, ...] = ()
    if "q" in asked:
        if holds_personal_number(asked["q"]):
            raise invalid({"q": [_NO_NUMBERS]})
        terms = read_question(asked["q"]).terms
    year = asked.get("year")
    first = f"{year}-01-01" if year else BEFORE_ALL
    if "from_" in asked:
        first = max(first, asked["from_"].isoformat())
    return DecisionQuestion(
        terms=terms,
        agency_code=asked.get("agency"),
        decision_kind=asked.get("kind"),
        first=first,
        last=f"{year}-12-31" if year else BEYOND_ALL,
    )


def _head(row: Mapping[str, Any]) -> dict[str, Any]:
    kind = KINDS.get(row["decision_kind"] or "")
    return {
        "id": row["_id"],
        "number": row["number"],
        "agency": row["agency"],
        "kind": row["decision_kind"],
        "kind_label": kind.as_dict() if kind else None,
        "decided_on": row["decided_on"],
        "published_on": row["published_on"],
    }
