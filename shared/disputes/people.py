"""Who is one person over the cases of a matter: by blind indexes and officers' decisions alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from shared.language import Text
from shared.storage.database import Document

MERGED, SPLIT = "merged", "split"
_PROPOSED_BY = {
    "phone_index": Text("电话相同", "the same telephone number"),
    "code": Text("统一社会信用代码相同", "the same social credit code"),
}
Pair = frozenset[str]


@dataclass(frozen=True, slots=True)
class PartyEntry:
    """One party of one case: `name` is `<case id>/<party id>`; nothing of it says who it is."""

    name: str
    track: str
    case_id: str
    role: str
    kind: str | None
    id_number_index: str | None
    phone_index: str | None
    code: str | None


@dataclass(frozen=True, slots=True)
class Person:
    """The entries that are one person, and whether number or officer says so."""

    entries: tuple[PartyEntry, ...]
    recognised: str | None

    @property
    def person_id(self) -> str:
        """The name of the earliest entry."""
        return self.entries[0].name

    @property
    def names(self) -> frozenset[str]:
        """The names of the entries."""
        return frozenset(entry.name for entry in self.entries)


class People:
    """
    The persons and organisations of a matter.

    The same number of identity is the same person by itself. Officers merge and split entries;
    what was split stays apart, whatever other entries would bring together again.
    """

    def __init__(self, cases: Iterable[Mapping[str, Any]], decisions: Sequence[Document]) -> None:
        self._entries = {entry.name: entry for entry in entries_of(cases)}
        self._place = {name: place for place, name in enumerate(self._entries)}
        self._decided = {
            name
            for decision in decisions
            for name in (*decision["entries"], *decision.get("others", ()))
        }
        self._apart, merged = _pairs(decisions)
        self._group = {name: frozenset({name}) for name in self._entries}
        for one, other in (*merged, *self._same_number()):
            self._unite(one, other)

    def persons(self) -> list[Person]:
        """Return everybody, the earliest entry first."""
        groups = dict.fromkeys(self._group[name] for name in self._entries)
        return [self._person(group) for group in groups]

    def person_with(self, name: str) -> Person | None:
        """Return the person to whom an entry belongs, or None."""
        return self._person(self._group[name]) if name in self._group else None

    def alike(self) -> Iterator[tuple[Person, Person, list[Document]]]:
        """Yield the pairs that may be one, with why: an officer decides."""
        for one, other in _sharing(self.persons()):
            if not self.are_apart(one, other) and not _differ(one, other):
                said = [
                    {"what": name.removesuffix("_index"), **text.as_dict()}
                    for name, text in _PROPOSED_BY.items()
                    if _values(one, name) & _values(other, name)
                ]
                yield one, other, said

    def are_apart(self, one: Person, other: Person) -> bool:
        """Say whether an officer has held the two apart."""
        return self._are_apart(one.names, other.names)

    def known(self, case: Mapping[str, Any], role: str) -> frozenset[str]:
        """
        Return what tells apart the parties of a case in a role; empty when one is not known so.

        Known is who has a number, and who an officer has merged or split.
        """
        found: set[str] = set()
        for party in case["parties"]:
            if party["role"] == role:
                person = self.person_with(entry_name(case, party))
                marks = self._marks(person) if person else {party["code"]} - {None}
                if not marks:
                    return frozenset()
                found |= marks
        return frozenset(found)

    def _marks(self, person: Person) -> set[str]:
        codes = _values(person, "code")
        if not (codes or _values(person, "id_number_index") or person.names & self._decided):
            return set()
        # One code is one organisation even before an officer says so, but not against their word.
        return {person.person_id} | (set() if person.names & self._decided else codes)

    def _person(self, group: frozenset[str]) -> Person:
        entries = tuple(self._entries[name] for name in sorted(group, key=self._place.__getitem__))
        numbers = {entry.id_number_index for entry in entries}
        by_number = len(numbers) == 1 and None not in numbers
        how = None if len(entries) == 1 else "number" if by_number else "officer"
        return Person(entries, how)

    def _same_number(self) -> Iterator[tuple[str, str]]:
        first: dict[str, str] = {}
        for name, entry in self._entries.items():
            if entry.id_number_index:
                yield first.setdefault(entry.id_number_index, name), name

    def _unite(self, one: str, other: str) -> None:
        if one not in self._group or other not in self._group:
            return  # the case of this entry has left the matter
        mine, theirs = self._group[one], self._group[other]
        if mine != theirs and not self._are_apart(mine, theirs):
            both = mine | theirs
            for name in both:
                self._group[name] = both

    def _are_apart(self, mine: Iterable[str], theirs: Iterable[str]) -> bool:
        others = list(theirs)
        return any(frozenset({one, other}) in self._apart for one in mine for other in others)


def entries_of(cases: Iterable[Mapping[str, Any]]) -> Iterator[PartyEntry]:
    """Yield the parties of the cases who are persons or organisations; agencies are neither."""
    for case in sorted(cases, key=lambda each: str(each["case_id"])):
        for party in case["parties"]:
            if party["kind"] != "agency":
                yield PartyEntry(
                    entry_name(case, party),
                    case["track"],
                    case["case_id"],
                    party["role"],
                    party["kind"],
                    party["id_number_index"],
                    party["phone_index"],
                    party["code"],
                )


def entry_name(case: Mapping[str, Any], party: Mapping[str, Any]) -> str:
    """Return the name of an entry."""
    return f"{case['case_id']}/{party['id']}"


def _sharing(persons: Sequence[Person]) -> Iterator[tuple[Person, Person]]:
    """Yield the pairs who share a value by which one is proposed, the earliest first."""
    having: dict[tuple[str, str], list[int]] = {}
    for place, person in enumerate(persons):
        for name in _PROPOSED_BY:
            for value in _values(person, name):
                having.setdefault((name, value), []).append(place)
    pairs = {pair for places in having.values() for pair in combinations(places, 2)}
    return ((persons[one], persons[other]) for one, other in sorted(pairs))


def differ_by_number(persons: Iterable[Person]) -> bool:
    """Say whether two numbers of identity are among them: those are two people."""
    return len({value for person in persons for value in _values(person, "id_number_index")}) > 1


def _differ(one: Person, other: Person) -> bool:
    return differ_by_number((one, other))


def _values(person: Person, name: str) -> set[str]:
    return {value for entry in person.entries if (value := getattr(entry, name))}


def _pairs(decisions: Sequence[Document]) -> tuple[set[Pair], list[tuple[str, str]]]:
    """Return who must stay apart and who is one, by the decisions in their order."""
    apart: set[Pair] = set()
    merged: dict[Pair, tuple[str, str]] = {}
    for decision in decisions:
        if decision["what"] == MERGED:
            for one, other in combinations(decision["entries"], 2):
                apart.discard(frozenset({one, other}))
                merged[frozenset({one, other})] = (one, other)
        else:
            for one in decision["entries"]:
                for other in decision["others"]:
                    apart.add(frozenset({one, other}))
                    merged.pop(frozenset({one, other}), None)
    return apart, list(merged.values())
