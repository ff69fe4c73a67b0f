"""Small pictures of papers, drawn by a process of their own and kept like papers."""

from __future__ import annotations

import io
import subprocess
import sys
from collections.abc import Iterable

import structlog

SECONDS = 15.0
MOST_DRAWN = 256 * 1024
DRAWN_KINDS = frozenset({"pdf", "jpeg", "png", "tiff", "heic"})
_JPEG = b"\xff\xd8\xff"
_log = structlog.get_logger(__name__)


def thumbnail(kind: str, paper: Iterable[bytes]) -> bytes | None:
    """
    Return a small JPEG of a paper; None when none can be drawn within the limits.

    Raises `TimeoutError` on a machine that is too busy to tell: a paper that takes long to draw
    ends by the limit on processor time, which no other work counts against.
    """
    if kind not in DRAWN_KINDS:
        return None
    content = io.BytesIO()
    for segment in paper:
        content.write(segment)
    command = [sys.executable, "-m", "shared.attachments.drawing", kind]
    try:
        done = subprocess.run(
            command,
            input=content.getvalue(),
            capture_output=True,
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        _log.warning("paper_not_drawn", kind=kind, why="time")
        raise TimeoutError from error
    drawn = done.stdout
    if done.returncode != 0 or not drawn.startswith(_JPEG) or len(drawn) > MOST_DRAWN:
        _log.warning("paper_not_drawn", kind=kind, why=f"status {done.returncode}")
        return None
    return drawn
