"""Numbers of a party in clear: asked for with a purpose, shown once, written down."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Response, make_response, render_template, request

from gateway.access import current_officer, of_track
from gateway.web.asking import ServiceRefusal, Services
from gateway.web.routes import PageRoutes
from gateway.web.tracks import BY_COLLECTION, TrackPages
from shared.casework.revealing import PURPOSES, REVEALED
from shared.http.problems import not_found


def add_routes(routes: PageRoutes, services: Services) -> None:
    """Add the page of each track."""
    for name, track in BY_COLLECTION.items():

        def page(case_id: str, party: str, of: TrackPages = track) -> Response:
            return _page(services, of, case_id, party)

        routes.add(
            f"/{name}/<case_id>/parties/<party>/numbers",
            page,
            methods=("GET", "POST"),
            # Those who oversee are told by the service that it is not for them.
            permission=of_track(track.role),
            name=f"numbers_{name}",
        )


def may_reveal(case: Mapping[str, Any], track: TrackPages) -> bool:
    """Say whether the officer is one of those who may see numbers of the case in clear."""
    officer, agency = current_officer(), case.get("agency") or {}
    return officer.role == track.role and officer.agency_code == agency.get("code")


def _page(services: Services, track: TrackPages, case_id: str, party_id: str) -> Response:
    root = f"/{track.collection}/{case_id}"
    case = services.get(track.service, root)
    party = next((each for each in case["parties"] if each["id"] == party_id), None)
    if party is None:
        raise not_found()
    held = [name for name in REVEALED if party.get(name)]
    asked = {
        "party": party_id,
        "fields": [name for name in held if name in request.form.getlist("fields")],
    }
    # What was left empty is left out: the refusal then says that it is missing.
    typed = {name: request.form.get(name, "").strip() for name in ("purpose", "note")}
    asked |= {name: value for name, value in typed.items() if value}
    values, refusal = {}, None
    if request.method == "POST":
        try:
            values = services.post(track.service, f"{root}/reveal", asked)["values"]
        except ServiceRefusal as refused:
            refusal = refused
    page = render_template(
        "numbers.html",
        officer=current_officer(),
        track=track,
        case=case,
        party=party,
        held=held,
        asked=asked,
        values=values,
        refusal=refusal.answer if refusal else None,
        errors=(refusal.answer.get("errors") or {}) if refusal else {},
        purposes=PURPOSES,
        names=REVEALED,
        may=may_reveal(case, track),
    )
    response = make_response(page, refusal.status if refusal else 200)
    response.headers["Cache-Control"] = "no-store"
    return response
