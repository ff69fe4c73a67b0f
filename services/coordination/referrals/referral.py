"""A referral as a document: where it comes from, where it leads, what has become of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from shared.casework.outside_bodies import KINDS
from shared.house import tracks
from shared.language import Text
from shared.storage.database import Document
from shared.storage.keys import place
from shared.storage.lists import Lists

OFFERED = "offered"
OVERDUE = "overdue"
TAKEN = "taken"
FEEDBACK_OVERDUE = "feedback_overdue"
DECLINED = "declined"
CONCLUDED = "concluded"
WITHDRAWN = "withdrawn"

STATES: Mapping[str, Text] = {
    OFFERED: Text("待接收", "offered"),
    OVERDUE: Text("逾期未接收", "not taken up in time"),
    TAKEN: Text("已接收", "taken up"),
    FEEDBACK_OVERDUE: Text("逾期未反馈", "feedback overdue"),
    DECLINED: Text("不予接收", "declined"),
    CONCLUDED: Text("已有结果", "concluded"),
    WITHDRAWN: Text("已撤回", "withdrawn"),
}
OUTSIDE = "outside"
# Sender and receiver, and the agency that has the case by now: no more than three see a referral.
LISTS = Lists(
    "listed_index",
    ((), ("state",), ("outside",)),
    scopes=3,
    descending=True,
)
ENDINGS = Lists("listed_index", scopes=3, field="ending_keys")
_NOT_ENDED = "9999-12-31"
WAITING = frozenset({OFFERED, OVERDUE})
LATE = frozenset({OVERDUE, FEEDBACK_OVERDUE})
OPEN = frozenset({OFFERED, OVERDUE, TAKEN, FEEDBACK_OVERDUE})

TARGETS: Mapping[str, Text] = {
    **{each.track: each.label for each in tracks() if each.taken_since},
    "litigation": Text("行政诉讼", "administrative litigation"),
    **KINDS,
    "other_procedure": Text("其他法定途径", "another procedure"),
}
TRACKS = frozenset(each.track for each in tracks() if each.taken_since)
# There the person has to apply, sue or ask: the referral shows the way, nobody can take it up.
OWN_APPLICATION = frozenset(
    {
        *(each.track for each in tracks() if each.own_application),
        *("arbitration", "notarisation", "legal_aid", "court"),
    }
)


@dataclass(frozen=True, slots=True)
class ReferralPolicy:
    """
    Days in which a referral is to be taken up: policy of the house, no statute gives a number.

    `own_application_days` where the person must act, else `take_up_days`; calendar days after
    the day of the referral, the last one included.
    """

    take_up_days: int = 15
    own_application_days: int = 60

    def days_for(self, target: str) -> int:
        """Return the days that a referral to `target` may wait."""
        return self.own_application_days if target in OWN_APPLICATION else self.take_up_days

    def take_up_due_on(self, target: str, offered_on: str) -> str:
        """Return the last day on which it is taken up in time."""
        days = timedelta(days=self.days_for(target))
        return (date.fromisoformat(offered_on) + days).isoformat()


def referral_state(
    referral_id: str,
    *,
    matter_id: str,
    origin: Document,
    to: Document,
    offered_on: str,
    policy: ReferralPolicy,
    **said: Any,
) -> Document:
    """Return the fields of a referral that has just been offered."""
    state: Document = {
        "matter_id": matter_id,
        "from": origin,
        "to": to,
        "outside": to["track"] is None,
        "state": OFFERED,
        "offered_on": offered_on,
        "policy_days": policy.days_for(to["target"]),
        "take_up_due_on": policy.take_up_due_on(to["target"], offered_on),
        "feedback_due_on": None,
        "taken_on": None,
        "ended_on": None,
        "overdue_since": None,
        "outcome": None,
        "listed_index": place(offered_on, referral_id),
        **said,
    }
    state |= derived(state)
    return state | {"check_index": check_index({**state, "_id": referral_id})}


def derived(referral: Mapping[str, Any]) -> Document:
    """Return what follows from both ends: the cases it concerns, the agencies that see it."""
    origin, to = referral["from"], referral["to"]
    target_case = to["case"] or {}
    cases = (origin["case_id"], target_case.get("case_id"))
    agencies = (origin["agency"], to["agency"], target_case.get("agency"))
    return {
        "case_ids": [case_id for case_id in cases if case_id],
        "agencies": sorted({each["code"] for each in agencies if each and each.get("code")}),
        "tracks": sorted({origin["track"], to["track"] or to["target"]}),
    }


def listing(referral: Mapping[str, Any]) -> Document:
    """Return the keys by which a referral is listed, and found by the day on which it ended."""
    facets = {"state": referral["state"], "outside": OUTSIDE if referral["outside"] else None}
    agencies, at = referral["agencies"], referral["listed_index"]
    ended = place(referral["ended_on"] or _NOT_ENDED, referral["_id"])
    return LISTS.keys(agencies, facets, at) | ENDINGS.keys(agencies, {}, ended)


def check_index(referral: Mapping[str, Any]) -> str | None:
    """Return the key by which the watch finds the referral: the day after its next last day."""
    due_on = next_due_on(referral)
    if due_on is None:
        return None
    day_after = date.fromisoformat(due_on) + timedelta(days=1)
    return place(day_after.isoformat(), referral["_id"])


def next_due_on(referral: Mapping[str, Any]) -> str | None:
    """Return the day by which something is to happen next: taking up, then feedback."""
    waits_for = {OFFERED: "take_up_due_on", TAKEN: "feedback_due_on"}.get(referral["state"])
    due_on: str | None = referral[waits_for] if waits_for else None
    return due_on


def target_name(referral: Mapping[str, Any]) -> Text:
    """Return where it leads, in words: the body where one is named, else the kind of procedure."""
    to = referral["to"]
    named = to["body"] or (to["agency"] if to["track"] is None else None)
    return Text(named["name"], named["name"]) if named else target_label(to["target"])


def target_label(target: str) -> Text:
    """Return the name of a kind of procedure; one that is not known here goes by its own word."""
    return TARGETS.get(target, Text(target, target))
