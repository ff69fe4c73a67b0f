"""A form with files that is handed on to a track."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from werkzeug.datastructures import FileStorage

FIELD = "files"
"""The name under which a track takes each file."""
MOST_AT_ONCE = 20
"""How many files one form holds."""
_BLOCK = 256 * 1024


@dataclass(frozen=True, slots=True)
class FilesForm:
    """A form with files (RFC 7578) that is sent piece by piece; its length is known."""

    heads: tuple[tuple[bytes, FileStorage, int], ...]
    boundary: str

    @classmethod
    def of(cls, files: Iterable[FileStorage]) -> FilesForm:
        """Return the form that hands on `files`."""
        boundary = secrets.token_hex(16)
        heads = []
        for file in files:
            size = file.stream.seek(0, os.SEEK_END)
            name = (file.filename or "").translate({0x22: "%22", 0x0A: "%0A", 0x0D: "%0D"})
            head = (
                f'--{boundary}\r\nContent-Disposition: form-data; name="{FIELD}"; '
                f'filename="{name}"\r\nContent-Type: application/octet-stream\r\n\r\n'
            )
            heads.append((head.encode(errors="replace"), file, size))
        return cls(tuple(heads), boundary)

    @property
    def media_type(self) -> str:
        """The media type of the form, with its boundary."""
        return f"multipart/form-data; boundary={self.boundary}"

    def __len__(self) -> int:
        """How many bytes are sent."""
        return sum(len(head) + size + 2 for head, _file, size in self.heads) + len(self._end)

    def __iter__(self) -> Iterator[bytes]:
        """Yield the form in pieces."""
        for head, file, _size in self.heads:
            yield head
            file.stream.seek(0)
            while block := file.stream.read(_BLOCK):
                yield block
            yield b"\r\n"
        yield self._end

    @property
    def _end(self) -> bytes:
        return f"--{self.boundary}--\r\n".encode()
