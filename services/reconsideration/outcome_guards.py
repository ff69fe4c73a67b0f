"""The checks on how a reconsideration ends: decision, settlement, termination, withdrawal."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from services.reconsideration.case_reading import fact, happened, open_clocks
from services.reconsideration.law_versions import LAW_OF_2023, REGULATION_OF_2026
from shared.casework.guarding import (
    Attempt,
    Finding,
    StandingGuard,
    conflict,
    invalid,
    irregular,
    reason_owed,
)
from shared.language import Text

# Which article carries which kind of decision; 70 and 71 stand beside several, 条例 where named.
ARTICLES_SINCE_2024: Mapping[str, frozenset[int]] = {
    "change": frozenset({63, 71}),
    "revoke": frozenset({64, 70, 71}),
    "partly_revoke": frozenset({64, 70, 71}),
    "confirm_unlawful": frozenset({65, 70, 71}),
    "order_performance": frozenset({66, 70, 71}),
    "confirm_invalid": frozenset({67, 70}),
    "uphold": frozenset({68}),
    "reject_request": frozenset({69, 61, 48}),  # 复议法69, 2026条例61, 2007条例48
    "dismiss": frozenset({33, 37, 48}),  # 复议法33, 2026条例37, 2007条例48
}
ARTICLES_UNTIL_2023: Mapping[str, frozenset[int]] = {
    "change": frozenset({28, 45, 47}),
    "revoke": frozenset({28, 45, 46}),
    "partly_revoke": frozenset({28, 45, 46}),
    "confirm_unlawful": frozenset({28, 45}),
    "order_performance": frozenset({28, 44}),
    "confirm_invalid": frozenset(),
    "uphold": frozenset({28, 43}),
    "reject_request": frozenset({48}),
    "dismiss": frozenset({48}),
}
_YEAR_OF_A_LAW = re.compile(r"(?:19|20)\d\d年?(?=[法条])|[（(](?:19|20)\d\d年?[)）]")
_NUMBER = re.compile(r"\d+")
_SUSPENSIONS_THAT_END = frozenset({"39(1)", "39(2)", "39(4)"})


def article_number(citation: str) -> int | None:
    """Return the number of the article in a citation such as `64¶1(2)` or `2026条例37¶1`."""
    found = _NUMBER.search(_YEAR_OF_A_LAW.sub("", citation))
    return int(found.group()) if found else None


def a_decision_cites_its_article(attempt: Attempt) -> Iterable[Finding]:
    """Each kind of decision rests on its own article (复议法33, 63–71; 2017法28 before 2024)."""
    kind = attempt.payload["kind"]
    table = ARTICLES_SINCE_2024 if attempt.on >= LAW_OF_2023 else ARTICLES_UNTIL_2023
    allowed = table[kind]
    if not allowed:
        raise invalid(
            "kind",
            Text(
                "确认无效决定自2024年1月1日起才有规定。",
                "A finding of invalidity exists only since 2024-01-01.",
            ),
            basis="复议法67",
        )
    if not allowed & {article_number(each) for each in attempt.payload["articles"]}:
        listed = "、".join(str(number) for number in sorted(allowed))
        raise invalid(
            "articles",
            Text(
                f"该种决定应当引用其依据条文之一：第 {listed} 条。",
                f"A decision of this kind cites one of its articles: {listed}.",
            ),
            basis="复议法61¶1",
        )
    return []


@StandingGuard
def enough_officers_decide(case: Mapping[str, Any], on: date) -> None:
    """No decision without the officers who review: two, or one if simplified (2026条例39)."""
    facts = case["facts"]
    needed = 1 if facts.get("procedure") == "simplified" else 2
    if len(facts.get("officers") or []) < needed:
        raise irregular(
            Text(
                f"尚未指定复议人员：至少{needed}名。",
                "Assign at least one officer first."
                if needed == 1
                else f"Assign at least {needed} officers first.",
            ),
            basis="2026条例39" if on >= REGULATION_OF_2026 else "2007条例32",
        )


def the_parties_were_heard(attempt: Attempt) -> Iterable[Finding]:
    """The ordinary procedure hears the parties before it decides (复议法49, since 2024)."""
    ordinary = fact(attempt, "procedure") != "simplified" and attempt.on >= LAW_OF_2023
    if ordinary and not happened(attempt, "heard") and not attempt.payload.get("reason"):
        raise reason_owed(
            Text(
                "普通程序应当听取当事人意见；因当事人原因不能听取的，应当说明理由。",
                "The ordinary procedure hears the parties first; where they could not be heard for "
                "their own reasons, say so.",
            ),
            basis="复议法49",
        )
    return []


@StandingGuard
def a_major_case_had_hearing_and_committee(case: Mapping[str, Any], on: date) -> None:
    """Major, difficult or complex cases need a hearing and the committee's advice (50¶1, 52¶2)."""
    if not case["facts"].get("major") or on < LAW_OF_2023:
        return
    if case["milestones"].get("hearing_held") is None:
        raise irregular(
            Text(
                "重大、疑难、复杂的案件应当组织听证。",
                "A major, difficult or complex case needs a hearing.",
            ),
            basis="复议法50¶1",
        )
    if case["milestones"].get("committee_consulted") is None:
        raise irregular(
            Text(
                "重大、疑难、复杂的案件应当提请行政复议委员会咨询。",
                "A major, difficult or complex case goes to the committee.",
            ),
            basis="复议法52¶2(1)",
        )


