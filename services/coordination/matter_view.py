"""A matter as a caller sees it: roles and counts of people, never who they are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from services.coordination.conflicts import what_to_do
from services.coordination.docket_rows import OPEN
from shared.language import Text

Document = Mapping[str, Any]
_SHOWN_OF_A_CASE = (
    "track",
    "case_id",
    "number",
    "status",
    "phase",
    "agency",
    "act_number",
    "origin",
    "on",
    "milestones",
)
_SHOWN_OF_A_CONFLICT = ("id", "code", "severity", "basis", "text", "cases", "found_on", "status")
_DATES_OF_THE_ACT: Mapping[str, Text] = {
    "made_on": Text("行政行为作出", "act made"),
    "served_on": Text("行政行为送达", "act served"),
    "known_on": Text("知道行政行为", "act known"),
    "remedies_known_on": Text("知道救济途径", "remedies known"),
}


def cases_of(matter: Document) -> list[Document]:
    """Return the cases of a matter, the earliest opened first."""
    return [case for _, case in sorted(matter["cases"].items())]


def shown_matter(
    matter: Document,
    clocks: Mapping[str, Sequence[Mapping[str, Any]]],
    limitation_watch: Sequence[dict[str, Any]] = (),
) -> dict[str, Any]:
    """Return the matter with all `clocks` by case, and the rights that run out in it."""
    cases = cases_of(matter)
    return {
        "id": matter["_id"],
        "act": _act(cases),
        "parties": _party_counts(cases),
        "agencies": matter["agencies"],
        "cases": [
            {
                **{name: case[name] for name in _SHOWN_OF_A_CASE},
                # A case that was last heard of by an earlier release told no words.
                "status_label": _named(case.get("status_label"), case["status"]),
                **_clocks_of(clocks.get(case["case_id"], ())),
            }
            for case in cases
        ],
        "conflicts": [shown_conflict(conflict) for conflict in matter["conflicts"]],
        "limitation_watch": list(limitation_watch),
    }


def shown_conflict(conflict: Document) -> dict[str, Any]:
    """Return a conflict with its article, what to do about it, and how it ended if it did."""
    return {
        **{name: conflict[name] for name in _SHOWN_OF_A_CONFLICT},
        "ended": conflict.get("ended"),
        "what_to_do": what_to_do(conflict["code"]),
    }


def timeline(matter: Document, former: Sequence[Document] = ()) -> list[dict[str, Any]]:
    """
    Return every dated fact of the cases once, oldest first.

    `former` are the matters in which cases of this one stood before.

    A step (`kind` step) stands on its legal date; a milestone or a date of the act stands for
    itself where it fell on another day.
    """
    facts: dict[tuple[Any, ...], dict[str, Any]] = {}
    for document in (*former, matter):
        for entry in document["history"]:
            if entry.get("case_id") not in matter["cases"]:
                continue  # of a case that has left, or no step of a case
            for fact in _facts(entry):
                key = (fact["on"], fact["kind"], fact["name"], fact["case_id"])
                # A step may come twice on one day; a date that is only repeated may not.
                step = (*key, entry["source_event"])
                facts.setdefault(step if fact["kind"] == "step" else key, fact)
    gone = set(_taken_back(former, matter))
    for key, fact in facts.items():
        fact["taken_back"] = fact["kind"] == "step" and key[-1] in gone
    return sorted(facts.values(), key=lambda fact: (fact["on"], fact["recorded_at"]))


def _taken_back(former: Iterable[Document], matter: Document) -> Iterator[str]:
    """Yield the events of the steps that no longer stand as they were recorded."""
    for document in (*former, matter):
        for entry in document["history"]:
            for step in entry.get("taken_back", ()):
                yield f"{entry['case_id']}.{step['version']}.1"


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
            label = _named(words.get("milestones", {}).get(name), name)
            yield {"on": on, "kind": "milestone", "name": name, "label": label, **case, **recorded}
    step = {
        "kind": "step",
        "name": entry["command"],
        "label": _named(words.get("command"), entry["command"]),
        "type": entry["type"],
        "status": entry["status"],
        "status_label": _named(words.get("status"), entry["status"]),
        "said": words.get("said", []),
    }
    yield {"on": entry["on"], **step, **case, **recorded}


def _named(words: dict[str, str] | None, name: str) -> dict[str, str]:
    """Return the words that came with a step; one that brought none is shown by its name."""
    return words or Text(name, name).as_dict()


def _clocks_of(clocks: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    runs = [clock for clock in clocks if clock["status"] in OPEN]
    return {"clocks": runs, "ended_clocks": [clock for clock in clocks if clock not in runs]}


def _act(cases: Iterable[Document]) -> Document | None:
    """Return the act of the first case that knows its number, else the first act of any."""
    acts = [case["act"] for case in cases if case["act"]]
    return next((act for act in acts if act.get("number")), acts[0] if acts else None)


def _party_counts(cases: Iterable[Document]) -> list[dict[str, Any]]:
    """Count by role and kind; whoever can be told by a number counts once over all cases."""
    seen: set[tuple[Any, ...]] = set()
    counts: Counter[tuple[str, str | None]] = Counter()
    for case in cases:
        for position, party in enumerate(case["parties"]):
            mark = party["id_number_index"] or party["code"] or (case["case_id"], position)
            if (party["role"], mark) not in seen:
                seen.add((party["role"], mark))
                counts[party["role"], party["kind"]] += 1
    return [{"role": role, "kind": kind, "count": count} for (role, kind), count in counts.items()]
