"""A case of a matter as a step taken before: what one procedure is for the law of another."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, TypeVar

from shared.remedies.facts import Earlier

_Known = TypeVar("_Known", bound=Mapping[str, Any])
_STATUS: Mapping[str, Mapping[str, str | None]] = {
    "petition": {
        "transferred": "registered",
        "taken_up": "registered",
        # A suggestion or report that was answered asks nothing of anybody any more.
        "answered": "withdrawn",
        "in_review": "accepted",
        "in_reexamination": "accepted",
    },
    "mediation": {},
    "reconsideration": {
        "invited": None,
        "correction_requested": "filed",
        "taken_over": "accepted",
        # The review goes on before the superior (2026条例40).
        "elevated": "accepted",
        "handed_up": "accepted",
    },
    "litigation": {
        "suggested": None,
        "notified": "accepted",
        "answered": "accepted",
        "suspended": "accepted",
        "appealed": "judged",
        "retrial_first": "judged",
        "retrial_second": "judged",
        "retrial_suspended": "judged",
    },
}
# What a closed case was before: the last of these that happened.
_ENDS: Mapping[str, Sequence[str]] = {
    "petition": ("declined", "referred", "withdrawn", "concluded", "reviewed", "finalized"),
    "mediation": (
        "declined",
        "failed",
        "terminated",
        "agreed",
        "confirmed",
        "breached",
        "performed",
    ),
    "reconsideration": (
        "lapsed",
        "self_corrected",
        "terminated",
        "withdrawn",
        "handed_up",
        "rejected",
        "settled",
        "decided",
    ),
    "litigation": ("withdrawn", "judged", "final"),
}


def still_going_on(cases: Iterable[_Known]) -> list[_Known]:
    """Return the cases without those that a superior took over and has a case of (2026条例40)."""
    known = list(cases)
    above = [each for each in known if "taken_over" in each["milestones"]]
    return [
        each
        for each in known
        if "elevated" not in each["milestones"] or all(other is each for other in above)
    ]


def as_earlier(case: Mapping[str, Any], party: str | None) -> Earlier | None:
    """
    Return the case as a step taken before, as `party` of it sees it; None if it is none yet.

    A case of a track that the law between the tracks does not know is never one. `case` has track,
    status, milestones, parties and act, and of its clocks and of what its steps told whatever is
    known.
    """
    status = _status(case)
    if status is None:
        return None
    happened, told = _Days(case["milestones"]), case["told"]
    return Earlier(
        track=case["track"],
        status=status,
        kind=told.get("kind") if case["track"] == "mediation" else told.get("procedure"),
        outcome=told.get("outcome"),
        ground=told.get("ground"),
        filed_on=happened.first(
            "handed_in", "received", "filed", "docketed", "registered", "requested"
        ),
        accepted_on=happened.first("accepted"),
        decided_on=happened.first("decided", "rejected", "judged"),
        decision_due_on=_decision_due_on(case),
        # The agency that put its penalty right told the applicant so (2026条例38¶2).
        served_on=happened.first("self_correction_told") or served_on(case, party),
        withdrawn_on=happened.first("withdrawn"),
        ended_on=happened.first("failed", "terminated", "agreed", "declined", "final"),
        effective_on=_effective_on(case),
        in_centre=case["track"] == "mediation" and _is_administrative(case),
        settled_before_withdrawal=bool(told.get("settlement")),
        remedies_told=told.get("suit_window_told"),
        remedies_known_on=None if _told_to_sue(case) else _begun_on(case, "FY-29", party),
    )


def served_on(case: Mapping[str, Any], party: str | None) -> date | None:
    """Return the day on which the decision reached a party: day 0 of its own window to sue."""
    # One that did not tell the time to sue is open for a year from service, and for fifteen days
    # from the day on which that time was told (解释64¶2).
    return _begun_on(case, "FY-29" if _told_to_sue(case) else "SS-04", party)


def _told_to_sue(case: Mapping[str, Any]) -> bool:
    return case["told"].get("suit_window_told") is not False


def _begun_on(case: Mapping[str, Any], rule: str, party: str | None) -> date | None:
    clocks = [clock for clock in case["clocks"] if clock["rule"] == rule]
    own = [clock for clock in clocks if clock["party"] == party or clock["party"] is None]
    days = [clock["started_on"] for clock in own if clock["started_on"]]
    return date.fromisoformat(max(days)) if days else None


def addressees(case: Mapping[str, Any]) -> set[str]:
    """Return the parties on whom the reconsideration decision was served."""
    return {
        clock["party"]
        for clock in case["clocks"]
        if clock["rule"] in {"FY-29", "SS-04"} and clock["party"]
    }


def _status(case: Mapping[str, Any]) -> str | None:
    track, status, told = case["track"], case["status"], case["told"]
    if track not in _STATUS:
        return None
    if status == "closed":
        ends = [name for name in _ENDS[track] if name in case["milestones"]]
        status = ends[-1] if ends else "withdrawn" if track != "mediation" else "terminated"
    if track == "reconsideration":
        if status == "decided" and told.get("kind") == "dismiss":
            return "dismissed"
        if status == "terminated" and "withdrawn" in case["milestones"]:
            return "withdrawn"
    if track == "litigation" and status == "final" and told.get("outcome") == "suit_dismissed":
        return "dismissed"
    return _STATUS[track].get(status, status)


def _decision_due_on(case: Mapping[str, Any]) -> date | None:
    """Return the last day for the decision: of one that is made too, as it may have come late."""
    due = [
        clock["due_on"]
        for clock in case["clocks"]
        if clock["rule"] in {"FY-18", "FY-19"} and clock["status"] in {"running", "missed", "met"}
    ]
    return date.fromisoformat(due[-1]) if due and due[-1] else None


def _effective_on(case: Mapping[str, Any]) -> date | None:
    """Return day 0 of TJ-02: an oral agreement takes effect without a day of its own."""
    days = [each["started_on"] for each in case["clocks"] if each["rule"] == "TJ-02"]
    return date.fromisoformat(days[-1]) if days and days[-1] else None


def _is_administrative(case: Mapping[str, Any]) -> bool:
    """Say whether the mediation is about an act or with an agency, as 法释〔2026〕3号4 has it."""
    return bool(case["act"]) or any(party["kind"] == "agency" for party in case["parties"])


class _Days:
    def __init__(self, milestones: Mapping[str, str]) -> None:
        self._milestones = milestones

    def first(self, *names: str) -> date | None:
        """Return the day of the first of these milestones that is known."""
        found = (self._milestones[name] for name in names if self._milestones.get(name))
        return next((date.fromisoformat(day) for day in found), None)
