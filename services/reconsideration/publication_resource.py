"""What of a decision would be hidden, and what the public reads: two questions about a case."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask import request
from marshmallow import fields

from services.reconsideration.publication import marks_on, people_of
from services.reconsideration.publication_schemas import Redaction
from shared.casework.answers import TextAnswer
from shared.casework.asking import current_actor
from shared.casework.casework import Casework
from shared.casework.fields import PastDate
from shared.casework.guarding import SYSTEM
from shared.casework.payloads import load_payload
from shared.http.blueprint import API, DocumentedBlueprint
from shared.http.bodies import read_json
from shared.http.callers import officer
from shared.http.identity import current_identity
from shared.http.labels import label
from shared.http.schemas import StrictSchema
from shared.redaction import RULES, Mark, redacted

PUBLISHED, WITHDRAWN = "published", "withdrawn"
_HEARS = "liaison"
"""The service that shows the public what it may read."""


class PreviewQuestion(Redaction):
    """The redaction that is tried; `on` is the day of publication, by which somebody is of age."""

    on = PastDate(metadata=label("公开日期", "day of publication"))


class MarkAnswer(StrictSchema):
    """One mark: what it hides, by which rule, and what the public reads there."""

    start = fields.Integer(required=True)
    end = fields.Integer(required=True)
    quoted = fields.String(required=True)
    replacement = fields.String(required=True)
    rule = fields.String(required=True)
    rule_label = fields.Nested(TextAnswer, required=True)
    liftable = fields.Boolean(required=True)


class PreviewAnswer(StrictSchema):
    """The decision as it was read, its marks, and the text that the public would read."""

    original = fields.String(required=True)
    text = fields.String(required=True)
    marks = fields.List(fields.Nested(MarkAnswer), required=True)


class PublicationAnswer(StrictSchema):
    """How a case stands with the public; `text` only while it reads it."""

    version = fields.Integer(required=True)
    number = fields.String(required=True)
    state = fields.String(required=True, allow_none=True)
    agency = fields.Dict(required=True)
    kind = fields.String(required=True, allow_none=True)
    decided_on = fields.String(required=True, allow_none=True)
    published_on = fields.String(required=True, allow_none=True)
    withdrawn_on = fields.String(required=True, allow_none=True)
    text = fields.String(required=True, allow_none=True)


def publication_routes(casework: Casework) -> DocumentedBlueprint:
    """Return the routes of publication below a case."""
    return PublicationResource(casework).blueprint()


class PublicationResource:
    """Serves the preview of a redaction, and to liaison what became public."""

    routes = DocumentedBlueprint(
        "publication", __name__, url_prefix=API, description="决定书公开 publication of decisions"
    )

    def __init__(self, casework: Casework) -> None:
        self._casework = casework

    def blueprint(self) -> DocumentedBlueprint:
        """Return the routes."""
        return self.routes.bound_to(self)

    @routes.post("/reconsiderations/<case_id>/publication/preview")
    @routes.asked_by(officer)
    @routes.reads(PreviewQuestion)
    @routes.unstored
    @routes.response(200, PreviewAnswer)
    @routes.doc(summary="预览隐名处理 / what would be hidden of a decision")
    def preview_publication(self, case_id: str) -> dict[str, Any]:
        """Return the marks on a decision and the text they leave; nothing is written."""
        case = self._casework.find(case_id, current_actor())
        asked = load_payload(PreviewQuestion(), read_json(request))
        on: date = asked.get("on") or self._casework.today()
        original, marks = str(asked["original"]), marks_on(asked, people_of(case), on)
        return {
            "original": original,
            "text": redacted(original, marks),
            "marks": [_shown(mark, original) for mark in marks],
        }

    @routes.get("/reconsiderations/<case_id>/publication")
    @routes.response(200, PublicationAnswer)
    @routes.doc(summary="公开情况 / what the public reads of a case")
    def publication(self, case_id: str) -> dict[str, Any]:
        """Return how a case stands with the public, to its officers and to liaison."""
        asks = current_identity()
        actor = SYSTEM if asks.is_service and asks.subject == _HEARS else current_actor()
        if actor is not SYSTEM:
            officer()
        case = self._casework.with_texts(self._casework.find(case_id, actor), "published_text")
        return _publication(case)


def _shown(mark: Mark, original: str) -> dict[str, Any]:
    return {
        "start": mark.start,
        "end": mark.end,
        "quoted": original[mark.start : mark.end],
        "replacement": mark.replacement,
        "rule": mark.rule,
        "rule_label": RULES[mark.rule].as_dict(),
        "liftable": mark.liftable,
    }


def _publication(case: Mapping[str, Any]) -> dict[str, Any]:
    facts, milestones = case["facts"], case["milestones"]
    state = facts.get("publication")
    return {
        "version": case["version"],
        "number": case["number"],
        "state": state,
        "agency": case["agency"],
        "kind": facts.get("decision_kind"),
        "decided_on": milestones.get("decided"),
        "published_on": milestones.get("published"),
        "withdrawn_on": milestones.get("publication_withdrawn") if state == WITHDRAWN else None,
        "text": facts.get("published_text") if state == PUBLISHED else None,
    }
