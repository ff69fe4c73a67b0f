"""What the limitation watch of an earlier release kept of cases goes to the matters, once."""

from __future__ import annotations

import structlog
from pymongo import UpdateOne

from services.coordination.attention.lists import SOONEST, warnings_listing
from shared.events.lease import Lease
from shared.records.once import once
from shared.records.relisting import BUILT
from shared.storage.database import Database, Document
from shared.storage.keys import FENCING

WATCH, MATTERS = "limitation_watch", "matters"
_KEPT_THERE = ("told", "clocks")
_DONE = {"_id": WATCH, "lists": [*SOONEST.names(), "cases stand in matters", FENCING]}
_BATCH = 200
_log = structlog.get_logger(__name__)


def bring_over_once(database: Database) -> None:
    """
    Move what only the watch knew of each case, and list what warns, before anybody writes.

    An interrupted run is done again: a document has its cases until its matter has them.
    """
    once(database[BUILT], _DONE, lambda lease: _bring_over(database, lease))


def _bring_over(database: Database, lease: Lease) -> None:
    rows, matters = database[WATCH], database[MATTERS]
    ids = [row["_id"] for row in rows.find({}, {"_id": 1})]
    for start in range(0, len(ids), _BATCH):
        lease.hold()
        wanted = {"_id": {"$in": ids[start : start + _BATCH]}}
        found = list(rows.find(wanted, {"history": 0}))
        cases = {each["_id"]: each["cases"] for each in matters.find(wanted, {"cases": 1})}
        moves = [
            UpdateOne({"_id": row["_id"]}, {"$set": missing})
            for row in found
            if (missing := _missing(row.get("cases", {}), cases.get(row["_id"], {})))
        ]
        if moves:
            matters.bulk_write(moves, ordered=False)
        listed = [_listed(row, cases.get(row["_id"]) or row.get("cases", {})) for row in found]
        if listed:
            rows.bulk_write(listed, ordered=False)
        _log.info("cases_brought_over", rows=start + _BATCH, of=len(ids))


def _missing(kept: Document, standing: Document) -> Document:
    """Return by path what the matter does not have yet of the cases that stand in it."""
    return {
        f"cases.{case_id}.{name}": kept[case_id][name]
        for case_id, entry in standing.items()
        if case_id in kept and "told" not in entry
        for name in _KEPT_THERE
    }


def _listed(row: Document, cases: Document) -> UpdateOne:
    standing = row.get("standing", [])
    kept = {"standing": standing, **warnings_listing(row["_id"], standing, cases)}
    return UpdateOne({"_id": row["_id"]}, {"$set": kept, "$unset": {"cases": ""}})
