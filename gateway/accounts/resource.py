"""The routes by which an administrator makes, closes and opens accounts: `/accounts`."""

from __future__ import annotations

from typing import Any

from flask import Response, jsonify

from gateway.access import ADMIN, Permission, current_officer
from gateway.accounts.schemas import (
    AccountAnswer,
    AccountPage,
    EndedSessions,
    NewAccount,
    NewAccountAnswer,
    NewPasswordAnswer,
    WantedAccounts,
    shown_account,
)
from gateway.accounts.store import Account
from gateway.admission import Admission
from shared.http.blueprint import DocumentedBlueprint
from shared.http.operations import LOCATION, WRITING, answer, operation
from shared.http.paging import page_of_all

_NAME = "accounts"
PERMISSIONS: dict[str, Permission] = {
    f"{_NAME}.{view}": ADMIN
    for view in ("listed", "add", "read", "disable", "enable", "reset_password", "end_sessions")
}


def accounts_blueprint(admission: Admission) -> DocumentedBlueprint:
    """Return the routes of accounts."""
    blueprint = DocumentedBlueprint(
        _NAME, __name__, url_prefix="/api/v1/accounts", description="账号 Accounts"
    )

    def listed(wanted: dict[str, Any]) -> dict[str, Any]:
        """列出账号 List accounts."""
        found = [each for each in admission.accounts.all() if _is_wanted(each, wanted)]
        return page_of_all(found, wanted, "username", lambda each: each.username, shown_account)

    def add(asked: dict[str, Any]) -> Response:
        """新建账号，首次口令只告知一次 Make an account; its first password is told once."""
        account = account_from(asked)
        password = admission.add(account, by=_by())
        response = jsonify({**shown_account(account), "password": password})
        response.status_code = 201
        response.headers["Location"] = f"/api/v1/accounts/{account.username}"
        return response

    def read(username: str) -> dict[str, Any]:
        """查看账号 Read an account."""
        return shown_account(admission.find(username))

    def disable(username: str) -> dict[str, Any]:
        """停用账号，结束其会话 Close an account, ending its sessions."""
        return shown_account(admission.close(username, by=_by()))

    def enable(username: str) -> dict[str, Any]:
        """重新启用账号 Open a closed account again."""
        return shown_account(admission.open(username, by=_by()))

    def reset_password(username: str) -> dict[str, str]:
        """重设口令，只告知一次 Set a password that is told once."""
        return {"password": admission.reset_password(username, by=_by())}

    def end_sessions(username: str) -> dict[str, int]:
        """结束账号的全部会话和令牌 End all sessions and tokens of an account."""
        return {"ended": admission.end_sessions(username, by=_by())}

    list_accounts = blueprint.arguments(WantedAccounts, location="query")(listed)
    add_account = blueprint.arguments(NewAccount)(add)
    one = "/<username>"
    for path, method, view, described in (
        ("", "GET", list_accounts, _LISTED),
        ("", "POST", add_account, _MADE),
        (one, "GET", read, _READ),
        (f"{one}/disable", "POST", disable, _changed("disable", "停用账号 / close an account")),
        (f"{one}/enable", "POST", enable, _changed("enable", "启用账号 / open an account")),
        (f"{one}/reset-password", "POST", reset_password, _RESET),
        (f"{one}/sessions", "DELETE", end_sessions, _ENDED),
    ):
        blueprint.route(path, methods=[method])(blueprint.doc(**described)(view))
    return blueprint


def _by() -> str:
    return current_officer().subject


def _is_wanted(account: Account, wanted: dict[str, Any]) -> bool:
    return (
        wanted.get("role") in {None, account.role}
        and wanted.get("agency") in {None, account.agency_code}
        and (wanted["q"] in account.username or wanted["q"] in account.name)
    )


def account_from(asked: dict[str, Any]) -> Account:
    """Return the account that is asked for; its first password serves once."""
    return Account(
        username=asked["username"],
        name=asked["name"],
        role=asked["role"],
        agency_code=asked["agency"]["code"],
        agency_name=asked["agency"]["name"],
        region=asked["region"],
        one_time=True,
    )


def _changed(name: str, summary: str) -> dict[str, Any]:
    done = {200: answer(AccountAnswer)}
    return operation(f"accounts.{name}", summary, done, refuses=WRITING)


_LISTED = operation("accounts.list", "账号 / accounts", {200: answer(AccountPage)})
_MADE = operation(
    "accounts.add",
    "新建账号 / make an account",
    {201: answer(NewAccountAnswer, headers=LOCATION)},
    refuses=WRITING,
)
_READ = operation("accounts.read", "账号 / an account", {200: answer(AccountAnswer)})
_RESET = operation(
    "accounts.reset_password",
    "重设口令，只能用来设置新口令 / set a password that only serves to choose another",
    {200: answer(NewPasswordAnswer)},
    refuses=WRITING,
)
_ENDED = operation(
    "accounts.end_sessions",
    "结束会话和令牌 / end sessions and tokens",
    {200: answer(EndedSessions)},
)
