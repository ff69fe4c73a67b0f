"""
Files made of boxes (ISO/IEC 14496-12): what they are by their brands, how large a photo is.

Of a photo (HEIF, ISO/IEC 23008-12) only the boxes that describe it are read, and of those not more
than `MOST_BYTES`; no picture is decoded.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import BinaryIO

MOST_BYTES = 1024 * 1024  # some thousand bytes are usual
_MOST_BOXES = 1_000
_HEIC = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs"})
_PICTURES = _HEIC | {b"mif1", b"msf1", b"miaf", b"avif", b"avis"}
_RECORDING = b"M4A "
# Where the sizes stand, and how many bytes come before the first box within each.
_WAY = ((b"iprp", 0), (b"ipco", 0), (b"ispe", 4))


def has_brands(head: bytes) -> bool:
    """Say whether a file begins by telling its brands."""
    return head[4:8] == b"ftyp"


def kind_by_brand(head: bytes) -> str | None:
    """Return `heic`, `m4a` or `mp4`; None for pictures of another making."""
    length = int.from_bytes(head[:4])
    major, others = head[8:12], head[16:length]
    brands = {major, *(others[at : at + 4] for at in range(0, len(others), 4))}
    if brands & _PICTURES:
        return "heic" if brands & _HEIC else None
    return "m4a" if major == _RECORDING else "mp4"


def sizes_of_heic(source: BinaryIO) -> list[tuple[int, int]]:
    """Return width and height of each picture that a photo describes; none where it is damaged."""
    sizes: list[tuple[int, int]] = []
    try:
        for description in _descriptions(source):
            spans = [description[4:]]
            for name, before in _WAY:
                spans = [
                    content[before:]
                    for span in spans
                    for kind, content in _boxes_in(span)
                    if kind == name
                ]
            sizes += [(int.from_bytes(each[:4]), int.from_bytes(each[4:8])) for each in spans]
    except _BrokenBoxError:
        return []
    return sizes


class _BrokenBoxError(Exception):
    """A box does not fit where it stands, or there are too many."""


def _descriptions(source: BinaryIO) -> Iterator[bytes]:
    """Yield what stands in the `meta` boxes of a file."""
    end = source.seek(0, io.SEEK_END)
    place, left = 0, MOST_BYTES
    for _ in range(_MOST_BOXES):
        if place == end:
            return
        source.seek(place)
        kind, begin, length = _head_of(source.read(16), end - place)
        if kind == b"meta":
            left -= length
            if left < 0:
                raise _BrokenBoxError
            source.seek(place + begin)
            yield source.read(length - begin)
        place += length
    raise _BrokenBoxError


def _boxes_in(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    place = 0
    while place < len(content):
        kind, begin, length = _head_of(content[place : place + 16], len(content) - place)
        yield kind, content[place + begin : place + length]
        place += length


def _head_of(head: bytes, room: int) -> tuple[bytes, int, int]:
    """Return the name of a box, where its content begins, and how long it is."""
    begin, length = 8, int.from_bytes(head[:4])
    if length == 1:
        begin, length = 16, int.from_bytes(head[8:16])
    elif length == 0:
        length = room
    if not begin <= length <= room:
        raise _BrokenBoxError
    return head[4:8], begin, length
