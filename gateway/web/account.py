"""The officer's own page: data, password, sessions, and the list of saved views."""

from __future__ import annotations

from flask import Response, flash, make_response, redirect, render_template, request
from flask_limiter import Limiter
from werkzeug.wrappers import Response as AnyResponse

from gateway.access import EVERY_ACCOUNT, current_officer
from gateway.accounts.passwords import MIN_PASSWORD_LENGTH
from gateway.admission import Admission
from gateway.web.catalogue import gettext as _
from gateway.web.catalogue import page_language
from gateway.web.routes import PageRoutes, current_session
from shared.http.identity import ROLE_NAMES
from shared.http.problems import Problem

_SEE_OTHER = 303


def add_routes(routes: PageRoutes, admission: Admission, limiter: Limiter) -> None:
    """Add the account page and what its buttons do."""

    def account() -> Response:
        return _page(admission)

    def change_password() -> AnyResponse:
        new = request.form.get("new", "")
        if new != request.form.get("again", ""):
            return _page(admission, {"again": [_("两次输入的新口令不一致。")]})
        try:
            valid_from = admission.change_own_password(
                current_officer().subject,
                request.form.get("old", ""),
                new,
                session=current_session().key,
            )
        except Problem as problem:
            return _page(admission, _said(problem))
        current_session()["signed_in_at"] = valid_from
        flash(_("口令已修改，您的其他会话已结束。"), "done")
        return redirect("/account", _SEE_OTHER)

    def end_sessions() -> AnyResponse:
        owner, own = current_officer().subject, current_session().key
        if short_id := request.form.get("id"):
            admission.sessions.end_one_of(owner, short_id)
        else:
            admission.sessions.end_all_of(owner, but=own)
        flash(_("会话已结束。"), "done")
        return redirect("/account", _SEE_OTHER)

    def stay() -> Response:
        """Say that somebody is still at work; asking alone keeps the session."""
        return Response(status=204)

    limited = limiter.limit(
        "10 per 5 minutes",
        key_func=lambda: current_officer().subject,
        deduct_when=lambda response: response.status_code == 422,
    )(change_password)
    routes.add("/account", account, permission=EVERY_ACCOUNT)
    path = "/account/password"
    routes.add(path, limited, methods=("POST",), permission=EVERY_ACCOUNT, name="own_password")
    routes.add("/account/sessions", end_sessions, methods=("POST",))
    routes.add("/session", stay, methods=("POST",), permission=EVERY_ACCOUNT)


def _page(admission: Admission, errors: dict[str, list[str]] | None = None) -> Response:
    officer = current_officer()
    account = admission.find(officer.subject)
    page = render_template(
        "account.html",
        officer=officer,
        account=account,
        role=ROLE_NAMES[account.role],
        sessions=admission.sessions.of(officer.subject),
        own_key=current_session().key,
        errors=errors or {},
        least=MIN_PASSWORD_LENGTH,
    )
    return make_response(page, 422 if errors else 200)


def _said(problem: Problem) -> dict[str, list[str]]:
    language = page_language()
    return {
        field: [text.in_language(language) for text in texts]
        for field, texts in (problem.errors or {}).items()
    }
