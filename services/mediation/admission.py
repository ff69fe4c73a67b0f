"""The checks on taking a dispute in: both sides named, the court named, nobody unwilling."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from services.mediation.case_reading import (
    COURT_KINDS,
    both_sides,
    consenting,
    ids,
    kind_of,
    refuse_unknown_parties,
    willingness_basis,
)
from shared.casework.guarding import Attempt, Finding, conflict, invalid, missing_fact
from shared.language import Text

Found = Iterable[Finding]
_OPPONENT_UNKNOWN = Text(
    "尚未写明对方当事人；受理前应补充。",
    "The other side is not named yet; name it before acceptance.",
)
# 人民调解 may start by itself (17), and 行业调解 follows the same law (34); a court that entrusts
# a pending suit needs no consent beforehand (特邀调解规定11). There, silence is no obstacle.
_SILENCE_SUFFICES = frozenset({"people", "industry", "court_entrusted"})


def both_sides_are_named(attempt: Attempt) -> Iterator[Finding]:
    """A mediation has two sides; only a referral may leave one to be completed (17)."""
    if attempt.payload.get("respondents"):
        return
    if attempt.actor.role != "system":
        raise invalid("respondents", _OPPONENT_UNKNOWN, basis="人民调解法17")
    yield Finding("missing-fact", "人民调解法17", _OPPONENT_UNKNOWN)


def court_is_named(attempt: Attempt) -> Found:
    """A mediation for a court names it, and the trial procedure that sets its period."""
    payload = attempt.payload
    if payload["kind"] in COURT_KINDS and not payload.get("court"):
        raise invalid(
            "court",
            Text("委派、委托调解须写明法院。", "Name the court that assigns or entrusts it."),
            basis="特邀调解规定11",
        )
    if payload["kind"] == "court_entrusted" and not payload.get("court_procedure"):
        raise invalid(
            "court_procedure",
            Text(
                "委托调解期限依审理程序而定：普通程序十五日，简易程序七日。",
                "The period follows the trial: 15 days in ordinary, 7 in simplified procedure.",
            ),
            basis="特邀调解规定27¶2",
        )
    return []


def both_sides_are_known(attempt: Attempt) -> Found:
    """Nothing is mediated before both sides are known (人民调解法17)."""
    roles = {party["role"] for party in attempt.case["parties"]}
    for role, field in (("applicant", "applicants"), ("respondent", "respondents")):
        if role not in roles:
            raise missing_fact(field, _OPPONENT_UNKNOWN, basis="人民调解法17")
    return []


def consents_name_parties(attempt: Attempt) -> Found:
    """A consent is that of a party of the case."""
    named = [each["party"] for each in attempt.payload.get("consents") or ()]
    refuse_unknown_parties(attempt, "consents", named)
    return []


def nobody_refuses(attempt: Attempt) -> Found:
    """Once a party clearly refuses, there is no mediation (人民调解法17, 特邀调解规定26(2))."""
    for each in attempt.payload.get("consents") or ():
        if not each["consented"]:
            raise conflict(
                Text(
                    f"当事人 {each['party']} 明确拒绝调解，不得调解。",
                    f"Party {each['party']} clearly refuses; there can be no mediation.",
                ),
                basis=willingness_basis(attempt),
            )
    return []


def every_party_consents_where_asked(attempt: Attempt) -> Found:
    """Where the law asks for consent, each party gave it; whoever applied has (特邀调解规定11)."""
    if kind_of(attempt) in _SILENCE_SUFFICES:
        return []
    asked = both_sides(attempt)
    if attempt.case["facts"].get("initiated_by") == "own_request":
        asked = [party for party in asked if party["role"] != "applicant"]
    silent = sorted(set(ids(asked)) - consenting(attempt))
    if silent:
        names = ", ".join(silent)
        raise invalid(
            "consents",
            Text(f"尚缺当事人 {names} 的同意。", f"The consent of {names} is missing."),
            basis=willingness_basis(attempt),
        )
    return []
