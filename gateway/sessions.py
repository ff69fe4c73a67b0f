"""Sessions of the workbench, kept by the server: revocable, short, their ids stored hashed."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from flask import Flask, Request, Response
from flask.sessions import SecureCookieSession, SessionInterface, SessionMixin

from shared.storage.database import Database, Document

COOKIE = "__Host-workbench"
IDLE = timedelta(minutes=15)
# How long it is known whose a session was that is over: a form sent too late is kept for its owner.
_KNOWN = timedelta(hours=24)
ABSOLUTE = timedelta(hours=8)
# Noted at most this often: a page with ten pictures is one sign of life.
_NOTED_EVERY = timedelta(seconds=30)
_API = "/api/"


class PageSession(SecureCookieSession):
    """
    What the server remembers of one browser; `key` is the stored hash of its id.

    `lapsed` names whose session it was that ran out: nobody is signed in by it any more.
    """

    def __init__(
        self,
        content: Document | None = None,
        key: str | None = None,
        lapsed: str | None = None,
    ) -> None:
        super().__init__(content or {})
        self.key = key
        self.lapsed = lapsed
        self.new_id: str | None = None
        self.ended = False

    @property
    def account(self) -> str | None:
        """The username of who is signed in, or None."""
        return self.get("account")


@dataclass(frozen=True, slots=True)
class OpenSession:
    """A session as its owner and an administrator see it."""

    key: str
    account: str
    began_at: datetime
    seen_at: datetime

    @property
    def short_id(self) -> str:
        """The name under which its owner ends it; it opens nothing."""
        return self.key[:16]


class Sessions:
    """The stored sessions: `{_id: sha256 of the id, account, began_at, seen_at, content}`."""

    def __init__(
        self, database: Database, now: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        self._rows = database["page_sessions"]
        self._now = now

    def prepare(self) -> None:
        """Create the indexes by which the sessions of an account and old ones are found."""
        self._rows.create_index("account", sparse=True)
        self._rows.create_index("seen_at")

    def read(self, session_id: str) -> PageSession | None:
        """Return the session of an id that a browser sent, lapsed if it is over; None: unknown."""
        key = hashed(session_id)
        row = self._rows.find_one({"_id": key})
        if row is None:
            return None
        if self._over(row):
            return PageSession(lapsed=row.get("account"))
        if self._now() - row["seen_at"] >= _NOTED_EVERY:
            self._rows.update_one({"_id": key}, {"$set": {"seen_at": self._now()}})
        return PageSession(row["content"], key)

    def begin(self, content: Document) -> str:
        """Store a new session and return its id, which is nowhere stored itself."""
        session_id = secrets.token_urlsafe(32)
        now = self._now()
        self._rows.delete_many({"seen_at": {"$lt": now - _KNOWN}})
        row: Document = {
            "_id": hashed(session_id),
            "began_at": now,
            "seen_at": now,
            "content": content,
        }
        if content.get("account"):
            row["account"] = content["account"]
        self._rows.insert_one(row)
        return session_id

    def keep(self, key: str, content: Document) -> None:
        """Store what a request changed."""
        self._rows.update_one({"_id": key}, {"$set": {"content": content, "seen_at": self._now()}})

    def end(self, key: str) -> None:
        """Forget one session; its id opens nothing any more."""
        self._rows.delete_one({"_id": key})

    def end_all_of(self, account: str, *, but: str | None = None) -> int:
        """Forget every session of an account, `but` one; return how many were open."""
        rows = [row for row in self._rows.find({"account": account}) if row["_id"] != but]
        for row in rows:
            self.end(row["_id"])
        return sum(not self._over(row) for row in rows)

    def end_one_of(self, account: str, short_id: str) -> None:
        """Forget the session of an account that goes by this short id, if it is still open."""
        for each in self.of(account):
            if each.short_id == short_id:
                self.end(each.key)

    def of(self, account: str) -> list[OpenSession]:
        """Return the open sessions of an account, the latest first."""
        rows = [row for row in self._rows.find({"account": account}) if not self._over(row)]
        found = [OpenSession(r["_id"], r["account"], r["began_at"], r["seen_at"]) for r in rows]
        return sorted(found, key=lambda each: each.seen_at, reverse=True)

    def _over(self, row: Document) -> bool:
        now = self._now()
        return bool(now - row["seen_at"] > IDLE or now - row["began_at"] > ABSOLUTE)


class PageSessions(SessionInterface):
    """
    Lets pages, and nothing else, act by a cookie.

    For a route of the API the session is empty whatever cookies come along, so no stranger's
    page can make a browser act there.
    """

    def __init__(self, sessions: Sessions) -> None:
        self._sessions = sessions

    def open_session(self, app: Flask, request: Request) -> PageSession:
        """Return the session that the cookie names, an empty one otherwise."""
        del app
        session_id = request.cookies.get(COOKIE)
        if session_id is None or request.path.startswith(_API) or len(session_id) > 100:
            return PageSession()
        found = self._sessions.read(session_id)
        return PageSession() if found is None else found

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Store what changed; set the cookie when the session is new, remove it when it ended."""
        del app
        if not isinstance(session, PageSession):
            return
        if session.ended:
            response.delete_cookie(COOKIE, path="/", secure=True, httponly=True, samesite="Lax")
        elif session.modified and session.key is not None:
            self._sessions.keep(session.key, dict(session))
        elif session.modified:
            session.new_id = self._sessions.begin(dict(session))
        if session.new_id is not None:
            response.set_cookie(
                COOKIE, session.new_id, path="/", secure=True, httponly=True, samesite="Lax"
            )

    def renew(self, session: PageSession, account: str) -> None:
        """Begin a new session for `account` under a new id; the old id opens nothing any more."""
        if session.key is not None:
            self._sessions.end(session.key)
        kept: dict[str, Any] = {name: session[name] for name in ("language",) if name in session}
        session.clear()
        session.update(kept, account=account)
        session.key = None

    def end(self, session: PageSession) -> None:
        """End the session on the server and in the browser."""
        if session.key is not None:
            self._sessions.end(session.key)
        session.clear()
        session.ended = True


def hashed(session_id: str) -> str:
    """Return what is stored of an id."""
    return hashlib.sha256(session_id.encode()).hexdigest()
