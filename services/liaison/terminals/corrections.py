"""What people correct within ten minutes of handing in, kept sealed beside their petition."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from services.liaison.terminals.intake import ITEMS, key_of
from services.liaison.terminals.keys import HallKeys
from shared.http.problems import Problem, not_found
from shared.language import Text
from shared.storage.database import Database, Document

WITHIN = timedelta(minutes=10)
"""经济日报 2021-04-15 on the rules for elderly users: what has legal effect can be corrected."""
_MARGIN = timedelta(minutes=1)
_MOST = 20
_FIELD = "correction"
_TOO_LATE = Text(
    "已超过十分钟，请到窗口更正。", "Ten minutes are over; correct it at the window, please."
)
_TOO_MANY = Text("更正过多，请到窗口办理。", "Too many corrections; go to the window, please.")


class Corrections:
    """Puts corrections to the items they belong to; the same one sent twice is there once."""

    def __init__(self, database: Database, keys: HallKeys) -> None:
        self._items = database[ITEMS]
        self._keys = keys

    def take(self, origin: str, said: Mapping[str, Any]) -> None:
        """
        Keep a correction.

        Raises `Problem`: 404 for an item that is not there, 409 when it comes too late by the
        clock of the terminal, which may have waited for the line, or when there are too many.
        """
        item = self._items.find_one({"_id": key_of(origin, said["corrects"])})
        if item is None:
            raise not_found()
        self.put(item, said)

    def put(self, item: Document, said: Mapping[str, Any]) -> None:
        """Keep a correction of an item that was found; 409 as of `take`."""
        known = item.get("corrections", [])
        if any(each["id"] == said["id"] for each in known):
            return
        if _seconds_after(item, said) > (WITHIN + _MARGIN).total_seconds():
            raise Problem(409, "conflict", _TOO_LATE)
        if len(known) >= _MOST:
            raise Problem(409, "conflict", _TOO_MANY)
        kept = {"id": said["id"], "at": datetime.now(UTC), "text": self._sealed(item, said)}
        wanted = {"_id": item["_id"], "corrections.id": {"$ne": said["id"]}}
        self._items.update_one(wanted, {"$push": {"corrections": kept}})

    def of(self, item: Document) -> list[dict[str, Any]]:
        """Return the corrections of an item in clear, oldest first."""
        return [
            {
                "at": each["at"].isoformat(),
                "text": str(
                    self._keys.sealer.open(each["text"], document=item["_id"], field=_FIELD)
                ),
            }
            for each in item.get("corrections", [])
        ]

    def _sealed(self, item: Document, said: Mapping[str, Any]) -> str:
        return self._keys.sealer.seal(said["text"], document=item["_id"], field=_FIELD)


def _seconds_after(item: Document, said: Mapping[str, Any]) -> float:
    """Return how long after the item the correction was made, both by the same clock."""
    handed_in = item["clock"]["handed_in_at"]
    if said.get("handed_in_at") and handed_in:
        later: timedelta = said["handed_in_at"] - datetime.fromisoformat(handed_in)
    else:
        later = datetime.now(UTC) - item["received_at"]
    return later.total_seconds()
