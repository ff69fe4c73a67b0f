"""Chunks of papers that were never finished, because the process was killed: found and removed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import structlog
from bson import ObjectId
from pymongo import ASCENDING

from shared.attachments.store import BUCKET
from shared.events.errand import Errand, GoOn
from shared.storage.database import Database, Document

ERRAND = "unfinished-papers"
COLLECTION = "unfinished_papers"
DAY = timedelta(days=1)
# How often the errand asks whether a day has passed.
LOOK_SECONDS = 1_800.0
_STATE = "looks"
_log = structlog.get_logger(__name__)


class Unfinished:
    """
    Looks once a day for chunks of which no file was written; removes them at the next look.

    The id of a file tells when its upload began. A look goes on where the last one ended and stops
    a day before now, so it reads what was uploaded on one day. Seen without a file at one look is
    not enough: an upload may have slept with its machine, and goes on a moment later.
    """

    def __init__(
        self, database: Database, *, now: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        self._files = database[f"{BUCKET}.files"]
        self._chunks = database[f"{BUCKET}.chunks"]
        self._states = database[COLLECTION]
        self._now = now
        self.errand = Errand(
            database, ERRAND, is_due=self.is_due, work=self.work, look_seconds=LOOK_SECONDS
        )

    def is_due(self) -> bool:
        """Say whether a day has passed since the last look."""
        state = self._states.find_one({"_id": _STATE}, {"looked_at": 1})
        # A wall clock that was set back must not put it off.
        return state is None or abs(self._now() - state["looked_at"]) >= DAY

    def work(self, go_on: GoOn = lambda: True) -> None:
        """Remove what had no file at the last look either; note what has none now."""
        state = self._states.find_one({"_id": _STATE}) or {"after": None, "without_file": []}
        looked_at = self._now()
        self._remove(state["without_file"])
        found: list[ObjectId] = []
        begin, until = ObjectId(bytes(12)), ObjectId.from_datetime(looked_at - DAY)
        for end in self._ends(state["after"], until):
            if not go_on():
                return  # All of it is done again: it is little, and nothing was noted.
            found += self._without_file({"$gte": state["after"] or begin, "$lt": end})
            state["after"] = end
        # Not beyond: a wall clock that was ahead and is right again has jumped over some days.
        after = min(state["after"], until)
        noted = {"after": after, "without_file": found, "looked_at": looked_at}
        self._states.update_one({"_id": _STATE}, {"$set": noted}, upsert=True)

    def _ends(self, after: ObjectId | None, until: ObjectId) -> Iterator[ObjectId]:
        """Yield where each piece of the way ends: days, beginning with the first file."""
        if after is None:
            first = self._files.find_one({}, {"_id": 1}, sort=[("_id", ASCENDING)])
            after = min(first["_id"], until) if first else until
            yield after
        while after < until:
            after = min(ObjectId.from_datetime(after.generation_time + DAY), until)
            yield after

    def _without_file(self, within: Document) -> set[ObjectId]:
        # By the one field and without an order: so the embedded database goes by its index.
        begun = set(self._chunks.distinct("files_id", {"files_id": within}))
        return begun - {each["_id"] for each in self._files.find({"_id": within}, {"_id": 1})}

    def _remove(self, papers: list[ObjectId]) -> None:
        finished = {each["_id"] for each in self._files.find({"_id": {"$in": papers}}, {"_id": 1})}
        left = [each for each in papers if each not in finished]
        for paper in left:
            self._chunks.delete_many({"files_id": paper})
        if left:
            _log.info("unfinished_papers_removed", papers=len(left))
