"""How large a picture is, read from its head before anything is decoded."""

from __future__ import annotations

from typing import BinaryIO

from shared.attachments.refusals import refused
from shared.language import Text

MOST_PIXELS = 100_000_000
_MOST_SEGMENTS = 200
# Start of frame; 0xC4, 0xC8 and 0xCC are tables.
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}


def check_picture(kind: str, source: BinaryIO, field: str) -> None:
    """Refuse (422) a PNG or JPEG that says it has no or over `MOST_PIXELS`, or does not say."""
    readers = {"png": _size_of_png, "jpeg": _size_of_jpeg}
    if kind not in readers:
        return
    source.seek(0)
    size = readers[kind](source)
    if size is None:
        raise refused(field, Text("图片已损坏。", "The picture is damaged."))
    width, height = size
    if width == 0 or height == 0:
        # What a reader makes of it differs from one to the next.
        text = "图片的宽度或者高度为零，不予接收。"
        raise refused(field, Text(text, "The picture has a width or a height of zero."))
    if width * height > MOST_PIXELS:
        millions = MOST_PIXELS // 1_000_000
        raise refused(
            field,
            Text(
                f"图片超过 {millions} 百万像素，不予接收。",
                f"The picture has more than {millions} million pixels.",
            ),
        )


def _size_of_png(source: BinaryIO) -> tuple[int, int] | None:
    head = source.read(24)
    if len(head) < 24 or head[12:16] != b"IHDR":
        return None
    return int.from_bytes(head[16:20]), int.from_bytes(head[20:24])


def _size_of_jpeg(source: BinaryIO) -> tuple[int, int] | None:
    source.read(2)
    for _ in range(_MOST_SEGMENTS):
        marker = source.read(2)
        while len(marker) == 2 and marker == b"\xff\xff":
            marker = b"\xff" + source.read(1)
        length = source.read(2)
        if len(marker) < 2 or marker[0] != 0xFF or len(length) < 2:
            return None
        if marker[1] in _FRAMES:
            frame = source.read(5)
            return int.from_bytes(frame[3:5]), int.from_bytes(frame[1:3])
        source.seek(max(int.from_bytes(length) - 2, 0), 1)
    return None
