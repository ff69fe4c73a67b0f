"""What proves that two cases are about one dispute, and the keys by which such cases are found."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from shared.casework.official_numbers import normalised
from shared.disputes.case_entry import CaseEntry
from shared.language import Text

CLAIMANTS = frozenset({"petitioner", "applicant", "plaintiff"})
_SHORTEST_NUMBER = 4


@dataclass(frozen=True, slots=True)
class Proof:
    """Why two cases are one dispute."""

    code: str
    text: Text


ORIGIN = Proof("origin", Text("由该案导入", "one case was led here from the other"))
ACT = Proof("act", Text("行政行为文号与机关相同", "same act number and same agency"))
RECONSIDERATION = Proof("reconsideration", Text("行政复议案号相同", "same reconsideration number"))
COURT = Proof("court", Text("法院案号相同", "same court case number"))
PERSON = Proof(
    "person",
    Text(
        "同一人对同一机关同日作出的同类行为",
        "same person, same agency, an act of the same kind on the same day",
    ),
)


def own_key(case_id: str) -> str:
    """Return the key of the case itself, which every matter has that holds it."""
    return f"case:{case_id}"


def strong_keys(entry: CaseEntry) -> set[str]:
    """Return every key under which a case with the same dispute would be found."""
    return {own_key(entry["case_id"]), *_keys(entry)}


def _keys(entry: CaseEntry) -> Iterator[str]:
    if entry["origin"]:
        yield own_key(entry["origin"]["case_id"])
    if number := _act_number(entry):
        yield from (f"act:{number}|{agency}" for agency in agency_marks(entry))
    if number := _reconsideration_number(entry):
        yield f"reconsideration:{number}"
    if number := _court_number(entry):
        yield f"court:{number}"
    if act := _dated_act(entry):
        for person in _people(entry):
            yield from (f"person:{person}|{agency}|{act}" for agency in agency_marks(entry))


def proof_of_one_dispute(ones: Iterable[CaseEntry], others: Iterable[CaseEntry]) -> Proof | None:
    """Return why the cases of two matters are one dispute, or None."""
    theirs = list(others)
    found = (_proof(one, other) for one in ones for other in theirs)
    return next((proof for proof in found if proof), None)


def _proof(one: CaseEntry, other: CaseEntry) -> Proof | None:
    if _leads_to(one, other) or _leads_to(other, one):
        return ORIGIN
    if by_number := proof_by_number(one, other):
        return by_number
    if not same_agency(one, other):
        return None
    if same_act_numbers(one, other):
        return ACT
    undecided = same_act_numbers(one, other) is None
    one_person = bool(_people(one) & _people(other))
    if undecided and one_person and _same(_dated_act(one), _dated_act(other)):
        return PERSON
    return None


def proof_by_number(one: CaseEntry, other: CaseEntry) -> Proof | None:
    """Return the number of a reconsideration or of the court that both cases name, if there is."""
    if _same(_reconsideration_number(one), _reconsideration_number(other)):
        return RECONSIDERATION
    return COURT if _same(_court_number(one), _court_number(other)) else None


def same_act_numbers(one: CaseEntry, other: CaseEntry) -> bool | None:
    """Say whether the acts have one number; None while one of them is not known."""
    mine, theirs = _act_number(one), _act_number(other)
    return None if mine is None or theirs is None else mine == theirs


def same_agency(one: CaseEntry, other: CaseEntry) -> bool:
    """Say whether both are about an act of one agency: by code, by name where a code is missing."""
    return any(
        mine["code"] == theirs["code"]
        if mine["code"] and theirs["code"]
        else _same(_name(mine), _name(theirs))
        for mine in one["against"]
        for theirs in other["against"]
    )


def agency_marks(entry: CaseEntry) -> set[str]:
    """Return code and name of every agency whose act the case is about, as parts of keys."""
    codes = {f"code:{agency['code']}" for agency in entry["against"] if agency["code"]}
    return codes | {f"name:{name}" for agency in entry["against"] if (name := _name(agency))}


def claimants(entry: CaseEntry) -> list[Mapping[str, Any]]:
    """Return the parties who brought the case."""
    return [party for party in entry["parties"] if party["role"] in CLAIMANTS]


def _people(entry: CaseEntry) -> set[str]:
    return {party["id_number_index"] for party in claimants(entry) if party["id_number_index"]}


def _act_number(entry: CaseEntry) -> str | None:
    number = normalised(entry["act_number"] or "")
    # “7号” alone is no number of an act: every agency has one every year.
    is_number = len(number) >= _SHORTEST_NUMBER and any(each.isdigit() for each in number)
    return number if is_number else None


def _dated_act(entry: CaseEntry) -> str | None:
    act = entry["act"]
    known = act.get("made_on") and act.get("kind")
    return f"{act['made_on']}|{act['kind']}" if known else None


def _reconsideration_number(entry: CaseEntry) -> str | None:
    own = entry["number"] if entry["track"] == "reconsideration" else None
    return normalised(entry.get("reconsideration_number") or own or "") or None


def _court_number(entry: CaseEntry) -> str | None:
    return normalised(entry.get("court_case_no") or "") or None


def _leads_to(one: CaseEntry, other: CaseEntry) -> bool:
    return bool(other["origin"]) and other["origin"]["case_id"] == one["case_id"]


def _name(agency: Mapping[str, Any]) -> str | None:
    # Keys part what they hold by "|": no name may speak of another agency by it.
    name = unicodedata.normalize("NFKC", agency["name"] or "").replace("|", "")
    return "".join(name.split()) or None


def _same(mine: str | None, theirs: str | None) -> bool:
    return mine is not None and mine == theirs
