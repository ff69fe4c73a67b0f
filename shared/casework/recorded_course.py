"""The course of a case as its history tells it, entry by entry."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from shared.casework.case import Case, Changes
from shared.casework.course import TAKEN_BACK, Amendment, Step, course_of
from shared.casework.expiring import Expired
from shared.casework.guarding import SYSTEM_ROLE, Actor, Finding
from shared.casework.stored_cases import StoredCases
from shared.casework.system_commands import NOTE_EXPIRY
from shared.legal_day import TIME_ZONE

_SETTLED = ("title", "region", "agency", "assignee", "assignee_name", "matter_id")


class RecordedCourse:
    """Reads entries of histories as steps."""

    def __init__(self, cases: StoredCases) -> None:
        self._cases = cases
        expiry = cases.procedure.expiry
        self._automatic = {effect.command for effect in expiry.values()} | {NOTE_EXPIRY}

    def of(self, case: Case) -> list[Step]:
        """Return the course of a case as it stands."""
        return course_of(
            (self._step(case["_id"], entry), _amendment_of(entry))
            for entry in self._cases.history(case)
        )

    def started_by_ends(self, case: Case) -> dict[tuple[str, str], tuple[str, ...]]:
        """Return by command and clock which clocks each automatic step ever started."""
        ends = ((entry, self.expired(entry)) for entry in self._cases.history(case))
        return {
            (entry["command"], expired.clock_id): started
            for entry, expired in ends
            if expired and (started := _started(entry["changes"]))
        }

    def expired(self, entry: Mapping[str, Any]) -> Expired | None:
        """Return the end that called for an entry; None for what somebody did."""
        if entry["command"] not in self._automatic or entry["actor"]["role"] != SYSTEM_ROLE:
            return None
        if kept := entry.get("expired"):
            return Expired(**kept)
        # Older entries tell it by the clocks that they changed.
        for clock in entry["changes"].get("clocks", ()):
            rule = clock["id"].rpartition(".")[0]
            effect = self._cases.procedure.expiry.get(rule)
            if effect and entry["command"] in {effect.command, NOTE_EXPIRY}:
                return Expired(clock["id"], rule, entry["on"])
        return Expired("", "", entry["on"])

    def _step(self, case_id: str, entry: Mapping[str, Any]) -> Step:
        payload = self._cases.payload(case_id, entry)
        actor = self._cases.actor(case_id, entry)
        return Step(
            version=entry["version"],
            command=entry["command"],
            payload=payload,
            on=date.fromisoformat(entry["on"]),
            recorded_on=recorded_on(entry),
            actor=Actor(actor["id"], actor["role"], actor.get("agency"), name=actor.get("name")),
            said_in=payload,
            said_at=entry["version"],
            expired=self.expired(entry),
            settled=self._settled(case_id, entry),
            found=tuple(_findings(entry)),
            started=_started(entry["changes"]),
            linked=_linked(entry["changes"]),
        )

    def _settled(self, case_id: str, entry: Mapping[str, Any]) -> Changes:
        amends = entry.get("amends")
        settled = amends["settled"] if amends else settled_by(entry["changes"])
        opened: Changes = self._cases.keys.sealer.open_all(settled, document=case_id)
        return opened


def settled_by(changes: Mapping[str, Any]) -> Changes:
    """Return what changes settle beside the procedure: whose case it is, and how it is called."""
    return {name: changes[name] for name in _SETTLED if name in changes}


def recorded_on(entry: Mapping[str, Any]) -> date:
    """Return the day on which an entry was written."""
    return datetime.fromisoformat(entry["at"]).astimezone(TIME_ZONE).date()


def _started(changes: Mapping[str, Any]) -> tuple[str, ...]:
    # What differs in a clock that stood before is written without its rule.
    return tuple(clock["id"] for clock in changes.get("clocks", ()) if "rule" in clock)


def _linked(changes: Mapping[str, Any]) -> frozenset[str]:
    # Older entries have the list as a whole, as those have that worked the case out anew.
    whole = {**changes, **changes.get("restated", {})}.get("relations", ())
    added = changes.get("lists", {}).get("relations", {}).get("added", ())
    return frozenset(link["id"] for link in (*whole, *added))


def _amendment_of(entry: Mapping[str, Any]) -> Amendment | None:
    kept = entry.get("amends")
    return Amendment.from_dict(kept) if kept else None


def _findings(entry: Mapping[str, Any]) -> Sequence[Finding]:
    told = [each for event in entry["events"] for each in event["data"].get("warnings", ())]
    # That it took an effect back is said of the entry, and is no warning of the case.
    return [Finding.from_dict(each) for each in told if each["code"] != TAKEN_BACK]
