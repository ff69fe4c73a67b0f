"""
How large the pages of a scan are, read from their tags (TIFF 6.0, sections 2 and 3).

Of each page the two tags are read and nothing is decoded. The form for files beyond 4 GB (BigTIFF)
is not read: no paper is that large.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import BinaryIO

MOST_PAGES = 2_000
_MOST_TAGS = 500  # of one page; some twenty are usual
_ORDERS = {b"II*\0": "<", b"MM\0*": ">"}
_WIDTH, _HEIGHT = 256, 257
_FORMS = {3: "H", 4: "I"}  # SHORT, LONG


def sizes_of_tiff(source: BinaryIO) -> list[tuple[int, int]]:
    """Return width and height of each page; none where one does not say, or there are too many."""
    order = _ORDERS.get(source.read(4))
    if order is None:
        return []
    try:
        return [_size_in(tags, order) for tags in _pages(source, order)]
    except (_BrokenTagsError, struct.error):
        return []


class _BrokenTagsError(Exception):
    """The tags of a page do not say how large it is, or there are too many."""


def _pages(source: BinaryIO, order: str) -> Iterator[bytes]:
    """Yield the tags of each page; one that was there already is the end, as for readers."""
    seen = set()
    while (place := _number(source, order, "I")) and place not in seen:
        seen.add(place)
        source.seek(place)
        count = _number(source, order, "H")
        if len(seen) > MOST_PAGES or count > _MOST_TAGS:
            raise _BrokenTagsError
        yield source.read(12 * count)


def _size_in(tags: bytes, order: str) -> tuple[int, int]:
    told: dict[int, int] = {}
    for tag, form, count, value in struct.iter_unpack(order + "HHI4s", tags):
        if tag not in {_WIDTH, _HEIGHT}:
            continue
        # Of a tag that is there twice one reader takes the first and another the last.
        if tag in told or form not in _FORMS or count != 1:
            raise _BrokenTagsError
        (told[tag],) = struct.unpack_from(order + _FORMS[form], value)
    if told.keys() != {_WIDTH, _HEIGHT}:
        raise _BrokenTagsError
    return told[_WIDTH], told[_HEIGHT]


def _number(source: BinaryIO, order: str, form: str) -> int:
    (number,) = struct.unpack(order + form, source.read(struct.calcsize(order + form)))
    return int(number)
