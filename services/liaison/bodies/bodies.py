"""The registry of bodies outside to which a dispute may be referred."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from shared.casework.outside_bodies import body_id_of
from shared.events.announcements import Announcement
from shared.events.names import BODY_ADDED, BODY_RESTORED, BODY_RETIRED
from shared.records.records import Change, RecordEntry, Records
from shared.storage.database import Database, Document, insert_missing
from shared.storage.keys import place
from shared.storage.lists import Lists

COLLECTION = "outside_bodies"
_REGISTRY = "registry"
LISTS = Lists("listed_index", ((), ("kind",)), descending=True)
_SAID = ("name", "code", "region", "kind")
_STATE = (*_SAID, "active", "listed_index")
_KEPT = ("_id", *_STATE, "version", "published", "recorded_at", "history")


class OutsideBodies:
    """
    Keeps one document a body; a name stands once for each kind.

    Each step is told, so that who refers disputes knows the bodies without asking.
    """

    def __init__(self, database: Database) -> None:
        self.records = Records(database, COLLECTION, sparse=(), lists=LISTS, listing=listing)

    def prepare(self) -> None:
        """Create the indexes."""
        self.records.prepare()

    def add(self, body: Mapping[str, Any], entry: RecordEntry) -> Document | None:
        """Add a body; None when one of this kind and name is there already."""
        body_id = body_id_of(body["kind"], body["name"])
        state = {name: body.get(name) for name in _SAID} | {"active": True}
        state["listed_index"] = place(body["kind"], body_id)
        told = _telling(BODY_ADDED, {"_id": body_id, "version": 0, **state}, entry)
        return self.records.insert(body_id, state, told)

    def retire(self, body_id: str, entry: RecordEntry) -> Document | None:
        """Take a body out of use; what was referred to it stays."""
        return self._put(body_id, entry, active=False, event=BODY_RETIRED)

    def restore(self, body_id: str, entry: RecordEntry) -> Document | None:
        """Put a body back into use."""
        return self._put(body_id, entry, active=True, event=BODY_RESTORED)

    def page(
        self,
        kind: str | None,
        rest: Mapping[str, Any],
        *,
        after: str | None,
        size: int,
    ) -> list[Document]:
        """Return up to `size` bodies of a kind or of all, after the key of the page before."""
        asked = {} if kind is None else {"kind": kind}
        return self.records.page(_REGISTRY, asked, after=after, size=size, rest={**asked, **rest})

    def take_over(self, rows: Iterable[Document]) -> None:
        """Keep bodies as the service that had them before kept them; those here already stay."""
        kept = [{name: row[name] for name in _KEPT} for row in rows]
        insert_missing(self.records.documents, [row | listing(row) for row in kept])

    def _put(
        self, body_id: str, entry: RecordEntry, *, active: bool, event: str
    ) -> Document | None:
        def decide(body: Document) -> Change | None:
            if body["active"] == active:
                return None
            state = {"active": active}
            return Change(state, _telling(event, {**body, **state}, entry))

        return self.records.change(body_id, decide)


def listing(body: Mapping[str, Any]) -> Document:
    """Return the keys by which a body is listed."""
    return LISTS.keys([_REGISTRY], {"kind": body["kind"]}, body["listed_index"])


def _telling(event: str, body: Mapping[str, Any], entry: RecordEntry) -> RecordEntry:
    """Return an entry that tells what a body is from its next version on."""
    said = {name: body[name] for name in (*_SAID, "active")}
    data = {"body_id": body["_id"], "version": body["version"] + 1, **said}
    return replace(entry, announcements=(Announcement(event, body["_id"], None, data),))
