"""The checks on a review: service, reply, officers, hearing the parties, advice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from services.reconsideration.case_reading import fact, overdue_since, party
from services.reconsideration.law_versions import LAW_OF_2023, REGULATION_OF_2026
from shared.casework.addressees import check_party
from shared.casework.guarding import (
    Attempt,
    Finding,
    conflict,
    invalid,
    reason_owed,
    reason_required,
)
from shared.language import Text

_COPY = frozenset({"FY-13", "FY-15"})


def each_respondent_is_served_once(attempt: Attempt) -> Iterable[Finding]:
    """A respondent gets the copy once: the answer period has one beginning (复议法48)."""
    served = fact(attempt, "respondents_served") or []
    addressee = attempt.payload.get("party")
    if any(each.get("party") == addressee for each in served):
        raise conflict(
            Text(
                "该被申请人已登记发送副本；有多个被申请人的，请写明送达对象。",
                "This respondent has been served already; with several respondents, say which one.",
            ),
            basis="复议法48",
        )
    return []


def a_copy_under_one_clock_for_all_is_in_time_too(attempt: Attempt) -> Iterator[Finding]:
    """
    Show that a further respondent gets the copy late, though the first had it (复议法48, 54¶1).

    A case accepted under an earlier release has one clock for all, which the first service met;
    who took part later had none of it.
    """
    addressee = party(attempt, attempt.payload.get("party") or "")
    ended = [
        clock
        for clock in attempt.case["clocks"]
        if clock["rule"] in _COPY
        and clock["party"] is None
        and clock["status"] in {"met", "missed"}
    ]
    if not ended or (addressee or {}).get("joined_on"):
        return
    last = ended[-1]
    if last["due_on"] < attempt.on.isoformat():
        yield Finding(
            "copy-sent-late",
            "复议法48" if last["rule"] == "FY-13" else "复议法54¶1",
            Text(
                f"申请书副本应当最迟于 {last['due_on']} 发送各被申请人，向本被申请人发送已逾期。",
                f"Every respondent was to get the copy by {last['due_on']}; this one gets it late.",
            ),
        )


def a_reply_is_that_of_a_respondent(attempt: Attempt) -> Iterable[Finding]:
    """Who replies is a respondent of the case, named by its id there (复议法48)."""
    who = Text("答复的被申请人", "The respondent that answers")
    check_party(
        attempt.case, attempt.payload.get("party"), {"respondent"}, who=who, basis="复议法48"
    )
    return []


def a_late_reply_leaves_the_act_without_evidence(attempt: Attempt) -> Iterator[Finding]:
    """A late reply brings the presumption of article 70 (2017法28¶1(4) before 2024)."""
    due = overdue_since(attempt, "FY-14", "FY-16", party=attempt.payload.get("party"))
    if due is None:
        return
    new = attempt.on >= LAW_OF_2023
    yield Finding(
        "evidence-presumed-absent",
        "复议法70" if new else "2017法28¶1(4)",
        Text(
            f"答复期限为 {due}，已逾期：视为行政行为没有证据、依据，"
            + (
                "但是涉及第三人合法权益、第三人提供证据的除外。"
                if new
                else "决定撤销该行政行为（2017法23、28；2007条例46）。"
            ),
            f"The reply was due on {due}: the act counts as lacking evidence and basis"
            + (
                ", unless it touches a third party who supplies evidence."
                if new
                else " and is revoked (2017法23, 28; 2007条例46)."
            ),
        ),
    )


def a_reply_brings_evidence(attempt: Attempt) -> Iterator[Finding]:
    """A reply without evidence leaves the act without evidence as well (复议法70)."""
    if not attempt.payload["evidence"]:
        yield Finding(
            "reply-without-evidence",
            "复议法70" if attempt.on >= LAW_OF_2023 else "2017法28¶1(4)",
            Text(
                "答复未附证据、依据；期限内不提交的，视为行政行为没有证据、依据。",
                "The reply came without evidence; if none follows in time, the act counts as "
                "lacking evidence and basis.",
            ),
        )


def the_respondent_acts_through_its_own_staff(attempt: Attempt) -> Iterable[Finding]:
    """The respondent names one or two of its staff; a lawyer alone is refused (2026条例18¶2)."""
    agents = attempt.payload.get("respondent_agents")
    if not agents or attempt.on < REGULATION_OF_2026:
        return []
    staff = sum(agent["kind"] == "staff" for agent in agents)
    if not 1 <= staff <= 2:
        raise invalid(
            "respondent_agents",
            Text(
                "被申请人应当指定1至2名工作人员作为代理人，不得仅委托律师。",
                "The respondent acts through one or two of its own staff; a lawyer alone is "
                "refused.",
            ),
            basis="2026条例18¶2",
        )
    return []


def enough_officers_review(attempt: Attempt) -> Iterator[Finding]:
    """Two officers review a case; one is enough in the simplified procedure (2026条例39)."""
    count = len(attempt.payload["officers"])
    simplified = fact(attempt, "procedure") == "simplified"
    new = attempt.on >= REGULATION_OF_2026
    if count >= 2:
        return
    if not simplified:
        raise invalid(
            "officers",
            Text(
                "普通程序应当由两名以上行政复议人员参加。",
                "In the ordinary procedure at least two officers take part.",
            ),
            basis="2026条例39" if new else "2007条例32",
        )
    if not new:
        yield Finding(
            "one-officer-before-2026",
            "2007条例32",
            Text(
                "2026年7月1日前的实施条例要求两名以上复议人员，未对简易程序作例外规定。",
                "Until 2026-06-30 the regulation asks for two officers and knows no exception for "
                "the simplified procedure.",
            ),
        )


def officers_are_qualified(attempt: Attempt) -> Iterable[Finding]:
    """Officers hold the legal qualification (复议法6¶2; 2007条例4)."""
    new = attempt.on >= LAW_OF_2023
    for number, officer in enumerate(attempt.payload["officers"]):
        if not officer.get("qualification"):
            raise invalid(
                f"officers.{number}.qualification",
                Text(
                    "应当载明复议人员的法律职业资格或者行政复议资格。",
                    "State the officer's legal or reconsideration qualification.",
                ),
                basis="复议法6¶2" if new else "2007条例4",
            )
    return []


def officers_are_impartial(attempt: Attempt) -> Iterable[Finding]:
    """Nobody reviews a case in which they have an interest (回避)."""
    interested = set()
    for each in attempt.case.get("parties", []):
        interested |= {each.get("name"), each.get("legal_representative"), *each.get("agents", [])}
    for number, officer in enumerate(attempt.payload["officers"]):
        field = None
        if officer["conflict_of_interest"]:
            field = "conflict_of_interest"
        elif officer["name"] in interested:
            field = "name"
        if field is not None:
            raise invalid(
                f"officers.{number}.{field}",
                Text(
                    "与案件有利害关系的复议人员应当回避。",
                    "An officer with an interest in the case has to be recused.",
                ),
            )
    return []


def writing_replaces_hearing_only_with_a_reason(attempt: Attempt) -> Iterable[Finding]:
    """In the ordinary procedure writing alone needs a reason on the party's side (复议法49)."""
    payload = attempt.payload
    ordinary = fact(attempt, "procedure") != "simplified" and attempt.on >= LAW_OF_2023
    if payload["method"] == "written" and ordinary and not payload.get("reason"):
        raise reason_owed(
            Text(
                "普通程序应当当面或者通过互联网、电话等方式听取意见；因当事人原因书面审理的，应当说明。",
                "The ordinary procedure hears the parties in person, online or by telephone; "
                "writing alone needs the party's own reason.",
            ),
            basis="复议法49",
        )
    return []


