"""
Draws a small picture of a paper: `python -m shared.attachments.drawing KIND <paper >picture`.

A process of its own, because what it opens was written by strangers: with little memory, little
time, no file but what it is given, and nobody is hurt when it dies.
"""

from __future__ import annotations

import io
import resource
import sys
from typing import BinaryIO

import pillow_heif
import pypdfium2
from PIL import Image, ImageOps

from shared.attachments.pictures import MOST_PIXELS

MEMORY_BYTES = 1024 * 1024 * 1024
PROCESSOR_SECONDS = 10
WIDTH, HEIGHT = 160, 200
PDF = "pdf"


def bound() -> None:
    """Give this process little memory, little time, no files to write and no other processes."""
    for what, most in (
        (resource.RLIMIT_AS, MEMORY_BYTES),
        (resource.RLIMIT_CPU, PROCESSOR_SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))


def draw(kind: str, paper: BinaryIO) -> bytes:
    """Return a small JPEG of a picture, or of the first page of a PDF."""
    picture = _first_page(paper.read()) if kind == PDF else Image.open(paper)
    # JPEG decodes at a fraction of its size when it is told beforehand.
    picture.draft("RGB", (WIDTH * 2, HEIGHT * 2))
    picture = ImageOps.exif_transpose(picture)
    picture.thumbnail((WIDTH, HEIGHT))
    drawn = io.BytesIO()
    picture.convert("RGB").save(drawn, "JPEG", quality=75)
    return drawn.getvalue()


def _first_page(paper: bytes) -> Image.Image:
    page = pypdfium2.PdfDocument(paper)[0]
    width, height = page.get_size()
    scale = min(2 * WIDTH / max(width, 1), 2 * HEIGHT / max(height, 1))
    drawn: Image.Image = page.render(scale=scale, may_draw_forms=False).to_pil()
    return drawn


if __name__ == "__main__":
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    # Photos of telephones (HEIC); further threads would each take of the little memory.
    pillow_heif.options.DECODE_THREADS = 1
    pillow_heif.register_heif_opener()
    bound()
    sys.stdout.buffer.write(draw(sys.argv[1], io.BytesIO(sys.stdin.buffer.read())))
