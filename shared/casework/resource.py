"""The HTTP resource of a track, built from its procedure."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from http import HTTPStatus
from itertools import islice
from typing import Any
from urllib.parse import urlencode

from flask import Response, jsonify, request
from marshmallow import Schema
from werkzeug.exceptions import MethodNotAllowed

from shared.casework.actions import actions, openings
from shared.casework.answers import (
    ActionsAnswer,
    CaseAnswer,
    CasePageAnswer,
    EntryAnswer,
    VerificationAnswer,
)
from shared.casework.assigning_many import ManyAssignments
from shared.casework.case import is_withdrawn
from shared.casework.casework import Casework, Outcome
from shared.casework.correction_form import CorrectionFormAnswer, correction_form
from shared.casework.counts_route import CaseCountsAnswer, CountsQuery, counts
from shared.casework.entry import Request
from shared.casework.guarding import Actor, wrong_role
from shared.casework.history_query import HistoryQuery, version_of
from shared.casework.listing import list_cases, query_of, search_of
from shared.casework.payloads import load_payload
from shared.casework.procedure import Command
from shared.casework.progress import ProgressAnswer, progress_of
from shared.casework.rendering import CaseView, clock_changes
from shared.casework.revealing import Reveal, RevealedAnswer, reveal
from shared.casework.route_documentation import RouteDocumentation
from shared.casework.search_question import check_address
from shared.casework.verifying_route import VerificationOfAll
from shared.http.blueprint import DocumentedBlueprint
from shared.http.bodies import read_json
from shared.http.idempotency import idempotency_key
from shared.http.identity import (
    EDGE_ROLES,
    OFFICER_ROLES,
    PARTNER_ROLES,
    Identity,
    current_assignee,
    current_identity,
)
from shared.http.language import request_language
from shared.http.paging import PageRequest, encode_cursor, page_request
from shared.http.preconditions import expected_versions
from shared.http.problems import Problem, not_found
from shared.http.schemas import load, load_query, reader_of
from shared.http.texts import cleaned
from shared.http.tracing import current_traceparent
from shared.language import Text

_SUPERVISING = frozenset({"supervisor", "admin"})
_SENDERS = frozenset(PARTNER_ROLES)


class TrackResource:
    """Serves the cases of one track: open, list, read, act, look back."""

    def __init__(self, casework: Casework) -> None:
        self.casework = casework
        self._procedure = casework.procedure
        self._view = CaseView(casework.procedure, casework.rules, lambda: casework.calendar)
        self._query = query_of(casework.procedure)
        self._search = search_of(casework.procedure)

    def blueprint(self) -> DocumentedBlueprint:
        """Return the blueprint with one documented route for every command."""
        root = f"/api/v1/{self._procedure.collection}"
        blueprint = DocumentedBlueprint(
            self._procedure.collection,
            __name__,
            description=f"{self._procedure.label.zh} {self._procedure.label.en}",
        )
        document = RouteDocumentation(blueprint, root)
        creating = self._procedure.creating()
        document.opening("", self._opener(creating[0]), creating[0])
        for command in creating[1:]:
            if command.roles - {"system"}:
                document.opening(f"/{command.name}", self._opener(command), command)
        self._add_readings(document)
        ManyAssignments(self.casework, self._view, self._asked).add_routes(document)
        VerificationOfAll(self.casework).add_routes(document)
        for command in self._procedure.commands.values():
            if command.from_states and command.roles - {"system"} and not command.own_route:
                document.acting(f"/<case_id>/{command.name}", self._performer(command), command)
        document.silent("/<case_id>/<command>", "POST", "unknown_command", self.unknown_command)
        document.silent("/<case_id>/<command>", "GET", "unknown_reading", self.unknown_reading)
        return blueprint

    def _add_readings(self, document: RouteDocumentation) -> None:
        label, one = self._procedure.label, "/<case_id>"
        listed = Text(f"{label.zh}列表", f"{label.en} cases of the caller's agency")
        document.reading("", "list", self.list_cases, listed, CasePageAnswer, query=self._query)
        searched = Text(f"查找{label.zh}案件", f"find {label.en} cases of the caller's agency")
        document.asking(
            "/search", "search", self.search, searched, CasePageAnswer, body=self._search
        )
        counted = Text("办理中的件数", "how many cases the agency handles")
        document.reading(
            "/counts", "counts", self.count, counted, CaseCountsAnswer, query=CountsQuery
        )
        shown = Text("一件案件", "one case")
        beginning = Text("现在可以登记什么", "what may be opened now")
        opening = self.opening_actions
        document.reading("/actions", "opening_actions", opening, beginning, ActionsAnswer)
        document.reading(one, "read", self.read, shown, CaseAnswer)
        stands = Text("案件进展，不涉及个人", "how a case stands, about nobody")
        document.reading(f"{one}/progress", "progress", self.progress, stands, ProgressAnswer)
        numbers = Text("查看当事人的完整号码", "see numbers of a party in clear")
        document.asking(
            f"{one}/reveal", "reveal", self.reveal, numbers, RevealedAnswer, body=Reveal
        )
        entries = EntryAnswer(many=True)
        possible = Text("现在和以后可以做什么", "what may be done now, and later")
        document.reading(f"{one}/actions", "actions", self.actions, possible, ActionsAnswer)
        history = Text("案件经过", "the history of a case")
        document.reading(
            f"{one}/history", "history", self.history, history, entries, query=HistoryQuery
        )
        as_recorded = Text("一条记录现在怎么写、怎样更正", "an entry as it stands, and its fields")
        document.reading(
            f"{one}/history/<int:version>/correction",
            "correction_form",
            self.correction_form,
            as_recorded,
            CorrectionFormAnswer,
        )
        checked = Text("核验案件经过", "check the chain of the history")
        document.reading(
            f"{one}/history/verify", "verify", self.verify, checked, VerificationAnswer
        )

    def list_cases(self) -> Response:
        """List the cases of the caller's agency."""
        actor, asked = self._reader(), load_query(self._query(), request.args)
        check_address(asked.get("q", ""))
        return jsonify(list_cases(self.casework, self._view, actor, asked))

    def search(self) -> Response:
        """
        Find cases of the caller's agency by names, numbers and words.

        As the list with `q`, but what is looked for stands in the body: an address is kept by
        others, and a name does not belong there.
        """
        actor, asked = self._reader(), load(self._search(), read_json(request))
        return jsonify(list_cases(self.casework, self._view, actor, asked))

    def count(self) -> Response:
        """Count the cases that the caller's agency handles."""
        return counts(self.casework, self._reader())

    def read(self, case_id: str) -> Response:
        """Return one case; its ETag is its version."""
        actor = self._reader()
        case = self.casework.with_all_clocks(self.casework.find(case_id, actor))
        response = jsonify(self._shown(case, actor))
        return _with_version(response, case)

    def progress(self, case_id: str) -> Response:
        """Return how a case stands, about nobody: for terminals and the public too."""
        actor = current_actor()
        reader = actor if actor.role in EDGE_ROLES else self._reader()
        shown = self._view.row(
            self.casework.find(case_id, reader),
            actor=reader,
            language=request_language(),
            today=self.casework.today(),
        )
        return jsonify(progress_of(self._procedure, shown))

    def reveal(self, case_id: str) -> Response:
        """Return numbers of a party in clear; who saw them is written down first."""
        return reveal(self.casework, self._view, case_id, self._reader())

    def opening_actions(self) -> Response:
        """Return the commands by which the caller may open a case, each with its schema."""
        return jsonify(openings(self._procedure, self._reader(), request_language()))

    def actions(self, case_id: str) -> Response:
        """Return what the caller may do with the case now, and what comes later and needs what."""
        actor = self._reader()
        case = self.casework.find(case_id, actor)
        return jsonify(
            actions(
                self._procedure,
                case,
                actor,
                request_language(),
                today=self.casework.today(),
                hindrances=self.casework.withdrawals.hindrances(case, actor),
            )
        )

    def history(self, case_id: str) -> Response:
        """
        Return the entries, by `sort=-version` the latest first; with `limit` or `cursor` a page.

        Where another page follows, a `Link` of relation `next` leads to it (RFC 8288).
        """
        actor = self._reader()
        case = self.casework.find(case_id, actor)
        hidden = self._view.hides_from(case, actor)
        asked = load_query(HistoryQuery(), request.args)
        paged = bool({"limit", "cursor"} & asked.keys())
        wanted = page_request(request.args, sort=asked["sort"], key_length=1)
        entries = self._entries(case, wanted)
        found = list(islice(entries, wanted.limit + 1) if paged else entries)
        shown = found[: wanted.limit] if paged else found
        response = jsonify(
            [
                self._view.entry(
                    entry,
                    self.casework.payload(case_id, entry),
                    self.casework.actor(case_id, entry),
                    superseded=case.get("superseded", {}).get(str(entry["version"])),
                    hidden=hidden,
                    withdrawn=is_withdrawn(case),
                )
                for entry in shown
            ]
        )
        if len(found) > len(shown):
            cursor = encode_cursor(wanted.sort, (shown[-1]["version"],))
            query = urlencode({"sort": wanted.sort, "limit": wanted.limit, "cursor": cursor})
            response.headers["Link"] = f'<{request.path}?{query}>; rel="next"'
        return response

    def _entries(self, case: dict[str, Any], wanted: PageRequest) -> Iterator[dict[str, Any]]:
        version = version_of(wanted)
        if wanted.sort == "version":
            return self.casework.history(case, after=version or 0)
        return self.casework.history_back(case, before=version)

    def correction_form(self, case_id: str, version: int) -> Response:
        """Return what an entry says as it stands, with the schema of what may be corrected."""
        actor = self._reader()
        case = self.casework.find(case_id, actor)
        return jsonify(correction_form(self.casework, case, version, actor, request_language()))

    def verify(self, case_id: str) -> Response:
        """Check the hash chain of the history."""
        case = self.casework.find(case_id, self._reader())
        found = self.casework.verify_history(case["_id"])
        result: dict[str, Any] = {"intact": found.intact, "entries": found.entries}
        if found.broken_version is not None:
            result["broken_version"] = found.broken_version
        return jsonify(result)

    def unknown_command(self, case_id: str, command: str) -> Response:
        """Refuse a command that the procedure does not have (404)."""
        self.casework.find(case_id, self._reader())
        known = "、".join(
            sorted(
                each.name
                for each in self._procedure.commands.values()
                if each.from_states and each.roles - {"system"} and not each.own_route
            )
        )
        named = cleaned(command[:60])
        raise not_found(
            Text(
                f"没有命令“{named}”。可用：{known}",
                f"No command “{named}”. Known: {known}",
            )
        )

    def unknown_reading(self, case_id: str, command: str) -> Response:
        """Refuse to read what no case has (404), and a command that is asked by GET (405)."""
        self.casework.find(case_id, self._reader())
        if command in self._procedure.commands:
            raise MethodNotAllowed(valid_methods=["POST"])
        named = cleaned(command[:60])
        raise not_found(Text(f"案件没有“{named}”。", f"A case has no “{named}”."))

    def _opener(self, command: Command) -> Callable[[], Response]:
        def open_case() -> Response:
            asked = self._asked(command, command.schema)
            outcome = self.casework.open_case(asked)
            if asked.dry_run:
                return self._rehearsed(outcome, asked.actor, before=[])
            response = jsonify(self._shown(outcome.case, asked.actor))
            response.status_code = HTTPStatus.CREATED
            response.headers["Location"] = (
                f"/api/v1/{self._procedure.collection}/{outcome.case['_id']}"
            )
            return _with_version(response, outcome.case)

        open_case.__doc__ = f"{command.label.zh} {command.label.en}"
        return open_case

    def _performer(self, command: Command) -> Callable[[str], Response]:
        def perform(case_id: str) -> Response:
            asked = self._asked(command, command.schema_on_case)
            before = self.casework.find(case_id, asked.actor) if asked.dry_run else None
            outcome = self.casework.perform(case_id, asked)
            if before is not None:
                # An act that amends the course of the case tells of all its clocks.
                clocks = self.casework.with_all_clocks(before)["clocks"]
                return self._rehearsed(outcome, asked.actor, before=clocks)
            return _with_version(jsonify(self._shown(outcome.case, asked.actor)), outcome.case)

        perform.__doc__ = f"{command.label.zh} {command.label.en}"
        return perform

    def _asked(self, command: Command, schema: type[Schema]) -> Request:
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

    def _rehearsed(self, outcome: Outcome, actor: Actor, *, before: list[Any]) -> Response:
        findings = outcome.decision.findings if outcome.decision else ()
        return jsonify(
            {
                "case": self._shown(outcome.case, actor),
                "clock_changes": clock_changes(before, outcome.case["clocks"]),
                "warnings": [finding.as_dict() for finding in findings],
            }
        )

    def _shown(self, case: dict[str, Any], actor: Actor) -> dict[str, Any]:
        return self._view.full(
            self.casework.with_texts(case),
            actor=actor,
            language=request_language(),
            today=self.casework.today(),
        )

    def _reader(self) -> Actor:
        actor = current_actor()
        # Who may send what opens a case reads it; its door shows it no more than what is for it.
        senders = {role for each in self._procedure.creating() for role in each.roles & _SENDERS}
        if actor.role not in self._officer_roles() | _SUPERVISING | senders:
            raise Problem(
                403,
                "forbidden",
                Text("您的角色不能查看此类案件。", "Your role may not read cases of this track."),
            )
        return actor

    def _officer_roles(self) -> frozenset[str]:
        return self._procedure.creating()[0].roles & frozenset(OFFICER_ROLES)


def current_actor() -> Actor:
    """Return who asks, as casework knows actors."""
    return _as_actor(current_identity())


def named_assignee() -> Actor | None:
    """Return the officer whom the request names as assignee, if the gateway knows them."""
    officer = current_assignee()
    return _as_actor(officer) if officer else None


def _as_actor(identity: Identity) -> Actor:
    return Actor(
        subject=identity.subject,
        role=identity.role,
        agency_code=identity.agency_code,
        agency_name=identity.agency_name,
        name=identity.name,
        region=identity.region,
    )


def _with_version(response: Response, case: dict[str, Any]) -> Response:
    response.set_etag(str(case["version"]))
    response.headers["Cache-Control"] = "no-store"
    return response
