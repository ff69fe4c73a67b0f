"""What lets an officer in and keeps one out: account, password, sessions and tokens together."""

from __future__ import annotations

from dataclasses import dataclass

import structlog

from gateway.accounts import Account, AccountExistsError, Accounts, RecentAccounts
from gateway.accounts.passwords import new_secret, weakness
from gateway.sessions import Sessions
from shared.http.problems import Problem, invalid, not_found
from shared.language import Text

_WRONG = Text("原口令不正确。", "The old password is wrong.")
_SAME = Text("新口令不得与原口令相同。", "The new password must differ from the old one.")
_EXISTS = Text("该用户名已被使用。", "The username is taken.")
_ONESELF = Text("不能停用自己的账号。", "You cannot close your own account.")
_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Admission:
    """
    Changes accounts so that whatever rested on the old state ends at once in this process.

    Other processes of the gateway see the change within three seconds. `by` is the username of
    whoever does it. An account that is not there is the 404 problem.
    """

    accounts: Accounts
    recent: RecentAccounts
    sessions: Sessions

    def change_own_password(
        self, username: str, old: str, new: str, *, token_id: str = "", session: str | None = None
    ) -> int:
        """
        Store the new password and end every session and token but the one that is named.

        Return from when on sessions must have begun, in seconds since 1970. The 422 problem names
        `old` or `new`; then nothing is changed.
        """
        if self.accounts.proven(username, old) is None:
            raise invalid({"old": [_WRONG]})
        complaint = _SAME if new == old else weakness(new, username)
        if complaint is not None:
            raise invalid({"new": [complaint]})
        valid_from = self.accounts.set_password(username, new, kept_token=token_id)
        self._end(username, but=session)
        _log.info("password_changed", subject=username)
        return valid_from

    def end_sessions(self, username: str, *, by: str) -> int:
        """End every session and token; return how many sessions were open."""
        self.find(username)
        self.accounts.void_tokens(username)
        ended = self._end(username)
        _log.info("sessions_ended", subject=username, by=by)
        return ended

    def add(self, account: Account, *, by: str) -> str:
        """Make an account; return its password, which only serves to choose another."""
        password = new_secret()
        try:
            self.accounts.add(account, password)
        except AccountExistsError as error:
            raise Problem(409, "conflict", _EXISTS) from error
        self.recent.find_anew(account.username)
        _log.info("account_made", subject=account.username, role=account.role, by=by)
        return password

    def reset_password(self, username: str, *, by: str) -> str:
        """Return a new password, which only serves to choose another; the old one is void."""
        self.find(username)
        password = new_secret()
        self.accounts.set_password(username, password, one_time=True)
        self._end(username)
        _log.info("password_reset", subject=username, by=by)
        return password

    def close(self, username: str, *, by: str) -> Account:
        """Close an account, which ends its sessions and tokens."""
        self.find(username)
        if username == by:
            raise Problem(409, "conflict", _ONESELF)
        self.accounts.disable(username)
        self._end(username)
        _log.info("account_disabled", subject=username, by=by)
        return self.find(username)

    def open(self, username: str, *, by: str) -> Account:
        """Open a closed account again."""
        self.find(username)
        self.accounts.enable(username)
        self.recent.find_anew(username)
        _log.info("account_enabled", subject=username, by=by)
        return self.find(username)

    def find(self, username: str) -> Account:
        """Return an account as it is stored now."""
        account = self.accounts.find(username)
        if account is None:
            raise not_found()
        return account

    def _end(self, username: str, *, but: str | None = None) -> int:
        self.recent.find_anew(username)
        return self.sessions.end_all_of(username, but=but)
