"""A referral as officers see it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from services.coordination.referrals.referral import STATES, next_due_on, target_label
from services.coordination.referrals.telling import needs_a_body
from shared.casework.personal import Sealer
from shared.language import Text
from shared.law import level, official_calendar

_SHOWN = (
    "matter_id",
    "state",
    "outside",
    "offered_on",
    "take_up_due_on",
    "policy_days",
    "feedback_due_on",
    "taken_on",
    "ended_on",
    "overdue_since",
    "reference",
)
_ENDS = ("track", "case_id", "number", "name", "agency", "assignee")
_POLICY = Text(
    "接收期限由本单位管理规定设定，法律没有统一天数。",
    "The time to take it up is policy of the house: no statute gives a number.",
)


def shown_referral(referral: Mapping[str, Any], sealer: Sealer, today: date) -> dict[str, Any]:
    """Return a referral with both ends, its state in words, the days left, and its texts."""
    personal = {name: referral.get(name) for name in ("subject", "reason", "outcome")}
    return {
        **shown_in_matter(referral, today),
        **sealer.open_all(personal, document=referral["_id"]),
    }


def shown_in_matter(referral: Mapping[str, Any], today: date) -> dict[str, Any]:
    """Return a referral with both ends, its state in words and the days left; no free text."""
    outcome = referral["outcome"]
    due_on = next_due_on(referral)
    last = date.fromisoformat(due_on) if due_on else None
    return {
        "id": referral["_id"],
        **{name: referral.get(name) for name in _SHOWN},
        "state_label": STATES[referral["state"]].as_dict(),
        "policy": _POLICY.as_dict(),
        "from": {name: referral["from"].get(name) for name in _ENDS},
        "to": _to(referral),
        "outcome": outcome and {name: outcome[name] for name in ("outcome", "on")},
        "needs_body": needs_a_body(referral),
        "due_on": due_on,
        "days_left": (last - today).days if last else None,
        # The house gives calendar days, so no calendar of working days is asked.
        "level": str(level(last, today, None, official_calendar())) if last else None,
    }


def shown_history(referral: Mapping[str, Any], sealer: Sealer) -> list[dict[str, Any]]:
    """Return the steps, oldest first."""
    return [
        {
            "version": entry["version"],
            "step": entry["step"],
            "on": entry["on"],
            "at": entry["at"].isoformat(),
            "actor": entry["actor"],
            "details": sealer.open_all(entry["details"], document=referral["_id"]),
        }
        for entry in referral["history"]
    ]


def _to(referral: Mapping[str, Any]) -> dict[str, Any]:
    to = referral["to"]
    case = to["case"] and {
        name: to["case"][name] for name in ("track", "case_id", "number", "status")
    }
    return {
        "target": to["target"],
        "label": target_label(to["target"]).as_dict(),
        "agency": to["agency"],
        "body": to["body"],
        "case": case,
    }
