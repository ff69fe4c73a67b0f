"""The checks on acceptance: corrections, the review period, the choice of procedure, refusal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from services.reconsideration.case_reading import (
    act_of,
    done_on,
    happened,
    open_clocks,
    overdue_since,
)
from services.reconsideration.law_versions import LAW_OF_2023
from shared.casework.guarding import Attempt, Finding, conflict, invalid, missing_fact
from shared.language import Text

SIMPLIFIED_AMOUNT = 3000
_REVIEW = ("FY-08", "FY-11")
_GROUND_KINDS = {
    "53(1)": frozenset({"on_the_spot_penalty"}),
    "53(2)": frozenset({"warning_or_criticism"}),
    "53(4)": frozenset({"government_information"}),
}


def correction_is_asked_once(attempt: Attempt) -> Iterable[Finding]:
    """The one notice lists everything that is lacking (复议法31¶1, since 2024)."""
    if attempt.on >= LAW_OF_2023 and happened(attempt, "correction_requested"):
        raise conflict(
            Text(
                "补正只能通知一次，通知应当一次性载明需要补正的事项。",
                "Correction is requested once only: the one notice lists everything.",
            ),
            basis="复议法31¶1",
        )
    return []


def the_review_has_not_ended(attempt: Attempt) -> Iterable[Finding]:
    """After the review period an application counts as accepted (复议法30¶3)."""
    ended = _review_ended(attempt)
    if ended is not None:
        raise conflict(
            Text(
                f"审查期限已于 {ended} 届满，视为受理；不符合条件的，受理后决定驳回申请（33）。",
                f"The review period ended on {ended}: the application is deemed accepted; what is "
                "found lacking leads to its dismissal (33).",
            ),
            basis="复议法30¶3",
        )
    return []


def acceptance_is_dated_within_the_review(attempt: Attempt) -> Iterable[Finding]:
    """Acceptance cannot be later than the day on which it is deemed (复议法30¶3)."""
    ended = _review_ended(attempt)
    if ended is not None:
        raise invalid(
            "on",
            Text(
                f"审查期限于 {ended} 届满，自该日起视为受理，受理日期不能更晚。",
                f"The review period ended on {ended}, from which day the application is deemed "
                "accepted; acceptance cannot be later.",
            ),
            basis="复议法30¶3",
        )
    return []


def a_correction_period_is_running(attempt: Attempt) -> Iterable[Finding]:
    """Only a running time for corrections can be made longer, and only longer (复议法31¶2)."""
    clocks = [clock for clock in open_clocks(attempt, "FY-10") if clock["due_on"] is not None]
    if not clocks:
        raise missing_fact(
            "served_on",
            Text(
                "补正期限尚未起算（缺少补正通知送达日期），不能延长。",
                "The time for corrections has not begun (the service of the notice is missing).",
            ),
            basis="复议法31¶2",
        )
    due = max(date.fromisoformat(clock["due_on"]) for clock in clocks)
    if attempt.payload["until"] <= due:
        raise invalid(
            "until",
            Text(f"应当晚于现有期限 {due}。", f"It has to be after the present limit, {due}."),
            basis="复议法31¶2",
        )
    return []


def corrections_after_the_last_period_are_pointed_out(attempt: Attempt) -> Iterator[Finding]:
    """
    Show that corrections came after the time of every applicant (复议法31¶2).

    Each has a time of their own from their own service; what one of them puts right in time is
    put right for all, and nobody is late before they were served.
    """
    since = attempt.case["milestones"]["correction_requested"]
    clocks = [
        clock
        for clock in attempt.case["clocks"]
        if clock["rule"] == "FY-10"
        and clock["status"] != "cancelled"
        and clock["started_on"] >= since
    ]
    served = {clock["party"] for clock in clocks}
    applicants = {each["id"] for each in attempt.case["parties"] if each["role"] == "applicant"}
    everybody = None in served or applicants <= served
    last_day = max((clock["due_on"] for clock in clocks), default="")
    if everybody and last_day < done_on(attempt).isoformat():
        yield Finding(
            "corrected-late",
            "复议法31¶2",
            Text(
                "补正已逾期；没有正当理由的，视为放弃行政复议申请，应当记录在案。",
                "The corrections came late; without a just reason the application counts as given "
                "up, which has to be put on record.",
            ),
        )


def simplified_procedure_has_its_ground(attempt: Attempt) -> Iterable[Finding]:
    """The simplified procedure rests on a ground of article 53, and exists since 2024."""
    payload = attempt.payload
    ground = payload.get("ground")
    if payload["procedure"] != "simplified":
        if ground is not None:
            raise invalid(
                "ground",
                Text("普通程序不需要第五十三条的情形。", "The ordinary procedure has no ground."),
                basis="复议法53",
            )
        return []
    if attempt.on < LAW_OF_2023:
        raise invalid(
            "procedure",
            Text(
                "简易程序自2024年1月1日起才有规定。",
                "The simplified procedure exists only since 2024-01-01.",
            ),
            basis="复议法53",
        )
    if ground is None:
        raise invalid(
            "ground",
            Text(
                "适用简易程序应当指明第五十三条的情形：53(1)–(4) 或 53¶2。",
                "The simplified procedure needs its ground: 53(1)–(4) or 53¶2.",
            ),
            basis="复议法53",
        )
    return _proof_of(ground, attempt)


def _proof_of(ground: str, attempt: Attempt) -> Iterable[Finding]:
    act = act_of(attempt)
    if ground == "53(3)":
        _check_amount(act.get("amount"))
    if ground == "53¶2" and attempt.payload.get("parties_agree") is not True:
        raise invalid(
            "parties_agree",
            Text(
                "第五十三条第二款要求当事人各方同意适用简易程序。",
                "Under 53¶2 every party has to agree to the simplified procedure.",
            ),
            basis="复议法53¶2",
        )
    kinds = _GROUND_KINDS.get(ground, frozenset())
    if kinds and act.get("kind") not in kinds:
        yield Finding(
            "simplified-ground-to-verify",
            f"复议法{ground}",
            Text(
                f"案件所载行政行为种类与情形 {ground} 不符，请核实。",
                f"The kind of act on record does not show ground {ground}; please verify.",
            ),
        )


def _check_amount(amount: int | None) -> None:
    if amount is None:
        raise missing_fact(
            "act.amount",
            Text(
                "适用第五十三条第一款第三项应当有涉案款额。",
                "Ground 53(3) needs the amount at stake.",
            ),
            basis="复议法53¶1(3)",
        )
    if amount > SIMPLIFIED_AMOUNT:
        raise invalid(
            "ground",
            Text(
                f"涉案款额 {amount} 元超过三千元。",
                f"The amount at stake, {amount} yuan, exceeds {SIMPLIFIED_AMOUNT}.",
            ),
            basis="复议法53¶1(3)",
        )


def a_missed_window_is_pointed_out(attempt: Attempt) -> Iterator[Finding]:
    """Show on acceptance that the application came too late (复议法33)."""
    windows = {"FY-01", "FY-02", "FY-03a", "FY-03b", "FY-05", "FY-31"}
    clocks = attempt.case.get("clocks", [])
    if any(clock["rule"] in windows and clock["status"] == "missed" for clock in clocks):
        yield Finding(
            "accepted-out-of-time",
            "复议法33",
            Text(
                "申请已超过申请期限而受理：没有正当理由（20¶2）的，应当决定驳回申请。",
                "Accepted although out of time: without a just reason (20¶2) the application has "
                "to be dismissed.",
            ),
        )


def lack_of_jurisdiction_names_the_competent_agency(attempt: Attempt) -> Iterable[Finding]:
    """A refusal for lack of jurisdiction names the competent organ (复议法30¶2)."""
    if attempt.payload["ground"] == "30(6)" and not attempt.payload.get("competent_agency"):
        raise invalid(
            "competent_agency",
            Text(
                "不属于本机关管辖的，应当告知有管辖权的行政复议机关。",
                "A refusal for lack of jurisdiction names the competent reconsideration organ.",
            ),
            basis="复议法30¶2",
        )
    return []


def _review_ended(attempt: Attempt) -> date | None:
    # Received until 2023, an unanswered application counted as accepted from its receipt (2017法
    # 17¶2): there was no day after which acceptance could only be deemed.
    ended = overdue_since(attempt, *_REVIEW)
    started = [clock["started_on"] for clock in open_clocks(attempt, *_REVIEW)]
    return ended if all(each >= LAW_OF_2023.isoformat() for each in started) else None
