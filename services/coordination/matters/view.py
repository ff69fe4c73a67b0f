"""A matter as a caller sees it: roles and counts of people, never who they are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from services.coordination.docket.rows import OPEN
from services.coordination.matters.timeline import named
from shared.disputes.conflicts import what_to_do

Document = Mapping[str, Any]


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
            {**_shown_case(case), **_clocks_of(clocks.get(case["case_id"], ()))} for case in cases
        ],
        "conflicts": [with_advice(each) for each in matter["conflicts"]],
        "limitation_watch": list(limitation_watch),
    }


def with_advice(conflict: Document) -> dict[str, Any]:
    """Return a conflict with what is to be done about it."""
    return {**conflict, "what_to_do": what_to_do(conflict["code"])}


def _shown_case(case: Document) -> dict[str, Any]:
    # A case that was last heard of by an earlier release told no words.
    label = named(case.get("status_label"), case["status"])
    return {**case, "status_label": label}


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
