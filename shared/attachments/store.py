"""
Papers in GridFS: each content once in the database of a track, sealed.

Written in the layout of GridFS (its specification, 1.0), which any client of GridFS reads, but not
by pymongo's own writer: that looks for any one chunk before each upload to see whether indexes are
there, and the embedded database reads the whole collection for it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import BinaryIO

from bson import Binary, ObjectId
from pymongo import ASCENDING
from pymongo.errors import DuplicateKeyError

from shared.attachments.sealing import (
    SEGMENT_BYTES,
    TAG_BYTES,
    BrokenPaperError,
    KeyOf,
    PaperSealer,
)
from shared.storage.database import Database, DocumentCollection, create_collections

BUCKET = "papers"


@dataclass(frozen=True, slots=True)
class Kept:
    """A paper that is kept: where its chunks lie, its size in clear, and what opens it."""

    file_id: ObjectId
    size: int
    sealer: PaperSealer

    @property
    def segments(self) -> int:
        """How many segments it has; an empty paper has one."""
        return max(1, -(-self.size // SEGMENT_BYTES))


class PaperStore:
    """The papers of one track, found by the SHA-256 of their content."""

    def __init__(self, database: Database, key_of: KeyOf) -> None:
        self._database = database
        self._files: DocumentCollection = database[f"{BUCKET}.files"]
        self._chunks: DocumentCollection = database[f"{BUCKET}.chunks"]
        self._key_of = key_of

    def prepare(self) -> None:
        """Create the collections of GridFS and their indexes."""
        create_collections(self._database, (self._files.name, self._chunks.name))
        self._files.create_index("metadata.content", unique=True)
        self._chunks.create_index([("files_id", ASCENDING), ("n", ASCENDING)], unique=True)

    def find(self, content: str) -> Kept | None:
        """Return what is kept under a hash."""
        found = self._files.find_one({"metadata.content": content})
        if found is None:
            return None
        about = found["metadata"]
        sealer = PaperSealer.of(self._key_of, content, about["key"], about["salt"])
        return Kept(found["_id"], about["size"], sealer)

    def put(self, content: str, source: BinaryIO, size: int) -> None:
        """Keep a paper, if its content is not kept already; it is there whole or not at all."""
        if self.find(content) is not None:
            return
        kept = Kept(ObjectId(), size, PaperSealer.new(self._key_of, content))
        try:
            self._write(kept, source)
            # The last write: without it there is no such file.
            self._files.insert_one(
                {
                    "_id": kept.file_id,
                    "filename": content,
                    "length": size + kept.segments * TAG_BYTES,
                    "chunkSize": SEGMENT_BYTES + TAG_BYTES,
                    "uploadDate": datetime.now(UTC),
                    "metadata": {
                        "content": content,
                        "size": size,
                        "key": kept.sealer.key_id,
                        "salt": kept.sealer.salt,
                    },
                }
            )
        except DuplicateKeyError:
            self._discard(kept)  # the same content came twice at one moment
        except BaseException:
            self._discard(kept)
            raise

    def read(self, kept: Kept, first: int = 0, last: int | None = None) -> Iterator[bytes]:
        """
        Yield the bytes of a paper from `first` to `last`, both included, segment by segment.

        Raises `BrokenPaperError` for what is not as it was kept.
        """
        end = kept.size if last is None else min(last + 1, kept.size)
        for number in range(first // SEGMENT_BYTES, -(-end // SEGMENT_BYTES)):
            start = number * SEGMENT_BYTES
            segment = self._segment(kept, number)
            yield segment[max(first - start, 0) : end - start]

    def _segment(self, kept: Kept, number: int) -> bytes:
        chunk = self._chunks.find_one({"files_id": kept.file_id, "n": number})
        if chunk is None:
            raise BrokenPaperError(f"segment {number} is missing")
        return kept.sealer.open(chunk["data"], number, last=number == kept.segments - 1)

    def _write(self, kept: Kept, source: BinaryIO) -> None:
        source.seek(0)
        for number in range(kept.segments):
            segment = source.read(SEGMENT_BYTES)
            sealed = kept.sealer.seal(segment, number, last=number == kept.segments - 1)
            self._chunks.insert_one({"files_id": kept.file_id, "n": number, "data": Binary(sealed)})

    def _discard(self, kept: Kept) -> None:
        self._chunks.delete_many({"files_id": kept.file_id})
