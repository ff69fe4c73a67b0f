"""Searching the cases of a track: candidates by keys, each compared with what was asked."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from shared.casework.card_pages import WantedPage
from shared.casework.card_search import Batch
from shared.casework.casework import Casework
from shared.casework.findable import TOLD, Place, Written
from shared.casework.search_question import SearchQuestion
from shared.casework.search_words import runs
from shared.language import Text

MOST_LOOKED_AT = 4_000
"""After so many candidates a page ends although it is not full; its cursor goes on."""
_AT_ONCE = 32
_BEFORE, _AFTER = 12, 40  # characters shown around what was found in a long text
_LONG = frozenset({"title", "content"})
_MOST_SHOWN = 5

PLACES: Mapping[Place, Text] = {
    "party": Text("当事人", "party"),
    "identifier": Text("当事人的号码", "number of a party"),
    "number": Text("案号、文号", "number"),
    "title": Text("标题", "title"),
    "content": Text("内容", "content"),
}


@dataclass(frozen=True, slots=True)
class Hit:
    """A case in clear that was found, its place in the order, and what it was found in."""

    place: str
    case: dict[str, Any]
    matched: tuple[Written, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """A page of hits, and the place after which the search goes on; None at its end."""

    hits: Sequence[Hit]
    goes_on_after: str | None


class CaseSearch:
    """Find cases by names, numbers and words, within what an agency may see."""

    def __init__(self, casework: Casework) -> None:
        self._casework = casework

    def page(self, wanted: WantedPage, question: SearchQuestion) -> Found:
        """Return up to `wanted.size` cases that hold every term, beyond the place `after`."""
        agency, size = wanted.filter.agency_code, wanted.size
        terms = self._casework.findable.asked(question, agency)
        hits: list[Hit] = []
        looked_at = 0
        for batch in self._casework.store.search.batches(wanted, terms):
            looked_at += batch.looked_at
            hits += self._hits(wanted, batch, question, enough=size + 1 - len(hits))
            if len(hits) > size:
                return Found(hits[:size], hits[size - 1].place)
            if looked_at >= MOST_LOOKED_AT and batch.last is not None:
                return Found(hits, batch.last)
        return Found(hits, None)

    def _hits(
        self, wanted: WantedPage, batch: Batch, question: SearchQuestion, *, enough: int
    ) -> list[Hit]:
        hits: list[Hit] = []
        for start in range(0, len(batch.cards), _AT_ONCE):
            some = batch.cards[start : start + _AT_ONCE]
            for place, stored in self._casework.store.of_cards(wanted, some):
                case = self._casework.in_clear(stored)
                matched = self._matched(case, wanted.filter.agency_code, question)
                if matched is not None:
                    hits.append(Hit(place, case, tuple(matched)))
                    if len(hits) == enough:
                        return hits
        return hits

    def _matched(
        self, case: dict[str, Any], agency: str, question: SearchQuestion
    ) -> list[Written] | None:
        """Return what the terms were found in; long texts are read only where nothing else is."""
        if agency not in case["agencies"]:
            return None
        findable = self._casework.findable
        short = {name: value for name, value in case["facts"].items() if name not in TOLD}
        found = findable.matches({**case, "facts": short}, agency, question)
        return found or findable.matches(self._casework.opened(case), agency, question)


def shown_matches(matched: Sequence[Written], question: SearchQuestion) -> list[dict[str, Any]]:
    """Return the first things a case was found in, with the words around; no number of a person."""
    return [
        {"place": each.place, "label": PLACES[each.place].as_dict(), "text": _shown(each, question)}
        for each in matched[:_MOST_SHOWN]
    ]


def _shown(each: Written, question: SearchQuestion) -> str | None:
    if each.place == "identifier":
        return None
    return _excerpt(each.text, question) if each.place in _LONG else str(each.text)


def _excerpt(text: str, question: SearchQuestion) -> str:
    """Return a piece of a long text around the first word that was asked for."""
    words = [re.escape(run) for term in question.terms for run in runs(term)]
    found = re.search("|".join(words), text, re.IGNORECASE) if words else None
    start = max(0, (found.start() if found else 0) - _BEFORE)
    end = (found.end() if found else 0) + _AFTER
    piece = " ".join(text[start:end].split())
    return f"{'…' if start else ''}{piece}{'…' if end < len(text) else ''}"
