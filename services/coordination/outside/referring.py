"""What an officer does with a referral to a body outside: its steps as pure functions."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from services.coordination.referrals.following import ended_as, with_announcements
from services.coordination.referrals.referral import (
    CONCLUDED,
    DECLINED,
    FEEDBACK_OVERDUE,
    STATES,
    TAKEN,
    WAITING,
    WITHDRAWN,
    ReferralPolicy,
    check_index,
    derived,
    referral_state,
)
from services.coordination.referrals.telling import needs_a_body
from shared.http.problems import Problem, invalid
from shared.language import Text
from shared.records.records import Change, RecordEntry
from shared.storage.database import Document

Referral = Mapping[str, Any]
_COMMANDS: Mapping[str, tuple[frozenset[str], Text]] = {
    "name-body": (WAITING, Text("指定接收机构", "name the body")),
    "take": (WAITING, Text("记录接收", "record that it was taken up")),
    "decline": (
        WAITING | {TAKEN, FEEDBACK_OVERDUE},
        Text("记录不予接收", "record that it declined"),
    ),
    "outcome": (WAITING | {TAKEN, FEEDBACK_OVERDUE}, Text("记录结果", "record the outcome")),
    "withdraw": (WAITING | {TAKEN, FEEDBACK_OVERDUE}, Text("撤回移送", "take the referral back")),
}


def allowed(referral: Referral) -> list[str]:
    """Return the commands that a referral to the outside admits now."""
    if not referral["outside"]:
        return []
    possible = [name for name, (states, _) in _COMMANDS.items() if referral["state"] in states]
    without_body = needs_a_body(referral)
    return [name for name in possible if name in {"name-body", "withdraw"} or not without_body]


def check_possible(command: str, referral: Referral, on: date) -> None:
    """Refuse what the state of a referral does not admit (409), or a day before it (422)."""
    if command not in allowed(referral):
        label, state = _COMMANDS[command][1], STATES[referral["state"]]
        raise Problem(
            409,
            "command-not-allowed",
            Text(
                f"移送处于“{state.zh}”状态，不能{label.zh}。",
                f"The referral is “{state.en}”: one cannot {label.en}.",
            ),
            allowed=allowed(referral),
        )
    entered = referral["taken_on"] or referral["offered_on"]
    if on.isoformat() < entered:
        text = Text(f"不能早于 {entered}。", f"Must not be before {entered}.")
        raise Problem(422, "date-out-of-order", text, errors={"on": [text]})


def new_referral(
    referral_id: str,
    case: Mapping[str, Any],
    body: Mapping[str, Any],
    *,
    on: date,
    policy: ReferralPolicy,
    feedback_due_on: date | None,
    **sealed: Any,
) -> Document:
    """Return a referral of `case` to `body`; `sealed` are its personal texts and marks."""
    _check_feedback(feedback_due_on, on)
    names = ("track", "number", "agency", "region", "sequence")
    origin = {
        "case_id": case["case_id"],
        "assignee": None,
        **{name: case.get(name) for name in names},
    }
    to = {"target": body["kind"], "track": None, "case": None, **_receiver(body)}
    return referral_state(
        referral_id,
        matter_id=case["matter_id"],
        origin=origin,
        to=to,
        offered_on=on.isoformat(),
        policy=policy,
    ) | {"feedback_due_on": feedback_due_on and feedback_due_on.isoformat(), **sealed}


def with_body(
    referral: Referral, body: Mapping[str, Any], payload: Mapping[str, Any], entry: RecordEntry
) -> Change:
    """Return the referral with the body that it leads to."""
    due_on = payload.get("feedback_due_on")
    _check_feedback(due_on, date.fromisoformat(referral["offered_on"]))
    to = {**referral["to"], "target": body["kind"], **_receiver(body)}
    changes: Document = {"to": to}
    if due_on is not None:
        changes["feedback_due_on"] = due_on.isoformat()
    return with_announcements(referral, changes | derived({**referral, **changes}), entry)


def taken(referral: Referral, payload: Mapping[str, Any], entry: RecordEntry) -> Change:
    """Return the referral as the body has taken it up."""
    due_on = payload.get("feedback_due_on")
    _check_feedback(due_on, date.fromisoformat(entry.on))
    changes: Document = {
        "state": TAKEN,
        "taken_on": entry.on,
        "reference": payload.get("reference"),
        "feedback_due_on": due_on.isoformat() if due_on else referral["feedback_due_on"],
    }
    changes["check_index"] = check_index({**referral, **changes})
    return with_announcements(referral, changes, entry)


def ended(command: str, referral: Referral, outcome: Document, entry: RecordEntry) -> Change:
    """Return the referral as it ended: declined, with an outcome, or taken back."""
    state = {"decline": DECLINED, "outcome": CONCLUDED, "withdraw": WITHDRAWN}[command]
    said: Document = {"outcome": outcome}
    if state == CONCLUDED and referral["taken_on"] is None:
        said["taken_on"] = entry.on
    return ended_as(state, referral, entry.on, entry, **said)


def _receiver(body: Mapping[str, Any]) -> Document:
    return {
        "body": {"id": body["_id"], "name": body["name"]},
        "agency": {"code": body["code"], "name": body["name"]} if body.get("code") else None,
    }


def _check_feedback(due_on: date | None, earliest: date) -> None:
    if due_on is not None and due_on < earliest:
        text = Text(f"不能早于 {earliest}。", f"Must not be before {earliest}.")
        raise invalid({"feedback_due_on": [text]})
