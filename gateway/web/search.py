"""Finding cases from any page: by names, numbers and words, in all tracks at once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from flask import Response, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from gateway.access import current_officer
from gateway.searching import TrackFound, search_tracks
from gateway.web.asking import Services
from gateway.web.catalogue import asked_language, page_language
from gateway.web.questions import PARAMETER, Questions, shown, typed
from gateway.web.routes import PageRoutes
from gateway.web.tracks import BY_CODE, TrackPages, tracks_of
from gateway.web.worklist import case_row
from shared.casework.search_question import LONGEST_QUESTION, read_question
from shared.http.problems import Problem, invalid
from shared.http.texts import complaint
from shared.language import Text
from shared.legal_day import today

_EACH, _OF_ONE = 20, 50
_TOO_LONG = Text(f"最多{LONGEST_QUESTION}个字。", f"At most {LONGEST_QUESTION} characters.")


def add_routes(routes: PageRoutes, services: Services, questions: Questions) -> None:
    """Add the pages that lead to cases."""

    def all_cases() -> AnyResponse:
        return redirect(f"/{tracks_of(current_officer())[0].collection}?sort=-created", 303)

    def ask() -> AnyResponse:
        words = typed(request.form.get("q"))
        if not words:
            return redirect("/search", 303)
        try:
            check_question(words)
        except Problem as problem:
            return Response(page(words, refusal_of(problem), []), problem.status)
        return redirect(f"/search?{urlencode({PARAMETER: questions.sealed(words)})}", 303)

    def search() -> str | AnyResponse:
        words = questions.of_address()
        if not words:
            return page("", None, None)
        if PARAMETER not in request.args:
            # As typed into the address, or kept from before: the address is cleaned at once.
            return redirect(f"/search?{urlencode({PARAMETER: questions.sealed(words)})}", 303)
        try:
            check_question(words)
            found = search_tracks(services.client, _tracks(), _body(words), asked_language())
        except Problem as problem:
            return page(words, refusal_of(problem), [])
        return page(words, None, [_group(each, words) for each in found])

    def page(words: str, refusal: str | None, groups: list[dict[str, Any]] | None) -> str:
        return render_template(
            "search.html",
            officer=current_officer(),
            tracks=tracks_of(current_officer()),
            words=words,
            shown=shown(words),
            refusal=refusal,
            groups=groups,
            count=sum(len(group["rows"]) for group in groups or ()),
            more=any(group["more"] for group in groups or ()),
            single=_single(),
        )

    routes.add("/cases", all_cases)
    routes.add("/search", search)
    routes.add("/search", ask, methods=("POST",), name="ask_search")


def check_question(words: str) -> None:
    """Refuse (422) what can find nothing, as the API does."""
    if len(words) > LONGEST_QUESTION:
        raise invalid({"q": [_TOO_LONG]})
    unfit = complaint(words)
    if unfit is not None:
        raise invalid({"q": [unfit]})
    read_question(words)


def refusal_of(problem: Problem) -> str:
    """Return what is wrong with what was asked, in the language of the page."""
    texts = (problem.errors or {}).get("q") or [problem.detail]
    return " ".join(text.in_language(page_language()) for text in texts)


def found_row(case: Mapping[str, Any], track: TrackPages, words: str) -> dict[str, Any]:
    """Return a case as a row that says what it was found in."""
    return {
        **case_row(case, track, today()),
        "matched": [
            {"label": each["label"], "pieces": marked(each["text"], words)}
            for each in case.get("matched", ())
        ],
    }


def marked(text: str | None, words: str) -> list[tuple[str, bool]]:
    """Return the text in pieces, each with whether it is what was looked for."""
    if text is None:
        return []
    asked = "|".join(re.escape(term) for term in sorted(words.split(), key=len, reverse=True))
    pieces = re.split(f"({asked})", text, flags=re.IGNORECASE)
    return [(piece, bool(place % 2)) for place, piece in enumerate(pieces) if piece]


def _single() -> TrackPages | None:
    """Return the one track that the address names, if the officer works with it."""
    track = BY_CODE.get(request.args.get("track", ""))
    return track if track in tracks_of(current_officer()) else None


def _tracks() -> list[TrackPages]:
    single = _single()
    return [single] if single else tracks_of(current_officer())


def _body(words: str) -> dict[str, Any]:
    if _single() is None:
        return {"q": words, "limit": _EACH}
    cursor = request.args.get("cursor")
    return {"q": words, "limit": _OF_ONE} | ({"cursor": cursor} if cursor else {})


def _group(found: TrackFound, words: str) -> dict[str, Any]:
    page = found.page or {"items": [], "next_cursor": None}
    following = {
        PARAMETER: request.args[PARAMETER],
        "track": found.track.code,
        "cursor": page["next_cursor"],
    }
    return {
        "track": found.track,
        "available": found.page is not None,
        "rows": [found_row(case, found.track, words) for case in page["items"]],
        "more": f"/search?{urlencode(following)}" if page["next_cursor"] else None,
    }
