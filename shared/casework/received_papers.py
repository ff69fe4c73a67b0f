"""The papers of a form as they come in, each checked before it may be kept."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO

from flask import request
from werkzeug.datastructures import FileStorage
from werkzeug.exceptions import UnsupportedMediaType

from shared.attachments.form import FIELD, MOST_AT_ONCE
from shared.attachments.kinds import PaperKind, recognised
from shared.attachments.names import kept_name
from shared.attachments.refusals import refused, too_large
from shared.attachments.scanner import Scans
from shared.attachments.settings import AttachmentSettings
from shared.casework.attaching import ID_LENGTH
from shared.language import Text

_BLOCK = 256 * 1024
_NO_FILE = Text("请选择文件。", "Choose a file.")
_EMPTY = Text("文件是空的。", "The file is empty.")


@dataclass(frozen=True, slots=True)
class Received:
    """A paper that was checked and may be kept."""

    source: BinaryIO
    content: str
    size: int
    kind: PaperKind
    name: str

    @property
    def id(self) -> str:
        """The same content is the same paper of a case."""
        return self.content[:ID_LENGTH]


class Reception:
    """Takes in what may be kept: of a known kind, no larger than allowed, harmless to a scanner."""

    def __init__(self, scans: Scans, settings: AttachmentSettings) -> None:
        self._scans = scans
        self._settings = settings

    def files(self) -> list[FileStorage]:
        """Return the files of the form that is sent; a `Problem` where there is none."""
        if request.mimetype != "multipart/form-data":
            raise UnsupportedMediaType
        request.max_content_length = self._settings.request_bytes
        request.max_form_parts = MOST_AT_ONCE + 1
        files = request.files.getlist(FIELD)
        if not files:
            raise refused(FIELD, _NO_FILE)
        return files

    def checked(self, files: list[FileStorage]) -> list[Received]:
        """Return the papers of all files; a `Problem` names the first that may not be kept."""
        return [self._received(file, f"{FIELD}.{place}") for place, file in enumerate(files)]

    def _received(self, file: FileStorage, field: str) -> Received:
        source: Any = file.stream
        digest, size = hashlib.sha256(), 0
        for block in _blocks(source):
            digest.update(block)
            size += len(block)
        if size > self._settings.file_bytes:
            most = self._settings.file_megabytes
            raise too_large(Text(f"附件超过 {most} MB。", f"A paper has more than {most} MB."))
        if size == 0:
            raise refused(field, _EMPTY)
        kind = recognised(source, field, self._settings.kinds)
        name = kept_name(file.filename, kind, field)
        content = digest.hexdigest()
        self._scans.check(content, source, field)
        return Received(source, content, size, kind, name)


def _blocks(source: BinaryIO) -> Iterator[bytes]:
    source.seek(0)
    while block := source.read(_BLOCK):
        yield block
