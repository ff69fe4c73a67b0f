"""Verifying every history of a track: in the background, going on after a kill, its result kept."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import structlog

from shared.casework.casework import Casework
from shared.events.errand import Errand, GoOn
from shared.storage.database import Database, Document

COLLECTION = "history_verifications"
ERRAND = "verifying-histories"
MOST_NAMED = 100
_ID = "histories"
_NOTED_EVERY = 50
_log = structlog.get_logger(__name__)


class Verifications:
    """
    The state of the verification: `{wanted, run, done, total, broken, named, after, …}`.

    Each order counts `wanted` up; the worker begins a run of that number and ends it. `after` is
    the last case that was looked at.
    """

    def __init__(self, database: Database) -> None:
        self._states = database[COLLECTION]

    def state(self) -> Document | None:
        """Return the state; None when nobody ever asked."""
        return self._states.find_one({"_id": _ID})

    def order(self, now: datetime) -> None:
        """Ask for a verification of all histories; one that is under way goes on."""
        fresh: Document = {"run": 0, "done": 0, "total": None, "broken": 0, "named": []}
        fresh |= {"after": "", "began_at": None, "ended_at": now, "wanted": 0}
        self._states.update_one({"_id": _ID}, {"$setOnInsert": fresh}, upsert=True)
        state = self._states.find_one({"_id": _ID}) or fresh
        if state["wanted"] == state["run"] and state["ended_at"] is not None:
            seen = {"_id": _ID, "wanted": state["wanted"]}
            self._states.update_one(seen, {"$set": {"wanted": state["wanted"] + 1}})

    def note(self, change: Document) -> None:
        """Write how far the run is."""
        self._states.update_one({"_id": _ID}, {"$set": change})


class Verifying:
    """Works through the cases when that was ordered."""

    def __init__(self, casework: Casework) -> None:
        database = casework.store.cases.database
        self._casework = casework
        self._verifications = Verifications(database)
        self.errand = Errand(database, ERRAND, is_due=self._is_due, work=self.work)

    def _is_due(self) -> bool:
        return is_under_way(self._verifications.state())

    def work(self, go_on: GoOn = lambda: True) -> None:
        """Do what is ordered, from where it stood; `go_on` is asked before each case."""
        state = self._verifications.state()
        if state is None or not is_under_way(state):
            return
        if state["run"] != state["wanted"]:
            state |= {"run": state["wanted"], "done": 0, "broken": 0, "named": [], "after": ""}
            state |= {"began_at": datetime.now(UTC), "ended_at": None}
        waiting = self._waiting(state["after"])
        state["total"] = state["done"] + len(waiting)
        self._verifications.note(_kept(state))
        for case_id in waiting:
            if not go_on():
                break
            self._check(case_id, state)
            if state["done"] % _NOTED_EVERY == 0:
                self._verifications.note(_kept(state))
        else:
            state["ended_at"] = datetime.now(UTC)
            _log.info("histories_verified", cases=state["done"], broken=state["broken"])
        self._verifications.note(_kept(state))

    def _waiting(self, after: str) -> list[str]:
        # Ids alone, a hundred thousand of them in a few megabytes; sorted here, because the
        # embedded database would read the collection again for each batch in order.
        ids = (str(case["_id"]) for case in self._casework.store.cases.find({}, {"_id": 1}))
        return sorted(case_id for case_id in ids if case_id > after)

    def _check(self, case_id: str, state: Document) -> None:
        found = self._casework.verify_history(case_id)
        state["done"] += 1
        state["after"] = case_id
        if found.intact:
            return
        state["broken"] += 1
        if len(state["named"]) < MOST_NAMED:
            case = self._casework.store.cases.find_one({"_id": case_id}, {"number": 1}) or {}
            named = {"case_id": case_id, "number": case.get("number")}
            state["named"] = [*state["named"], {**named, "version": found.broken_version}]


def is_under_way(state: Document | None) -> bool:
    """Say whether a verification is asked for that has not come to its end."""
    return state is not None and (state["wanted"] != state["run"] or state["ended_at"] is None)


def shown(state: Document | None, track: str) -> dict[str, Any]:
    """Return how far a verification is, or what the last one found."""
    if state is None:
        never: dict[str, Any] = {"done": 0, "total": None, "broken": 0, "items": []}
        return {"track": track, "state": "never", "began_at": None, "ended_at": None, **never}
    begun = state["wanted"] == state["run"]
    return {
        "track": track,
        "state": "under_way" if is_under_way(state) else "complete",
        "began_at": _instant(state["began_at"]) if begun else None,
        "ended_at": _instant(state["ended_at"]) if begun else None,
        "done": state["done"] if begun else 0,
        "total": state["total"] if begun else None,
        "broken": state["broken"] if begun else 0,
        "items": state["named"] if begun else [],
    }


def _kept(state: Document) -> Document:
    return {name: value for name, value in state.items() if name not in {"_id", "wanted"}}


def _instant(value: datetime | None) -> str | None:
    return None if value is None else value.isoformat(timespec="seconds")
