"""Proposals that two cases may be one dispute: one document a pair, seen from both matters."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from services.coordination.attention.lists import FIELD, LATEST, proposal_listing
from shared.disputes.case_entry import CaseEntry, reference
from shared.storage.database import Database, Document, DocumentCollection
from shared.storage.desk import Desk

COLLECTION = "matter_proposals"
PROPOSED, REFUSED, LINKED = "proposed", "refused", "linked"


class Proposals:
    """
    Keeps what was proposed and what was refused, so that nothing refused is proposed again.

    A pair is one document: what an officer decides at one matter is decided at the other too.
    """

    def __init__(self, database: Database) -> None:
        self.pairs: DocumentCollection = database[COLLECTION]
        self.desk = Desk(self.pairs, ("status",))

    def prepare(self) -> None:
        """Create the indexes: by case, and of the lists of those that wait for a decision."""
        self.pairs.create_index("case_ids")
        LATEST.prepare(self.pairs)

    def about(self, case_ids: Iterable[str]) -> list[Document]:
        """Return every proposal about one of these cases, the earliest first."""
        found = self.desk.having("case_ids", case_ids)
        return sorted(found, key=lambda pair: (pair["proposed_at"], pair["_id"]))

    def get(self, proposal_id: str) -> Document | None:
        """Return one proposal, or None."""
        return self.pairs.find_one({"_id": proposal_id})

    def propose(
        self,
        one: CaseEntry,
        other: CaseEntry,
        likeness: Sequence[Document],
        *,
        on: str,
        at: datetime,
    ) -> None:
        """Propose two cases as one dispute, unless it was done before."""
        cases = sorted((reference(one), reference(other)), key=lambda case: str(case["case_id"]))
        pair = {
            "_id": _pair_id(cases),
            "case_ids": [case["case_id"] for case in cases],
            "cases": cases,
            "likeness": list(likeness),
            "status": PROPOSED,
            "proposed_on": on,
            "proposed_at": at,
        }
        codes = [each["code"] for entry in (one, other) for each in entry["agencies"]]
        pair |= proposal_listing(pair, codes)
        # One that was proposed before stays as it was decided.
        self.desk.insert(pair)

    def refuse(self, proposal_id: str, refusal: Mapping[str, Any]) -> bool:
        """Refuse a proposal for good; False when it stands no longer."""
        query = {"_id": proposal_id, "status": PROPOSED}
        change = {"$set": {"status": REFUSED, "refused": dict(refusal), FIELD: {}}}
        return bool(self.pairs.update_one(query, change).matched_count)

    def forget(self, proposal_id: str) -> None:
        """Take a proposal out of the lists of those that wait: its cases were joined."""
        self.pairs.update_one({"_id": proposal_id}, {"$set": {FIELD: {}}})


def connects(pair: Mapping[str, Any], ones: Mapping[str, Any], others: Mapping[str, Any]) -> bool:
    """Say whether a proposal lies between these cases and those."""
    first, second = pair["case_ids"]
    return (first in ones and second in others) or (second in ones and first in others)


def _pair_id(cases: Sequence[Mapping[str, Any]]) -> str:
    names = "|".join(str(case["case_id"]) for case in cases)
    return hashlib.sha256(names.encode()).hexdigest()[:24]
