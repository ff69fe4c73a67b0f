"""The routes of the commands of a procedure, one for each way in which it is given."""

from __future__ import annotations

from typing import Any, TypeAlias

from flask import Response, jsonify, request
from marshmallow import Schema

from shared.casework.answers import CaseAnswer, RehearsalAnswer
from shared.casework.asking import current_actor, named_assignee
from shared.casework.casework import Casework, Outcome
from shared.casework.entry import Request
from shared.casework.fields import Choice
from shared.casework.guarding import Actor, wrong_role
from shared.casework.payloads import load_payload
from shared.casework.procedure import Command
from shared.casework.rendering import CaseView, clock_changes
from shared.http.blueprint import API, DocumentedBlueprint
from shared.http.bodies import read_json
from shared.http.dumping import writer_of
from shared.http.idempotency import idempotency_key
from shared.http.labels import label
from shared.http.language import request_language
from shared.http.operations import (
    KEY_PARAMETER,
    LOCATION,
    VERSION_PARAMETER,
    VERSION_TAG,
    json_body,
)
from shared.http.preconditions import expected_versions, version_tag
from shared.http.schemas import StrictSchema, reader_of
from shared.http.tracing import current_traceparent
from shared.language import Text

Answered: TypeAlias = Response | tuple[dict[str, Any], dict[str, str]]
_SWITCH = {"true": Text("是", "yes"), "false": Text("否", "no")}


class DryRunQuery(StrictSchema):
    """Whether a command is only tried."""

    dry_run = Choice(
        _SWITCH,
        load_default="false",
        metadata=label(
            "只试算", "rehearse", "不登记，不通知。", "Nothing is written and nothing is sent."
        ),
    )


class CommandRoutes:
    """Serves the commands by which the cases of one track are opened and moved on."""

    def __init__(self, casework: Casework, view: CaseView) -> None:
        self._casework = casework
        self._view = view
        self._procedure = casework.procedure

    def add_routes(self, routes: DocumentedBlueprint) -> None:
        """Add a route for every command that somebody else than the system gives."""
        first, *others = self._procedure.creating()
        self._add_opening(routes, "", first)
        for command in others:
            if command.roles - {"system"}:
                self._add_opening(routes, f"/{command.name}", command)
        for command in self._procedure.commands.values():
            if command.from_states and command.roles - {"system"} and not command.own_route:
                self._add_acting(routes, command)

    def _add_opening(self, routes: DocumentedBlueprint, path: str, command: Command) -> None:
        @routes.post(path)
        @routes.headers(KEY_PARAMETER)
        @routes.arguments(DryRunQuery, location="query")
        @routes.unstored
        @routes.response(201, CaseAnswer, headers=VERSION_TAG | LOCATION)
        @routes.alt_response(200, schema=RehearsalAnswer)
        @routes.doc(operationId=command.name, **_told(command, command.schema))
        def open_case(_asked: dict[str, str]) -> Answered:
            """Open a case, or rehearse it."""
            asked = self.asked(command, command.schema)
            outcome = self._casework.open_case(asked)
            if asked.dry_run:
                return self._rehearsed(outcome, asked.actor, before=[])
            case, tag = self._done(outcome, asked.actor)
            location = f"{API}/{self._procedure.collection}/{outcome.case['_id']}"
            return case, tag | {"Location": location}

    def _add_acting(self, routes: DocumentedBlueprint, command: Command) -> None:
        name = f"{command.name}_on_case" if command.creates else command.name

        @routes.post(f"/<case_id>/{command.name}")
        @routes.headers(KEY_PARAMETER, VERSION_PARAMETER)
        @routes.arguments(DryRunQuery, location="query")
        @routes.alt_response(412)
        @routes.alt_response(428)
        @routes.alt_response(200, schema={"oneOf": [CaseAnswer, RehearsalAnswer]})
        @routes.unstored
        @routes.response(200, CaseAnswer)
        @routes.doc(operationId=name, **_told(command, command.schema_on_case))
        def perform(_asked: dict[str, str], case_id: str) -> Answered:
            """Move a case on, or rehearse it."""
            asked = self.asked(command, command.schema_on_case)
            before = self._casework.find(case_id, asked.actor) if asked.dry_run else None
            outcome = self._casework.perform(case_id, asked)
            if before is None:
                return self._done(outcome, asked.actor)
            # An act that amends the course of the case tells of all its clocks.
            clocks = self._casework.with_all_clocks(before)["clocks"]
            return self._rehearsed(outcome, asked.actor, before=clocks)

    def asked(self, command: Command, schema: type[Schema]) -> Request:
        """Return what the caller asks for, the body read as `schema` says."""
        actor = current_actor()
        if actor.role not in command.roles:
            raise wrong_role(command.label)
        body = read_json(request) if request.content_length or request.mimetype else {}
        return Request(
            command=command,
            payload=load_payload(reader_of(schema), body),
            actor=actor,
            key=idempotency_key(),
            expected=expected_versions(request),
            assignee=named_assignee(),
            dry_run=request.args.get("dry_run") == "true",
            traceparent=current_traceparent(),
        )

    def shown(self, case: dict[str, Any], actor: Actor) -> dict[str, Any]:
        """Return a case as the actor reads it."""
        return self._view.full(
            self._casework.with_texts(case),
            actor=actor,
            language=request_language(),
            today=self._casework.today(),
        )

    def _done(self, outcome: Outcome, actor: Actor) -> tuple[dict[str, Any], dict[str, str]]:
        return self.shown(outcome.case, actor), version_tag(outcome.case["version"])

    def _rehearsed(self, outcome: Outcome, actor: Actor, *, before: list[Any]) -> Response:
        findings = outcome.decision.findings if outcome.decision else ()
        told = {
            "case": self.shown(outcome.case, actor),
            "clock_changes": clock_changes(before, outcome.case["clocks"]),
            "warnings": [finding.as_dict() for finding in findings],
        }
        return jsonify(writer_of(RehearsalAnswer)(told))


def _told(command: Command, schema: type[Schema]) -> dict[str, Any]:
    needed = any(field.required for field in reader_of(schema).fields.values())
    return {
        "summary": f"{command.label.zh} / {command.label.en}",
        "description": "；".join(command.articles),
        "requestBody": json_body(schema, required=needed),
    }
