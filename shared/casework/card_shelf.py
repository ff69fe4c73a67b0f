"""The cards of a track in the database: written after their cases, never older than before."""

from __future__ import annotations

import time
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

import structlog
from pymongo import ASCENDING, ReplaceOne
from pymongo.errors import BulkWriteError

from shared.casework.cards import FIELDS, SOURCES, Document, card_id, cards_of, word_row
from shared.events.database import DUPLICATE_KEY, Database, DocumentCollection
from shared.events.lease import Lease
from shared.storage.pages import prepare_pages

CARDS, BUILT = "case_cards", "case_cards_built"
# Cards of an earlier form are made anew at the next start.
FORM = 2
_LEASE = "case_cards"
_BATCH = 500
_WAIT_SECONDS = 0.5
_log = structlog.get_logger(__name__)


class CardShelf:
    """
    Keep one card for each agency and case, and one row for each word by which it finds it.

    The case is the truth, and one write; its cards follow. Whoever wrote the case writes them at
    once, so that a list shows one's own step. Should the process die in between, the worker does
    it before the events of the case count as told: until then the case is marked as pending. An
    older state never replaces a newer one, so it does not matter who comes last.
    """

    def __init__(
        self, database: Database, cases: DocumentCollection, closed: Collection[str] = ()
    ) -> None:
        self._database = database
        self._cases = cases
        self._closed = closed
        self.cards: DocumentCollection = database[CARDS]

    def prepare(self) -> None:
        """Create the indexes; make the cards of a database that is older than cards."""
        self.cards.create_index([("_id", ASCENDING), ("version", ASCENDING)])
        prepare_pages(self.cards, FIELDS)
        self._build_once()

    def add(self, case: Mapping[str, Any]) -> None:
        """Write the cards of a new case."""
        self._write([case], {})

    def write(self, cases: Sequence[Mapping[str, Any]]) -> None:
        """Bring the cards of cases, as they are stored, to the version of each."""
        names = [card_id(agency, case["_id"]) for case in cases for agency in case["agencies"]]
        known = self.cards.find({"_id": {"$in": names}}, {"version": 1, "form": 1, "words": 1})
        self._write(cases, {card["_id"]: card for card in known})

    def catch_up(self, case_ids: Sequence[str]) -> None:
        """Bring the cards of some cases to what is stored of them."""
        sources = dict.fromkeys(SOURCES, 1)
        self.write(list(self._cases.find({"_id": {"$in": list(case_ids)}}, sources)))

    def _write(self, cases: Iterable[Mapping[str, Any]], known: Mapping[str, Document]) -> None:
        new: dict[str, Document] = {}
        behind: list[Document] = []
        for case in cases:
            for agency, made in cards_of(case, self._closed).items():
                card = made | {"form": FORM}
                # Rows of words come before the card and stay: the card tells which hold still.
                new |= _rows_of_new_words(agency, card, known.get(card["_id"]))
                if card["_id"] not in known:
                    new[card["_id"]] = card
                elif _is_behind(known[card["_id"]], card):
                    behind.append(card)
        # Of cards that were there after all, somebody else was faster: perhaps an older version.
        there = _insert(self.cards, list(new.values()))
        behind += [new[name] for name in there if "version" in new[name]]
        if behind:
            self.cards.bulk_write([_newer(card) for card in behind], ordered=False)

    def _build_once(self) -> None:
        built = self._database[BUILT]
        lease = Lease(self._database, _LEASE)
        mark = {"_id": CARDS, "form": FORM}
        while built.find_one({"_id": CARDS}) != mark:
            if lease.hold():
                self._build(lease)
                built.replace_one({"_id": CARDS}, mark, upsert=True)
                lease.release()
            else:
                time.sleep(_WAIT_SECONDS)

    def _build(self, lease: Lease) -> None:
        """Write the cards of all cases; what an interrupted run has written is passed over."""
        names = [case["_id"] for case in self._cases.find({}, {"_id": 1})]
        for start in range(0, len(names), _BATCH):
            lease.hold()
            self.catch_up(names[start : start + _BATCH])
            done = min(start + _BATCH, len(names))
            _log.info("case_cards_built", collection=self._cases.name, cases=done, of=len(names))


def _rows_of_new_words(agency: str, card: Document, known: Document | None) -> dict[str, Document]:
    before = known["words"] if known else ()
    rows = [word_row(agency, word, card["case"]) for word in card["words"] if word not in before]
    return {row["_id"]: row for row in rows}


def _is_behind(known: Document, card: Document) -> bool:
    return bool(known["version"] < card["version"] or known.get("form") != card["form"])


def _newer(card: Document) -> ReplaceOne[Document]:
    # One of the same version says the same, unless it is of an earlier form.
    return ReplaceOne({"_id": card["_id"], "version": {"$lte": card["version"]}}, card)


def _insert(rows: DocumentCollection, documents: Sequence[Document]) -> set[str]:
    """Insert what is not there yet, in one write; return the ids that were there."""
    if not documents:
        return set()
    try:
        rows.insert_many(documents, ordered=False)
    except BulkWriteError as error:
        refusals = (error.details or {}).get("writeErrors", [])
        if any(refusal["code"] != DUPLICATE_KEY for refusal in refusals):
            raise
        return {documents[refusal["index"]]["_id"] for refusal in refusals}
    return set()