def the_hearing_panel_is_complete(attempt: Attempt) -> Iterable[Finding]:
    """A hearing has a chair, at least two listeners and a recorder, all different (复议法50¶3)."""
    payload = attempt.payload
    listeners = set(payload["listeners"])
    if len(listeners) < 2 or listeners & {payload["chair"], payload["recorder"]}:
        raise invalid(
            "listeners",
            Text(
                "听证由一名主持人、两名以上听证员、一名记录员组成，不得兼任。",
                "A hearing needs a chair, at least two listeners and a recorder, all different "
                "persons.",
            ),
            basis="复议法50¶3",
        )
    if payload["chair"] == payload["recorder"]:
        raise invalid(
            "recorder",
            Text("主持人不得兼任记录员。", "The chair cannot be the recorder."),
            basis="复议法50¶3",
        )
    return []


def the_head_attends_or_is_excused(attempt: Attempt) -> Iterable[Finding]:
    """The respondent's head attends, or gives a reason and sends staff (复议法51¶3)."""
    payload = attempt.payload
    if payload["head_attended"] or attempt.on < LAW_OF_2023:
        return
    if not payload.get("excuse"):
        text = Text(
            "被申请人的负责人未参加听证：应当载明其说明的理由（未说明的，写明未说明）。",
            "The respondent's head did not attend: state the reason given, or that none was given "
            "(excuse).",
        )
        problem = reason_required(text, basis="复议法51¶3")
        problem.errors = {"excuse": [text]}
        raise problem
    agents = payload.get("respondent_agents") or []
    if not any(agent["kind"] == "staff" for agent in agents):
        yield Finding(
            "no-staff-at-the-hearing",
            "复议法51¶3",
            Text(
                "被申请人的负责人不能参加听证的，应当委托相应的工作人员参加；本次没有工作人员参加。",
                "A head who cannot attend has to send staff; no staff took part.",
            ),
        )


def an_absent_applicant_gives_up_the_hearing(attempt: Attempt) -> Iterator[Finding]:
    """An applicant absent without reason gives up the hearing (复议法51¶2)."""
    payload = attempt.payload
    if not payload["applicant_attended"] and not payload.get("applicant_reason"):
        yield Finding(
            "hearing-given-up",
            "复议法51¶2",
            Text(
                "申请人无正当理由未参加听证，视为放弃听证权利。",
                "The applicant was absent without a just reason and has given up the hearing.",
            ),
        )


def an_opinion_not_adopted_is_explained(attempt: Attempt) -> Iterable[Finding]:
    """Departing from the committee's opinion needs reasons (2026条例52; 复议法61¶3)."""
    payload = attempt.payload
    if payload["adopted"] != "adopted" and not payload.get("reason"):
        raise reason_owed(
            Text(
                "不采纳或者部分采纳行政复议委员会咨询意见的，应当说明理由。",
                "Say why the committee's opinion is not, or only partly, adopted.",
            ),
            basis="2026条例52" if attempt.on >= REGULATION_OF_2026 else "复议法61¶3",
        )
    return []
