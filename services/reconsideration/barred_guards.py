"""What must not be accepted: a second application, and what lies outside reconsideration."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from services.reconsideration.case_reading import act_of, numbers_of, same_act, same_people
from services.reconsideration.law_versions import LAW_OF_2023, REGULATION_OF_2026
from shared.casework.claims import Claim, key_of
from shared.casework.guarding import Attempt, Finding, reason_required
from shared.casework.official_numbers import normalised
from shared.casework.taking_part import WITHDREW
from shared.http.problems import Problem
from shared.language import Text

# What a superior took over goes on there, with the same applicant and act (2026条例40).
_TAKEN_OVER = "elevated"
_OUTSIDE = Text(
    "对信访事项的登记、受理、交办、转送、复查、复核行为，不予受理。",
    "Registering, accepting, assigning, passing on, reviewing or re-examining a petition is not "
    "open to reconsideration: refuse acceptance.",
)


def an_earlier_application_is_pointed_out(attempt: Attempt) -> Iterator[Finding]:
    """Show another reconsideration of the same act: nobody gets a second one (30¶1(7))."""
    for case in _earlier_applications(attempt):
        yield Finding(
            "earlier-application",
            "复议法30¶1(7)、74¶2",
            Text(
                f"同一行政行为已有复议案件 {case['number']}：同一申请人的申请不得重复受理。",
                f"The same act has reconsideration {case['number']}: a second application by the "
                "same applicant must not be accepted.",
            ),
        )


def a_second_application_needs_a_reason(attempt: Attempt) -> Iterator[Finding]:
    """
    Accept the second application of one person on one act only for a stated reason.

    It is barred once the first was accepted (复议法30¶1(7)), and after one that was withdrawn,
    unless that was against the applicant's will (74¶2). Who is not known by a number may be
    somebody else: that is pointed out.
    """
    for case in _earlier_applications(attempt):
        barred = _was_accepted_here(case) and attempt.on >= LAW_OF_2023
        certain = same_people(attempt, case, "applicant") is True
        if barred and certain and not attempt.payload.get("reason"):
            raise _barred(case)
    return an_earlier_application_is_pointed_out(attempt)


def one_accepted_application_on_an_act(case: Mapping[str, Any]) -> Iterator[Claim]:
    """
    Of one person on one act a single application is accepted (复议法30¶1(7)), or for a reason.

    This holds where two are accepted before anybody could tell either service of the other.
    """
    accepted_on = case["milestones"].get("accepted", "")
    number = normalised((case.get("act") or {}).get("number") or "")
    taken_over = _TAKEN_OVER in case["milestones"]
    if not number or accepted_on < LAW_OF_2023.isoformat() or taken_over:
        return
    parties = case["parties"]
    agencies = {each.get("code") or each.get("name") for each in parties if _is(each, "respondent")}
    withdrew = [
        each
        for each in case.get("former_parties", [])
        if each["ground"] == WITHDREW and each["left_on"] >= accepted_on
    ]
    # Who withdrew alone after the acceptance does not apply again either (74¶2).
    applied = [each for each in [*parties, *withdrew] if _is(each, "applicant")]
    for person in numbers_of(applied):
        for agency in agencies - {None}:
            key = key_of("application", number, str(agency), person)
            yield Claim(key, frozenset({"accept"}), _barred, lifted_by="reason")


def _was_accepted_here(case: Mapping[str, Any]) -> bool:
    """
    Say whether an application was accepted, and not taken over by a superior.

    One that was refused, given up or withdrawn before bars no other, though its file be closed.
    """
    done = case.get("milestones") or {}
    return "accepted" in done and _TAKEN_OVER not in done


def _barred(case: Mapping[str, Any]) -> Problem:
    done = case.get("milestones") or {}
    if "withdrawn" in done:
        basis = "复议法74¶2"
    elif "one_applicant_withdrew" in done:
        basis = "复议法30¶1(7)、74¶2"
    else:
        basis = "复议法30¶1(7)"
    return reason_required(
        Text(
            f"同一申请人就同一行政行为的复议申请（{case['number']}）已受理过，不得再次受理；"
            "撤回违背真实意愿等情形的，请说明理由。",
            f"An application of the same person on the same act ({case['number']}) was "
            "accepted before; another is barred. Say why, for example that the withdrawal "
            "was against the applicant's will.",
        ),
        basis=basis,
    )


def _is(party: Mapping[str, Any], role: str) -> bool:
    return bool(party["role"] == role)


def petition_handling_is_not_reviewable(attempt: Attempt) -> Iterator[Finding]:
    """Show that the handling of a petition is outside reconsideration (2026条例36(5))."""
    if act_of(attempt).get("kind") != "petition_handling":
        return
    if attempt.on >= REGULATION_OF_2026:
        yield Finding("not-reviewable", "2026条例36(5)", _OUTSIDE)
        return
    yield Finding(
        "probably-not-reviewable",
        "法释〔2018〕1号1¶2(9)",
        Text(
            "信访处理行为在2026年7月1日前按行政诉讼司法解释类推，一般不属于复议范围（解释性）。",
            "Until 2026-06-30 the handling of petitions was kept out of reconsideration by analogy "
            "with the courts' rule (interpretive).",
        ),
    )


def petition_handling_is_accepted_for_a_reason(attempt: Attempt) -> Iterator[Finding]:
    """Accept what is outside reconsideration only for a stated reason (2026条例36(5))."""
    kind = act_of(attempt).get("kind")
    outside = kind == "petition_handling" and attempt.on >= REGULATION_OF_2026
    if outside and not attempt.payload.get("reason"):
        raise reason_required(_OUTSIDE, basis="2026条例36(5)")
    return petition_handling_is_not_reviewable(attempt)


def _earlier_applications(attempt: Attempt) -> Iterator[Mapping[str, Any]]:
    for case in attempt.matter.get("cases", []):
        other = case["track"] == "reconsideration" and case["case_id"] != attempt.case.get("_id")
        # Who insists after the agency's own correction applies anew (2026条例38¶2).
        anew = "self_corrected" in (case.get("milestones") or {})
        if other and case["status"] != "invited" and not anew and same_act(attempt, case):
            yield case
