"""Accounts as stored, and as remembered for a moment."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pymongo.errors import DuplicateKeyError

from gateway.accounts.passwords import hash_password, password_matches
from shared.casework.assigning import NOBODY
from shared.casework.guarding import SYSTEM
from shared.http.identity import OFFICER_ROLES, Identity
from shared.http.partner_kinds import is_partner_id
from shared.http.texts import complaint
from shared.storage.database import Database

MEMORY_SECONDS = 3.0
MEMORY_SIZE = 10_000


# Usernames begin the keys of requests, parted from them by a colon. The system has
# a name of its own, nobody a word, and courts are numbered.
_USERNAME = re.compile(r"\w[\w.@-]{0,63}")
_TAKEN = frozenset({SYSTEM.subject, NOBODY})


class AccountError(Exception):
    """An account cannot be made or changed as asked."""


class AccountExistsError(AccountError):
    """The username is taken."""


class NoSuchAccountError(AccountError):
    """Nobody has the username."""


@dataclass(frozen=True, slots=True)
class Account:
    """
    One officer.

    Tokens issued before `tokens_valid_from` (seconds since 1970) are void, but for the one whose
    id is `kept_token`. `one_time` says that somebody else knows the password, so it only serves
    to choose another one.
    """

    username: str
    name: str
    role: str
    agency_code: str
    agency_name: str
    region: str
    disabled: bool = False
    tokens_valid_from: int = 0
    kept_token: str = ""
    one_time: bool = False

    def as_identity(self) -> Identity:
        """Return the identity that services see."""
        return Identity(
            subject=self.username,
            name=self.name,
            role=self.role,
            agency_code=self.agency_code,
            agency_name=self.agency_name,
            region=self.region,
        )


class Accounts:
    """The stored accounts; the username is the document's id, so it is unique."""

    def __init__(self, database: Database) -> None:
        self._collection = database["accounts"]

    def prepare(self) -> None:
        """Create the index by which the officers of an agency are found."""
        self._collection.create_index("agency.code")

    def add(self, account: Account, password: str) -> None:
        """Store a new account; `AccountError` when its role or its username is not possible."""
        if account.role not in OFFICER_ROLES:
            raise AccountError(f"no such role: {account.role}")
        if not is_username(account.username):
            raise AccountError(
                f"not a username: {account.username!r} (letters, digits and . _ @ -, at most 64)"
            )
        for text in (account.name, account.agency_name):
            if (unfit := complaint(text)) is not None or not text.strip() or "\n" in text:
                raise AccountError(f"not a name: {text!r} {unfit.en if unfit else ''}".strip())
        try:
            self._collection.insert_one(_document(account, password))
        except DuplicateKeyError as error:
            raise AccountExistsError(f"the account exists: {account.username}") from error

    def find(self, username: str) -> Account | None:
        """Return the account, or None."""
        document = self._collection.find_one({"_id": username})
        return _account(document) if document else None

    def find_all(self, usernames: Collection[str]) -> dict[str, Account]:
        """Return the accounts of these usernames by username; who has none is left out."""
        found = self._collection.find({"_id": {"$in": list(usernames)}})
        return {account.username: account for account in map(_account, found)}

    def all(self) -> Iterator[Account]:
        """Return every account by username."""
        return (_account(document) for document in self._collection.find().sort("_id"))

    def of_agency(self, code: str) -> list[Account]:
        """Return the accounts of one agency by username."""
        found = map(_account, self._collection.find({"agency.code": code}))
        return sorted(found, key=lambda account: account.username)

    def proven(self, username: str, password: str) -> Account | None:
        """Return the account if the password is its own and it is not disabled."""
        document = self._collection.find_one({"_id": username})
        stored = document["password_hash"] if document else None
        if not password_matches(stored, password) or document is None or document["disabled"]:
            return None
        return _account(document)

    def disable(self, username: str) -> None:
        """Close an account and void its tokens, also for when it is opened again."""
        self._change(username, {"disabled": True, **_void_before(_next_second())})

    def enable(self, username: str) -> None:
        """Open a closed account again."""
        self._change(username, {"disabled": False})

    def set_password(
        self, username: str, password: str, *, one_time: bool = False, kept_token: str = ""
    ) -> int:
        """
        Replace the password and void all tokens and sessions but the token of id `kept_token`.

        Return from when on new ones are valid, in seconds since 1970. `one_time` as in `Account`.
        """
        valid_from = _next_second()
        changes = {
            "password_hash": hash_password(password),
            "one_time": one_time,
            **_void_before(valid_from, kept_token),
        }
        self._change(username, changes)
        return valid_from

    def void_tokens(self, username: str, *, kept_token: str = "") -> int:
        """Void all tokens and sessions but one token; return from when on new ones are valid."""
        valid_from = _next_second()
        self._change(username, _void_before(valid_from, kept_token))
        return valid_from

    def _change(self, username: str, changes: Mapping[str, Any]) -> None:
        if not self._collection.update_one({"_id": username}, {"$set": changes}).matched_count:
            raise NoSuchAccountError(f"no such account: {username}")


