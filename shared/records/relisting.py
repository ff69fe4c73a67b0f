"""Rows that a former release wrote, or that were moved from one, get their keys in lists."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import structlog
from pymongo import UpdateOne

from shared.events.lease import Lease
from shared.records.once import once
from shared.storage.database import Database, Document
from shared.storage.desk import Desk
from shared.storage.keys import FENCING

BUILT = "lists_built"
_BATCH = 500
_log = structlog.get_logger(__name__)


def relist_once(
    database: Database,
    desk: Desk,
    names: Sequence[str],
    listing: Callable[[Mapping[str, Any]], Document],
) -> None:
    """
    Write the keys of all rows of a collection, once for each set of `names` of lists and fencing.

    Every process that writes calls it first; one does the work and the others wait for it.
    The guard of the desk changes with every write of a row: who changed a row meanwhile has
    written its keys too. What an interrupted run has done is done again.
    """
    done = {"_id": desk.rows.name, "lists": [*names, FENCING]}
    once(database[BUILT], done, lambda lease: _relist(desk, listing, lease))


def _relist(desk: Desk, listing: Callable[[Mapping[str, Any]], Document], lease: Lease) -> None:
    rows = desk.rows
    ids = [row["_id"] for row in rows.find({}, {"_id": 1})]
    for start in range(0, len(ids), _BATCH):
        lease.hold()
        found = rows.find({"_id": {"$in": ids[start : start + _BATCH]}}, {"history": 0})
        writes = [
            UpdateOne(desk.unmoved(row), {"$set": listing(row)})
            for row in found
            if not listing(row).items() <= row.items()
        ]
        if writes:
            rows.bulk_write(writes, ordered=False)
        _log.info("rows_listed", collection=rows.name, rows=start + _BATCH, of=len(ids))
