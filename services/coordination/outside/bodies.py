"""The registry of bodies outside to which a dispute may be referred."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from services.coordination.referrals.referral import TARGETS
from shared.language import Text
from shared.records.records import Change, RecordEntry, Records
from shared.storage.database import Database, Document
from shared.storage.keys import place
from shared.storage.lists import Lists

COLLECTION = "outside_bodies"
KINDS: Mapping[str, Text] = MappingProxyType(
    {
        kind: TARGETS[kind]
        for kind in (
            "arbitration",
            "adjudication",
            "notarisation",
            "legal_aid",
            "party_discipline",
            "enforcement_coordination",
            "court",
            "other",
        )
    }
)
_REGISTRY = "registry"
LISTS = Lists("listed_index", ((), ("kind",)), descending=True)
_TO_COME = ("name", "code", "region", "kind")


class OutsideBodies:
    """Keeps one document a body; a name stands once for each kind."""

    def __init__(self, database: Database) -> None:
        self.records = Records(database, COLLECTION, lists=LISTS, listing=listing)

    def prepare(self) -> None:
        """Create the indexes."""
        self.records.prepare()

    def add(self, body: Mapping[str, Any], entry: RecordEntry) -> Document | None:
        """Add a body; None when one of this kind and name is there already."""
        body_id = body_id_of(body["kind"], body["name"])
        state = {name: body.get(name) for name in _TO_COME}
        listed = {"active": True, "listed_index": place(body["kind"], body_id)}
        return self.records.insert(body_id, {**state, **listed}, entry)

    def get(self, body_id: str) -> Document | None:
        """Return a body, or None."""
        return self.records.get(body_id)

    def retire(self, body_id: str, entry: RecordEntry) -> Document | None:
        """Take a body out of use; what was referred to it stays."""
        return self.records.change(
            body_id, lambda body: Change({"active": False}, entry) if body["active"] else None
        )

    def restore(self, body_id: str, entry: RecordEntry) -> Document | None:
        """Put a body back into use."""
        return self.records.change(
            body_id, lambda body: None if body["active"] else Change({"active": True}, entry)
        )

    def named(self, target: str, agency: Mapping[str, Any]) -> Document | None:
        """Return `{id, name}` of the body in use that a referral means by a name, or None."""
        kind = target if target in KINDS else "other"
        found = self.records.get(body_id_of(kind, agency["name"]))
        if found is None or not found["active"]:
            return None
        return {"id": found["_id"], "name": found["name"]}

    def page(
        self,
        kind: str | None,
        rest: Mapping[str, Any],
        *,
        after: str | None,
        size: int,
    ) -> list[Document]:
        """Return up to `size` bodies of a kind or of all, after the key of the page before."""
        asked = {} if kind is None else {"kind": kind}
        return self.records.page(_REGISTRY, asked, after=after, size=size, rest={**asked, **rest})


def listing(body: Mapping[str, Any]) -> Document:
    """Return the keys by which a body is listed."""
    return LISTS.keys([_REGISTRY], {"kind": body["kind"]}, body["listed_index"])


def body_id_of(kind: str, name: str) -> str:
    """Return the id of a body, which follows from kind and name: it cannot be entered twice."""
    normal = "".join(unicodedata.normalize("NFKC", name).split()).casefold()
    return hashlib.sha256(f"{kind}\0{normal}".encode()).hexdigest()[:20]
