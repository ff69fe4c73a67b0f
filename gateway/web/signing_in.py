"""Signing in and out of the workbench."""

from __future__ import annotations

import time

import structlog
from flask import Response, make_response, redirect, render_template, request
from flask_limiter.errors import RateLimitExceeded
from werkzeug.wrappers import Response as AnyResponse

from gateway.access import EVERY_OFFICER, PUBLIC
from gateway.accounts import Accounts
from gateway.accounts.passwords import MAX_PASSWORD_LENGTH
from gateway.limiting import client_address
from gateway.sessions import PageSessions
from gateway.sign_in_limits import SignInLimits
from gateway.web.addresses import own_address
from gateway.web.catalogue import gettext as _
from gateway.web.routes import PageRoutes, current_session

_log = structlog.get_logger(__name__)
_SEE_OTHER = 303


def add_routes(
    routes: PageRoutes, accounts: Accounts, sessions: PageSessions, limits: SignInLimits
) -> None:
    """Add the pages of signing in, signing out and choosing the language."""

    def sign_in() -> Response:
        return _form(
            request.args.get("next", "/"),
            kept="kept" in request.args,
            ended="ended" in request.args,
        )

    def enter() -> AnyResponse:
        username = _username()
        password = request.form.get("password", "")[:MAX_PASSWORD_LENGTH]
        wanted = request.form.get("next", "/")
        account = accounts.proven(username, password) if username and password else None
        if account is None:
            _log.warning("sign_in_refused", address=client_address())
            return _form(wanted, username=username, error=_("用户名或口令不正确。"), status=422)
        sessions.renew(current_session(), account.username)
        current_session()["signed_in_at"] = max(int(time.time()), account.tokens_valid_from)
        limits.succeeded(account.username)
        _log.info("signed_in", subject=account.username, role=account.role)
        return redirect(own_address(wanted), _SEE_OTHER)

    def sign_out() -> AnyResponse:
        sessions.end(current_session())
        response = redirect("/sign-in", _SEE_OTHER)
        response.headers["Clear-Site-Data"] = '"cache"'
        return response

    def choose_language() -> AnyResponse:
        chosen = request.form.get("language")
        current_session()["language"] = "en" if chosen == "en" else "zh"
        return redirect(own_address(request.form.get("next", "/")), _SEE_OTHER)

    def too_many(_error: RateLimitExceeded) -> Response:
        error = _("尝试次数过多，请五分钟后再试。")
        response = _form("/", username=_username(), error=error)
        response.status_code = 429
        response.headers["Retry-After"] = "300"
        return response

    limited = limits.of(enter, username=_username, refused=422)
    routes.blueprint.register_error_handler(RateLimitExceeded, too_many)
    routes.add("/sign-in", sign_in, permission=PUBLIC)
    routes.add("/sign-in", limited, methods=("POST",), permission=PUBLIC, name="enter")
    routes.add("/sign-out", sign_out, methods=("POST",), permission=EVERY_OFFICER)
    routes.add("/language", choose_language, methods=("POST",), permission=PUBLIC)


def _form(
    wanted: str,
    *,
    username: str = "",
    error: str | None = None,
    status: int = 200,
    kept: bool = False,
    ended: bool = False,
) -> Response:
    page = render_template(
        "sign_in.html", next=wanted, username=username, error=error, kept=kept, ended=ended
    )
    return make_response(page, status)


def _username() -> str:
    return request.form.get("username", "")[:100]