def redoing_goes_with_revocation(attempt: Attempt) -> Iterable[Finding]:
    """A new act is ordered where the old one is revoked (复议法64¶1; 2017法28¶1(3) before 2024)."""
    kinds = {"revoke", "partly_revoke"}
    if attempt.on < LAW_OF_2023:
        kinds.add("confirm_unlawful")
    if attempt.payload["redo_ordered"] and attempt.payload["kind"] not in kinds:
        raise invalid(
            "redo_ordered",
            Text(
                "只有撤销或者部分撤销行政行为时才可以责令重新作出。",
                "A new act can be ordered only where the old one is revoked, wholly or in part.",
            ),
            basis="复议法64¶1" if attempt.on >= LAW_OF_2023 else "2017法28¶1(3)",
        )
    return []


def ordered_performance_has_its_limit(attempt: Attempt) -> Iterable[Finding]:
    """An order to perform sets a time for it (复议法66)."""
    payload = attempt.payload
    if payload["kind"] == "order_performance" and not payload.get("performance_due_on"):
        raise invalid(
            "performance_due_on",
            Text(
                "决定履行法定职责的，应当确定履行期限。",
                "An order to perform sets the date by which to perform.",
            ),
            basis="复议法66" if attempt.on >= LAW_OF_2023 else "2017法28¶1(2)",
        )
    return []


def upholding_without_evidence_is_pointed_out(attempt: Attempt) -> Iterator[Finding]:
    """An act without reply and evidence counts as unfounded and is not upheld (复议法70)."""
    unanswered = happened(attempt, "served") and not happened(attempt, "replied")
    if attempt.payload["kind"] == "uphold" and unanswered:
        yield Finding(
            "upheld-without-evidence",
            "复议法70" if attempt.on >= LAW_OF_2023 else "2017法28¶1(4)",
            Text(
                "被申请人未答复、未提交证据，行政行为视为没有证据、依据，维持决定缺乏基础。",
                "The respondent neither answered nor sent evidence; the act counts as unfounded "
                "and there is no ground to uphold it.",
            ),
        )


def the_approval_is_on_record(attempt: Attempt) -> Iterator[Finding]:
    """The organ's head or a collective discussion approves a decision (复议法61¶1)."""
    if not attempt.payload.get("approved_by"):
        yield Finding(
            "approval-not-recorded",
            "复议法61¶1" if attempt.on >= LAW_OF_2023 else "2017法28¶1",
            Text(
                "复议决定应当经复议机关负责人同意或者集体讨论通过，请补录审批方式。",
                "A decision is approved by the organ's head or a collective discussion; the "
                "approval is not on record.",
            ),
        )


def a_termination_has_its_ground(attempt: Attempt) -> Iterable[Finding]:
    """Each ground of article 41 has its own conditions."""
    ground = attempt.payload["ground"]
    if ground == "41(1)":
        raise invalid(
            "ground",
            Text("撤回申请请用 withdraw。", "Use withdraw for the applicant's withdrawal."),
            basis="复议法41(1)",
        )
    if ground == "41(5)" and attempt.on >= LAW_OF_2023:
        _check_sixty_days(attempt)
    return []


