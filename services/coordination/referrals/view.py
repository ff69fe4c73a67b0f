"""A referral as officers see it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from services.coordination.referrals.answers import ReferralAnswer
from services.coordination.referrals.referral import STATES, next_due_on, target_label
from services.coordination.referrals.telling import needs_a_body
from shared.casework.personal import Sealer
from shared.language import Text
from shared.law import level, official_calendar

_WITHOUT_TEXTS = ReferralAnswer(
    exclude=("subject", "reason", *(f"outcome.{name}" for name in ("ground", "text", "reason")))
)
_POLICY = Text(
    "接收期限由本单位管理规定设定，法律没有统一天数。",
    "The time to take it up is policy of the house: no statute gives a number.",
)


def shown_referral(referral: Mapping[str, Any], sealer: Sealer, today: date) -> dict[str, Any]:
    """Return a referral with its state in words, the days left, and its texts in clear."""
    personal = {name: referral.get(name) for name in ("subject", "reason", "outcome")}
    clear = sealer.open_all(personal, document=referral["_id"])
    return {**_in_words(referral, today), **clear}


def shown_in_matter(referral: Mapping[str, Any], today: date) -> dict[str, Any]:
    """Return a referral with both ends, its state in words and the days left; no free text."""
    shown: dict[str, Any] = _WITHOUT_TEXTS.dump(_in_words(referral, today))
    return shown


def _in_words(referral: Mapping[str, Any], today: date) -> dict[str, Any]:
    """Return a referral with what is not kept of it: words, places in words, days left."""
    to = referral["to"]
    due_on = next_due_on(referral)
    last = date.fromisoformat(due_on) if due_on else None
    return {
        **referral,
        "state_label": STATES[referral["state"]].as_dict(),
        "policy": _POLICY.as_dict(),
        "to": {**to, "label": target_label(to["target"]).as_dict()},
        "needs_body": needs_a_body(referral),
        "due_on": due_on,
        "days_left": (last - today).days if last else None,
        # The house gives calendar days, so no calendar of working days is asked.
        "level": str(level(last, today, None, official_calendar())) if last else None,
    }


def shown_history(referral: Mapping[str, Any], sealer: Sealer) -> list[dict[str, Any]]:
    """Return the steps, oldest first."""
    return [
        {**entry, "details": sealer.open_all(entry["details"], document=referral["_id"])}
        for entry in referral["history"]
    ]
