"""The matters in MongoDB: found by id, by case and by key; each write guarded by what was read."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime

from services.coordination.attention.lists import LATEST, PEOPLE, matter_listing
from shared.disputes.matter_changes import MatterChange, new_matter
from shared.disputes.strong_keys import own_key
from shared.events.announcements import ToldEntry
from shared.records.records import Change, Records
from shared.storage.database import Database, Document, DocumentCollection

COLLECTION = "matters"
# More than these are not looked at: whoever has so many like cases is known to the office anyway.
_MOST_ALIKE = 50
_MOST_FORGOTTEN = 20
_LONGEST_CHAIN = 100


class MatterShelf:
    """
    Reads and writes the documents of matters; their history is at once timeline and outlet.

    One write is one document. Whatever concerns two matters is written in steps that may be
    repeated, in the order of the events that call for them.
    """

    def __init__(
        self, database: Database, *, now: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        self.records = Records(
            database,
            COLLECTION,
            indexes=("keys", "likeness_keys"),
            sparse=(),
            lists=LATEST,
            listing=matter_listing,
            listed_as=[*LATEST.names(), *PEOPLE.names()],
            key=lambda entry: entry.get("source_event"),
            born="born_at",
            now=now,
        )
        self.matters: DocumentCollection = self.records.documents
        self.desk, self.long = self.records.desk, self.records.long
        self.now = now

    def prepare(self) -> None:
        """Create the indexes: for the relay, the keys of matters, and guarded writes."""
        PEOPLE.prepare(self.matters)
        self.records.prepare()

    def with_history(self, matter_id: str) -> Document | None:
        """Return the matter with its whole history, or None."""
        return self.records.get(matter_id)

    def histories(self, matter_ids: Iterable[str]) -> list[Document]:
        """Return the matters of these ids with their whole histories."""
        wanted = sorted(set(matter_ids))
        found = self.matters.find({"_id": {"$in": wanted}})
        return [self.long.whole(matter) for matter in found] if wanted else []

    def find(self, matter_id: str) -> Document | None:
        """Return the matter without its history, or None."""
        return self.desk.get(matter_id)

    def holding(self, case_id: str) -> list[Document]:
        """Return the matters in which a case stands: one, or two while it moves."""
        found = self.desk.having("keys", [own_key(case_id)])
        return [matter for matter in found if case_id in matter["cases"]]

    def with_keys(self, keys: Iterable[str]) -> list[Document]:
        """Return the matters that share one of these strong keys."""
        return self.desk.having("keys", keys)

    def alike(self, keys: Iterable[str]) -> list[Document]:
        """
        Return the matters that share one of these keys of likeness, the latest of them only.

        Earlier ones lose these keys, so that one person's hundredth case costs what the first did.
        """
        wanted = sorted(keys)
        found = self.desk.having("likeness_keys", wanted)
        ordered = sorted(found, key=lambda each: (each["born_at"], each["_id"]), reverse=True)
        for earlier in ordered[_MOST_ALIKE : _MOST_ALIKE + _MOST_FORGOTTEN]:
            forgotten = {"$pullAll": {"likeness_keys": wanted}}
            self.matters.update_one({"_id": earlier["_id"]}, forgotten)
        return ordered[:_MOST_ALIKE]

    def present(self, matter_id: str) -> Document | None:
        """Return the matter that answers to this id: itself, or where the last case of it went."""
        return self._followed(self.find(matter_id), until_empty=True)

    def root(self, matter: Document) -> Document:
        """Return the matter to which whatever belongs to this one goes."""
        return self._followed(matter, until_empty=False) or matter

    def _followed(self, matter: Document | None, *, until_empty: bool) -> Document | None:
        for _ in range(_LONGEST_CHAIN):
            stays = matter is None or matter["moved_to"] is None
            if matter is None or stays or (until_empty and matter["cases"]):
                break
            following = self.desk.get(matter["moved_to"], fresh=True)
            if following is None:
                break
            matter = following
        return matter

    def knows_step(self, matter_ids: Iterable[str], event_id: str) -> bool:
        """Say whether the history of one of these matters has this step of a case."""
        wanted = sorted(set(matter_ids))
        # In two stages: asked together, the embedded database looks through every history.
        stages: list[Document] = [
            {"$match": {"_id": {"$in": wanted}}},
            {"$match": {"history.source_event": event_id}},
            {"$project": {"_id": 1}},
        ]
        return bool(list(self.matters.aggregate(stages))) or any(
            self.long.older_entry_of_key(matter_id, event_id) for matter_id in wanted
        )

    def write(
        self,
        matter: Document | None,
        matter_id: str,
        change: MatterChange,
        *,
        traceparent: str | None,
    ) -> bool:
        """Write a change of a matter as it was read (None: new); False when it moved meanwhile."""
        said: Document = {**(change.fact or {})}
        if change.notes:
            said["notes"] = list(change.notes)
        entry = ToldEntry(change.announcements, said, traceparent)
        if matter is None:
            born = {**new_matter(matter_id), **change.state}
            return self.records.insert(matter_id, born, entry) is not None
        return self.records.write(matter, Change(change.state, entry)) is not None
