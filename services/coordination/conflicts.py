"""Conflicts between the cases of one matter, as the law between the tracks defines them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from shared.events.database import Document
from shared.language import Text

Case = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Side:
    """
    The cases of one track that take part in a conflict: open, and beyond acceptance.

    `before_acceptance` are the open states in which nothing is accepted yet; `claimant` is the
    role of whoever brought the case.
    """

    track: str
    claimant: str
    before_acceptance: frozenset[str]

    def takes_part(self, case: Case) -> bool:
        """Say whether a case stands on this side."""
        accepted = case["status"] not in self.before_acceptance
        return bool(case["track"] == self.track and case["phase"] == "open" and accepted)

    def claimants(self, case: Case) -> frozenset[str]:
        """Return what tells the claimants apart; empty when one of them is not known so."""
        found = {
            party["id_number_index"] or party["code"]
            for party in case["parties"]
            if party["role"] == self.claimant
        }
        return frozenset() if None in found else frozenset(found)


@dataclass(frozen=True, slots=True)
class ConflictRule:
    """Two kinds of cases that the law does not allow one person side by side on one act."""

    code: str
    severity: str
    basis: str
    text: Text
    sides: tuple[Side, Side]


CONFLICT_RULES = (
    ConflictRule(
        code="parallel-reconsideration-and-suit",
        severity="blocking",
        basis="行政复议法29",
        text=Text(
            "同一人对同一行政行为的行政复议与行政诉讼不得并行：已受理复议的，复议期间不得起诉；"
            "人民法院已受理的，不得申请复议。",
            "Reconsideration and suit on the same act exclude each other: once reconsideration is "
            "accepted there is no suit while it lasts, once the court has accepted a suit there "
            "is no reconsideration.",
        ),
        sides=(
            Side(
                "reconsideration",
                "applicant",
                frozenset({"invited", "filed", "correction_requested"}),
            ),
            # A suggestion of the court or the procuratorate is no suit.
            Side("litigation", "plaintiff", frozenset({"suggested"})),
        ),
    ),
)


def conflicts_among(cases: Iterable[Case]) -> Iterator[Document]:
    """Yield every conflict among the cases of a matter; `id` names rule and cases."""
    for one, other in combinations(sorted(cases, key=lambda case: str(case["case_id"])), 2):
        for rule in CONFLICT_RULES:
            if _is_broken(rule, one, other) or _is_broken(rule, other, one):
                yield _conflict(rule, (one, other))


def _is_broken(rule: ConflictRule, one: Case, other: Case) -> bool:
    first, second = rule.sides
    if not (first.takes_part(one) and second.takes_part(other)):
        return False
    mine, theirs = first.claimants(one), second.claimants(other)
    # Another person's suit bars nobody; who is not known may be the same.
    may_be_one_person = not mine or not theirs or bool(mine & theirs)
    return may_be_one_person and _may_be_the_same_act(one, other)


def _may_be_the_same_act(one: Case, other: Case) -> bool:
    """Two known numbers decide; without them, one matter is taken to be about one act."""
    numbers = {one["act_number"], other["act_number"]}
    return None in numbers or len(numbers) == 1


def _conflict(rule: ConflictRule, cases: tuple[Case, Case]) -> Document:
    return {
        "id": ":".join([rule.code, *(case["case_id"] for case in cases)]),
        "code": rule.code,
        "severity": rule.severity,
        "basis": rule.basis,
        "text": rule.text.as_dict(),
        "cases": [{name: case[name] for name in ("track", "case_id", "number")} for case in cases],
    }
