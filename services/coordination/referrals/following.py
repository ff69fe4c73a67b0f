"""How the steps of cases open a referral and move it on: pure functions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from services.coordination.referrals.referral import (
    CONCLUDED,
    DECLINED,
    OFFERED,
    TAKEN,
    TRACKS,
    WAITING,
    WITHDRAWN,
    ReferralPolicy,
    check_index,
    derived,
    referral_state,
)
from services.coordination.referrals.telling import concerning
from shared.casework.case_events import CaseEvent
from shared.casework.procedure import VOID
from shared.events.names import HANDLING_RESUMED, MEDIATION_REQUESTED, PETITION_REFERRED
from shared.house import tracks
from shared.records.records import Change, RecordEntry
from shared.storage.database import Document

Referral = Mapping[str, Any]
Case = Mapping[str, Any]
COURT = "court"
# Where the person has to apply or sue, any such case in the matter may be the one.
FOLLOWED_IN_THE_MATTER = frozenset(each.track for each in tracks() if each.own_application)
_PROFILES = {each.track: each for each in tracks()}


def _not_yet(track: str) -> frozenset[str]:
    """Return the states of a track in which nobody has taken a case up; none of one unknown."""
    return _PROFILES[track].not_yet if track in _PROFILES else frozenset()


def _taken_since(track: str) -> str | None:
    return _PROFILES[track].taken_since if track in _PROFILES else None


def opening_of(step: CaseEvent, policy: ReferralPolicy) -> tuple[str, Document] | None:
    """Return id and fields of the referral that a step opens, or None for any other step."""
    if step.type == PETITION_REFERRED:
        return _from_a_case(step, step.data["to"], policy)
    if step.type.endswith(".mediation_started"):
        return _from_a_case(step, "mediation", policy)
    if step.type == MEDIATION_REQUESTED and step.data.get("initiated_by") == COURT:
        return _from_the_court(step, policy)
    return None


def _referral_of(event_id: str) -> str:
    """Return the id of the referral that a step opens."""
    return event_id.replace(".", "-")


def _from_a_case(step: CaseEvent, target: str, policy: ReferralPolicy) -> tuple[str, Document]:
    referral_id = _referral_of(step.id)
    track = target if target in TRACKS else None
    named = step.data.get("to_agency")
    to = {
        "target": target,
        "track": track,
        # A case is opened for the sender's own agency where no other is named.
        "agency": named or (step.data.get("agency") if track else None),
        "body": None,
        "case": None,
    }
    return referral_id, referral_state(
        referral_id,
        matter_id=step.matter_id,
        origin=origin_of(step),
        to=to,
        offered_on=step.on,
        policy=policy,
        article31_item=step.data.get("article31_item"),
    )


def _from_the_court(step: CaseEvent, policy: ReferralPolicy) -> tuple[str, Document]:
    """A mediation that a court assigns (委派、委托) is followed until its outcome goes back."""
    referral_id = f"{step.case_id}-court"
    origin = {
        "track": COURT,
        "case_id": None,
        "number": step.data.get("court_case_no"),
        "name": step.data.get("court"),
        "agency": None,
        "assignee": None,
        "region": step.data.get("region"),
        "sequence": step.sequence,
    }
    to = {"target": "mediation", "track": "mediation", "body": None, "case": seen(step)}
    return referral_id, referral_state(
        referral_id,
        matter_id=step.matter_id,
        origin=origin,
        to={**to, "agency": step.data.get("agency")},
        offered_on=step.on,
        policy=policy,
    )


def origin_of(step: CaseEvent) -> Document:
    """Return the sending side of a referral as its case tells of itself."""
    return {
        "track": step.track,
        "case_id": step.case_id,
        "number": step.number,
        "agency": step.data.get("agency"),
        "assignee": step.data.get("assignee"),
        "region": step.data.get("region"),
        "sequence": step.sequence,
    }


def seen(step: CaseEvent) -> Document:
    """Return a case as its step shows it, in the shape in which a matter keeps its cases."""
    return {
        "track": step.track,
        "case_id": step.case_id,
        "number": step.number,
        "status": step.status,
        "phase": step.phase,
        "on": step.on,
        "sequence": step.sequence,
        "origin": step.data.get("origin"),
        "agency": step.data.get("agency"),
        "assignee": step.data.get("assignee"),
        "milestones": step.data.get("milestones", {}),
        "ground": step.data.get("ground"),
    }


def belongs_to(referral: Referral, case: Case) -> bool:
    """
    Say whether `case` is the one that a referral led to.

    Either it names the referring case as its origin. Or, where the person has to apply or sue
    alone, it is an application or suit in the same matter since then.
    """
    to = referral["to"]
    if to["track"] != case["track"] or referral["from"]["case_id"] == case["case_id"]:
        return False
    if to["case"] is not None and to["case"]["case_id"] == case["case_id"]:
        return True
    if to["case"] is None and _names_as_origin(case, referral):
        return True
    return (
        to["track"] in FOLLOWED_IN_THE_MATTER
        and referral["state"] in WAITING
        and case["phase"] == "open"
        and case["status"] not in _not_yet(case["track"])
        and case["on"] >= referral["offered_on"]
    )


def _names_as_origin(case: Case, referral: Referral) -> bool:
    origin = case["origin"] or {}
    return bool(origin) and origin.get("case_id") == referral["from"]["case_id"]


def followed(referral: Referral, case: Case) -> Change | None:
    """Return what the present state of its case makes of a referral; None for nothing new."""
    known = referral["to"]["case"]
    is_known = known is not None and known["case_id"] == case["case_id"]
    if referral["state"] == WITHDRAWN or (is_known and known["sequence"] >= case["sequence"]):
        return None
    if case["phase"] == VOID:
        return _offered_again(referral, case) if is_known else None
    state = _fate(referral, case)
    to = {**referral["to"], "case": _kept_of(case)}
    changes: Document = {"to": to, "state": state, **_dates(referral, case, state)}
    after = {**referral, **changes}
    changes |= derived(after) | {"check_index": check_index(after)}
    after |= changes
    return Change(
        changes,
        RecordEntry(
            state if state != referral["state"] or known else "arrived",
            case["on"],
            details={name: case[name] for name in ("track", "case_id", "number", "status")},
            announcements=concerning(referral, after),
        ),
    )


def _offered_again(referral: Referral, case: Case) -> Change:
    """Return a referral as before the case to which it led, which was entered by mistake."""
    changes: Document = {
        "to": {**referral["to"], "case": None},
        "state": OFFERED,
        **dict.fromkeys(("taken_on", "outcome", "ended_on")),
    }
    after = {**referral, **changes}
    changes |= derived(after) | {"check_index": check_index(after)}
    after |= changes
    details = {name: case[name] for name in ("track", "case_id", "number", "status")}
    told = concerning(referral, after)
    return Change(changes, RecordEntry(OFFERED, case["on"], details=details, announcements=told))


def _fate(referral: Referral, case: Case) -> str:
    """Return the state that a referral has by the state of its case."""
    if case["status"] in _not_yet(case["track"]):
        state: str = referral["state"]
        return state
    if case["phase"] == "open":
        return TAKEN
    if case["status"] == "declined":
        return DECLINED
    if case["phase"] == "closed" and referral["state"] in {DECLINED, CONCLUDED}:
        return str(referral["state"])
    return CONCLUDED


def _dates(referral: Referral, case: Case, state: str) -> Document:
    milestones = case.get("milestones") or {}
    taken_on = referral["taken_on"]
    if state in {TAKEN, CONCLUDED} and taken_on is None:
        taken_on = milestones.get(_taken_since(case["track"]) or "") or case["on"]
    # Closing the file of a case is not what came of it.
    standing = referral["outcome"] if case["phase"] == "closed" else None
    outcome = standing or _outcome(case)
    ended = state in {DECLINED, CONCLUDED}
    return {
        "taken_on": taken_on,
        "outcome": outcome if ended else None,
        "ended_on": outcome["on"] if ended else None,
    }


def _outcome(case: Case) -> Document:
    ground = case.get("ground")
    reason = {"ground": ground} if ground else {}
    return {"outcome": case["status"], "on": case["on"], **reason}


def _kept_of(case: Case) -> Document:
    names = ("track", "case_id", "number", "status", "phase", "sequence", "agency", "assignee")
    return {name: case[name] for name in names}


def withdrawn(referral: Referral, step: CaseEvent) -> Change | None:
    """
    Return the withdrawal of a referral that nobody took up, as its sender goes on alone.

    So it is where the step that referred is withdrawn, or the sending case was entered by mistake.
    """
    undone = referral["_id"] in {_referral_of(name) for name in step.taken_back_ids}
    ends = step.type == HANDLING_RESUMED or step.is_void or undone
    if not ends or referral["state"] not in WAITING:
        return None
    return ended_as(WITHDRAWN, referral, step.on, RecordEntry(WITHDRAWN, step.on))


def ended_as(state: str, referral: Referral, on: str, entry: RecordEntry, **said: Any) -> Change:
    """Return the end of a referral, with its announcements added to `entry`."""
    changes: Document = {"state": state, "ended_on": on, "check_index": None, **said}
    return with_announcements(referral, changes, entry)


def with_announcements(referral: Referral, changes: Document, entry: RecordEntry) -> Change:
    """Return the change by which everybody concerned is told what became of a referral."""
    after = {**referral, **changes}
    told = concerning(referral, after)
    return Change(
        changes, RecordEntry(entry.step, entry.on, entry.actor, entry.details, announcements=told)
    )


def overdue(referral: Referral, as_of: str) -> Change | None:
    """Return the mark of a referral whose next last day has passed; None when none has."""
    if referral.get("check_index") is None or referral["check_index"][: len(as_of)] > as_of:
        return None
    state = "overdue" if referral["state"] == OFFERED else "feedback_overdue"
    changes: Document = {"state": state, "overdue_since": as_of, "check_index": None}
    return with_announcements(referral, changes, RecordEntry(state, as_of))
