"""
How many megabytes of papers a track keeps and hands out per second, beside bare GridFS.

`python -m benchmarks.attachments [megabytes] [papers]`: on an embedded database of its own, in
turns, medians: pymongo's own GridFS with its own chunk size, and the sealed store.
"""

from __future__ import annotations

import hashlib
import io
import os
import statistics
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from gridfs import GridFSBucket

from shared.attachments.store import PaperStore
from shared.storage.database import Database
from tests.support.database import connected
from tests.support.servers import EmbeddedDatabase

MEGABYTE = 1024 * 1024
KEY = os.urandom(32)


def main() -> None:
    """Print megabytes per second of writing and of reading."""
    size, count = (int(each) for each in (sys.argv[1:3] or ("8", "10")))
    with EmbeddedDatabase() as server, connected(server.url) as client:
        measured = compared(client["bare"], client["sealed"], size * MEGABYTE, count)
    for name, seconds in measured.items():
        print(f"{name}: {size / statistics.median(seconds):.1f} MB/s")


def compared(bare: Database, sealed: Database, size: int, count: int) -> dict[str, list[float]]:
    """Return the seconds of each write and read of a paper, in turns."""
    bucket = GridFSBucket(bare)
    store = PaperStore(sealed, lambda key: (key or "k", KEY))
    store.prepare()
    seconds: dict[str, list[float]] = {
        name: [] for name in ("bare write", "sealed write", "bare read", "sealed read")
    }
    for _ in range(count):
        paper = os.urandom(size)
        content = hashlib.sha256(paper).hexdigest()
        with _timed(seconds["bare write"]):
            file_id = bucket.upload_from_stream("", paper)
        with _timed(seconds["sealed write"]):
            store.put(content, io.BytesIO(paper), size)
        with _timed(seconds["bare read"]):
            assert bucket.open_download_stream(file_id).read() == paper
        found = store.find(content)
        assert found is not None
        with _timed(seconds["sealed read"]):
            assert b"".join(store.read(found)) == paper
    return seconds


@contextmanager
def _timed(into: list[float]) -> Iterator[None]:
    start = time.perf_counter()
    yield
    into.append(time.perf_counter() - start)


if __name__ == "__main__":
    main()
