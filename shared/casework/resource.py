"""The HTTP resource of a track, built from its procedure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any
from urllib.parse import urlencode

from flask import Response, request
from werkzeug.exceptions import MethodNotAllowed

from shared.casework.actions import actions, openings
from shared.casework.answers import (
    ActionsAnswer,
    CaseAnswer,
    CasePageAnswer,
    EntryAnswer,
    VerificationAnswer,
)
from shared.casework.asking import current_actor
from shared.casework.assigning_many import ManyAssignments
from shared.casework.case import is_withdrawn
from shared.casework.casework import Casework
from shared.casework.command_routes import CommandRoutes
from shared.casework.correction_form import CorrectionFormAnswer, correction_form
from shared.casework.counts_route import CaseCountsAnswer, CountsQuery, counts
from shared.casework.guarding import Actor
from shared.casework.history_query import HistoryQuery, version_of
from shared.casework.listing import list_cases, query_of, search_of
from shared.casework.progress import ProgressAnswer, progress_of
from shared.casework.rendering import CaseView
from shared.casework.revealing import Reveal, RevealedAnswer, reveal
from shared.casework.search_question import check_address
from shared.casework.verifying_route import VerificationOfAll
from shared.http.blueprint import API, DocumentedBlueprint
from shared.http.identity import (
    EDGE_ROLES,
    OFFICER_ROLES,
    PARTNER_ROLES,
)
from shared.http.language import request_language
from shared.http.operations import READING, VERSION_TAG
from shared.http.paging import PageRequest, encode_cursor, page_request
from shared.http.preconditions import version_tag
from shared.http.problems import Problem, not_found
from shared.http.texts import cleaned
from shared.language import Text

_SUPERVISING = frozenset({"supervisor", "admin"})
_SENDERS = frozenset(PARTNER_ROLES)


class TrackResource:
    """Serves the cases of one track: open, list, read, act, look back."""

    routes = DocumentedBlueprint("cases", __name__)

    def __init__(self, casework: Casework) -> None:
        self.casework = casework
        self._procedure = casework.procedure
        self._view = CaseView(casework.procedure, casework.rules, lambda: casework.calendar)
        self._commands = CommandRoutes(casework, self._view)
        self._query = query_of(casework.procedure)
        self._search = search_of(casework.procedure)

    def blueprint(self) -> DocumentedBlueprint:
        """Return the blueprint with one documented route for every command."""
        collection, label = self._procedure.collection, self._procedure.label
        routes = DocumentedBlueprint(
            collection,
            __name__,
            url_prefix=f"{API}/{collection}",
            description=f"{label.zh} {label.en}",
        )
        self._commands.add_routes(routes)
        self._add_lists(routes)
        self.routes.bound_to(self, routes)
        ManyAssignments(self.casework, self._view, self._commands.asked).add_routes(routes)
        VerificationOfAll(self.casework).add_routes(routes)
        unknown = "/<case_id>/<command>"
        routes.add_silent_rule(unknown, "unknown_command", self.unknown_command, "POST")
        routes.add_silent_rule(unknown, "unknown_reading", self.unknown_reading, "GET")
        return routes

    def _add_lists(self, routes: DocumentedBlueprint) -> None:
        label = self._procedure.label

        @routes.get("")
        @routes.asked_by(self._reader)
        @routes.arguments(self._query, location="query")
        @routes.response(200, CasePageAnswer)
        @routes.doc(
            summary=f"{label.zh}列表 / {label.en} cases of the caller's agency", operationId="list"
        )
        def list_all(asked: Mapping[str, Any]) -> dict[str, Any]:
            """List the cases of the caller's agency."""
            check_address(asked.get("q", ""))
            return list_cases(self.casework, self._view, current_actor(), asked)

        @routes.post("/search")
        @routes.asked_by(self._reader)
        @routes.arguments(self._search)
        @routes.response(200, CasePageAnswer)
        @routes.refuses(READING | {413, 415})
        @routes.doc(summary=f"查找{label.zh}案件 / find {label.en} cases of the caller's agency")
        def search(asked: Mapping[str, Any]) -> dict[str, Any]:
            """
            Find cases of the caller's agency by names, numbers and words.

            As the list with `q`, but what is looked for stands in the body: an address is kept by
            others, and a name does not belong there.
            """
            return list_cases(self.casework, self._view, current_actor(), asked)

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

    @routes.get("/counts")
    @routes.asked_as(_reader)
    @routes.arguments(CountsQuery, location="query")
    @routes.response(200, CaseCountsAnswer)
    @routes.doc(summary="办理中的件数 / how many cases the agency handles")
    def counts(self, actor: Actor, asked: Mapping[str, Any]) -> dict[str, Any]:
        """Count the cases that the caller's agency handles."""
        return counts(self.casework, actor, asked)

    @routes.get("/actions")
    @routes.asked_as(_reader)
    @routes.response(200, ActionsAnswer)
    @routes.doc(summary="现在可以登记什么 / what may be opened now")
    def opening_actions(self, actor: Actor) -> dict[str, Any]:
        """Return the commands by which the caller may open a case, each with its schema."""
        return openings(self._procedure, actor, request_language())

    @routes.get("/<case_id>")
    @routes.asked_as(_reader)
    @routes.unstored
    @routes.response(200, CaseAnswer, headers=VERSION_TAG)
    @routes.doc(summary="一件案件 / one case")
    def read(self, actor: Actor, case_id: str) -> tuple[dict[str, Any], dict[str, str]]:
        """Return one case; its ETag is its version."""
        case = self.casework.with_all_clocks(self.casework.find(case_id, actor))
        return self._commands.shown(case, actor), version_tag(case["version"])

    @routes.get("/<case_id>/progress")
    @routes.response(200, ProgressAnswer)
    @routes.doc(summary="案件进展，不涉及个人 / how a case stands, about nobody")
    def progress(self, case_id: str) -> dict[str, Any]:
        """Return how a case stands, about nobody: for terminals and the public too."""
        actor = current_actor()
        reader = actor if actor.role in EDGE_ROLES else self._reader()
        shown = self._view.row(
            self.casework.find(case_id, reader),
            actor=reader,
            language=request_language(),
            today=self.casework.today(),
        )
        return progress_of(self._procedure, shown)

    @routes.post("/<case_id>/reveal")
    @routes.asked_as(_reader)
    @routes.reads(Reveal)
    @routes.unstored
    @routes.response(200, RevealedAnswer)
    @routes.refuses(READING | {413, 415})
    @routes.doc(summary="查看当事人的完整号码 / see numbers of a party in clear")
    def reveal(self, actor: Actor, case_id: str) -> dict[str, Any]:
        """Return numbers of a party in clear; who saw them is written down first."""
        return reveal(self.casework, self._view, case_id, actor)

    @routes.get("/<case_id>/actions")
    @routes.asked_as(_reader)
    @routes.response(200, ActionsAnswer)
    @routes.doc(summary="现在和以后可以做什么 / what may be done now, and later")
    def actions(self, actor: Actor, case_id: str) -> dict[str, Any]:
        """Return what the caller may do with the case now, and what comes later and needs what."""
        case = self.casework.find(case_id, actor)
        return actions(
            self._procedure,
            case,
            actor,
            request_language(),
            today=self.casework.today(),
            hindrances=self.casework.withdrawals.hindrances(case, actor),
        )

    @routes.get("/<case_id>/history")
    @routes.asked_as(_reader)
    @routes.arguments(HistoryQuery, location="query")
    @routes.response(200, EntryAnswer(many=True))
    @routes.doc(summary="案件经过 / the history of a case")
    def history(
        self, actor: Actor, asked: Mapping[str, Any], case_id: str
    ) -> tuple[list[dict[str, Any]], dict[str, str]]:
        """
        Return the entries, by `sort=-version` the latest first; with `limit` or `cursor` a page.

        Where another page follows, a `Link` of relation `next` leads to it (RFC 8288).
        """
        case = self.casework.find(case_id, actor)
        hidden = self._view.hides_from(case, actor)
        paged = bool({"limit", "cursor"} & asked.keys())
        wanted = page_request(request.args, sort=asked["sort"], key_length=1)
        entries = self._entries(case, wanted)
        found = list(islice(entries, wanted.limit + 1) if paged else entries)
        shown = found[: wanted.limit] if paged else found
        items = [
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
        if len(found) == len(shown):
            return items, {}
        cursor = encode_cursor(wanted.sort, (shown[-1]["version"],))
        query = urlencode({"sort": wanted.sort, "limit": wanted.limit, "cursor": cursor})
        return items, {"Link": f'<{request.path}?{query}>; rel="next"'}

    def _entries(self, case: dict[str, Any], wanted: PageRequest) -> Iterator[dict[str, Any]]:
        version = version_of(wanted)
        if wanted.sort == "version":
            return self.casework.history(case, after=version or 0)
        return self.casework.history_back(case, before=version)

    @routes.get("/<case_id>/history/<int:version>/correction")
    @routes.asked_as(_reader)
    @routes.response(200, CorrectionFormAnswer)
    @routes.doc(summary="一条记录现在怎么写、怎样更正 / an entry as it stands, and its fields")
    def correction_form(self, actor: Actor, case_id: str, version: int) -> dict[str, Any]:
        """Return what an entry says as it stands, with the schema of what may be corrected."""
        case = self.casework.find(case_id, actor)
        return correction_form(self.casework, case, version, actor, request_language())

    @routes.get("/<case_id>/history/verify")
    @routes.asked_as(_reader)
    @routes.response(200, VerificationAnswer)
    @routes.doc(summary="核验案件经过 / check the chain of the history")
    def verify(self, actor: Actor, case_id: str) -> dict[str, Any]:
        """Check the hash chain of the history."""
        case = self.casework.find(case_id, actor)
        found = self.casework.verify_history(case["_id"])
        result: dict[str, Any] = {"intact": found.intact, "entries": found.entries}
        if found.broken_version is not None:
            result["broken_version"] = found.broken_version
        return result

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
