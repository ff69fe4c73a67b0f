"""How an event changes a matter (纠纷): a pure function from what is known to what is written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from shared.casework.case_events import CaseEvent
from shared.casework.system_commands import JOIN_MATTER
from shared.disputes.case_entry import (
    CaseEntry,
    agencies_of,
    entry_after,
    reference,
    state_of,
    told_of,
)
from shared.disputes.case_view import impersonal_act, with_late_step
from shared.disputes.conflicts import conflicts_among
from shared.disputes.discoveries import (
    Cause,
    Review,
    conflict_announcements,
    link_announcements,
    reviewed,
    without_case,
)
from shared.disputes.likeness import likeness_keys
from shared.disputes.links import links_among
from shared.disputes.people import People
from shared.disputes.strong_keys import own_key, strong_keys
from shared.events.announcements import Announcement
from shared.events.names import MATTER_CHANGED, RECONSIDERATION_ELEVATED
from shared.language import Text
from shared.storage.database import Document

Matter = Mapping[str, Any]
# A matter tells every change to all its cases, and one act may concern a whole street: with more
# cases than this, the next ones gather in another matter, unless an officer links them. It is no
# longer found by what it is about then: whoever looks would look through all that are full.
MOST_CASES = 30


@dataclass(frozen=True, slots=True)
class MatterChange:
    """What one write changes: the new state, what stands in the history, the events."""

    state: Document
    announcements: Sequence[Announcement] = ()
    fact: Document | None = None
    notes: Sequence[Document] = field(default_factory=list)


def new_matter(matter_id: str) -> Document:
    """Return a matter before its first case."""
    return {
        "_id": matter_id,
        "cases": {},
        "agencies": [],
        "conflicts": [],
        "links": [],
        "people": [],
        "moving": {},
        "moved_to": None,
        "withdrawn": {},
    }


def stands_in(matter: Matter | None, case_id: str) -> int | None:
    """
    Return the last sequence that `matter` knows of a case, or None when it is not there.

    A case that was entered by mistake is known and counts no more.
    """
    entry = _entry_of(matter, case_id) if matter else None
    return entry["sequence"] if entry else None


def _entry_of(matter: Matter, case_id: str) -> CaseEntry | None:
    found: CaseEntry | None = matter["cases"].get(case_id)
    return found or matter.get("withdrawn", {}).get(case_id)


def matter_after(
    matter: Matter | None, event: CaseEvent, *, source: Matter | None = None
) -> MatterChange:
    """
    Return what a step of a case changes in its matter.

    `source` is the matter from which the case comes: its entry there goes on here, with what was
    found and decided there. `matter.changed` is for matters of more than one case, when a case
    joins or its state changes, and for one that goes to a superior. A conflict is announced once,
    when it is found, to all and as a finding to each of its cases; it stands until an officer
    resolves it or it is over.
    """
    known = matter or new_matter(event.matter_id)
    if event.is_void:
        return _without_withdrawn(known, event, source)
    before = _entry_of(known, event.case_id)
    earlier = before or (source["cases"].get(event.case_id) if source else None)
    entry = entry_after(earlier, event)
    if source is not None:
        entry["came_from"] = list(dict.fromkeys([*entry["came_from"], source["_id"]]))
    cases = _reunited({**known["cases"], event.case_id: entry}, event.case_id)
    change = _reviewed_change(known, source, cases, event)
    if event.case_id in known.get("withdrawn", {}):
        change.state["withdrawn"] = _but(known["withdrawn"], event.case_id)
    # A case that a superior takes over is opened there by what its own service hears of it here.
    others_hear = len(cases) > 1 or event.type == RECONSIDERATION_ELEVATED
    present = known["cases"].get(event.case_id)
    if others_hear and state_of(present) != state_of(entry):
        change.announcements.insert(0, changed(event.matter_id, cases))
    notes = list(change.notes)
    if source is not None:
        notes.insert(0, _arrival(source, entry, event))
    return MatterChange(change.state, change.announcements, dated_fact(event), notes)


def late_step(matter: Matter, event: CaseEvent) -> MatterChange:
    """Return what a step changes that comes after later ones of its case: it fills gaps only."""
    if event.case_id not in matter["cases"]:
        return MatterChange({"withdrawn": dict(matter["withdrawn"])}, fact=dated_fact(event))
    entry = with_late_step(matter["cases"][event.case_id], event)
    cases = {**matter["cases"], event.case_id: entry}
    change = _reviewed_change(matter, None, cases, event)
    return MatterChange(change.state, change.announcements, dated_fact(event), change.notes)


def let_go(matter: Matter, event: CaseEvent) -> MatterChange:
    """Return what is left of a matter when one of its cases stands in another one now."""
    cases = _but(matter["cases"], event.case_id)
    gone = matter["cases"][event.case_id]
    reason = Text("案件已转入另一争议事项", "the case belongs to another matter now")
    cause = Cause(event.on, event.at, f"{reason.zh} {reason.en}", event.id, event.case_id)
    following = bool(matter["moved_to"])
    conflicts, links = (
        without_case(matter[name], event.case_id, cases, following, cause)
        for name in ("conflicts", "links")
    )
    # Who handled a case that was led away still sees where it went: an empty matter points on.
    agencies = agencies_of(cases.values()) or matter["agencies"]
    state = {
        **state_with(matter, cases, moving=_still_moving(matter, event.case_id)),
        "agencies": agencies,
        "conflicts": conflicts.all,
        "links": links.all,
    }
    announcements = [
        changed(matter["_id"], cases),
        *conflict_announcements(matter["_id"], conflicts),
        *link_announcements(matter["_id"], links),
    ]
    note = {"kind": "left", "cases": [reference(gone)], "to_matter_id": event.matter_id}
    return MatterChange(state, announcements, notes=[note, *_notes(conflicts, cause)])


def _without_withdrawn(matter: Matter, event: CaseEvent, source: Matter | None) -> MatterChange:
    """Return what is left of a matter when one of its cases was entered by mistake."""
    before = _entry_of(matter, event.case_id) or (source and _entry_of(source, event.case_id))
    cases = _but(matter["cases"], event.case_id)
    reason = Text("案件已撤销登记（误登记）", "the case was entered by mistake")
    cause = Cause(event.on, event.at, f"{reason.zh} {reason.en}", event.id, event.case_id)
    conflicts, links = (
        without_case(matter[name], event.case_id, cases, False, cause)
        for name in ("conflicts", "links")
    )
    state = {
        **state_with(matter, cases, moving=_still_moving(matter, event.case_id)),
        "conflicts": conflicts.all,
        "links": links.all,
        "withdrawn": {**matter.get("withdrawn", {}), event.case_id: entry_after(before, event)},
    }
    announcements = [
        *([changed(matter["_id"], cases)] if event.case_id in matter["cases"] and cases else []),
        *conflict_announcements(matter["_id"], conflicts),
        *link_announcements(matter["_id"], links),
    ]
    return MatterChange(state, announcements, dated_fact(event), _notes(conflicts, cause))


def state_with(
    matter: Matter, cases: Mapping[str, Any], *, moving: Mapping[str, Any], **more: Any
) -> Document:
    """Return the fields that follow from the cases of a matter, with the keys that find it."""
    state = {"moved_to": matter["moved_to"], **more, "cases": dict(cases), "moving": dict(moving)}
    keys = {own_key(name) for name in cases} | {f"to:{each['to']}" for each in moving.values()}
    likeness: set[str] = set()
    for name, entry in cases.items():
        # A case that an officer takes out says no longer what this matter is about.
        if state["moved_to"] or name not in moving:
            if len(cases) < MOST_CASES:
                keys |= strong_keys(entry)
            likeness |= likeness_keys(entry)
    return state | {
        "agencies": agencies_of(cases.values()),
        "keys": sorted(keys),
        "likeness_keys": sorted(likeness),
    }


def changed(matter_id: str, cases: Mapping[str, Any]) -> Announcement:
    """Return what the tracks are told of the cases of a matter."""
    told = [told_of(case) for _, case in sorted(cases.items())]
    return Announcement(MATTER_CHANGED, matter_id, matter_id, {"cases": told})


def with_discoveries(
    matter: Matter,
    cases: Mapping[str, Any],
    decisions: Sequence[Document],
    cause: Cause,
    source: Matter | None = None,
) -> tuple[Document, list[Announcement], list[Document]]:
    """Return conflicts and links among the cases, what is told of them, and the notes of it."""
    people = People(cases.values(), decisions)
    conflicts = reviewed(
        matter["conflicts"],
        source["conflicts"] if source else (),
        conflicts_among(cases.values(), people, cause.on, concerning=cause.case_id),
        cases,
        cause,
    )
    links = reviewed(
        matter["links"],
        source["links"] if source else (),
        links_among(cases.values(), people),
        cases,
        cause,
    )
    announcements = [
        *conflict_announcements(matter["_id"], conflicts),
        *link_announcements(matter["_id"], links),
    ]
    state = {"conflicts": conflicts.all, "links": links.all, "people": list(decisions)}
    return state, announcements, _notes(conflicts, cause)


@dataclass(frozen=True, slots=True)
class _Reviewed:
    state: Document
    announcements: list[Announcement]
    notes: list[Document]


def _reviewed_change(
    matter: Matter, source: Matter | None, cases: Mapping[str, Any], event: CaseEvent
) -> _Reviewed:
    reason = f"{event.track} {event.number}: {event.command}"
    cause = Cause(event.on, event.at, reason, event.id, event.case_id)
    decisions = _decisions(matter, source, event.case_id)
    found, announcements, notes = with_discoveries(matter, cases, decisions, cause, source)
    arrives = source is not None or event.command == JOIN_MATTER
    moving = _still_moving(matter, event.case_id) if arrives else matter["moving"]
    return _Reviewed(state_with(matter, cases, moving=moving) | found, announcements, notes)


def _still_moving(matter: Matter, case_id: str) -> Document:
    return _but(matter["moving"], case_id)


def _but(kept: Mapping[str, Any], case_id: str) -> Document:
    return {name: each for name, each in kept.items() if name != case_id}


def _reunited(cases: Mapping[str, Any], case_id: str) -> Document:
    """Return the cases without the marks that held `case_id` and the others apart."""
    others = [name for name in cases if name != case_id]
    entry = {**cases[case_id]}
    entry["apart"] = [name for name in entry["apart"] if name not in others]
    kept = {
        name: {**cases[name], "apart": [each for each in cases[name]["apart"] if each != case_id]}
        for name in others
    }
    return {**kept, case_id: entry}


def _decisions(matter: Matter, source: Matter | None, case_id: str) -> list[Document]:
    """Return the decisions on who is who, with those of the former matter about this case."""
    known = {each["id"] for each in matter["people"]}
    brought = [
        each
        for each in (source["people"] if source else ())
        if each["id"] not in known
        and any(
            name.startswith(f"{case_id}/") for name in (*each["entries"], *each.get("others", ()))
        )
    ]
    return sorted([*matter["people"], *brought], key=lambda each: str(each["at"]))


def _arrival(source: Matter, entry: Mapping[str, Any], event: CaseEvent) -> Document:
    asked = source["moving"].get(event.case_id, {})
    return {
        "kind": "arrived",
        "cases": [reference(entry)],
        "from_matter_id": source["_id"],
        **{name: asked[name] for name in ("reason", "by") if asked.get(name)},
    }


def _notes(conflicts: Review, cause: Cause) -> list[Document]:
    return [
        *_conflict_notes("conflict_found", conflicts.found, cause),
        *_conflict_notes("conflict_over", conflicts.gone, cause),
    ]


def _conflict_notes(kind: str, conflicts: Iterable[Document], cause: Cause) -> list[Document]:
    return [
        {
            "kind": kind,
            "conflict_id": each["id"],
            "code": each["code"],
            "cases": each["cases"],
            **cause.as_dict(),
        }
        for each in conflicts
    ]


def dated_fact(event: CaseEvent) -> Document:
    """Return what the timeline keeps of a step."""
    return {
        "on": event.on,
        "recorded_at": event.at,
        "track": event.track,
        "case_id": event.case_id,
        "number": event.number,
        "command": event.command,
        "type": event.type,
        "status": event.status,
        "milestones": event.data.get("milestones", {}),
        "taken_back": event.gone,
        "act": impersonal_act(event.data),
        "words": event.data.get("words", {}),
        "source_event": event.id,
    }
