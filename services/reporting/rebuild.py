"""The reported cases made anew from the feeds of their owners, beside those that are counted."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Protocol

import structlog
from pymongo import InsertOne, ReplaceOne
from pymongo.errors import BulkWriteError, DuplicateKeyError

from services.reporting.case_facts import SHAPE
from services.reporting.cases import COLLECTION, SHADOW, STATES, ReportedCases
from shared.casework.case_events import CaseEvent, tells_of_a_case
from shared.events.envelope import Arrival
from shared.events.feed_client import FeedPage
from shared.storage.database import Database, Document, DocumentCollection

READING, TAKING_OVER, COMPLETE = "reading", "taking_over", "complete"
_BATCH = 200
_log = structlog.get_logger(__name__)


class RebuildDisturbedError(RuntimeError):
    """Another process works on the same rebuild; the state in the database goes on."""


class Feeds(Protocol):
    """Whatever reads the feeds of producers, as `FeedClient` does."""

    def after(self, producer: str, sequence: int) -> FeedPage:
        """Return the page that follows a sequence."""


class Rebuild:
    """
    Reads every feed from its beginning into a shadow, then puts case by case in its place.

    Each step is small, and what it comes to is in the database before the next: a rebuild that
    is killed goes on where it was. The consumer counts on meanwhile. A case takes the place of
    the one that is counted only while that knows no later step; else the feed is read on. Steps
    of one case come from one feed, in order, and each is taken in once, by its sequence.
    """

    def __init__(
        self,
        database: Database,
        reported: ReportedCases,
        feeds: Feeds,
        producers: Sequence[str],
        *,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._states: DocumentCollection = database[STATES]
        self._shadow: DocumentCollection = database[SHADOW]
        self._reported = reported
        self._feeds = feeds
        self._producers = sorted(producers)
        self._now = now
        # Ids of the shadow that were read together: a question for some of all costs as much.
        self._waiting: list[str] = []

    def step(self) -> bool:
        """
        Do the next piece of work; False when there is none.

        Raises `FeedError` while a feed cannot be read, `RebuildDisturbedError` when another
        process has gone on with it.
        """
        state = self._reported.state()
        if state is None or state["shape"] != SHAPE or state["wanted"] > state["run"]:
            self._begin(state)
            return True
        if state["phase"] == READING:
            if not self._read_on(state, lambda _case_id: True):
                self._note(state, {"phase": TAKING_OVER})
            return True
        return state["phase"] == TAKING_OVER and self._take_over(state)

    def is_wanted(self) -> bool:
        """Say whether there is something to do."""
        state = self._reported.state()
        if state is None or state["shape"] != SHAPE or state["wanted"] > state["run"]:
            return True
        return bool(state["phase"] != COMPLETE)

    def check_shapes(self) -> None:
        """Ask for a rebuild where a case is kept in another shape, as by an older process."""
        if self._reported.has_other_shape():
            self._reported.ask_for_rebuild()

    def _begin(self, state: Document | None) -> None:
        run = state["run"] + 1 if state else 1
        self._shadow.delete_many({})
        new: Document = {
            "run": run,
            "wanted": run,
            "shape": SHAPE,
            "phase": READING,
            "positions": {},
            "ends": {},
            "began_at": self._now(),
            "ended_at": None,
        }
        if state is None:
            try:
                self._states.insert_one({"_id": COLLECTION, "beat": 1, **new})
            except DuplicateKeyError as error:
                raise RebuildDisturbedError(COLLECTION) from error
        else:
            self._note(state, new)
        _log.info("reports_rebuild_began", run=run, shape=SHAPE)

    def _read_on(self, state: Document, wanted: Callable[[str], bool]) -> bool:
        """Take in one page of each feed; False when all of them are at their end."""
        before = dict(state["positions"])
        for producer in self._producers:
            position = state["positions"].get(producer, 0)
            page = self._feeds.after(producer, position)
            self._take_in(state["run"], page.arrivals, wanted)
            after = {
                "positions": {**state["positions"], producer: position + len(page.arrivals)},
                "ends": {**state["ends"], producer: page.last_sequence},
            }
            self._note(state, after)
        return bool(state["positions"] != before)

    def _take_in(
        self, run: int, arrivals: Sequence[Arrival], wanted: Callable[[str], bool]
    ) -> None:
        steps = [step for step in _steps(arrivals) if wanted(step.case_id)]
        if not steps:
            return
        ids = sorted({step.case_id for step in steps})
        before = {case["_id"]: case for case in self._shadow.find({"_id": {"$in": ids}})}
        after: dict[str, Document] = {}
        for step in steps:
            known = after.get(step.case_id) or before.get(step.case_id)
            facts = self._reported.after(known, step)
            if facts is not None:
                after[step.case_id] = {**facts, "run": run}
        self._write(before, after)

    def _write(self, before: Mapping[str, Document], after: Mapping[str, Document]) -> None:
        writes = [
            ReplaceOne({"_id": name, "sequence": before[name]["sequence"]}, case)
            if name in before
            else InsertOne(case)
            for name, case in after.items()
        ]
        if not writes:
            return
        try:
            done = self._shadow.bulk_write(writes)
        except BulkWriteError as error:
            raise RebuildDisturbedError(SHADOW) from error
        if done.inserted_count + done.matched_count != len(writes):
            raise RebuildDisturbedError(SHADOW)

    def _take_over(self, state: Document) -> bool:
        """Let a batch of cases take their places, and read on for those that are behind."""
        batch = self._next_batch()
        behind = {case["_id"] for case in batch if not self._put_in_place(case)}
        if not batch:
            self._note(state, {"phase": COMPLETE, "ended_at": self._now()})
            _log.info("reports_rebuild_ended", run=state["run"])
        elif behind:
            # What is not in the shadow any more is counted already, and goes on by itself.
            self._read_on(state, self._is_in_shadow)
        return True

    def _next_batch(self) -> list[Document]:
        """Return some of what waits in the shadow; none when nothing does."""
        batch: list[Document] = []
        while not batch:
            if not self._waiting:
                self._waiting = [case["_id"] for case in self._shadow.find({}, {"_id": 1})]
            if not self._waiting:
                break
            ids, self._waiting = self._waiting[:_BATCH], self._waiting[_BATCH:]
            batch = list(self._shadow.find({"_id": {"$in": ids}}))
        return batch

    def _put_in_place(self, case: Document) -> bool:
        if not self._reported.put_in_place(case):
            return False
        self._shadow.delete_one({"_id": case["_id"], "sequence": case["sequence"]})
        return True

    def _is_in_shadow(self, case_id: str) -> bool:
        return self._shadow.find_one({"_id": case_id}, {"_id": 1}) is not None

    def _note(self, state: Document, change: Document) -> None:
        """Write the state, unless another process has gone on from what was read."""
        unmoved = {"_id": COLLECTION, "beat": state["beat"]}
        moved = {**change, "beat": state["beat"] + 1}
        if not self._states.update_one(unmoved, {"$set": moved}).matched_count:
            raise RebuildDisturbedError(COLLECTION)
        state.update(moved)


def _steps(arrivals: Sequence[Arrival]) -> Iterator[CaseEvent]:
    for arrival in arrivals:
        event = arrival.event()
        if tells_of_a_case(event):
            yield CaseEvent.read(event)


def shown_state(state: Mapping[str, Any] | None) -> dict[str, Any]:
    """Return how far a rebuild is, feed by feed."""
    if state is None:
        return {"run": 0, "phase": "waiting", "complete": False, "feeds": []}
    return {
        "run": state["run"],
        "phase": state["phase"] if state["wanted"] == state["run"] else "waiting",
        "complete": is_complete(state),
        "began_at": state["began_at"].isoformat(),
        "ended_at": state["ended_at"].isoformat() if state["ended_at"] else None,
        "feeds": [
            {"service": name, "read": position, "last": state["ends"].get(name)}
            for name, position in sorted(state["positions"].items())
        ],
    }


def is_complete(state: Mapping[str, Any] | None) -> bool:
    """Say whether all that ever happened is counted, in the shape of this release."""
    return state is not None and (state["phase"], state["shape"]) == (COMPLETE, SHAPE)
