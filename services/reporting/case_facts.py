"""What is kept of a case so that it can be counted: a pure function of its events."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from shared.casework.case_events import CaseEvent
from shared.casework.procedure import VOID
from shared.law import Calendar, Length, Rules
from shared.law.attention import Attention
from shared.law.recorded import obligor_of
from shared.storage.database import Document

SHAPE = 6
"""Counts up whenever what is kept of a case changes; all cases are then made anew."""

# A case with something still to come belongs to every period that has begun.
STILL_OPEN = "9999-12-31"
MONTHS_AHEAD = 12
_LAST_YEAR = 2100
CLAIMANTS = frozenset({"petitioner", "applicant", "plaintiff"})
_ANSWERING = frozenset({"respondent", "defendant"})
_OPEN_CLOCKS = frozenset({"running", "paused"})
_REPEAT = "repeat-petition"

# The steps that reports look at, with the facts of their payloads. None of them is personal.
KEPT: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "petition": {
        "accept": (),
        "refer": ("to",),
        "conclude": ("outcome",),
        "request_review": (),
        "rate": ("satisfaction",),
        "urge": ("ground", "feedback_due_on"),
        "report_back": ("about", "adopted"),
    },
    "mediation": {
        "accept": (),
        "agree": ("performance_due_on",),
        "fail": (),
        "terminate": (),
        "record_performance": (),
        "record_breach": ("declared",),
    },
    "reconsideration": {
        "accept": (),
        "deem_accepted": (),
        "start_mediation": (),
        "decide": ("kind", "redo_ordered"),
        "serve_decision": ("served_on",),
        "issue_opinion": ("to_agency", "served_on"),
        "copy_to_superior": ("about", "to_agency"),
        "publish": (),
        "withdraw_publication": (),
        "withhold_publication": (),
        "report_rectification": (),
        "record_performance": ("outcome",),
        "order_performance": ("due_on", "measures"),
    },
    "litigation": {
        "receive_notice": (),
        "start_mediation": (),
        "schedule_hearing": ("hearing_on", "head_notice", "head_notice_ground"),
        "plan_appearance": ("excuse",),
        "record_hearing": ("head_attended", "staff_attended", "left_early", "excuse_accepted"),
        "record_judgment": ("outcome", "lost"),
        "appeal": ("by",),
        "record_final_judgment": ("outcome", "lost"),
        "take_effect": (),
        "analyse_loss": ("causes",),
        "record_performance": ("outcome",),
        "receive_suggestion": ("kind", "suggestion_number", "served_on", "reply_due_on"),
        "reply_suggestion": ("suggestion_number", "outcome"),
    },
}


def facts_after(
    before: Document | None, event: CaseEvent, rules: Rules, calendar: Calendar
) -> Document | None:
    """
    Return what is kept of a case after one more step; None when the step was taken in before.

    `course` says from when on which agency had the case, and in which phase; `clocks` every
    clock with the agency under which it started and the command that ended it; `steps` the
    steps of `KEPT`; `latest_on` the last day with which the case has to do.
    """
    known = before or {"clocks": [], "steps": [], "course": [], "agency_codes": []}
    if before is not None and before["sequence"] >= event.sequence:
        return None
    after: Document = {
        "shape": SHAPE,
        **_beginnings(before, event),
        **_particulars(event),
        "clocks": _clocks_after(known["clocks"], event, rules, calendar),
        "steps": [*_standing(known["steps"], event), *_steps(event)],
        "course": _course_after(known["course"], event),
    }
    after["agency_codes"] = _with_code(known["agency_codes"], after["agency"])
    after["latest_on"] = _latest(after)
    if "repeat_on" in after and not event.is_void:
        after["repeats_in"] = event.matter_id
    return after | {"counted_in": _counted_in(after, event.on)}


def spans_since(agency_code: str, since: str, today: date) -> list[str]:
    """Return the marks of `counted_in` of the cases of an agency that had not ended by a day."""
    year, month = int(since[:4]), int(since[5:7])
    last = today.year * 12 + today.month - 1 + MONTHS_AHEAD
    months = range(year * 12 + month - 1, last + 1)
    spans = [f"{each // 12}-{each % 12 + 1:02d}" for each in months]
    spans += [f"{each:04d}" for each in range(year, _LAST_YEAR + 1)]
    return [f"{agency_code}|{span}" for span in [*spans, STILL_OPEN[:4]]]


def _counted_in(case: Document, on: str) -> list[str]:
    """
    Return a mark for each agency that has or had the case, with the month of its latest day.

    By these a report finds the cases of its days and those still open, and reads no older ones.
    A day far ahead, as of a long clock that was met early, is marked by its year.
    A case that was entered by mistake is in no report.
    """
    if case["phase"] == VOID:
        return []
    latest = case["latest_on"]
    ahead = int(latest[:4]) * 12 + int(latest[5:7]) - int(on[:4]) * 12 - int(on[5:7])
    span = latest[:7] if ahead <= MONTHS_AHEAD else min(latest[:4], str(_LAST_YEAR))
    if latest == STILL_OPEN:
        span = STILL_OPEN[:4]
    return [f"{code}|{span}" for code in case["agency_codes"]]


def _beginnings(before: Document | None, event: CaseEvent) -> Document:
    """Return what the first step says, as it stands corrected; `repeat_on` only of a repeat."""
    data = event.data
    begun_with = {
        "opened_on": event.opened_on_after(before["opened_on"] if before else None),
        "channel": data.get("channel") or data.get("initiated_by"),
    }
    if before is not None:
        names = ("_id", "track", "opened_on", "continues", "channel", "repeat_on", "run")
        known = {name: before[name] for name in names if name in before}
        return known | begun_with if event.corrects_the_beginning else known
    begun: Document = {
        "_id": event.case_id,
        "track": event.track,
        # A dispute that came from another case is no new dispute.
        "continues": data.get("origin") is not None,
        **begun_with,
    }
    repeats = any(warning["code"] == _REPEAT for warning in data.get("warnings", ()))
    return begun | ({"repeat_on": event.on} if repeats else {})


def _particulars(event: CaseEvent) -> Document:
    data, parties = event.data, event.data.get("parties", ())
    act = data.get("act") or {}
    return {
        "sequence": event.sequence,
        "number": event.number,
        "matter_id": event.matter_id,
        "status": event.status,
        "phase": event.phase,
        "agency": data.get("agency") or {},
        "region": data.get("region"),
        "field": data.get("field"),
        "act_number": act.get("number"),
        "concerned": _concerned(act, parties),
        "key_groups": sorted({each["key_group"] for each in parties if each.get("key_group")}),
        "claimants": _claimants(event.case_id, parties),
    }


def _concerned(act: Mapping[str, Any], parties: Iterable[Mapping[str, Any]]) -> Document | None:
    """Return the agency that the case is about: who made the act, else who has to answer."""
    if maker := act.get("agency"):
        return {"code": maker.get("code"), "name": maker.get("name")}
    codes = (
        party.get("code")
        for party in parties
        if party["role"] in _ANSWERING and party.get("kind") == "agency"
    )
    code = next((code for code in codes if code), None)
    return {"code": code, "name": None} if code else None


def _claimants(case_id: str, parties: Iterable[Mapping[str, Any]]) -> list[str]:
    """Return one mark for each claimant; whoever has a number has the same mark everywhere."""
    return sorted(
        {
            party.get("id_number_index")
            or party.get("organisation_code")
            or party.get("code")
            or f"{case_id}:{party['id']}"
            for party in parties
            if party["role"] in CLAIMANTS
        }
    )


def _clocks_after(
    known: Sequence[Document], event: CaseEvent, rules: Rules, calendar: Calendar
) -> list[Document]:
    after = {clock["id"]: clock for clock in known}
    for told in event.clocks:
        after[told["id"]] = _clock_after(after.get(told["id"]), told, event, rules, calendar)
    return list(after.values())


def _clock_after(
    before: Document | None,
    told: Mapping[str, Any],
    event: CaseEvent,
    rules: Rules,
    calendar: Calendar,
) -> Document:
    names = ("id", "rule", "status", "started_on", "due_on", "ended_on", "party")
    ended = told["status"] not in _OPEN_CLOCKS
    begun = before or {
        "agency_code": (event.data.get("agency") or {}).get("code"),
        "obligor": obligor_of(told, rules),
    }
    return {
        **begun,
        **{name: told.get(name) for name in names},
        "amber_on": _amber_on(told, calendar),
        "ended_by": _ended_by(before, event) if ended else None,
    }


def _ended_by(before: Document | None, event: CaseEvent) -> str:
    """Return the command that ended a clock; counted anew for another step, it stays the same."""
    gone = {each["command"] for each in event.gone}
    known: str | None = before["ended_by"] if before and gone else None
    return known if known is not None and known not in gone else event.told_command


def _amber_on(told: Mapping[str, Any], calendar: Calendar) -> str | None:
    if told["due_on"] is None:
        return None
    length = Length.from_dict(told["length"]) if told.get("length") else None
    due_on = date.fromisoformat(told["due_on"])
    return Attention.before(due_on, length, calendar).amber_on.isoformat()


def _steps(event: CaseEvent) -> Iterator[Document]:
    kept = KEPT.get(event.track, {})
    command = event.told_command
    if command in kept:
        yield {
            "command": command,
            "version": event.told_version,
            "on": event.told_on,
            "status": event.status,
            "agency_code": (event.data.get("agency") or {}).get("code"),
            "warnings": [warning["code"] for warning in event.data.get("warnings", ())],
            **{name: event.data.get(name) for name in kept[command]},
        }


def _standing(steps: Sequence[Document], event: CaseEvent) -> Iterator[Document]:
    """Yield the steps that the event neither takes back nor corrects."""
    gone = {each["version"] for each in event.gone}
    return (step for step in steps if step["version"] not in gone)


def _course_after(course: Sequence[Document], event: CaseEvent) -> list[Document]:
    code = (event.data.get("agency") or {}).get("code")
    now = {"agency_code": code, "phase": event.phase}
    last = course[-1] if course else {}
    if all(last.get(name) == value for name, value in now.items()):
        return list(course)
    return [*course, {"on": event.on, **now}]


def _with_code(codes: Sequence[str], agency: Mapping[str, Any]) -> list[str]:
    code = agency.get("code")
    return list(codes) if code is None or code in codes else [*codes, code]


def _latest(case: Document) -> str:
    if case["phase"] == "open" or any(clock["status"] in _OPEN_CLOCKS for clock in case["clocks"]):
        return STILL_OPEN
    days: list[str | None] = [
        case["opened_on"],
        *(entry["on"] for entry in (*case["course"], *case["steps"])),
    ]
    days += [clock[name] for clock in case["clocks"] for name in ("due_on", "ended_on")]
    return max(day for day in days if day is not None)
