"""The timeline of a matter: every dated fact of its cases, and whether it still stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from shared.casework.case_events import step_event
from shared.language import Text

Document = Mapping[str, Any]
_DATES_OF_THE_ACT: Mapping[str, Text] = {
    "made_on": Text("行政行为作出", "act made"),
    "served_on": Text("行政行为送达", "act served"),
    "known_on": Text("知道行政行为", "act known"),
    "remedies_known_on": Text("知道救济途径", "remedies known"),
}


@dataclass(slots=True)
class _Told:
    """A fact as it is shown, and the events that told it."""

    shown: dict[str, Any]
    by: set[str] = field(default_factory=set)


def timeline(matter: Document, former: Sequence[Document] = ()) -> list[dict[str, Any]]:
    """
    Return every dated fact of the cases once, oldest first.

    `former` are the matters in which cases of this one stood before.

    A step (`kind` step) stands on its legal date; a milestone or a date of the act stands for
    itself where it fell on another day. `taken_back` says that a fact no longer holds as it was
    told: its step was taken back or corrected, or the date is now another.
    """
    facts: dict[tuple[Any, ...], _Told] = {}
    entries = list(_entries(matter, former))
    for entry in entries:
        for fact in _facts(entry):
            key = (fact["on"], fact["kind"], fact["name"], fact["case_id"])
            # A step may come twice on one day; a date that is only repeated may not.
            step = (*key, entry["source_event"])
            told = facts.setdefault(step if fact["kind"] == "step" else key, _Told(fact))
            told.by.add(entry["source_event"])
    steps, milestones = set(_steps_gone(entries)), _milestones_gone(entries)
    for told in facts.values():
        fact, case = told.shown, matter["cases"][told.shown["case_id"]]
        if fact["kind"] == "step":
            gone = told.by <= steps
        elif fact["kind"] == "act":
            gone = case["act"].get(fact["name"]) != fact["on"]
        else:
            stands = any((event, fact["name"]) not in milestones for event in told.by)
            gone = not stands or fact["name"] not in case["milestones"]
        fact["taken_back"] = gone
    shown = (told.shown for told in facts.values())
    return sorted(shown, key=lambda fact: (fact["on"], fact["recorded_at"]))


def _entries(matter: Document, former: Iterable[Document]) -> Iterator[Document]:
    """Yield the steps of the cases that the matter holds, of those that have left it none."""
    for document in (*former, matter):
        for entry in document["history"]:
            if entry.get("case_id") in matter["cases"]:
                yield entry


def _steps_gone(entries: Iterable[Document]) -> Iterator[str]:
    """Yield the events of the steps that no longer stand as they were recorded."""
    for entry in entries:
        for step in entry.get("taken_back", ()):
            yield step_event(entry["case_id"], step["version"])


def _milestones_gone(entries: Sequence[Document]) -> set[tuple[str, str]]:
    """Return event and name of the milestones that were taken back, or got another day."""
    said = {entry["source_event"]: set(entry["milestones"]) for entry in entries}
    told_by: dict[str, list[str]] = {}
    gone: set[tuple[str, str]] = set()
    for entry in entries:
        for step in entry.get("taken_back", ()):
            first = step_event(entry["case_id"], step["version"])
            events = told_by.setdefault(first, [first])
            anew = entry["milestones"].keys() if "corrected_on" in step else None
            for event in events:
                names = said.get(event, set())
                gone |= {(event, name) for name in (names if anew is None else names & anew)}
            if anew is not None:
                events.append(entry["source_event"])  # what a correction says may be corrected too
    return gone


def _facts(entry: Document) -> Iterator[dict[str, Any]]:
    case = {name: entry[name] for name in ("track", "case_id", "number")}
    recorded = {"recorded_at": entry["recorded_at"].isoformat()}
    words = entry.get("words", {})
    for name in _DATES_OF_THE_ACT:
        if on := entry["act"].get(name):
            label = _DATES_OF_THE_ACT[name].as_dict()
            yield {"on": on, "kind": "act", "name": name, "label": label, **case, **recorded}
    for name, on in entry["milestones"].items():
        if on != entry["on"]:
            label = named(words.get("milestones", {}).get(name), name)
            yield {"on": on, "kind": "milestone", "name": name, "label": label, **case, **recorded}
    step = {
        "kind": "step",
        "name": entry["command"],
        "label": named(words.get("command"), entry["command"]),
        "type": entry["type"],
        "status": entry["status"],
        "status_label": named(words.get("status"), entry["status"]),
        "said": words.get("said", []),
    }
    yield {"on": entry["on"], **step, **case, **recorded}


def named(words: dict[str, str] | None, name: str) -> dict[str, str]:
    """Return the words that came with a step; one that brought none is shown by its name."""
    return words or Text(name, name).as_dict()
