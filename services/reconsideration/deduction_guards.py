"""The checks on time that does not count for the time to apply: an own correction, a suit first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from services.reconsideration.application_guards import PENALTIES_FILED_THROUGH_THE_RESPONDENT
from services.reconsideration.case_reading import act_of, fact
from services.reconsideration.law_versions import REGULATION_OF_2026
from shared.casework.guarding import Attempt, Finding, invalid, missing_fact
from shared.language import Text

_LEFT_OUT: Mapping[tuple[str, str], str] = {
    ("sued_first_on", "dismissal_served_on"): "2026条例26",
    ("submitted_to_agency_on", "correction_told_on"): "2026条例38¶2",
}


def time_that_does_not_count_has_two_days_and_a_ground(attempt: Attempt) -> Iterable[Finding]:
    """What is left out of the time to apply is a period that has its article (2026条例26, 38)."""
    for (first, last), basis in _LEFT_OUT.items():
        given = [name for name in (first, last) if attempt.payload.get(name)]
        if not given:
            continue
        if len(given) == 1:
            wanting = last if given == [first] else first
            text = Text(
                "不计入申请期限的期间须写明起、止两日。",
                "Time that does not count is stated with its first and its last day.",
            )
            raise missing_fact(wanting, text, basis=basis)
        if attempt.payload["received_on"] < REGULATION_OF_2026:
            text = Text(
                "2026年7月1日前收到的申请没有此项扣除。",
                "For an application received before 2026-07-01 no such time is left out.",
            )
            raise invalid(first, text, basis=basis)
    kind = act_of(attempt).get("kind")
    penalty = kind in PENALTIES_FILED_THROUGH_THE_RESPONDENT
    if attempt.payload.get("submitted_to_agency_on") and not penalty:
        text = Text(
            "只有当场处罚或者电子技术监控处罚可以先向原处罚机关提交申请。",
            "Only a penalty on the spot or by electronic monitoring is contested through the "
            "agency that imposed it.",
        )
        raise invalid("submitted_to_agency_on", text, basis="2026条例38¶2")
    return []


def an_own_correction_answers_an_application_at_the_agency(attempt: Attempt) -> Iterable[Finding]:
    """Since 2026-07-01 an agency may put right a penalty contested through it (2026条例38¶1)."""
    basis = "2026条例38¶1"
    received_on = attempt.case.get("milestones", {}).get("received", "")
    if not fact(attempt, "via_respondent") or fact(attempt, "forwarded_on"):
        text = Text(
            "申请不是通过原处罚机关提交，或者已经转送复议机关。",
            "The application was not handed in at the penalty agency, or was sent on already.",
        )
    elif received_on < REGULATION_OF_2026.isoformat():
        text = Text(
            "2026年7月1日前收到的申请不适用自行纠正的规定。",
            "An application received before 2026-07-01 knows no correction of this kind.",
        )
    else:
        return []
    raise invalid("corrected_on", text, basis=basis)


def the_days_of_an_own_correction_do_not_count(attempt: Attempt) -> Iterator[Finding]:
    """Show that who insists applies anew, and which days are left out then (2026条例38¶2)."""
    first, last = fact(attempt, "posted_on") or fact(attempt, "received_on"), attempt.payload
    yield Finding(
        "own-correction-days-do-not-count",
        "2026条例38¶2",
        Text(
            "原机关已自行纠正；申请人仍坚持的，告知其向有管辖权的复议机关申请，"
            f"{first} 至 {last['told_on']} 的期间不计入申请期限。",
            "The agency has put its penalty right. An applicant who insists is told to apply to "
            f"the competent organ; the time from {first} to {last['told_on']} does not count.",
        ),
    )
