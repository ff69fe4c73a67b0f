"""How large a picture is, read from its head before anything is decoded."""

from __future__ import annotations

from collections.abc import Callable
from typing import BinaryIO, TypeAlias

from shared.attachments.boxes import sizes_of_heic
from shared.attachments.refusals import refused
from shared.attachments.tiff import sizes_of_tiff
from shared.language import Text

MOST_PIXELS = 100_000_000
_MOST_SEGMENTS = 200
# Start of frame; 0xC4, 0xC8 and 0xCC are tables.
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
Size: TypeAlias = tuple[int, int]


def check_picture(kind: str, source: BinaryIO, field: str) -> None:
    """Refuse (422) a picture that says it has no or over `MOST_PIXELS`, or does not say."""
    if kind not in _READERS:
        return
    source.seek(0)
    sizes = _READERS[kind](source)
    if not sizes:
        text = "读不出图片的大小，文件可能已损坏。"
        raise refused(field, Text(text, "The size of the picture cannot be read."))
    for size in sizes:
        _check_size(size, field)


def _check_size(size: Size, field: str) -> None:
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


def _size_of_png(source: BinaryIO) -> list[Size]:
    head = source.read(24)
    if len(head) < 24 or head[12:16] != b"IHDR":
        return []
    return [(int.from_bytes(head[16:20]), int.from_bytes(head[20:24]))]


def _size_of_jpeg(source: BinaryIO) -> list[Size]:
    source.read(2)
    for _ in range(_MOST_SEGMENTS):
        marker = source.read(2)
        while len(marker) == 2 and marker == b"\xff\xff":
            marker = b"\xff" + source.read(1)
        length = source.read(2)
        if len(marker) < 2 or marker[0] != 0xFF or len(length) < 2:
            return []
        if marker[1] in _FRAMES:
            frame = source.read(5)
            return [(int.from_bytes(frame[3:5]), int.from_bytes(frame[1:3]))]
        source.seek(max(int.from_bytes(length) - 2, 0), 1)
    return []


_READERS: dict[str, Callable[[BinaryIO], list[Size]]] = {
    "png": _size_of_png,
    "jpeg": _size_of_jpeg,
    "tiff": sizes_of_tiff,
    "heic": sizes_of_heic,
}
