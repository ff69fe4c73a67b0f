"""What an officer sees of joining: moves, proposals, links, people, and the history of a matter."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from services.coordination.joining.proposals import LINKED, REFUSED, Proposals
from services.coordination.joining.settlement import are_apart
from services.coordination.matters.shelf import MatterShelf
from shared.disputes.case_entry import reference
from shared.disputes.likeness import LikenessPolicy
from shared.disputes.people import PartyEntry, People
from shared.legal_day import TIME_ZONE

Document = Mapping[str, Any]
Shown = dict[str, Any]


def joining_parts(
    shelf: MatterShelf, proposals: Proposals, policy: LikenessPolicy, matter: Document
) -> Shown:
    """Return what the page of a matter says about what belongs to it and what may."""
    people = People(matter["cases"].values(), matter["people"])
    return {
        "moving": _moves(shelf, matter),
        "proposals": _proposals(shelf, proposals.about(matter["cases"]), matter),
        "likeness_policy": policy.as_dict(),
        "links": matter["links"],
        "people": shown_people(people, matter["cases"]),
        "people_proposals": shown_proposals(people, matter["cases"]),
    }


def former_matters(matter: Document) -> set[str]:
    """Return the ids of the matters in which cases of this one stood before."""
    return {name for case in matter["cases"].values() for name in case["came_from"]} - {
        matter["_id"]
    }


def shown_history(
    matter: Document, former: Iterable[Document], pairs: Iterable[Document]
) -> list[Shown]:
    """
    Return what was decided and found about a matter, oldest first, with who decided and why.

    What happened in a former matter is told where it is about cases that are here now.
    """
    entries = [_entry(entry, note) for entry, note in _notes(matter["history"])]
    for earlier in former:
        for entry, note in _notes(earlier["history"]):
            about = [case["case_id"] for case in note.get("cases", ())]
            if not about or any(name in matter["cases"] for name in about):
                entries.append(_entry(entry, note) | {"matter_id": earlier["_id"]})
    entries += [said for pair in pairs for said in _said_of(pair)]
    return sorted(entries, key=lambda entry: str(entry["recorded_at"]))


def _moves(shelf: MatterShelf, matter: Document) -> list[Shown]:
    """Return the cases that are leaving or arriving, until their owners have moved them."""
    coming = shelf.with_keys([f"to:{matter['_id']}"])
    found = []
    for source in (matter, *(each for each in coming if each["_id"] != matter["_id"])):
        for name, asked in source["moving"].items():
            if name in source["cases"] and matter["_id"] in {source["_id"], asked["to"]}:
                places = {"from_matter_id": source["_id"], "to_matter_id": asked["to"]}
                move = {**asked, **reference(source["cases"][name]), **places}
                found.append(move)
    return found


def _proposals(shelf: MatterShelf, pairs: Iterable[Document], matter: Document) -> list[Shown]:
    found = []
    for pair in pairs:
        others = [case for case in pair["cases"] if case["case_id"] not in matter["cases"]]
        other = others[0] if others else pair["cases"][-1]
        homes: Sequence[Document] = shelf.holding(other["case_id"]) if others else [matter]
        status = pair["status"] if others else LINKED
        if homes and others and are_apart(matter, homes[0]):
            status = REFUSED  # an officer took one of them out
        found.append(
            {
                **pair,
                **other,
                "matter_id": homes[0]["_id"] if homes else None,
                "status": status,
            }
        )
    return found


def _notes(history: Iterable[Document]) -> Iterator[tuple[Document, Document]]:
    return ((entry, note) for entry in history for note in entry.get("notes", ()))


def _entry(entry: Document, note: Document) -> Shown:
    said = {name: value for name, value in note.items() if value is not None}
    day = entry["at"].astimezone(TIME_ZONE).date().isoformat()
    return {"on": day, "recorded_at": entry["at"].isoformat(), **said}


def _said_of(pair: Document) -> Iterator[Shown]:
    said = {"proposal_id": pair["_id"], "cases": pair["cases"]}
    proposed_at = pair["proposed_at"].isoformat()
    yield {
        "kind": "proposed",
        "on": pair["proposed_on"],
        "recorded_at": proposed_at,
        "likeness": pair["likeness"],
        **said,
    }
    if refused := pair.get("refused"):
        yield {
            "kind": "refused",
            "recorded_at": refused["at"].isoformat(),
            **{name: refused[name] for name in ("on", "by", "reason")},
            **said,
        }


def shown_people(people: People, cases: Mapping[str, Mapping[str, Any]]) -> list[Shown]:
    """Return the people of a matter as a caller sees them: their roles and entries, no index."""
    return [
        {
            "person_id": person.person_id,
            "kind": person.entries[0].kind,
            "roles": [_shown_role(each, cases) for each in person.entries],
            "entries": [each.name for each in person.entries],
            "recognised": person.recognised,
        }
        for person in people.persons()
    ]


def shown_proposals(people: People, cases: Mapping[str, Mapping[str, Any]]) -> list[Shown]:
    """Return who may be one person, for an officer to merge or to hold apart."""
    found = []
    for one, other, said in people.alike():
        entries = sorted((*one.entries, *other.entries), key=lambda entry: entry.name)
        found.append(
            {
                "person_ids": [one.person_id, other.person_id],
                "entries": [entry.name for entry in entries],
                "roles": [_shown_role(entry, cases) for entry in entries],
                "likeness": said,
            }
        )
    return found


def _shown_role(entry: PartyEntry, cases: Mapping[str, Mapping[str, Any]]) -> Shown:
    return {**reference(cases[entry.case_id]), "role": entry.role}
