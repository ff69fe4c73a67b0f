"""Notes of matters that an agency may name, kept in memory at once and for all processes soon."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta

import structlog
from pymongo import UpdateOne
from pymongo.errors import PyMongoError

from shared.storage.database import Database

COLLECTION = "matters_just_opened"
# How long coordination may be behind with the event of an opening.
KEPT = timedelta(days=7)
WRITE_SECONDS = 1.0
_REMOVED_EVERY = timedelta(days=1)
_log = structlog.get_logger(__name__)


class MatterNotes:
    """
    Documents `{_id: "<matter> <agency>", at}`; what was noted within a second is one write.

    This process knows a note at once, the others within a second or so. A process that is killed
    before it writes loses what coordination is about to hear from the case itself.
    """

    def __init__(
        self,
        database: Database,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        write_seconds: float = WRITE_SECONDS,
    ) -> None:
        self._notes = database[COLLECTION]
        self._now = now
        self._write_seconds = write_seconds
        self._unwritten: dict[str, datetime] = {}
        self._writes = False
        self._lock = threading.Lock()
        self._removed_at = datetime.min.replace(tzinfo=UTC)

    def prepare(self) -> None:
        """Create the index by which old notes are removed."""
        self._notes.create_index("at")

    def add(self, matter_id: str, agency_codes: Iterable[str]) -> None:
        """Note that officers of these agencies may name a matter."""
        now = self._now()
        with self._lock:
            self._unwritten |= {_id(matter_id, code): now for code in agency_codes}
            self._let_write()

    def _let_write(self) -> None:
        if self._unwritten and not self._writes:
            self._writes = True
            writer = threading.Timer(self._write_seconds, self._write)
            writer.daemon = True
            writer.start()

    def __contains__(self, named: tuple[str, str]) -> bool:
        """Say whether it was noted in the last days that an agency may name a matter."""
        name = _id(*named)
        with self._lock:
            at = self._unwritten.get(name)
        if at is None:
            note = self._notes.find_one({"_id": name})
            at = note["at"] if note else None
        return at is not None and self._now() - at < KEPT

    def _write(self) -> None:
        """Write what was noted, and remove old notes; a failure harms no case."""
        with self._lock:
            noted = dict(self._unwritten)
        try:
            upserts = [UpdateOne({"_id": n}, {"$set": {"at": at}}, True) for n, at in noted.items()]
            self._notes.bulk_write(upserts, ordered=False)
            self._remove_old()
        except PyMongoError as error:
            _log.warning("matters_not_noted", error=type(error).__name__)
        finally:
            with self._lock:
                self._unwritten = {n: at for n, at in self._unwritten.items() if noted.get(n) != at}
                self._writes = False
                self._let_write()

    def _remove_old(self) -> None:
        """Remove old notes, at most once a day from each process."""
        now = self._now()
        if now - self._removed_at > _REMOVED_EVERY:
            self._removed_at = now
            self._notes.delete_many({"at": {"$lt": now - KEPT}})


def _id(matter_id: str, agency_code: str) -> str:
    return f"{matter_id} {agency_code}"
