"""Publishing a decision: its marks are shown, lifted and added with reasons, then it is public."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from flask import Response, flash, make_response, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from gateway.access import current_officer, of_track
from gateway.web.asking import ServiceRefusal, Services
from gateway.web.catalogue import gettext as _
from gateway.web.forms import read_day
from gateway.web.routes import PageRoutes
from gateway.web.tracks import BY_COLLECTION

COLLECTION = "reconsiderations"
_SEE_OTHER = 303
_KEY = re.compile(r"[0-9A-Za-z_-]{1,64}")
_MOST_LIFTED = 500
_ROWS = 3  # empty rows to add marks in
_MOST_ROWS = 500
Entry = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Typed:
    """What the form says: the decision, the changes of its marks, the day of publication."""

    original: str
    lifted: list[dict[str, Any]]
    added: list[dict[str, str]]
    on: str

    @classmethod
    def of_form(cls) -> Typed:
        """Read the form; a mark whose reason is filled in is lifted."""
        sent = request.form
        return cls(
            sent.get("original", ""),
            list(_lifted(sent)),
            list(_added(sent)),
            read_day(sent.get("on", "").strip()),
        )

    def payload(self) -> dict[str, Any]:
        """Return what the service is asked."""
        asked = {"original": self.original, "lifted": self.lifted, "added": self.added}
        return asked | ({"on": self.on} if self.on else {})


def add_routes(routes: PageRoutes, services: Services) -> None:
    """Add the page; it stands where any other step of a case has its form."""
    track = BY_COLLECTION[COLLECTION]

    def publication(case_id: str) -> AnyResponse:
        root = f"/{COLLECTION}/{case_id}"
        case = services.get(track.service, root)
        if request.method == "GET":
            return _page(case, Typed("", [], [], ""), None, None)
        typed, preview = Typed.of_form(), None
        try:
            preview = services.post(track.service, f"{root}/publication/preview", typed.payload())
            if "_confirm" in request.form:
                return _published(services, case, typed)
        except ServiceRefusal as refusal:
            return _page(case, typed, preview, refusal)
        return _page(case, typed, preview, None)

    routes.add(
        f"/{COLLECTION}/<case_id>/steps/publish",
        publication,
        methods=("GET", "POST"),
        permission=of_track(track.role),
        name="publication",
    )


def _published(services: Services, case: Mapping[str, Any], typed: Typed) -> AnyResponse:
    root = f"/{COLLECTION}/{case['id']}"
    key = request.form.get("_key", "")
    headers = {
        "Idempotency-Key": key if _KEY.fullmatch(key) else secrets.token_urlsafe(18),
        "If-Match": f'"{request.form.get("_version", "")}"',
    }
    # The text that was shown, not one worked out now: the service compares the two.
    payload = {**typed.payload(), "text": request.form.get("text", "")}
    services.post(BY_COLLECTION[COLLECTION].service, f"{root}/publish", payload, headers=headers)
    flash(_("决定书已公开。"), "done")
    return redirect(root, _SEE_OTHER)


def _page(
    case: Mapping[str, Any],
    typed: Typed,
    preview: Mapping[str, Any] | None,
    refusal: ServiceRefusal | None,
) -> Response:
    page = render_template(
        "publication.html",
        officer=current_officer(),
        track=BY_COLLECTION[COLLECTION],
        case=case,
        typed=typed,
        preview=preview,
        pieces=list(pieces_of(preview["original"], preview["marks"])) if preview else [],
        rows=[*typed.added, *({} for _row in range(_ROWS))],
        key=secrets.token_urlsafe(18),
        refusal=refusal.answer if refusal else None,
        errors=(refusal.answer.get("errors") or {}) if refusal else {},
    )
    response = make_response(page, refusal.status if refusal else 200)
    response.headers["Cache-Control"] = "no-store"
    return response


def pieces_of(original: str, marks: list[Entry]) -> Iterator[tuple[str, Entry | None]]:
    """Yield the decision piece by piece, each with the mark on it, if there is one."""
    at = 0
    for mark in marks:
        yield original[at : mark["start"]], None
        yield original[mark["start"] : mark["end"]], mark
        at = mark["end"]
    yield original[at:], None


def _lifted(sent: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    places = [name.removeprefix("lift.") for name in sent if name.startswith("lift.")]
    for place in places[:_MOST_LIFTED]:
        reason = sent[f"lift.{place}"].strip()
        if reason and place.isascii() and place.isdigit() and len(place) <= 6:
            quoted = sent.get(f"quoted.{place}", "")
            yield {"start": int(place), "quoted": quoted, "reason": reason}


def _added(sent: Mapping[str, str]) -> Iterator[dict[str, str]]:
    for number in range(_MOST_ROWS):
        if f"added.{number}.quoted" not in sent:
            return
        row = {
            name: value
            for name in ("quoted", "replacement", "reason")
            if (value := sent.get(f"added.{number}.{name}", "").strip())
        }
        if row.keys() - {"replacement"}:
            yield row
