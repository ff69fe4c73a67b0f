"""The routes by which an administrator makes, closes and opens accounts: `/accounts`."""

from __future__ import annotations

from typing import Any

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
from shared.http.blueprint import API, DocumentedBlueprint
from shared.http.operations import LOCATION
from shared.http.paging import page_of_all

_NAME = "accounts"
PERMISSIONS: dict[str, Permission] = {
    f"{_NAME}.{view}": ADMIN
    for view in ("listed", "add", "read", "disable", "enable", "reset_password", "end_sessions")
}


class AccountsResource:
    """Serves the accounts to administrators."""

    routes = DocumentedBlueprint(
        _NAME, __name__, url_prefix=f"{API}/accounts", description="账号 Accounts"
    )

    def __init__(self, admission: Admission) -> None:
        self._admission = admission

    def blueprint(self) -> DocumentedBlueprint:
        """Return the routes."""
        return self.routes.bound_to(self)

    @routes.get("")
    @routes.arguments(WantedAccounts, location="query")
    @routes.response(200, AccountPage)
    @routes.doc(summary="账号 / accounts", operationId="accounts.list")
    def listed(self, wanted: dict[str, Any]) -> dict[str, Any]:
        """列出账号 List accounts."""
        found = [each for each in self._admission.accounts.all() if _is_wanted(each, wanted)]
        return page_of_all(found, wanted, "username", lambda each: each.username, shown_account)

    @routes.post("")
    @routes.arguments(NewAccount)
    @routes.response(201, NewAccountAnswer, headers=LOCATION)
    @routes.doc(summary="新建账号 / make an account", operationId="accounts.add")
    def add(self, asked: dict[str, Any]) -> tuple[dict[str, Any], int, dict[str, str]]:
        """新建账号，首次口令只告知一次 Make an account; its first password is told once."""
        account = account_from(asked)
        password = self._admission.add(account, by=_by())
        location = {"Location": f"{API}/accounts/{account.username}"}
        return {**shown_account(account), "password": password}, 201, location

    @routes.get("/<username>")
    @routes.response(200, AccountAnswer)
    @routes.doc(summary="账号 / an account", operationId="accounts.read")
    def read(self, username: str) -> dict[str, Any]:
        """查看账号 Read an account."""
        return shown_account(self._admission.find(username))

    @routes.post("/<username>/disable")
    @routes.response(200, AccountAnswer)
    @routes.doc(summary="停用账号 / close an account", operationId="accounts.disable")
    def disable(self, username: str) -> dict[str, Any]:
        """停用账号，结束其会话 Close an account, ending its sessions."""
        return shown_account(self._admission.close(username, by=_by()))

    @routes.post("/<username>/enable")
    @routes.response(200, AccountAnswer)
    @routes.doc(summary="启用账号 / open an account", operationId="accounts.enable")
    def enable(self, username: str) -> dict[str, Any]:
        """重新启用账号 Open a closed account again."""
        return shown_account(self._admission.open(username, by=_by()))

    @routes.post("/<username>/reset-password")
    @routes.response(200, NewPasswordAnswer)
    @routes.doc(
        summary="重设口令，只能用来设置新口令 / set a password that only serves to choose another",
        operationId="accounts.reset_password",
    )
    def reset_password(self, username: str) -> dict[str, str]:
        """重设口令，只告知一次 Set a password that is told once."""
        return {"password": self._admission.reset_password(username, by=_by())}

    @routes.delete("/<username>/sessions")
    @routes.response(200, EndedSessions)
    @routes.doc(
        summary="结束会话和令牌 / end sessions and tokens", operationId="accounts.end_sessions"
    )
    def end_sessions(self, username: str) -> dict[str, int]:
        """结束账号的全部会话和令牌 End all sessions and tokens of an account."""
        return {"ended": self._admission.end_sessions(username, by=_by())}


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
