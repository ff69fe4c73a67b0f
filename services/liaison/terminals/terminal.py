"""What is known of a terminal in a public hall (自助终端), and how it is written."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from shared.language import Text
from shared.storage.database import Document

_ID = re.compile(r"terminal-([0-9]+)", re.ASCII)
RECEIVES_AS: Mapping[str, Text] = {
    "petition_office": Text("信访部门", "petition office"),
    "agency": Text("其他机关、单位", "another agency"),
}
"""As what the agency of a terminal receives petitions (信访工作条例22, 23)."""
ADDED, ROTATED, REVOKED = "added", "rotated", "revoked"
ACTS: Mapping[str, Text] = {
    ADDED: Text("登记", "registered"),
    ROTATED: Text("更换密钥", "key replaced"),
    REVOKED: Text("停用", "shut out"),
}


@dataclass(frozen=True, slots=True)
class TerminalChange:
    """What was done to a terminal, by whom and when."""

    what: str
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class Queue:
    """What a terminal says of its own queue: items that wait, and that were refused."""

    waiting: int = 0
    refused: int = 0


@dataclass(frozen=True, slots=True)
class Terminal:
    """
    A terminal and the agency in whose hall it stands.

    `key_hash` is None once it was shut out. `seen_at`: when it last proved itself, to the minute.
    `reader_url`: the address on the terminal itself from which its card reader is asked. One that
    is `online` stands in no hall: through it the agency takes in what people send in a browser.
    """

    id: str
    place: str
    agency_code: str
    agency_name: str
    region: str
    receives_as: str
    key_hash: str | None
    acts: tuple[TerminalChange, ...]
    reader_url: str = ""
    window: str = ""
    online: bool = False
    queue: Queue = Queue()
    seen_at: datetime | None = None
    version: int = 1

    @property
    def is_revoked(self) -> bool:
        """Say whether it was shut out."""
        return self.key_hash is None

    def after(self, act: TerminalChange, key_hash: str | None) -> Terminal:
        """Return the terminal after an act that gave it another key, or none."""
        acts = (*self.acts, act)
        return replace(self, key_hash=key_hash, acts=acts, version=self.version + 1)


def next_id(known: Iterable[str]) -> str:
    """Return the id of another terminal, with a number above those of all that are known."""
    numbers = [int(found[1]) for each in known if (found := _ID.fullmatch(each))]
    return f"terminal-{max(numbers, default=0) + 1}"


def document_of(terminal: Terminal) -> Document:
    """Return a terminal as it is stored."""
    return {
        "_id": terminal.id,
        "place": terminal.place,
        "agency": {"code": terminal.agency_code, "name": terminal.agency_name},
        "region": terminal.region,
        "receives_as": terminal.receives_as,
        "reader_url": terminal.reader_url,
        "window": terminal.window,
        "online": terminal.online,
        "key_hash": terminal.key_hash,
        "acts": [{"what": act.what, "at": act.at, "by": act.by} for act in terminal.acts],
        "queue": {"waiting": terminal.queue.waiting, "refused": terminal.queue.refused},
        "seen_at": terminal.seen_at,
        "version": terminal.version,
    }


def terminal_of(document: Mapping[str, Any]) -> Terminal:
    """Return the terminal of a stored document."""
    return Terminal(
        id=document["_id"],
        place=document["place"],
        agency_code=document["agency"]["code"],
        agency_name=document["agency"]["name"],
        region=document["region"],
        receives_as=document["receives_as"],
        reader_url=document["reader_url"],
        window=document["window"],
        # Of terminals registered by an earlier release nothing is said.
        online=document.get("online", False),
        key_hash=document["key_hash"],
        acts=tuple(TerminalChange(**act) for act in document["acts"]),
        queue=Queue(**document["queue"]),
        seen_at=document["seen_at"],
        version=document["version"],
    )
