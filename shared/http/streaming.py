"""Bodies on their way through a process: never as a whole in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

from flask import request
from werkzeug.exceptions import RequestEntityTooLarge

CHUNK_BYTES = 256 * 1024


@dataclass(frozen=True, slots=True)
class Streamed:
    """A body that is read while it is sent; its length is known."""

    source: IO[bytes]
    length: int

    def __len__(self) -> int:
        """How many bytes are sent."""
        return self.length

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes, as the client library asks for them."""
        return self.source.read(min(size, CHUNK_BYTES) if size > 0 else CHUNK_BYTES)

    def __iter__(self) -> Iterator[bytes]:
        """Yield the body in pieces."""
        while piece := self.read():
            yield piece


def expected(most_bytes: int) -> Streamed:
    """Return the body of the request, nothing of it read; 413 for more than so many bytes."""
    request.max_content_length = most_bytes
    length = request.content_length
    if length is None or length > most_bytes:
        # Of a body that does not say how long it is nobody knows when it is too much.
        raise RequestEntityTooLarge
    return Streamed(request.stream, length)
