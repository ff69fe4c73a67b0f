"""By what a case is found: names, numbers and words, each agency by what it may see."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from shared.casework.hiding import hidden_roles
from shared.casework.identity_numbers import mark_of
from shared.casework.personal import Personal
from shared.casework.procedure import Procedure
from shared.casework.quoting import is_quotation
from shared.casework.search_keys import SearchKeys
from shared.casework.search_question import SearchQuestion
from shared.casework.search_words import (
    Kind,
    asked_words,
    holds,
    identifier_words,
    name_words,
    number_words,
    text_words,
)
from shared.casework.telephones import first_number

Place = Literal["party", "identifier", "number", "title", "content"]
TOLD_CHARACTERS = 200
"""So much of a long text is found by its words: each costs a row."""
TOLD = ("content", "subject", "claims", "requests", "facts_and_reasons")
"""The facts in which a case tells what it is about."""
_NUMBER = re.compile(r"(?:^|_)(?:no|number)\Z")
_BETWEEN_TELEPHONES = "、"
_KINDS: Mapping[Place, Kind] = {
    "party": "party",
    "identifier": "identifier",
    "number": "number",
    "title": "text",
    "content": "text",
}
_WORDS: Mapping[Kind, Callable[[str], set[str]]] = {
    "party": name_words,
    "identifier": identifier_words,
    "number": number_words,
    "text": text_words,
}
# Of a long term a few words narrow enough; what they find is compared as a whole.
_MOST_TOKENS = 4

Case = Mapping[str, Any]
Tokens = tuple[frozenset[str], ...]
"""One term as tokens: those of one of the sets must all be on a case."""


@dataclass(frozen=True, slots=True)
class Written:
    """One text by which a case may be found, and where on the case it stands."""

    place: Place
    text: str


class Findable:
    """Tell by what the cases of a track are found; `opened` gives a stored case in clear."""

    def __init__(
        self, procedure: Procedure, keys: SearchKeys, opened: Callable[[Case], Case]
    ) -> None:
        self._procedure = procedure
        self._keys = keys
        self._opened = opened

    @property
    def mark(self) -> str:
        """What changes when tokens made before are of no use."""
        return self._keys.mark

    def tokens(self, stored: Case) -> dict[str, set[str]]:
        """Return by agency the tokens under which a stored case is found."""
        case = self._opened(stored)
        return {agency: self._tokens(case, agency) for agency in stored["agencies"]}

    def asked(self, question: SearchQuestion, agency: str) -> list[Tokens]:
        """Return the terms of a question as tokens; a term without words is left out."""
        terms = [self._asked(term, agency) for term in question.terms]
        return [term for term in terms if term]

    def matches(self, case: Case, agency: str, question: SearchQuestion) -> list[Written] | None:
        """Return what of a case in clear the terms were found in; None when one is not there."""
        written = list(self.written(case, agency))
        found: dict[Written, None] = {}
        for term in question.terms:
            having = [each for each in written if holds(term, each.text, _KINDS[each.place])]
            if not having:
                return None
            found |= dict.fromkeys(having)
        return list(found)

    def written(self, case: Case, agency: str) -> Iterator[Written]:
        """Yield all that an agency may find a case in clear by."""
        hidden = hidden_roles(self._procedure, case, agency)
        # A case is still found by who took part before.
        for party in (*case["parties"], *case.get("former_parties", ())):
            if party["role"] not in hidden:
                yield from _of_party(party)
        for number in _numbers(case):
            yield Written("number", number)
        if case.get("title") and not hidden:
            yield Written("title", case["title"])
        for name in TOLD:
            text = case["facts"].get(name)
            if isinstance(text, str) and not (hidden and isinstance(text, Personal)):
                yield Written("content", text[:TOLD_CHARACTERS])

    def _tokens(self, case: Case, agency: str) -> set[str]:
        words: dict[Kind, set[str]] = {}
        for each in self.written(case, agency):
            kind = _KINDS[each.place]
            words.setdefault(kind, set()).update(_WORDS[kind](each.text))
        return {
            token for kind, several in words.items() for token in self._made(several, agency, kind)
        }

    def _asked(self, term: str, agency: str) -> Tokens:
        by_kind = {kind: asked_words(term, kind) for kind in _WORDS}
        return tuple(
            frozenset(self._made(_some(words), agency, kind))
            for kind, words in by_kind.items()
            if words
        )

    def _made(self, words: Sequence[str] | set[str], agency: str, kind: Kind) -> set[str]:
        track = self._procedure.track
        return self._keys.tokens(words, track=track, agency=agency, kind=kind)


def is_told_elsewhere(case: Case) -> bool:
    """Say whether the history holds a text by which the case is found."""
    return any(is_quotation(case["facts"].get(name)) for name in TOLD)


def _of_party(party: Mapping[str, Any]) -> Iterator[Written]:
    for name in (party.get("name"), party.get("legal_representative"), *party.get("agents", ())):
        if name:
            yield Written("party", name)
    if number := party.get("id_number"):
        # The number of 18 that replaced one of 15 finds the same person.
        for written in {number, mark_of(number, party.get("id_kind")) or number}:
            yield Written("identifier", written)
    for telephone in (party.get("phone") or "").split(_BETWEEN_TELEPHONES):
        if telephone:
            yield Written("identifier", first_number(telephone))
    for code in (party.get("organisation_code"), party.get("code")):
        if code:
            yield Written("identifier", code)


def _numbers(case: Case) -> list[str]:
    own = [case.get("number"), (case.get("act") or {}).get("number")]
    return list(dict.fromkeys(text for text in (*own, *_named_numbers(case["facts"])) if text))


def _named_numbers(facts: Any) -> Iterator[str]:
    """Yield the official numbers among facts: those of acts, courts, documents, other cases."""
    if isinstance(facts, Mapping):
        for name, value in facts.items():
            is_number = isinstance(value, str) and not isinstance(value, Personal)
            if is_number and _NUMBER.search(name):
                yield value
            else:
                yield from _named_numbers(value)
    elif isinstance(facts, list):
        for item in facts:
            yield from _named_numbers(item)


def _some(words: set[str]) -> Sequence[str]:
    ordered = sorted(words, key=lambda word: (-len(word), word))
    step = max(1, len(ordered) // _MOST_TOKENS)
    return ordered[::step][:_MOST_TOKENS]
