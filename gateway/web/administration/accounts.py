"""Accounts: made, closed, opened again, their sessions ended, their passwords set anew."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from flask import flash, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from gateway.access import ADMIN, current_officer
from gateway.accounts.resource import account_from
from gateway.accounts.schemas import NewAccount
from gateway.admission import Admission
from gateway.directory.schemas import ROLES
from gateway.web.catalogue import gettext as _
from gateway.web.catalogue import page_language
from gateway.web.routes import PageRoutes
from shared.http.problems import Problem
from shared.http.schemas import load

_HERE = "/admin/accounts"
_MOST = 200


def add_routes(routes: PageRoutes, admission: Admission) -> None:
    """Add the list with the form of a new account, and the page of one account."""

    def accounts() -> str:
        return _list(admission)

    def add() -> str | tuple[str, int]:
        typed = {name: value.strip() for name, value in request.form.items()}
        try:
            account = account_from(load(NewAccount(), _asked(typed)))
            password = admission.add(account, by=current_officer().subject)
        except Problem as problem:
            if problem.status not in {409, 422}:
                raise
            return _list(admission, typed, problem), 422
        return _one(admission, account.username, password=password)

    def one(username: str) -> str:
        return _one(admission, username)

    def change(username: str) -> str | AnyResponse:
        return _change(admission, username)

    routes.add(_HERE, accounts, permission=ADMIN)
    routes.add(_HERE, add, methods=("POST",), permission=ADMIN, name="add_account")
    routes.add(f"{_HERE}/<username>", one, permission=ADMIN, name="one_account")
    routes.add(
        f"{_HERE}/<username>", change, methods=("POST",), permission=ADMIN, name="change_account"
    )


def _change(admission: Admission, username: str) -> str | AnyResponse:
    by = current_officer().subject
    if "_reset" in request.form:
        return _one(admission, username, password=admission.reset_password(username, by=by))
    if "_disable" in request.form:
        admission.close(username, by=by)
        flash(_("账号已停用，其会话已结束。"))
    elif "_enable" in request.form:
        admission.open(username, by=by)
        flash(_("账号已恢复启用。"))
    elif "_end_sessions" in request.form:
        count = admission.end_sessions(username, by=by)
        flash(_("已结束 %(count)s 个会话，令牌一并作废。", count=count))
    return redirect(f"{_HERE}/{quote(username, safe='')}", 303)


def _asked(typed: dict[str, str]) -> dict[str, Any]:
    agency = {"code": typed.get("agency.code", ""), "name": typed.get("agency.name", "")}
    names = ("username", "name", "role", "region")
    return {**{name: typed.get(name, "") for name in names}, "agency": agency}


def _list(
    admission: Admission, typed: dict[str, str] | None = None, problem: Problem | None = None
) -> str:
    words, role = request.args.get("q", "").strip(), request.args.get("role", "")
    found = [
        each
        for each in admission.accounts.all()
        if (words in each.username or words in each.name) and role in {"", each.role}
    ]
    own = current_officer()
    fresh = {"agency.code": own.agency_code, "agency.name": own.agency_name, "region": own.region}
    return render_template(
        "admin/accounts.html",
        officer=own,
        accounts=found[:_MOST],
        count=len(found),
        roles=ROLES,
        words=words,
        role=role,
        typed=typed or fresh,
        refusal=problem.as_dict(page_language()) if problem else None,
    )


def _one(admission: Admission, username: str, *, password: str | None = None) -> str:
    account = admission.find(username)
    return render_template(
        "admin/account.html",
        officer=current_officer(),
        account=account,
        sessions=admission.sessions.of(username),
        roles=ROLES,
        password=password,
    )
