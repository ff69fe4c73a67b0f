"""Rows that a former release wrote, or that were moved from one, get their keys in lists."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import structlog
from pymongo import UpdateOne

from shared.events.lease import Lease
from shared.storage.database import Database, Document, DocumentCollection
from shared.storage.keys import FENCING

BUILT = "lists_built"
_BATCH = 500
_WAIT_SECONDS = 0.5
_log = structlog.get_logger(__name__)


def relist_once(
    database: Database,
    rows: DocumentCollection,
    names: Sequence[str],
    listing: Callable[[Mapping[str, Any]], Document],
    guard: Sequence[str],
) -> None:
    """
    Write the keys of all rows of a collection, once for each set of `names` of lists and fencing.

    Every process that writes calls it first; one does the work and the others wait for it.
    `guard` are the fields that change with every write of a row: who changed a row meanwhile has
    written its keys too. What an interrupted run has done is done again.
    """
    once(database, rows.name, names, lambda lease: _relist(rows, listing, guard, lease))


def once(
    database: Database, collection: str, names: Sequence[str], work: Callable[[Lease], None]
) -> None:
    """Have one process do `work` for a collection, once for each set of `names`; others wait."""
    built, wanted = database[BUILT], [*names, FENCING]
    lease = Lease(database, f"{BUILT} {collection}")
    while _names_built(built, collection) != wanted:
        if lease.hold():
            work(lease)
            done = {"_id": collection, "lists": wanted}
            built.replace_one({"_id": collection}, done, upsert=True)
            lease.release()
        else:
            time.sleep(_WAIT_SECONDS)


def _names_built(built: DocumentCollection, collection: str) -> list[str]:
    found = built.find_one({"_id": collection})
    return list(found["lists"]) if found else []


def _relist(
    rows: DocumentCollection,
    listing: Callable[[Mapping[str, Any]], Document],
    guard: Sequence[str],
    lease: Lease,
) -> None:
    ids = [row["_id"] for row in rows.find({}, {"_id": 1})]
    for start in range(0, len(ids), _BATCH):
        lease.hold()
        found = rows.find({"_id": {"$in": ids[start : start + _BATCH]}}, {"history": 0})
        writes = [
            UpdateOne({name: row[name] for name in ("_id", *guard)}, {"$set": listing(row)})
            for row in found
            if not listing(row).items() <= row.items()
        ]
        if writes:
            rows.bulk_write(writes, ordered=False)
        _log.info("rows_listed", collection=rows.name, rows=start + _BATCH, of=len(ids))
