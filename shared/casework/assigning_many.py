"""Assigning many cases at once: each by itself, with an answer of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from shared.casework.assigning import ASSIGN, Assignment
from shared.casework.card_pages import ORDERS, WantedPage
from shared.casework.cards import Filter
from shared.casework.casework import Casework
from shared.casework.command_routes import DryRunQuery
from shared.casework.entry import Request
from shared.casework.fields import PlainText
from shared.casework.procedure import Command
from shared.casework.rendering import CaseView
from shared.http.blueprint import DocumentedBlueprint
from shared.http.labels import label
from shared.http.language import request_language
from shared.http.openapi import ProblemSchema
from shared.http.operations import KEY_PARAMETER
from shared.http.preconditions import Expected
from shared.http.problems import Problem
from shared.http.schemas import StrictSchema, kept, refusal
from shared.language import Language, Text

MOST_CASES = 200
_ID_LENGTH = 64
Ask = Callable[[Command, type[Schema]], Request]
"""Reads the request of the caller as a command with a payload of this schema."""


@dataclass(frozen=True, slots=True)
class CaseReference:
    """A case by its id, with the version that was seen, if it must be that one."""

    case_id: str
    version: int | None = None


class CaseReferenceField(fields.Field[CaseReference]):
    """The id of a case, or `{id, version}`."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> CaseReference:
        del attr, data, kwargs
        if isinstance(value, str):
            value = {"id": value}
        if not (isinstance(value, Mapping) and {"id"} <= value.keys() <= {"id", "version"}):
            raise refusal(_NO_REFERENCE)
        case_id, version = value["id"], value.get("version")
        if not isinstance(case_id, str) or not 0 < len(case_id) <= _ID_LENGTH:
            raise refusal(_NO_REFERENCE)
        if version is not None and (isinstance(version, bool) or not isinstance(version, int)):
            raise refusal(_NO_REFERENCE)
        return CaseReference(case_id, version)


_NO_REFERENCE = Text(
    "应为案件标识，或 {id, version}。", "Must be the id of a case, or {id, version}."
)
_REFERENCE = {
    "oneOf": [
        {"type": "string", "maxLength": _ID_LENGTH},
        {
            "type": "object",
            "required": ["id"],
            "additionalProperties": False,
            "properties": {
                "id": {
                    "type": "string",
                    "maxLength": _ID_LENGTH,
                    "description": "案件标识 id of the case",
                },
                "version": {"type": "integer", "description": "所见的版本 the version seen"},
            },
        },
    ]
}


class AssignmentOfMany(Assignment):
    """Which cases are assigned: those listed, or the open ones of an officer (`from`)."""

    cases = fields.List(
        CaseReferenceField(metadata=_REFERENCE),
        validate=validate.Length(1, MOST_CASES),
        metadata=label(
            "案件",
            "cases",
            f"最多 {MOST_CASES} 件；可以同时给出所见的版本。",
            f"At most {MOST_CASES}; with the version seen, if it must be that one.",
        ),
    )
    from_ = PlainText(
        80,
        data_key="from",
        metadata=label(
            "原承办人",
            "officer until now",
            f"其承办的未结案件，一次 {MOST_CASES} 件。",
            f"All open cases of that officer, {MOST_CASES} at a time.",
        ),
    )

    @validates_schema
    def names_either(self, data: Mapping[str, Any], **_: Any) -> None:
        """Ask for cases or for an officer, each case once."""
        if ("cases" in data) == ("from_" in data):
            text = Text(
                "写明案件，或者原承办人，二者择一。", "Name cases, or from whom: one of both."
            )
            raise ValidationError([text], "cases")
        named = [each.case_id for each in data.get("cases", ())]
        if len(set(named)) < len(named):
            raise ValidationError([Text("同一案件只写一次。", "Name each case once.")], "cases")


class AssignedCaseAnswer(StrictSchema):
    """What became of one case: `problem` says why it stays as it was, null when it was assigned."""

    id = fields.String(required=True)
    done = fields.Boolean(required=True)
    number = fields.String(allow_none=True, required=True)
    title = fields.String(allow_none=True, required=True)
    version = fields.Integer(allow_none=True, required=True)
    assignee = fields.String(allow_none=True, required=True)
    assignee_name = fields.String(allow_none=True, required=True)
    problem = fields.Nested(ProblemSchema, allow_none=True, required=True)


class AssignmentsAnswer(StrictSchema):
    """An answer for each case; `more` when an officer has further open cases: ask again."""

    items = fields.List(fields.Nested(AssignedCaseAnswer), required=True)
    more = fields.Boolean(required=True)


class ManyAssignments:
    """
    Serves `POST /{track}/assign`.

    Each case is a request of its own, with the rights, refusals and history of `assign`. Under one
    idempotency key each case is assigned once, so a request that was cut off is sent again.
    """

    routes = DocumentedBlueprint("assigning_many", __name__)

    def __init__(self, casework: Casework, view: CaseView, asked: Ask) -> None:
        self._casework = casework
        self._view = view
        self._asked = asked

    def add_routes(self, routes: DocumentedBlueprint) -> None:
        """Add the route."""
        self.routes.bound_to(self, routes)

    @routes.post(f"/{ASSIGN}")
    @routes.headers(KEY_PARAMETER)
    @routes.arguments(DryRunQuery, location="query")
    @routes.reads(AssignmentOfMany)
    @routes.response(200, AssignmentsAnswer)
    @routes.doc(summary="分派多件案件 / assign many cases", operationId="assign_many")
    def assign(self, _asked: dict[str, Any]) -> dict[str, Any]:
        """Assign each of the cases, or rehearse it, and tell what became of it."""
        asked = self._asked(self._casework.command(ASSIGN), AssignmentOfMany)
        payload = {name: v for name, v in asked.payload.items() if name not in {"cases", "from_"}}
        one = replace(asked, payload=payload)
        cases, more = self._cases(asked)
        items = [self._assigned(each, one, request_language()) for each in cases]
        return {"items": items, "more": more}

    def _cases(self, asked: Request) -> tuple[list[CaseReference], bool]:
        if "cases" in asked.payload:
            return asked.payload["cases"], False
        found: list[CaseReference] = []
        for case_id in self._open_cases_of(asked.payload["from_"], asked.actor.agency_code or ""):
            if len(found) == MOST_CASES:
                return found, True
            found.append(CaseReference(case_id))
        return found, False

    def _open_cases_of(self, officer: str, agency: str) -> Iterator[str]:
        procedure = self._casework.procedure
        for status in sorted(procedure.states.keys() - procedure.closed_states()):
            mine = Filter(agency, status=status, assignee=officer, handled_by=agency)
            wanted = WantedPage(mine, ORDERS["created"], None, MOST_CASES + 1)
            yield from self._casework.store.ids(wanted)

    def _assigned(
        self, reference: CaseReference, asked: Request, language: Language
    ) -> dict[str, Any]:
        version = reference.version
        expected = None if version is None else Expected(frozenset({version}))
        shown, problem = kept(_ANSWER, {}), None
        try:
            outcome = self._casework.perform(reference.case_id, replace(asked, expected=expected))
            shown = kept(_ANSWER, outcome.case)
            shown["title"] = self._view.title(outcome.case, asked.actor)
        except Problem as refused:
            problem = refused.as_dict(language)
        return {**shown, "id": reference.case_id, "done": problem is None, "problem": problem}


_ANSWER = AssignedCaseAnswer()
