"""What guards read off a mediation: its kind, its two sides, who said yes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from shared.casework.guarding import Attempt, invalid
from shared.casework.reading import latest_clock
from shared.language import Text

COMPLETION = (
    "TJ-01",
    "TJ-05",
    "TJ-06",
    "TJ-11",
    "POLICY-administrative-mediation",
    "POLICY-industry-mediation",
)
COURT_KINDS = frozenset({"court_assigned", "court_entrusted"})
_SIDES = frozenset({"applicant", "respondent"})
_RUNNING = frozenset({"running", "paused"})
_ORIGIN_BASES = {
    "petition": "信访工作条例33",
    "reconsideration": "行政复议法5",
    "litigation": "行政诉讼法60",
}
_WILLINGNESS = {
    "people": "人民调解法17",
    "industry": "人民调解法17",
    "labour": "劳动争议调解仲裁法5",
    "court_assigned": "特邀调解规定11",
    "court_entrusted": "特邀调解规定26(2)",
}


def kind_of(attempt: Attempt) -> str:
    """Return the kind of the mediation."""
    return str(attempt.case["facts"]["kind"])


def origin_track(attempt: Attempt) -> str | None:
    """Return the track of the case that this mediation came from."""
    track: str | None = (attempt.case.get("origin") or {}).get("track")
    return track


def willingness_basis(attempt: Attempt) -> str:
    """Return the article by which nobody is mediated against their will, for this kind."""
    known = _WILLINGNESS.get(kind_of(attempt))
    return known or _ORIGIN_BASES.get(origin_track(attempt) or "", "天津市行政调解规定3")


def is_effective(case: Mapping[str, Any]) -> bool:
    """Say whether the agreement, as it was changed last, has taken effect (29¶2, 30)."""
    agreed_on, effective_on = (case["milestones"].get(name) for name in ("agreed", "effective"))
    return case["facts"].get("form") == "oral" or (effective_on or "") >= (agreed_on or "9999")


def application_of(case: Mapping[str, Any]) -> str:
    """Return how the application for confirmation stands: none, made, withdrawn or ruled on."""
    known, milestones = case["facts"].get("application"), case["milestones"]
    if known:
        return str(known)
    # Older cases tell it by what happened.
    if milestones.get("confirmed") or milestones.get("confirmation_refused"):
        return "ruled"
    return "made" if milestones.get("confirmation_applied") else "none"


def both_sides(attempt: Attempt) -> list[Mapping[str, Any]]:
    """Return the applicants and respondents, without third parties and representatives."""
    return [party for party in attempt.case["parties"] if party["role"] in _SIDES]


def ids(parties: Iterable[Mapping[str, Any]]) -> list[str]:
    """Return the ids that parties have within the case."""
    return [party["id"] for party in parties]


def consenting(attempt: Attempt) -> set[str]:
    """Return the ids of the parties who said yes."""
    return {each["party"] for each in attempt.payload.get("consents") or () if each["consented"]}


def refuse_unknown_parties(attempt: Attempt, field: str, named: Iterable[str]) -> None:
    """Refuse a payload that names somebody who is no party of the case."""
    known = set(ids(attempt.case["parties"]))
    for index, party in enumerate(named):
        if party not in known:
            raise invalid(
                f"{field}.{index}",
                Text(f"案件中没有当事人 {party}。", f"The case has no party {party}."),
            )


def completion_clock(attempt: Attempt) -> Mapping[str, Any] | None:
    """Return the running clock by which the mediation is to be completed."""
    clock = latest_clock(attempt.case, *COMPLETION)
    return clock if clock is not None and clock["status"] in _RUNNING else None
