"""The registered terminals: added, given another key, shut out, proven and heard from."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import structlog

from services.liaison.terminals.terminal import (
    ADDED,
    REVOKED,
    ROTATED,
    Queue,
    Terminal,
    TerminalChange,
    document_of,
    next_id,
    terminal_of,
)
from shared.http.problems import Problem, not_found, unauthenticated
from shared.language import Text
from shared.storage.database import Database
from shared.storage.desk import Desk, Write

SCHEME = "Terminal"
SEEN_APART = timedelta(minutes=1)
"""How far apart two notes of when a terminal was seen lie: not every request costs a write."""
_PROOF = re.compile(r"Terminal ([A-Za-z0-9-]{1,60}):([!-~]{1,200})", re.ASCII)
_REVOKED = Text("该终端已停用，不能再更换密钥。", "The terminal is shut out; it gets no other key.")
_CHANGED = Text(
    "该终端的登记已被他人更改，请刷新后再试。",
    "The terminal was changed meanwhile; read it again and retry.",
)
# Compared with where no key is known, so that an unknown terminal takes as long as a wrong key.
_NO_HASH = hashlib.sha256(b"").hexdigest()
_log = structlog.get_logger(__name__)


def _now() -> datetime:
    now = datetime.now(UTC)
    return now.replace(microsecond=now.microsecond // 1000 * 1000)  # as precise as it is stored


class Terminals:
    """
    Keeps the terminals; of a key only its hash.

    `by` is the username of whoever does it. A terminal that is not there is the 404 problem. Every
    process sees a change at once, so one that was lost is shut out at once.
    """

    def __init__(self, database: Database, clock: Callable[[], datetime] = _now) -> None:
        self._rows = database["terminals"]
        self._desk = Desk(self._rows, ("version",))
        self._clock = clock

    def all(self) -> list[Terminal]:
        """Return every terminal by id, also those that were shut out."""
        return [terminal_of(found) for found in self._rows.find().sort("_id")]

    def find(self, terminal_id: str) -> Terminal:
        """Return a terminal."""
        found = self._rows.find_one({"_id": terminal_id})
        if found is None:
            raise not_found()
        return terminal_of(found)

    def online(self) -> list[Terminal]:
        """Return those through which people hand in petitions in a browser."""
        return [each for each in self.all() if each.online and not each.is_revoked]

    def add(self, said: Mapping[str, Any], *, by: str) -> tuple[Terminal, str]:
        """Register a terminal; return it with its key, which nobody can read again."""
        key = secrets.token_urlsafe(32)
        act = TerminalChange(ADDED, self._clock(), by)
        while True:
            terminal_id = next_id(each["_id"] for each in self._rows.find({}, {"_id": 1}))
            terminal = _terminal(terminal_id, said, hash_of(key), act)
            # Of two at the same moment the second one finds the id taken.
            if self._desk.insert(document_of(terminal)):
                _log.info("terminal_added", terminal=terminal.id, by=by)
                return terminal, key

    def add_first(self, terminal_id: str, said: Mapping[str, Any], key: str, *, by: str) -> None:
        """Register the terminal with which an installation begins, unless it is there."""
        first = _terminal(terminal_id, said, hash_of(key), TerminalChange(ADDED, self._clock(), by))
        self._desk.insert(document_of(first))

    def rotate(self, terminal_id: str, *, by: str) -> tuple[Terminal, str]:
        """Give a terminal another key and return it; the former key ends at once."""
        terminal = self.find(terminal_id)
        if terminal.is_revoked:
            raise Problem(409, "conflict", _REVOKED)
        key = secrets.token_urlsafe(32)
        changed = terminal.after(TerminalChange(ROTATED, self._clock(), by), hash_of(key))
        self._replace(terminal, changed)
        _log.info("terminal_key_rotated", terminal=terminal_id, by=by)
        return changed, key

    def revoke(self, terminal_id: str, *, by: str) -> Terminal:
        """Shut a terminal out; it stays known. Twice is as once."""
        terminal = self.find(terminal_id)
        if terminal.is_revoked:
            return terminal
        changed = terminal.after(TerminalChange(REVOKED, self._clock(), by), None)
        self._replace(terminal, changed)
        _log.info("terminal_revoked", terminal=terminal_id, by=by)
        return changed

    def proven(self, authorization: str | None) -> Terminal:
        """Return the terminal whose key stands in the header `Authorization`; 401 otherwise."""
        read = _PROOF.fullmatch(authorization or "")
        terminal_id, key = (read[1], read[2]) if read else ("", "")
        found = self._rows.find_one({"_id": terminal_id})
        known = (found or {}).get("key_hash") or _NO_HASH
        if not hmac.compare_digest(known, hash_of(key)) or found is None:
            raise unauthenticated(scheme=SCHEME)
        return terminal_of(found)

    def seen(self, terminal: Terminal, queue: Queue | None = None) -> None:
        """Note that a terminal proved itself, and what it said of its queue, where that is new."""
        now, told = self._clock(), terminal.queue if queue is None else queue
        is_recent = terminal.seen_at is not None and now - terminal.seen_at < SEEN_APART
        if is_recent and told == terminal.queue:
            return
        change = {
            "seen_at": now,
            "queue": {"waiting": told.waiting, "refused": told.refused},
        }
        self._rows.update_one({"_id": terminal.id}, {"$set": change})

    def _replace(self, before: Terminal, after: Terminal) -> None:
        written = document_of(after)
        # When it was last seen is written beside the version, and no reason to refuse.
        state = {name: written[name] for name in ("key_hash", "acts", "version")}
        # Not folded anew: a key that was told a moment ago would be replaced at once.
        if self._desk.write({"_id": before.id, "version": before.version}, Write(state)) is None:
            raise Problem(409, "changed-meanwhile", _CHANGED)


def hash_of(key: str) -> str:
    """Return what is kept of a key; one of 256 random bits needs no slow hash."""
    return hashlib.sha256(key.encode()).hexdigest()


def _terminal(
    terminal_id: str, said: Mapping[str, Any], key_hash: str, act: TerminalChange
) -> Terminal:
    return Terminal(
        id=terminal_id,
        place=said["place"],
        agency_code=said["agency"]["code"],
        agency_name=said["agency"]["name"],
        region=said["region"],
        receives_as=said["receives_as"],
        reader_url=said.get("reader_url", ""),
        window=said.get("window", ""),
        online=said.get("online", False),
        key_hash=key_hash,
        acts=(act,),
    )
