"""The cards of a track in the database: written after their cases, never older than before."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol

import structlog
from pymongo import ASCENDING, ReplaceOne

from shared.casework.cards import FIELDS, FORM, Document, card_id, cards_of
from shared.casework.standing import StandingOf
from shared.casework.word_rows import WordRows
from shared.events.lease import Lease
from shared.events.outlet import Unpublished
from shared.records.once import once
from shared.storage.database import Database, DocumentCollection, insert_missing
from shared.storage.pages import prepare_pages

CARDS, BUILT = "case_cards", "case_cards_built"
_BEGUN = "begun"
_BATCH = 200
_MARK_BYTES = 8
_log = structlog.get_logger(__name__)


class FoundBy(Protocol):
    """By which tokens each agency finds a stored case; `mark` changes when all are other ones."""

    @property
    def mark(self) -> str:
        """What tells these tokens from those made under another key."""

    def tokens(self, stored: Mapping[str, Any]) -> Mapping[str, set[str]]:
        """Return by agency the tokens of a stored case."""


class FoundByNothing:
    """What a shelf has that nobody searches."""

    mark = "nothing"

    def tokens(self, stored: Mapping[str, Any]) -> Mapping[str, set[str]]:
        """Return no tokens."""
        del stored
        return {}


class CardShelf:
    """
    Keep one card for each agency and case, and one row for each word by which it finds it.

    The case is the truth, and one write; its cards follow. Whoever wrote the case writes them at
    once, so that a list shows one's own step. Should the process die in between, the worker does
    it before the events of the case count as told: until then the case is marked as pending. An
    older state never replaces a newer one, so it does not matter who comes last.
    """

    def __init__(self, database: Database, cases: DocumentCollection, standing: StandingOf) -> None:
        self._database = database
        self._cases = cases
        self._standing = standing
        self.cards: DocumentCollection = database[CARDS]
        self.words = WordRows(database)
        self.found_by: FoundBy = FoundByNothing()

    def prepare(self) -> None:
        """Create the indexes; make the cards of a database whose cards have another form."""
        self._create_indexes()
        self._build_once()

    def add(self, case: Mapping[str, Any]) -> None:
        """Write the cards of a new case."""
        self._write([case], {})

    def write(self, cases: Sequence[Mapping[str, Any]]) -> None:
        """Bring the cards of cases, as they are stored, to the version of each."""
        self._write(cases, self._known(cases))

    def catch_up(self, case_ids: Sequence[str]) -> None:
        """Bring the cards of some cases to what is stored of them."""
        asked = {"_id": {"$in": list(case_ids)}}
        self._catch_up(list(self._cases.find(asked, {"version": 1, "agencies": 1})))

    def follow(self, told: Sequence[Unpublished]) -> None:
        """Bring the cards of cases whose events are about to count as told to what is stored."""
        self._catch_up(
            [{"_id": e.document_id, "version": e.version, "agencies": e.agencies} for e in told]
        )

    def _catch_up(self, versions: Sequence[Mapping[str, Any]]) -> None:
        """Bring cards up to cases of which `_id`, `version` and `agencies` are given."""
        known = self._known(versions)
        behind = [case["_id"] for case in versions if _is_behind(case, known)]
        if behind:
            self._write(list(self._cases.find({"_id": {"$in": behind}})), known)

    def _known(self, cases: Iterable[Mapping[str, Any]]) -> dict[str, Document]:
        names = [card_id(agency, case["_id"]) for case in cases for agency in case["agencies"]]
        known = self.cards.find({"_id": {"$in": names}}, {"version": 1, "found_by": 1})
        return {card["_id"]: card for card in known}

    def _write(self, cases: Iterable[Mapping[str, Any]], known: Mapping[str, Document]) -> None:
        new: dict[str, Document] = {}
        behind: list[Document] = []
        rows: list[Document] = []
        for case in cases:
            tokens = self.found_by.tokens(case)
            for agency, card in cards_of(case, self._standing(case)).items():
                before, words = known.get(card["_id"]), tokens.get(agency, set())
                card["found_by"] = _mark_of(words)
                if before is None:
                    new[card["_id"]] = card
                elif before["version"] < card["version"]:
                    behind.append(card)
                else:
                    continue
                if before is None or before["found_by"] != card["found_by"]:
                    rows += self.words.rows_of(card["case"], words)
        # Rows come before the card that says they are there, and stay when it does no longer.
        insert_missing(self.words.rows, rows)
        # Of cards that were there after all, somebody else was faster: perhaps an older version.
        there = insert_missing(self.cards, list(new.values()))
        behind += [new[name] for name in there]
        if behind:
            self.cards.bulk_write([_newer(card) for card in behind], ordered=False)

    @property
    def _form(self) -> str:
        return f"{FORM} {self.found_by.mark}"

    def _create_indexes(self) -> None:
        self.cards.create_index([("_id", ASCENDING), ("version", ASCENDING)])
        prepare_pages(self.cards, FIELDS)
        self.words.prepare()

    def _build_once(self) -> None:
        once(self._database[BUILT], {"_id": CARDS, "form": self._form}, self._build)

    def _build(self, lease: Lease) -> None:
        """Write the cards of all cases; what an interrupted run has written is passed over."""
        self._drop_other_forms()
        names = [case["_id"] for case in self._cases.find({}, {"_id": 1})]
        for start in range(0, len(names), _BATCH):
            lease.hold()
            self.catch_up(names[start : start + _BATCH])
            done = min(start + _BATCH, len(names))
            _log.info("case_cards_built", collection=self._cases.name, cases=done, of=len(names))

    def _drop_other_forms(self) -> None:
        built, begun = self._database[BUILT], {"_id": _BEGUN, "form": self._form}
        if built.find_one({"_id": _BEGUN}) == begun:
            return
        if self.cards.find_one({}, {"_id": 1}) is not None:
            self.cards.drop()
            self.words.rows.drop()
            self._create_indexes()
        built.replace_one({"_id": _BEGUN}, begun, upsert=True)


def _is_behind(case: Mapping[str, Any], known: Mapping[str, Document]) -> bool:
    cards = [known.get(card_id(agency, case["_id"])) for agency in case["agencies"]]
    return any(card is None or card["version"] < case["version"] for card in cards)


def _mark_of(tokens: Iterable[str]) -> str:
    """Return what tells whether the words of a case are still those whose rows were written."""
    joined = " ".join(sorted(tokens)).encode()
    return hashlib.blake2b(joined, digest_size=_MARK_BYTES).hexdigest()


def _newer(card: Document) -> ReplaceOne[Document]:
    return ReplaceOne({"_id": card["_id"], "version": {"$lt": card["version"]}}, card)
