"""Which commands a court's leave to withdraw amounts to: of a suit, an appeal, an application."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from services.liaison.court.orders import FindCase, Known, details, known, on_case, ruling
from services.liaison.court.party_meant import (
    PLAINTIFFS,
    parties_named,
    party_meant,
    with_its_party,
)
from services.liaison.court.registry import Case
from services.liaison.court.told_before import has_happened, is_listed, is_older
from services.liaison.partners.addressees import Addressee
from services.liaison.partners.door import PartnerOrder
from shared.casework.appeals import (
    FIRST,
    RETRIALS,
    SECOND,
    appellants,
    applicants,
    instance_of,
    may_still_appeal,
    people_of,
    standing_appeals,
    standing_applications,
)
from shared.casework.taking_part import WITHDREW
from shared.http.problems import Problem, invalid
from shared.language import Text

Said = Mapping[str, Any]
_SAY_WHAT = Text(
    "本案不在一审：请写明撤回的是起诉（suit）、上诉（appeal）还是再审申请（retrial）。",
    "The case is before no first instance: say whether the suit, an appeal or an application for "
    "retrial (retrial) is withdrawn.",
)
_NOT_THE_AGENCY = Text(
    "起诉由原告撤回，不由被告撤回。", "A plaintiff withdraws the suit, and no defendant does."
)
_NO_APPEAL = Text(
    "本案不在二审，没有可以撤回的上诉。",
    "The case is not on appeal: there is no appeal to be withdrawn.",
)


def withdrawn(said: Said, agency: Addressee, find: FindCase) -> PartnerOrder | Known:
    """Return the order of what is withdrawn, unless the case has it or what is newer."""
    del agency
    case, what = known(find, said["court_case_no"]), said.get("withdrawn")
    if is_older(said, case):
        return Known(case)
    if what is None and instance_of(case) != FIRST and not has_happened(said, case, "withdrawn"):
        raise invalid({"withdrawn": [_SAY_WHAT]})
    return _OF[what or "suit"](details(said), case)


def _suit(said: Said, case: Case) -> PartnerOrder | Known:
    """Return the order of a withdrawn suit; that of one of several goes on with the others."""
    if said.get("by") == "agency":
        raise invalid({"by": [_NOT_THE_AGENCY]})
    payload = {
        name: each for name, each in said.items() if name not in {"withdrawn", "by", "party"}
    }
    if has_happened(said, case, "withdrawn"):
        return Known(case)
    if "party" in said:
        left = [
            each
            for each in case.get("former_parties", ())
            if each["ground"] == WITHDREW and each["left_on"] == said["on"]
        ]
        if parties_named(said["party"], left):
            return Known(case)
        party = party_meant(said["party"], case, PLAINTIFFS)
        if any(each["role"] in PLAINTIFFS and each != party for each in case["parties"]):
            return on_case("one_plaintiff_withdraws", {**payload, "party": party["id"]}, case)
    return on_case("plaintiff_withdraws", payload, case)


def _appeal(said: Said, case: Case) -> PartnerOrder | Known:
    """Return what the withdrawal of an appeal orders: the end, unless another is to be tried."""
    by_the_last = case["facts"].get("final_outcome") == "appeal_withdrawn"
    if by_the_last and has_happened(said, case, "judged_on_appeal"):
        return Known(case)
    said = with_its_party(said, case)
    by, party = said.get("by"), said.get("party")
    standing, stand = standing_appeals(case), appellants(case)
    theirs = [each for each in standing if by in {None, each["by"]}]
    if is_listed(said, case, "withdrawn_appeals"):
        if party or by is None or not theirs:
            return Known(case)
        raise invalid({"party": [_say_whose(len(theirs))]})
    if instance_of(case) != SECOND:
        raise Problem(409, "conflict", _NO_APPEAL, basis="行诉法62、85")
    if party is None and len(theirs) > 1:
        raise invalid({"party" if by else "by": [_say_whose(len(theirs))]})
    if party is None and theirs:
        by, party = theirs[0]["by"], _one_of(case, theirs[0])
    told = ruling(said)
    whose = {name: each for name, each in (("by", by), ("party", party)) if each is not None}
    withdraw = people_of(case, by, party) if by else stand
    if not withdraw & stand or stand - withdraw:
        return on_case("withdraw_appeal", {**told, **whose}, case)
    if may_still_appeal(case, told["on"]):
        return on_case("withdraw_last_appeal", {**told, **whose}, case)
    end = {"kind": "ruling", "outcome": "appeal_withdrawn", "lost": bool(case["facts"].get("lost"))}
    return on_case("record_final_judgment", {**told, **end}, case)


def _retrial(said: Said, case: Case) -> PartnerOrder | Known:
    """Return what a withdrawn application orders: the end of the retrial, if one was ordered."""
    if has_happened(said, case, "retrial_ended"):
        return Known(case)
    said = with_its_party(said, case)
    by, party = said.get("by"), said.get("party")
    asked = standing_applications(case)
    theirs = [each for each in asked if by in {None, each["by"]}]
    if is_listed(said, case, "withdrawn_retrial_applications"):
        if party or by is None or not theirs:
            return Known(case)
        raise invalid({"party": [_say_whose(len(theirs))]})
    told = ruling(said) | {name: said[name] for name in ("reason",) if name in said}
    if instance_of(case) in RETRIALS:
        others = applicants(case) - people_of(case, by, party) if by else frozenset()
        if not others:
            return on_case("end_retrial", {**told, "ground": "121(1)"}, case)
    elif party is None and len(theirs) > 1:
        raise invalid({"party" if by else "by": [_say_whose(len(theirs))]})
    if party is None and len(theirs) == 1:
        by, party = theirs[0]["by"], _one_of(case, theirs[0])
    whose = {"by": by or "opponent"} | ({"party": party} if party else {})
    return on_case("withdraw_retrial_application", {**told, **whose}, case)


def _one_of(case: Case, each: Said) -> str | None:
    """Return who did something, or the one who stepped in for them; None for all of a side."""
    if each.get("party") is None:
        return None
    people = people_of(case, each["by"], each["party"])
    return next(iter(people)) if len(people) == 1 else None


def _say_whose(count: int) -> Text:
    return Text(
        f"本案有 {count} 件：请写明是哪一方（by）、哪一名当事人（party：姓名或名称）。",
        f"There are {count} of them in the case: say whose it is, by the side (by) and the name of "
        "the party (party).",
    )


_OF: Mapping[str, Callable[[Said, Case], PartnerOrder | Known]] = {
    "suit": _suit,
    "appeal": _appeal,
    "retrial": _retrial,
}
