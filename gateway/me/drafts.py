"""Forms that somebody has begun: kept sealed for a week, for their owner alone."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from shared.casework.personal import Personal, Sealer, UnsealError
from shared.http.problems import Problem
from shared.language import Text
from shared.storage.database import Database, Document

LIFETIME = timedelta(days=7)
MOST_DRAFTS = 50
MOST_BYTES = 100_000
KEY_FORM = re.compile(r"[0-9A-Za-z_.-]{1,200}")
_TOO_MANY = Text(
    f"草稿已满 {MOST_DRAFTS} 份，请先办结或丢弃一些。",
    f"There are {MOST_DRAFTS} drafts already: finish or discard some first.",
)


@dataclass(frozen=True, slots=True)
class Draft:
    """A form as it was typed so far; `key` names the form."""

    key: str
    content: str
    saved_at: datetime


class Drafts:
    """The stored drafts: `{_id, owner, key, content (sealed), saved_at}`."""

    def __init__(
        self,
        database: Database,
        sealer: Sealer,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._rows = database["drafts"]
        self._sealer = sealer
        self._now = now

    def prepare(self) -> None:
        """Create the indexes by which drafts are found and those of last week removed."""
        self._rows.create_index("owner")
        self._rows.create_index("saved_at")

    def save(self, owner: str, key: str, content: str) -> Draft:
        """Keep a draft in place of the one before; 409 when there are too many."""
        row_id = _id(owner, key)
        self._remove_old()
        is_new = self._rows.find_one({"_id": row_id}, {"_id": 1}) is None
        if is_new and self._rows.count_documents({"owner": owner}) >= MOST_DRAFTS:
            raise Problem(409, "conflict", _TOO_MANY)
        draft = Draft(key, content, self._now())
        sealed = self._sealer.seal_all(Personal(content), document=row_id, field="content")
        row = {"owner": owner, "key": key, "content": sealed, "saved_at": draft.saved_at}
        self._rows.update_one({"_id": row_id}, {"$set": row}, upsert=True)
        return draft

    def find(self, owner: str, key: str) -> Draft | None:
        """Return a draft of the owner; None when there is none, or it cannot be read any more."""
        row = self._rows.find_one({"_id": _id(owner, key)})
        if row is None or self._is_old(row):
            return None
        try:
            content = self._sealer.open_all(row["content"], document=row["_id"], field="content")
        except UnsealError:
            # The key it was sealed under has been replaced: nobody can read it again.
            self.remove(owner, key)
            return None
        return Draft(key, str(content), row["saved_at"])

    def of(self, owner: str) -> list[tuple[str, datetime]]:
        """Return the keys of the owner's drafts and when they were saved, the latest first."""
        rows = [row for row in self._rows.find({"owner": owner}) if not self._is_old(row)]
        found = [(row["key"], row["saved_at"]) for row in rows]
        return sorted(found, key=lambda each: each[1], reverse=True)

    def remove(self, owner: str, key: str) -> bool:
        """Forget a draft; tell whether there was one."""
        return self._rows.delete_one({"_id": _id(owner, key)}).deleted_count > 0

    def _is_old(self, row: Document) -> bool:
        return bool(self._now() - row["saved_at"] > LIFETIME)

    def _remove_old(self) -> None:
        self._rows.delete_many({"saved_at": {"$lt": self._now() - LIFETIME}})


def _id(owner: str, key: str) -> str:
    # No username has a bar.
    return f"{owner}|{key}"
