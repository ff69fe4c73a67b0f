"""Work on a whole collection that one process does, and the others wait for."""

from __future__ import annotations

import time
from collections.abc import Callable

from shared.events.lease import Lease
from shared.storage.database import Document, DocumentCollection

_WAIT_SECONDS = 0.5


def once(built: DocumentCollection, done: Document, work: Callable[[Lease], None]) -> None:
    """
    Have one process do `work`, until `done` is noted in `built`; the others wait for it.

    `done` is what a later start finds: one that wants anything else does the work again. What an
    interrupted run has done is done again.
    """
    found = {"_id": done["_id"]}
    lease = Lease(built.database, f"{built.name} {done['_id']}")
    while built.find_one(found) != done:
        if lease.hold():
            work(lease)
            built.replace_one(found, done, upsert=True)
            lease.release()
        else:
            time.sleep(_WAIT_SECONDS)
