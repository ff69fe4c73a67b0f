"""The rows by which cases are found: one for each token and case, written once."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from shared.storage.database import Database, Document, DocumentCollection
from shared.storage.keys import keyed, place
from shared.storage.pages import Pages, prepare_pages

WORDS = "case_words"
_KEY = "word"
_MOST_AT_ONCE = 500


class WordRows:
    """
    Find the cases that have a token, in the order of their opening.

    A token is of one agency and one kind of word. A row says that the case had it once: one that
    was taken back stays, because a writer that is behind may not take away what is true again.
    Whoever finds a case compares it with what was asked.
    """

    def __init__(self, database: Database) -> None:
        self.rows: DocumentCollection = database[WORDS]
        self._pages = Pages(self.rows, _KEY)

    def prepare(self) -> None:
        """Create the indexes."""
        prepare_pages(self.rows, [_KEY])

    @staticmethod
    def rows_of(case_id: str, tokens: Iterable[str]) -> list[Document]:
        """Return the rows of a case."""
        return [
            {"_id": place(token, case_id), **keyed(_KEY, token, case_id)}
            for token in sorted(tokens)
        ]

    def about(self, token: str) -> int:
        """Return about how many cases have a token."""
        return self._pages.about(token)

    def all(self, token: str) -> list[str]:
        """Return the ids of all cases that have a token of which `about` says that few do."""
        return [_case_of(row) for row in self._pages.all(token, shown={"_id": 1})]

    def page(self, token: str, *, size: int, after: str | None, descending: bool) -> list[str]:
        """Return the ids of up to `size` cases that have a token, beyond the case `after`."""
        found = self._pages.page(
            token, size=size, after=after, descending=descending, shown={"_id": 1}
        )
        return [_case_of(row) for row in found]

    def having(self, case_ids: Collection[str], token: str) -> set[str]:
        """Return those of some cases that have a token."""
        names = [place(token, case_id) for case_id in case_ids]
        found: set[str] = set()
        for start in range(0, len(names), _MOST_AT_ONCE):
            some = {"_id": {"$in": names[start : start + _MOST_AT_ONCE]}}
            found |= {_case_of(row) for row in self.rows.find(some, {"_id": 1})}
        return found


def _case_of(row: Document) -> str:
    name: str = row["_id"]
    return name.partition("|")[2]
