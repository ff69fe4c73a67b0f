"""The virus scanner: clamd, asked by its INSTREAM command (man clamd)."""

from __future__ import annotations

import re
import socket
from collections.abc import Callable
from datetime import UTC, datetime
from typing import BinaryIO
from urllib.parse import urlsplit

import structlog

from shared.attachments.refusals import refused
from shared.http.problems import unavailable
from shared.language import Text
from shared.storage.database import Database, DocumentCollection, create_collections

COLLECTION = "paper_scans"
_CHUNK_BYTES = 256 * 1024
_SECONDS = 30.0
_ANSWER_BYTES = 4096
_FOUND = re.compile(r"stream: (.{1,200}) FOUND\Z")
_log = structlog.get_logger(__name__)


class ScannerAwayError(Exception):
    """The scanner cannot be reached, or does not say whether a paper is clean."""


def scan(address: str, source: BinaryIO) -> str | None:
    """Return what clamd finds in a paper, None for nothing; `ScannerAwayError` without answer."""
    source.seek(0)
    try:
        with _connected(address) as line:
            line.sendall(b"zINSTREAM\0")
            while chunk := source.read(_CHUNK_BYTES):
                line.sendall(len(chunk).to_bytes(4) + chunk)
            line.sendall(bytes(4))
            answer = _answer(line)
    except OSError as error:
        raise ScannerAwayError(repr(error)) from error
    if found := _FOUND.match(answer):
        return found[1]
    if answer != "stream: OK":
        raise ScannerAwayError(answer)
    return None


class Scans:
    """What the scanner said of each content, which it is asked once."""

    def __init__(
        self, database: Database, address: str, ask: Callable[[str, BinaryIO], str | None] = scan
    ) -> None:
        self._database = database
        self._rows: DocumentCollection = database[COLLECTION]
        self._address = address
        self._ask = ask

    def prepare(self) -> None:
        """Create the collection."""
        create_collections(self._database, (COLLECTION,))

    def check(self, content: str, source: BinaryIO, field: str) -> None:
        """Refuse what is infected (422, with its name), and everything while it is away (503)."""
        if not self._address:
            return
        known = self._rows.find_one({"_id": content})
        finding = known["found"] if known else self._scanned(content, source)
        if finding is not None:
            text = Text(f"发现病毒：{finding}，不予接收。", f"Infected with {finding}; refused.")
            raise refused(field, text)

    def _scanned(self, content: str, source: BinaryIO) -> str | None:
        try:
            finding = self._ask(self._address, source)
        except ScannerAwayError as error:
            _log.error("scanner_away", error=str(error))
            text = Text(
                "病毒扫描暂不可用，请稍后再上传。", "The virus scanner is away; try again soon."
            )
            raise unavailable(text) from error
        if finding is not None:
            _log.warning("paper_infected", content=content, finding=finding)
        row = {"found": finding, "at": datetime.now(UTC).isoformat(timespec="seconds")}
        self._rows.replace_one({"_id": content}, row, upsert=True)
        return finding


def _connected(address: str) -> socket.socket:
    parts = urlsplit(address)
    if parts.scheme == "tcp":
        return socket.create_connection((parts.hostname or "", parts.port or 3310), _SECONDS)
    line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    line.settimeout(_SECONDS)
    try:
        line.connect(parts.path)
    except OSError:
        line.close()
        raise
    return line


def _answer(line: socket.socket) -> str:
    said = b""
    while len(said) < _ANSWER_BYTES and not said.endswith(b"\0"):
        more = line.recv(_ANSWER_BYTES)
        if not more:
            break
        said += more
    return said.rstrip(b"\0\n").decode("utf-8", errors="replace")