def _check_sixty_days(attempt: Attempt) -> None:
    suspended_so = fact(attempt, "suspension_ground") in _SUSPENSIONS_THAT_END
    dues = [clock["due_on"] for clock in open_clocks(attempt, "FY-26")]
    if attempt.case.get("status") != "suspended" or not suspended_so or not dues:
        raise conflict(
            Text(
                "第五项只适用于因 39(1)、39(2)、39(4) 中止的案件。",
                "Item 5 applies only while the case is suspended under 39(1), 39(2) or 39(4).",
            ),
            basis="复议法41(5)",
        )
    due = date.fromisoformat(min(dues))
    if attempt.on <= due:
        raise conflict(
            Text(
                f"中止尚未满六十日（{due} 届满）。",
                f"The suspension has not lasted sixty days yet (they end on {due}).",
            ),
            basis="复议法41(5)",
        )


def the_represented_agree_to_the_withdrawal(attempt: Attempt) -> Iterable[Finding]:
    """A representative withdraws only with the consent of the represented (复议法15¶2)."""
    if fact(attempt, "representatives") and attempt.payload.get("represented_consent") is not True:
        raise invalid(
            "represented_consent",
            Text(
                "代表人撤回申请的，应当经被代表的申请人同意。",
                "Representatives withdraw only with the consent of those they represent.",
            ),
            basis="复议法15¶2",
        )
    return []


def withdrawal_bars_a_new_application(attempt: Attempt) -> Iterator[Finding]:
    """After a withdrawal the same facts and reasons cannot be brought again (复议法74¶2)."""
    if happened(attempt, "accepted"):
        yield Finding(
            "no-new-application",
            "复议法74¶2" if attempt.on >= LAW_OF_2023 else "2007条例38¶2",
            Text(
                "准予撤回后不得再以同一事实和理由申请复议（违背真实意愿的除外）；"
                "在法定起诉期限内仍可起诉（法释〔2018〕1号58）。",
                "Once withdrawn, the same facts and reasons cannot be brought again, unless the "
                "withdrawal was against the applicant's will; a suit within its own time limit "
                "stays open (法释〔2018〕1号58).",
            ),
        )


def a_court_sets_aside_what_was_decided(attempt: Attempt) -> Iterable[Finding]:
    """A court orders anew what was decided, refused or ended (行诉法70)."""
    if not any(happened(attempt, each) for each in ("decided", "rejected", "terminated")):
        raise conflict(
            Text(
                "本案没有可以被法院撤销的决定。",
                "There was no decision that a court could set aside.",
            ),
            basis="行诉法70",
        )
    return []


@StandingGuard
def only_a_refusal_is_put_right(case: Mapping[str, Any], _today: date) -> None:
    """A superior orders what was refused, or dismissed, to be taken up (复议法35)."""
    dismissed = case["facts"].get("decision_kind") == "dismiss"
    refused = "rejected" in case["milestones"] and "decided" not in case["milestones"]
    if not (dismissed or refused):
        raise conflict(
            Text(
                "上级行政机关只就不予受理、驳回申请责令纠正。",
                "A superior orders a refusal or a dismissal to be put right, no other decision.",
            ),
            basis="复议法35",
        )


def the_time_to_decide_again_is_pointed_out(attempt: Attempt) -> Iterator[Finding]:
    """Say by what the new decision is due: no article gives a number of its own (解释89)."""
    if attempt.payload.get("due_on") is not None:
        return
    if happened(attempt, "accepted"):
        text = Text(
            "没有写明重作期限，法律也没有另定天数：按普通程序的六十日重新计算（解释性）。",
            "No day is set and no article gives a number: the sixty days of the ordinary procedure "
            "are counted anew (interpretive).",
        )
        yield Finding("time-to-decide-again-interpretive", "解释89、复议法62", text)
        return
    text = Text(
        "没有写明受理期限，法律也没有另定天数：按五日（工作日）的审查期限重新计算（解释性）。",
        "No day is set and no article gives a number: the five working days to examine the "
        "application are counted anew (interpretive).",
    )
    yield Finding("time-to-examine-again-interpretive", "复议法30¶1、35", text)