def is_username(text: str) -> bool:
    """Say whether an account may have this username."""
    return bool(_USERNAME.fullmatch(text)) and text not in _TAKEN and not is_partner_id(text)


class RecentAccounts:
    """Accounts as they were at most three seconds ago, so that not each request asks for them."""

    def __init__(self, accounts: Accounts, clock: Callable[[], float] = time.monotonic) -> None:
        self._accounts = accounts
        self._clock = clock
        self._seen: dict[str, tuple[float, Account | None]] = {}
        self._lock = threading.Lock()

    def find(self, username: str) -> Account | None:
        """Return the account, or None."""
        now = self._clock()
        read_at, account = self._seen.get(username, (float("-inf"), None))
        if now - read_at <= MEMORY_SECONDS:
            return account
        return self.find_anew(username)

    def find_all(self, usernames: Collection[str]) -> dict[str, Account]:
        """Return the accounts of these usernames by username; one question for all not seen."""
        now = self._clock()
        seen = {name: self._seen[name] for name in usernames if name in self._seen}
        fresh = {name: each for name, (at, each) in seen.items() if now - at <= MEMORY_SECONDS}
        others = set(usernames) - fresh.keys()
        asked = self._accounts.find_all(others) if others else {}
        with self._lock:
            self._make_room()
            self._seen |= {name: (now, asked.get(name)) for name in others}
        return asked | {name: each for name, each in fresh.items() if each is not None}

    def find_anew(self, username: str) -> Account | None:
        """Return the account as it is now, or None."""
        now, account = self._clock(), self._accounts.find(username)
        with self._lock:
            self._make_room()
            self._seen[username] = (now, account)
        return account

    def _make_room(self) -> None:
        if len(self._seen) >= MEMORY_SIZE:
            self._seen.clear()


def _next_second() -> int:
    # A token's `iat` counts whole seconds: one issued in this very second must be void too.
    return int(time.time()) + 1


def _void_before(valid_from: int, kept_token: str = "") -> dict[str, Any]:
    return {"tokens_valid_from": valid_from, "kept_token": kept_token}


def _document(account: Account, password: str) -> dict[str, Any]:
    return {
        "_id": account.username,
        "name": account.name,
        "password_hash": hash_password(password),
        "role": account.role,
        "agency": {"code": account.agency_code, "name": account.agency_name},
        "region": account.region,
        "disabled": account.disabled,
        "tokens_valid_from": account.tokens_valid_from,
        "kept_token": account.kept_token,
        "one_time": account.one_time,
    }


def _account(document: Mapping[str, Any]) -> Account:
    return Account(
        username=document["_id"],
        name=document["name"],
        role=document["role"],
        agency_code=document["agency"]["code"],
        agency_name=document["agency"]["name"],
        region=document["region"],
        disabled=document["disabled"],
        tokens_valid_from=document["tokens_valid_from"],
        kept_token=document.get("kept_token", ""),
        one_time=document.get("one_time", False),
    )
