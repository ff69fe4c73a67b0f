"""Weak likeness of two cases: reason enough to ask an officer, never to join them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from shared.disputes.case_entry import CaseEntry
from shared.disputes.strong_keys import agency_marks, claimants, same_act_numbers
from shared.disputes.wording import likeness as likeness_of_wording
from shared.language import Text
from shared.storage.database import Document

_MARKS = {"id_number_index": "person", "phone_index": "phone", "code": "organisation"}
_SAME = {
    "id_number_index": Text("当事人身份证号相同", "a party has the same identity number"),
    "phone_index": Text("当事人电话相同", "a party has the same telephone number"),
    "code": Text("当事人统一社会信用代码相同", "a party has the same social credit code"),
}
SAME_AGENCY = Text("被诉求的行政机关相同", "the cases are against the same agency")


@dataclass(frozen=True, slots=True)
class LikenessPolicy:
    """
    How near two cases must lie to be proposed as one dispute; no law sets these, the office does.

    `days` between the acts (or the openings, where an act has no date); `wording` is the least
    likeness of title and name of the act, in percent.
    """

    days: int = 90
    wording: int = 50

    def as_dict(self) -> Document:
        """Return what is shown beside every proposal."""
        return {"status": "policy", "days": self.days, "wording_percent": self.wording}


def likeness_keys(entry: CaseEntry) -> set[str]:
    """Return the keys, of party and agency together, by which cases of some likeness are found."""
    return {
        f"like:{_MARKS[name]}:{value}|{agency}"
        for name, value in _party_marks(entry)
        for agency in agency_marks(entry)
    }


def likeness(one: CaseEntry, other: CaseEntry, policy: LikenessPolicy) -> list[Document]:
    """
    Return what speaks for one dispute, or nothing if it is not enough.

    Enough is the same party against the same agency with near dates or similar wording. Two acts
    known to be different by their numbers are not near each other, whatever their dates.
    """
    parties = sorted({name for name, _ in _party_marks(one) & _party_marks(other)})
    if not parties or not agency_marks(one) & agency_marks(other):
        return []
    nearness = [*_near_dates(one, other, policy), *_similar_wording(one, other, policy)]
    if not nearness:
        return []
    same = [_said("party", _SAME[name]) for name in parties]
    return [*same, _said("agency", SAME_AGENCY), *nearness]


def best_pair(
    ones: Iterable[CaseEntry], others: Iterable[CaseEntry], policy: LikenessPolicy
) -> tuple[CaseEntry, CaseEntry, list[Document]] | None:
    """Return the two cases of two matters that are most alike, if any are alike enough."""
    theirs = list(others)
    found = [
        (one, other, said)
        for one in ones
        for other in theirs
        if (said := likeness(one, other, policy))
    ]
    return max(found, key=lambda pair: len(pair[2]), default=None)


def _party_marks(entry: CaseEntry) -> set[tuple[str, str]]:
    return {(name, party[name]) for party in claimants(entry) for name in _MARKS if party.get(name)}


def _near_dates(one: CaseEntry, other: CaseEntry, policy: LikenessPolicy) -> Iterator[Document]:
    if same_act_numbers(one, other) is False:
        return
    days = abs((_day(one) - _day(other)).days)
    if days <= policy.days:
        text = Text(
            f"日期相距{days}日（政策：{policy.days}日以内）",
            f"the dates are {days} days apart (policy: within {policy.days})",
        )
        yield _said("date", text)


def _similar_wording(
    one: CaseEntry, other: CaseEntry, policy: LikenessPolicy
) -> Iterator[Document]:
    percent = likeness_of_wording(one["wording"], other["wording"])
    if percent >= policy.wording:
        text = Text(
            f"标题或行政行为名称相似度约{percent}%（政策：不低于{policy.wording}%）",
            f"the wording of title or act is about {percent} % alike (policy: {policy.wording} %)",
        )
        yield _said("wording", text)


def _day(entry: CaseEntry) -> date:
    act: Mapping[str, Any] = entry["act"]
    return date.fromisoformat(act.get("made_on") or entry["opened_on"])


def _said(what: str, text: Text) -> Document:
    return {"what": what, **text.as_dict()}
