"""A suit after reconsideration: what each of the two cases has to know of the other (X4, X7)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import product
from typing import Any

from shared.disputes.case_entry import CaseEntry, reference
from shared.disputes.conflicts import may_be_one_person, may_be_the_same_act
from shared.disputes.people import People
from shared.disputes.strong_keys import proof_by_number
from shared.language import Text
from shared.storage.database import Document

# 维持 takes in the rejection of the request, not of the application (行诉法26, 解释133-135).
_UPHELD = frozenset({"uphold", "reject_request"})
JOINT_DEFENDANT = "joint-defendant"
SUIT_LINKED = "suit-linked"


@dataclass(frozen=True, slots=True)
class _Note:
    """A finding for one of the two cases."""

    on_case: CaseEntry
    other: CaseEntry
    code: str
    basis: str
    text: Text

    def as_dict(self) -> Document:
        """Return the note as the matter keeps it."""
        return {
            "case": reference(self.on_case),
            "other": reference(self.other),
            "code": self.code,
            "basis": self.basis,
            "text": self.text.as_dict(),
        }


def links_among(cases: Iterable[CaseEntry], people: People) -> Iterator[Document]:
    """Yield every suit that follows a reconsideration in the matter; `id` names both cases."""
    known = list(cases)
    reviews = [case for case in known if _is_reviewed(case)]
    suits = [case for case in known if _is_suit(case)]
    for review, suit in product(reviews, suits):
        if _is_about(suit, review, people):
            notes = [_linked(review, suit)]
            if review.get("decision") in _UPHELD:
                notes.insert(0, _joint_defendant(review, suit))
            yield _link(review, suit, notes)


def _is_reviewed(case: CaseEntry) -> bool:
    return bool(case["track"] == "reconsideration" and case["phase"] != "open")


def _is_suit(case: CaseEntry) -> bool:
    withdrawn = "withdrawn" in case["milestones"]
    return bool(case["track"] == "litigation" and case["status"] != "suggested" and not withdrawn)


def _is_about(suit: CaseEntry, review: CaseEntry, people: People) -> bool:
    if proof_by_number(suit, review):
        return True
    one_person = may_be_one_person(review, suit, people, "applicant", "plaintiff")
    return one_person and may_be_the_same_act(review, suit)


def _joint_defendant(review: CaseEntry, suit: CaseEntry) -> _Note:
    organ = (review["agency"] or {}).get("name") or "—"
    return _Note(
        suit,
        review,
        JOINT_DEFENDANT,
        "行政诉讼法26¶2；解释133–135",
        Text(
            f"复议案件 {review['number']} 维持原行政行为：复议机关（{organ}）与作出原行政行为的"
            "机关为共同被告，以原机关确定级别管辖。",
            f"Reconsideration {review['number']} upheld the act: the reconsideration organ "
            f"({organ}) and the agency that acted are joint defendants; the level of court "
            "follows that agency.",
        ),
    )


def _linked(review: CaseEntry, suit: CaseEntry) -> _Note:
    court: Any = suit.get("court_case_no") or "—"
    return _Note(
        review,
        suit,
        SUIT_LINKED,
        "行政诉讼法45",
        Text(
            f"本案复议后已提起行政诉讼：{suit['number']}（法院案号 {court}）。",
            f"A suit follows this reconsideration: {suit['number']} (court case {court}).",
        ),
    )


def _link(review: CaseEntry, suit: CaseEntry, notes: list[_Note]) -> Document:
    return {
        # The decision is part of the identity: once it upholds, there is more to say.
        "id": ":".join(["suit", review["case_id"], suit["case_id"], review.get("decision") or ""]),
        "code": "suit-after-reconsideration",
        "cases": [reference(review), reference(suit)],
        "notes": [note.as_dict() for note in notes],
    }
