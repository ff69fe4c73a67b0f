"""Lists of cases, and the page of one case."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from flask import redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from gateway.access import current_officer, of_track
from gateway.web.asking import Services, page_or_refusal
from gateway.web.axis import axis_of
from gateway.web.facts import facts_of
from gateway.web.forms import read_day
from gateway.web.matters import matter_with_timeline
from gateway.web.papers import papers_on_page
from gateway.web.proposals import open_proposals
from gateway.web.questions import PARAMETER, Questions, shown, typed
from gateway.web.revealing import may_reveal
from gateway.web.routes import PageRoutes
from gateway.web.search import check_question, found_row, refusal_of
from gateway.web.steps_offered import offered_steps
from gateway.web.tracks import BY_COLLECTION, TrackPages, tracks_of
from gateway.web.worklist import next_clock, turn_of
from shared.casework.case import ENTERED_BY_MISTAKE
from shared.casework.correcting import CORRECT
from shared.casework.vocabulary import PARTY_ROLES
from shared.casework.withdrawing import WITHDRAW_CASE
from shared.http.problems import Problem, forbidden
from shared.legal_day import today

_FILTERS = ("status", "assignee", "region", "s", "due_before", "sort", "cursor")
_PAGE = 50
_ENTRIES = 30
_SORTS = ("due", "-due", "-created", "created")


def add_routes(routes: PageRoutes, services: Services, questions: Questions) -> None:
    """Add the pages of lists and cases."""
    # Named one by one, so that an address of anything else stays what it is.
    for name, track in BY_COLLECTION.items():
        pages = _CasePages(services, questions, track)
        permission = of_track(track.role)
        for path, view, endpoint, method in (
            (f"/{name}", pages.show_list, "list", "GET"),
            (f"/{name}", pages.narrow, "narrow", "POST"),
            (f"/{name}/<case_id>", pages.show_case, "case", "GET"),
            (f"/{name}/<case_id>/verification", pages.verify_history, "verify", "GET"),
        ):
            routes.add(
                path, view, methods=(method,), permission=permission, name=f"{endpoint}_{name}"
            )


class _CasePages:
    """The list of one track, and the pages of its cases."""

    def __init__(self, services: Services, questions: Questions, track: TrackPages) -> None:
        self._services = services
        self._questions = questions
        self._track = track

    def narrow(self) -> AnyResponse:
        """Lead to the list as it was narrowed: what was typed stands in the address sealed."""
        self._check_own()
        wanted = {name: value for name in _FILTERS if (value := request.form.get(name))}
        had_words = wanted.pop(PARAMETER, None)
        if words := typed(request.form.get("q")):
            wanted[PARAMETER] = self._questions.sealed(words)
            if not had_words:
                # The list by due dates has hardly any closed cases, among which one may look first.
                wanted.pop("sort", None)
        return redirect(f"/{self._track.collection}?{urlencode(wanted)}", 303)

    def show_list(self) -> str:
        """Show a page of the list."""
        tracks = self._check_own()
        track, questions = self._track, self._questions
        wanted = {name: value for name in _FILTERS if (value := request.args.get(name))}
        words = questions.of_address()
        wanted |= {PARAMETER: questions.sealed(words)} if words and PARAMETER not in wanted else {}
        wanted.setdefault("sort", "-created" if words else "due")
        page, refusal = _listed(self._services, track, wanted, words)
        return render_template(
            "list.html",
            officer=current_officer(),
            track=track,
            tracks=tracks,
            rows=[found_row(case, track, words) for case in page["items"]],
            wanted=wanted,
            words=words,
            refusal=refusal,
            status_words=next((case["status_label"] for case in page["items"]), None),
            said_of={**wanted, PARAMETER: shown(words)},
            sorts=_SORTS,
            entered_by_mistake=ENTERED_BY_MISTAKE,
            more=_with(track.collection, wanted, cursor=page["next_cursor"]),
            without={
                name: _with(track.collection, wanted, **{name: None, "cursor": None})
                for name in wanted
                if name not in {"sort", "cursor"}
            },
        )

    def show_case(self, case_id: str) -> str:
        """Show one case, with the latest of its history or the whole of it."""
        tracks = self._check_own()
        track, root = self._track, f"/{self._track.collection}/{case_id}"
        asked = _ENTRIES if "whole" not in request.args else 0
        case = self._services.get(track.service, root)
        matter = _matter_of(self._services, case)
        clock = next_clock(case["clocks"])
        offered = self._services.get(track.service, f"{root}/actions")
        now = {each["command"] for each in offered["now"]}
        return render_template(
            "case.html",
            officer=current_officer(),
            track=track,
            case=case,
            clock=clock,
            turn=turn_of(clock),
            steps=offered_steps(offered, clock, case["warnings"]),
            corrected_at=root if CORRECT in now else None,
            withdrawn_at=f"{root}/steps/{WITHDRAW_CASE}" if WITHDRAW_CASE in now else None,
            entered_by_mistake=ENTERED_BY_MISTAKE,
            history=self._services.get(track.service, f"{root}/history", _newest(asked)),
            shown_entries=asked,
            matter=matter,
            axis=axis_of(matter, today()) if matter else None,
            # A case of a track that is closed to the officer stands there without a link.
            by_code={each.code: each for each in tracks},
            party_roles=PARTY_ROLES,
            warnings=_not_said_as_conflict(case, matter),
            proposals=open_proposals(matter) if matter else [],
            facts=facts_of(case["said"]),
            may_reveal=may_reveal(case, track),
            papers=papers_on_page(self._services, track, case),
        )

    def verify_history(self, case_id: str) -> str:
        """Show whether the history of a case is what was written."""
        self._check_own()
        track, root = self._track, f"/{self._track.collection}/{case_id}"
        return render_template(
            "verified.html",
            officer=current_officer(),
            track=track,
            case=self._services.get(track.service, root),
            found=self._services.get(track.service, f"{root}/history/verify"),
        )

    def _check_own(self) -> list[TrackPages]:
        """Return the tracks of the officer; 403 when this is none of them."""
        tracks = tracks_of(current_officer())
        if self._track not in tracks:
            raise forbidden()
        return tracks


def _listed(
    services: Services, track: TrackPages, wanted: Mapping[str, str], words: str
) -> tuple[dict[str, Any], str | None]:
    """Return the page of a list, and what is wrong with what it was narrowed by."""
    asked: dict[str, str | int] = {
        name: value for name, value in wanted.items() if name != PARAMETER
    }
    asked["limit"] = _PAGE
    if asked.get("assignee") == "me":
        asked["assignee"] = current_officer().subject
    if "due_before" in asked:
        asked["due_before"] = read_day(str(asked["due_before"]))
    path = f"/{track.collection}"
    if not words:
        return page_or_refusal(lambda: services.get(track.service, path, asked))
    try:
        check_question(words)
    except Problem as problem:
        return {"items": [], "next_cursor": None}, refusal_of(problem)
    body = {**asked, "q": words}
    return page_or_refusal(lambda: services.post(track.service, f"{path}/search", body))


def _newest(entries: int) -> dict[str, str | int]:
    """Return what asks for the latest entries of a history; 0 asks for all of them."""
    return {"sort": "-version", "limit": entries} if entries else {"sort": "-version"}


def _matter_of(services: Services, case: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return the matter with its timeline; None while it is not known there yet."""
    try:
        return matter_with_timeline(services, case["matter_id"])
    except Problem as problem:
        if problem.status in {403, 404}:
            return None
        raise


def _not_said_as_conflict(
    case: Mapping[str, Any], matter: Mapping[str, Any] | None
) -> list[Mapping[str, Any]]:
    """Return the warnings of the case without those that the page says as an open conflict."""
    conflicts = matter["conflicts"] if matter else ()
    said = {each["code"] for each in conflicts if each["status"] == "open"}
    return [warning for warning in case["warnings"] if warning["code"] not in said]


def _with(collection: str, wanted: Mapping[str, str], **changed: str | None) -> str | None:
    """Return the address of the list with something changed; None when there is no next page."""
    if changed == {"cursor": None}:
        return None
    asked = {name: value for name, value in {**wanted, **changed}.items() if value is not None}
    return f"/{collection}?{urlencode(asked)}"
