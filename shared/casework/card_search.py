"""Candidates of a search: the rows of its rarest word, intersected with the others by keys."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from shared.casework.card_pages import FEW, SHOWN, CardPages, WantedPage, in_order, rest_of
from shared.casework.cards import DUE, VOID, Document, Filter, card_id
from shared.casework.findable import Tokens
from shared.casework.word_rows import WordRows
from shared.storage.database import DocumentCollection

MANY = 500  # so many rows of a word are read whole for an order in which they do not stand
_FIRST, _LARGEST = 64, 512
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Batch:
    """Some candidates, as `{case, due}` in order; how far the search has come, and what it cost."""

    cards: Sequence[Document]
    last: str | None
    looked_at: int


class CardSearch:
    """
    Yield the cards that may be what is asked for, in the order of the list, some at a time.

    What they are found along is the shortest of: the rows of the rarest word, the list of the
    filters. All else is asked by key of the candidates alone.
    """

    def __init__(self, cards: DocumentCollection, rows: WordRows, pages: CardPages) -> None:
        self._cards = cards
        self._rows = rows
        self._pages = pages

    def batches(self, wanted: WantedPage, terms: Sequence[Tokens]) -> Iterator[Batch]:
        """Yield candidates beyond the place `after`, until there are no more."""
        about, tokens = self._rarest(terms)
        if wanted.order.kind == DUE:
            if about <= MANY:
                yield self._whole(wanted, terms, tokens)
                return
            yield from self._along_list(wanted, terms)
        elif self._list_is_shorter(wanted.filter, wanted.order.kind, than=about):
            yield from self._along_list(wanted, terms)
        else:
            yield from self._along_words(wanted, terms, tokens)

    def _rarest(self, terms: Sequence[Tokens]) -> tuple[int, list[str]]:
        """Return the tokens, one for each kind of a term, that the fewest cases have."""
        counted = []
        for term in terms:
            rarest = [
                min((self._rows.about(token), token) for token in together) for together in term
            ]
            counted.append((sum(about for about, _ in rarest), [token for _, token in rarest]))
        return min(counted)

    def _list_is_shorter(self, narrowed: Filter, kind: str, *, than: int) -> bool:
        if than <= FEW or not narrowed.exact:
            return False
        return self._pages.about(narrowed, kind) < than

    def _whole(self, wanted: WantedPage, terms: Sequence[Tokens], tokens: Sequence[str]) -> Batch:
        names = sorted({name for token in tokens for name in self._rows.all(token)})
        cards = self._of(self._intersected(names, terms), wanted.filter)
        due = [card for card in cards if "due" in card]
        return Batch(in_order(due, replace(wanted, size=len(due))), None, len(names))

    def _along_list(self, wanted: WantedPage, terms: Sequence[Tokens]) -> Iterator[Batch]:
        after, size = wanted.after, _FIRST
        while True:
            some = self._pages.page(replace(wanted, after=after, size=size))
            kept = set(self._intersected([card["case"] for card in some], terms))
            after = wanted.order.place(some[-1]) if some else after
            yield Batch([card for card in some if card["case"] in kept], after, len(some))
            if len(some) < size:
                return
            size = min(size * 2, _LARGEST)

    def _along_words(
        self, wanted: WantedPage, terms: Sequence[Tokens], tokens: Sequence[str]
    ) -> Iterator[Batch]:
        after, size, descending = wanted.after, _FIRST, wanted.order.descending
        while True:
            several = [
                self._rows.page(token, size=size, after=after, descending=descending)
                for token in tokens
            ]
            names, after = _merged(several, size, descending=descending)
            # Where each kind of the one term is one word, its rows have answered already.
            done = len(terms) == 1 and all(len(together) == 1 for together in terms[0])
            kept = names if done else self._intersected(names, terms)
            cards = self._of(kept, wanted.filter)
            cards.sort(key=wanted.order.place, reverse=descending)
            yield Batch(cards, after, len(names))
            if after is None:
                return
            size = min(size * 2, _LARGEST)

    def _intersected(self, names: Sequence[str], terms: Sequence[Tokens]) -> list[str]:
        """Return those of the candidates that have the tokens of every term, in their order."""
        left = set(names)
        for term in terms:
            left = self._having_any(left, term)
        return [name for name in names if name in left]

    def _having_any(self, names: Sequence[str] | set[str], term: Tokens) -> set[str]:
        kept: set[str] = set()
        for together in term:
            left = set(names) - kept
            for token in together:
                left = self._rows.having(left, token) if left else left
            kept |= left
        return kept

    def _of(self, names: Sequence[str], narrowed: Filter) -> list[Document]:
        """Return the cards of cases that fulfil the filters, in no order."""
        found: list[Document] = []
        ids = [card_id(narrowed.agency_code, name) for name in names]
        rest = rest_of(narrowed)
        if narrowed.status is None:
            rest[VOID] = {"$ne": True}
        for start in range(0, len(ids), _AT_ONCE):
            stages: list[Document] = [{"$match": {"_id": {"$in": ids[start : start + _AT_ONCE]}}}]
            stages += [{"$match": rest}] if rest else []
            found += self._cards.aggregate([*stages, {"$project": SHOWN}])
        return found


def _merged(
    several: Sequence[Sequence[str]], size: int, *, descending: bool
) -> tuple[list[str], str | None]:
    """
    Return what pages of several rows hold together, as far as all of them reach, and how far.

    None where all of them have come to their end.
    """
    names = sorted({name for page in several for name in page}, reverse=descending)
    ends = [page[-1] for page in several if len(page) == size]
    if not ends:
        return names, None
    reach = max(ends) if descending else min(ends)
    return [name for name in names if (name >= reach if descending else name <= reach)], reach
