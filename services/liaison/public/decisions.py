"""
Decisions that the public reads: found by day, agency, kind and words, each under one address.

The text is public, so its words stand in clear. Beside each decision lies a row with the words
it is found by, each with its month before it: the embedded database builds all matches of its one
condition before it sorts them, so a question goes month by month, the latest first.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pymongo import ASCENDING

from shared.casework.search_words import holds, number_words, text_words
from shared.storage.database import Database, Document
from shared.storage.keys import keyed
from shared.storage.pages import Pages, prepare_pages

DECISIONS = "decisions"
WORDS = "decision_words"
PUBLISHED, WITHDRAWN = "published", "withdrawn"
MOST_WORDS = 8_000
"""By so many words a decision is found; those that come latest in the alphabet fall away."""
_LIST = "listed"
_SHELF = "all"
_FILTERS = ("agency_code", "decision_kind")
_HEAD = {"text": 0, _LIST: 0}
_MOST_MONTHS = 48
_MOST_ASKED = 4  # words of one term that narrow the search; the text itself is compared in the end
BEFORE_ALL, BEYOND_ALL = "0000-01-01", "9999-12-31"


@dataclass(frozen=True, slots=True)
class DecisionQuestion:
    """What is looked for: words, the agency, the kind, and days of the decision from and to."""

    terms: tuple[str, ...] = ()
    agency_code: str | None = None
    decision_kind: str | None = None
    first: str = BEFORE_ALL
    last: str = BEYOND_ALL

    @property
    def rest(self) -> dict[str, str]:
        """What a row must fulfil beside its day and its words."""
        asked = {"agency_code": self.agency_code, "decision_kind": self.decision_kind}
        return {name: value for name, value in asked.items() if value is not None}


class Decisions:
    """The decisions that are or were public, in the database of liaison."""

    def __init__(self, database: Database) -> None:
        self._rows = database[DECISIONS]
        self._words = database[WORDS]
        self._pages = Pages(self._rows, _LIST)

    def prepare(self) -> None:
        """Create the indexes."""
        prepare_pages(self._rows, (_LIST,))
        self._words.create_index([("found_by", ASCENDING)], sparse=True)

    def record(self, case_id: str, told: Mapping[str, Any]) -> None:
        """
        Take in how a case stands with the public, told by the service that owns it.

        May be repeated, and told in any order: what is older than what is known changes nothing.
        """
        known = self._rows.find_one({"_id": case_id}, {"version": 1})
        if known is not None and known["version"] >= told["version"]:
            return
        if told["state"] not in {PUBLISHED, WITHDRAWN} and known is None:
            return
        row = _row(case_id, told)
        # The words first: the version that ends a repeat is written last.
        if row["state"] == PUBLISHED:
            self._words.replace_one({"_id": case_id}, _words_of(row), upsert=True)
        else:
            self._words.delete_one({"_id": case_id})
        self._rows.replace_one({"_id": case_id}, row, upsert=True)

    def find(self, case_id: str) -> Document | None:
        """Return a decision that is or was public."""
        found: Document | None = self._rows.find_one({"_id": case_id}, {_LIST: 0})
        return found

    def page(self, question: DecisionQuestion, *, size: int, after: str | None) -> list[Document]:
        """Return up to `size` public decisions without their texts, the latest first."""
        if not question.terms:
            return self._pages.page(
                _SHELF,
                size=size,
                after=after,
                descending=True,
                first=question.first,
                last=question.last,
                rest=question.rest,
                shown=_HEAD,
            )
        found: list[Document] = []
        for row in self._with_words(question, after):
            decision = self._rows.find_one({"_id": row["_id"], "state": PUBLISHED}, {_LIST: 0})
            if decision is not None and _holds_all(question.terms, decision):
                decision.pop("text")
                found.append(decision)
                if len(found) == size:
                    break
        return found

    def agencies(self) -> list[Document]:
        """Return the agencies of which a decision is public, by name."""
        codes = self._rows.distinct("agency_code", {"state": PUBLISHED})
        rows = (self._rows.find_one({"agency_code": code, "state": PUBLISHED}) for code in codes)
        return sorted((row["agency"] for row in rows if row), key=lambda each: str(each["name"]))

    def _with_words(self, question: DecisionQuestion, after: str | None) -> Iterator[Document]:
        """Yield the rows whose words are those asked for, month by month, the latest first."""
        wanted = [words for term in question.terms if (words := _asked(term))]
        months = self._months(question, after)
        several = 1
        while months and wanted:
            now, months = months[:several], months[several:]
            conditions: list[dict[str, Any]] = [
                {"found_by": {"$in": [f"{month}|{word}" for month in now]}}
                for words in wanted
                for word in words
            ]
            found = self._words.find({"$and": conditions, **question.rest}, {"place": 1})
            places = sorted(found, key=lambda row: str(row["place"]), reverse=True)
            for row in places:
                within = question.first <= row["place"][:10] <= question.last
                if within and (after is None or row["place"] < after):
                    yield row
            several = min(several * 2, _MOST_MONTHS)

    def _months(self, question: DecisionQuestion, after: str | None) -> list[str]:
        """Return the months in which decisions lie that may be meant, the latest first."""
        ends = [
            self._pages.page(_SHELF, size=1, descending=latest, shown={"place": 1})
            for latest in (True, False)
        ]
        if not ends[0] or not ends[1]:
            return []
        last = min(ends[0][0]["place"], question.last, after or BEYOND_ALL)[:7]
        first = max(ends[1][0]["place"], question.first)[:7]
        return list(_back(last, first))


def place_of(row: Mapping[str, Any]) -> str:
    """Return the place of a decision in every list: its day, and its id where days are equal."""
    return str(row["place"])


def _row(case_id: str, told: Mapping[str, Any]) -> Document:
    public = told["state"] == PUBLISHED
    decided_on = told["decided_on"] or told["published_on"] or ""
    place = f"{decided_on}|{case_id}"
    row: Document = {
        "_id": case_id,
        "version": told["version"],
        "state": PUBLISHED if public else WITHDRAWN,
        "number": told["number"],
        "agency": told["agency"],
        "agency_code": told["agency"].get("code"),
        "decision_kind": told["kind"],
        "decided_on": told["decided_on"],
        "published_on": told["published_on"],
        "withdrawn_on": told["withdrawn_on"],
        "text": told["text"] if public else None,
        "place": place,
    }
    return {**row, **keyed(_LIST, _SHELF, place)} if public else row


def _words_of(row: Mapping[str, Any]) -> Document:
    month = str(row["place"])[:7]
    words = sorted(text_words(_searched(row)) | number_words(str(row["number"])))[:MOST_WORDS]
    return {
        "_id": row["_id"],
        "place": row["place"],
        "found_by": [f"{month}|{word}" for word in words],
        **{name: row[name] for name in _FILTERS},
    }


def _searched(row: Mapping[str, Any]) -> str:
    return f"{row['number']}\n{row['agency']['name']}\n{row['text']}"


def _asked(term: str) -> Sequence[str]:
    words = sorted(text_words(term), key=lambda word: (-len(word), word))
    return words[:: max(1, len(words) // _MOST_ASKED)][:_MOST_ASKED]


def _holds_all(terms: Sequence[str], decision: Mapping[str, Any]) -> bool:
    searched, number = _searched(decision), str(decision["number"])
    return all(holds(term, searched, "text") or holds(term, number, "number") for term in terms)


def _back(last: str, first: str) -> Iterator[str]:
    year, month = int(last[:4]), int(last[5:7])
    while f"{year:04d}-{month:02d}" >= first:
        yield f"{year:04d}-{month:02d}"
        year, month = (year, month - 1) if month > 1 else (year - 1, 12)
