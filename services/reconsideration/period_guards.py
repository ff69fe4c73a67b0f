"""The checks on what stops or lengthens a review: suspension, norms, mediation, extension."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from services.reconsideration.case_reading import fact, open_clocks, overdue_since
from services.reconsideration.law_versions import LAW_OF_2023, REGULATION_OF_2026
from shared.casework.guarding import (
    Attempt,
    Finding,
    conflict,
    invalid,
    reason_required,
    where,
)
from shared.language import Text

MEDIATION = "39(6)"
NORM_REVIEW = "39(9)"
OTHER = "39(10)"
LONGEST_EXTENSION_DAYS = 30
_OF_THE_COMPETENT_ORGAN = (
    "maker_notified_on",
    "maker_received_on",
    "maker_answered_on",
    "handled_on",
)
_OF_ANOTHER_BODY = ("transferred_on", "transfer_received_on", "transfer_replied_on")


def a_suspension_has_its_ground(attempt: Attempt) -> Iterator[Finding]:
    """A suspension rests on a real ground of article 39 (case C14: guiding case 69)."""
    payload = attempt.payload
    ground = payload["ground"]
    if ground == NORM_REVIEW:
        raise invalid(
            "ground",
            Text(
                "附带审查的中止请用 request_norm_review，其期限自中止之日起算。",
                "Suspend for a norm with request_norm_review: its time limits run from that day.",
            ),
            basis="复议法39¶1(9)、56",
        )
    if ground == MEDIATION and payload.get("consent") is not True:
        raise invalid(
            "consent",
            Text(
                "因调解、和解中止的，须申请人和被申请人同意。",
                "Suspension for mediation or settlement needs the consent of applicant and "
                "respondent.",
            ),
            basis="复议法39¶1(6)",
        )
    if ground == OTHER and not payload.get("reason"):
        raise reason_required(
            Text(
                "以其他情形中止的，应当载明具体情形；没有正当理由的中止由上级责令恢复审理。",
                "Suspension on other grounds has to say which; without a just reason the superior "
                "orders the review resumed.",
            ),
            basis="复议法39¶1(10)、40",
        )
    if attempt.on < LAW_OF_2023:
        yield Finding(
            "suspension-under-the-old-law",
            "2007条例41",
            Text(
                "2023年12月31日前的中止情形见2007条例41¶1(1)–(8)，其中没有调解中止；请核对对应项。",
                "Until 2023-12-31 the grounds are those of 2007条例41¶1(1)–(8), which know no "
                "suspension for mediation; check the matching item.",
            ),
        )


def a_norm_review_has_ended(attempt: Attempt) -> Iterable[Finding]:
    """A review suspended for a norm goes on once that norm is dealt with (复议法39¶2, 59)."""
    if fact(attempt, "suspension_ground") != NORM_REVIEW:
        return []
    if not fact(attempt, "norm_result") and not attempt.payload.get("reason"):
        raise reason_required(
            Text(
                "附带审查尚未登记结果；恢复审理的，应当说明中止原因如何消除。",
                "The review of the norm has no result on record; say how the cause of the "
                "suspension ended.",
            ),
            basis="复议法39¶2、59",
        )
    return []


def a_norm_review_that_is_over_has_its_result(attempt: Attempt) -> Iterable[Finding]:
    """What is told of a norm when the review went on says what came of it (复议法39¶2, 59)."""
    over, result = (attempt.payload.get(name) for name in ("resumed_on", "norm_result"))
    if (over is None) != (result is None):
        raise invalid(
            "norm_result" if result is None else "resumed_on",
            Text(
                "补登已经结束的附带审查，审查结果与恢复审理日期一并填写；尚未结束的都不填。",
                "Of a review of a norm that is over, say its result and when the case went on; of "
                "one that lasts, neither.",
            ),
            basis="复议法39¶2、59",
        )
    return _fits_the_competence(attempt, competent=attempt.payload["competent"])


def a_norm_is_under_review(attempt: Attempt) -> Iterable[Finding]:
    """Progress is recorded only while the case is suspended for a norm."""
    if fact(attempt, "suspension_ground") != NORM_REVIEW:
        raise conflict(
            Text("本案没有因附带审查中止。", "The case is not suspended for the review of a norm."),
            basis="复议法39¶1(9)",
        )
    return []


def what_is_recorded_fits_the_competence(attempt: Attempt) -> Iterable[Finding]:
    """Who is competent asks the maker (复议法58); who is not passes the norm on (56, 57, 60)."""
    reviews = fact(attempt, "norm_reviews") or []
    return _fits_the_competence(attempt, competent=bool(reviews and reviews[-1].get("competent")))


def _fits_the_competence(attempt: Attempt, *, competent: bool) -> Iterable[Finding]:
    others = _OF_ANOTHER_BODY if competent else _OF_THE_COMPETENT_ORGAN
    wrong = next((name for name in others if attempt.payload.get(name) is not None), None)
    if wrong is None:
        return []
    if competent:
        text = Text(
            "本机关有权处理该规范性文件，不转送其他机关。",
            "This organ is competent for the norm and does not pass it on.",
        )
    else:
        text = Text(
            "本机关无权处理该规范性文件，由接受转送的机关处理。",
            "This organ is not competent for the norm; the body that it is passed on to is.",
        )
    raise invalid(wrong, text, basis="复议法56、57、58" if competent else "复议法56、57、60")


def elevation_is_excluded_since_2026(attempt: Attempt) -> Iterable[Finding]:
    """The time of asking for elevation is excluded only since 2026-07-01 (2026条例40¶2)."""
    if attempt.payload["kind"] == "elevation" and attempt.payload["from_on"] < REGULATION_OF_2026:
        raise invalid(
            "kind",
            Text(
                "报请提级审理期间自2026年7月1日起才不计入办理期限。",
                "The time of asking a superior to take over is excluded only since 2026-07-01.",
            ),
            basis="2026条例40¶2",
        )
    return []


def mediation_before_2024_was_limited(attempt: Attempt) -> Iterator[Finding]:
    """Until 2023 only discretion and compensation could be mediated (2007条例50)."""
    if attempt.on < LAW_OF_2023:
        yield Finding(
            "mediation-limited-to-discretion",
            "2007条例50¶1",
            Text(
                "2023年12月31日前只有自由裁量行为和赔偿、补偿纠纷可以调解，且不因调解中止。",
                "Until 2023-12-31 only discretionary acts and compensation could be mediated, and "
                "mediation was no ground to suspend.",
            ),
        )


def what_follows_the_mediation(attempt: Attempt) -> Iterator[Finding]:
    """Say what the outcome of a mediation asks of the officer (复议法73)."""
    outcome = attempt.payload.get("outcome") or attempt.payload.get("mediation_outcome")
    if outcome is None:
        return
    if outcome == "agreed":
        yield Finding(
            "issue-the-mediation-statement",
            "复议法73¶1",
            Text(
                "调解已达成协议：应当制作行政复议调解书，由各方签字或者签章并加盖复议机关印章。",
                "The parties have agreed in mediation: issue the mediation statement, signed by "
                "all parties and sealed.",
            ),
        )
        return
    yield Finding(
        "mediation-without-agreement",
        "复议法73¶2",
        Text(
            "调解未达成协议：应当继续审查，及时作出行政复议决定。",
            "Mediation ended without agreement: go on with the review and decide promptly.",
        ),
    )


def an_extension_is_lawful(attempt: Attempt) -> Iterable[Finding]:
    """Up to 30 days, once, ordinary procedure only, approved by the right head (复议法62¶1)."""
    new = attempt.on >= LAW_OF_2023
    basis = "复议法62¶1" if new else "2017法31¶1"
    if fact(attempt, "procedure") != "ordinary":
        raise conflict(
            Text(
                "简易程序不得延长；需要的，转为普通程序。",
                "The simplified procedure cannot be extended; convert it to the ordinary one.",
            ),
            basis="复议法62¶2",
        )
    # What is decided again has a period of its own.
    done = attempt.case["milestones"]
    if done.get("extended", "") > done.get("decision_set_aside", ""):
        raise conflict(Text("审理期限只能延长一次。", "One extension only."), basis=basis)
    if any(clock["fixed_due_on"] for clock in open_clocks(attempt, "FY-18")):
        raise conflict(
            Text(
                "判决或者上级确定的期限，复议机关不能自行延长。",
                "What a judgment or a superior set is not for the organ to lengthen.",
            ),
            basis="行诉法94、复议法35",
        )
    if attempt.payload["days"] > LONGEST_EXTENSION_DAYS:
        raise invalid(
            "days",
            Text("延长最多三十日。", "An extension is at most thirty days."),
            basis=basis,
        )
    _check_approver(attempt, "head_of_office" if new else "head_of_organ", basis)
    _check_period_runs(attempt, basis)
    return []


def _check_approver(attempt: Attempt, wanted: str, basis: str) -> None:
    if attempt.payload["approved_by"] == wanted:
        return
    if wanted == "head_of_office":
        text = Text(
            "应当经行政复议机构的负责人批准。",
            "The head of the reconsideration office has to approve.",
        )
    else:
        text = Text(
            "2023年12月31日前应当经行政复议机关的负责人批准。",
            "Until 2023-12-31 the head of the reconsideration organ approved.",
        )
    raise invalid("approved_by", text, basis=basis)


def _check_period_runs(attempt: Attempt, basis: str) -> None:
    dues = [clock["due_on"] for clock in open_clocks(attempt, "FY-18") if clock["due_on"]]
    ended = [due for due in dues if date.fromisoformat(due) < attempt.on]
    if not dues or ended:
        end = ended[0] if ended else "—"
        raise conflict(
            Text(
                f"没有进行中的审理期限（届满日：{end}），不能延长。",
                f"No review period is running any more (ended: {end}); it cannot be extended.",
            ),
            basis=basis,
        )


def is_simplified(case: Mapping[str, Any], _today: date) -> None:
    """Only what is reviewed in the simplified procedure is converted (复议法55)."""
    if case["facts"].get("procedure") != "simplified":
        raise conflict(
            Text("本案不适用简易程序。", "The case is not under the simplified procedure."),
            basis="复议法55",
        )


@where(is_simplified)
def only_a_simplified_case_is_converted(attempt: Attempt) -> Iterator[Finding]:
    """The head of the reconsideration office turns a simplified case ordinary (复议法55)."""
    _check_approver(attempt, "head_of_office", "复议法55")
    ended = overdue_since(attempt, "FY-19")
    if ended is not None:
        yield Finding(
            "converted-after-the-end",
            "复议法55、62¶2；行诉法45",
            Text(
                f"简易程序的审理期限已于 {ended} 届满：届满后转为普通程序能否使期限继续，"
                "法律没有规定（解释性）；申请人可以自届满之日起十五日内起诉。",
                f"The thirty days had ended on {ended}: the law does not say whether a conversion "
                "after that lets the period go on (interpretive); the applicant may sue within "
                "fifteen days of the end.",
            ),
        )
