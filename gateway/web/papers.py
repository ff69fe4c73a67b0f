"""The papers of a case on its page: dropped, looked at, handed out, withdrawn."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Response, jsonify, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from gateway.access import current_officer, of_track
from gateway.attachments import SECONDS, handed_out
from gateway.web.asking import ServiceRefusal, Services, errors_of
from gateway.web.routes import NAME, PageRoutes
from gateway.web.tracks import BY_COLLECTION, TrackPages
from shared.attachments.form import FIELD, MOST_AT_ONCE, FilesForm
from shared.attachments.settings import AttachmentSettings
from shared.casework.case import is_withdrawn
from shared.casework.revealing import PAPER_PURPOSES
from shared.http.problems import not_found

_UPLOADING = "hand_in_papers"


def add_routes(routes: PageRoutes, services: Services) -> None:
    """Add the routes of the panel for each track."""
    for name, track in BY_COLLECTION.items():
        permission = of_track(track.role)
        at = f"/{name}/<case_id>/attachments"
        for method, path, does, view in (
            ("POST", at, _UPLOADING, _hand_in),
            ("GET", f"{at}/<attachment_id>", "paper", _handed_out),
            ("GET", f"{at}/<attachment_id>/thumbnail", "drawn_paper", _drawn),
            ("POST", f"{at}/<attachment_id>/withdraw", "withdraw_paper", _withdraw),
        ):

            def page(view: Any = view, track: TrackPages = track, **named: str) -> AnyResponse:
                answer: AnyResponse = view(services, track, **named)
                return answer

            routes.add(path, page, methods=(method,), permission=permission, name=f"{does}_{name}")


def expect_files() -> None:
    """Let a form with papers be as large as its limits say, before anything of it is read."""
    if (request.endpoint or "").startswith(f"{NAME}.{_UPLOADING}_"):
        request.max_content_length = AttachmentSettings.from_environment().request_bytes
        request.max_form_parts = MOST_AT_ONCE + 2


def papers_on_page(
    services: Services, track: TrackPages, case: Mapping[str, Any]
) -> dict[str, Any]:
    """Return what the panel shows: the papers, and whether the officer may add and withdraw."""
    officer, agency = current_officer(), case.get("agency") or {}
    try:
        items = services.get(track.service, f"/{track.collection}/{case['id']}/attachments")
    except ServiceRefusal as refused:
        if refused.status not in {403, 404}:
            raise
        return {"items": [], "may_add": False, "purposes": PAPER_PURPOSES}
    own = officer.role == track.role and officer.agency_code == agency.get("code")
    may = own and not is_withdrawn(case)
    return {**items, "may_add": may, "purposes": PAPER_PURPOSES}


def _hand_in(services: Services, track: TrackPages, case_id: str) -> AnyResponse:
    files = [each for each in request.files.getlist(FIELD) if each.filename]
    by_script = request.accept_mimetypes.best == "application/json"
    form = FilesForm.of(files)
    path = f"/{track.collection}/{case_id}/attachments"
    try:
        services.send(track.service, path, form, form.media_type, seconds=SECONDS)
    except ServiceRefusal as refused:
        texts = errors_of(refused.answer) or [str(refused.answer.get("detail", ""))]
        if by_script:
            return _said(texts, refused.status)
        return _refused(services, track, case_id, texts, refused.status)
    if by_script:
        return jsonify({})
    return redirect(f"/{track.collection}/{case_id}#papers", 303)


def _said(texts: list[str], status: int) -> Response:
    response = jsonify({"texts": texts})
    response.status_code = status
    return response


def _refused(
    services: Services, track: TrackPages, case_id: str, texts: list[str], status: int
) -> Response:
    case = services.get(track.service, f"/{track.collection}/{case_id}")
    page = render_template(
        "papers_refused.html", officer=current_officer(), track=track, case=case, texts=texts
    )
    return Response(page, status, mimetype="text/html")


def _handed_out(
    services: Services, track: TrackPages, case_id: str, attachment_id: str
) -> AnyResponse:
    purpose = request.args.get("purpose", "")
    if purpose not in PAPER_PURPOSES:
        raise not_found()
    path = f"/api/v1/{track.collection}/{case_id}/attachments/{attachment_id}?purpose={purpose}"
    return handed_out(services.client, track.service, path)


def _drawn(services: Services, track: TrackPages, case_id: str, attachment_id: str) -> AnyResponse:
    path = f"/api/v1/{track.collection}/{case_id}/attachments/{attachment_id}/thumbnail"
    return handed_out(services.client, track.service, path)


def _withdraw(
    services: Services, track: TrackPages, case_id: str, attachment_id: str
) -> AnyResponse:
    path = f"/{track.collection}/{case_id}/attachments/{attachment_id}/withdraw"
    reason = request.form.get("reason", "").strip()
    try:
        services.post(track.service, path, {"reason": reason} if reason else {})
    except ServiceRefusal as refused:
        texts = errors_of(refused.answer) or [str(refused.answer.get("detail", ""))]
        return _refused(services, track, case_id, texts, refused.status)
    return redirect(f"/{track.collection}/{case_id}#papers", 303)
