"""The checks on judgments: outcome and loss, windows of appeal, the analysis of a loss."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

from services.litigation.case_reading import fact, happened, open_clocks, recorded
from services.litigation.judgment_schemas import LOST
from shared.casework.addressees import check_party
from shared.casework.appeals import FIRST, SECOND, instance_of, may_still_appeal
from shared.casework.guarding import Attempt, Finding, conflict, invalid, moot, reason_owed, where
from shared.casework.suit_parts import ROLES_OF_SIDES
from shared.language import Text

POLICY = "内部管理规定·败诉分析"
_RUN_ON = frozenset({"SS-20", "SS-24"})
_JUDGED_BY: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "record_judgment": frozenset({FIRST, "retrial_first"}),
        "record_final_judgment": frozenset({SECOND, "retrial_second"}),
    }
)
_APPEALABLE = frozenset({"judged", "appealed", "suspended"})
RULINGS = frozenset({"suit_dismissed", "terminated"})


def the_kind_fits_the_outcome(attempt: Attempt) -> Iterable[Finding]:
    """Dismissing or ending a suit is a ruling, all else a judgment: the windows differ (85)."""
    kind = "ruling" if attempt.payload["outcome"] in RULINGS else "judgment"
    if attempt.payload["kind"] != kind:
        raise invalid(
            "kind",
            Text(
                "驳回起诉、终结诉讼用裁定，其他结果用判决；上诉期限不同。",
                "Dismissing or ending a suit is a ruling, every other outcome a judgment; their "
                "windows of appeal differ.",
            ),
            basis="行诉法85、解释101",
        )
    return []


def a_suspended_suit_is_judged_in_its_instance(attempt: Attempt) -> Iterator[Finding]:
    """Take the judgment on a suit whose resumption was not told, of the instance it is in (87)."""
    if attempt.case["status"] not in {"suspended", "retrial_suspended"}:
        return
    if instance_of(attempt.case) not in _JUDGED_BY[attempt.command]:
        raise conflict(
            Text(
                "本案中止在另一审级，请登记该审级的裁判。",
                "The suit is suspended in the other instance; record the judgment of that one.",
            ),
            basis="行诉法85、88，解释119",
        )
    yield Finding(
        "resumption-not-recorded",
        "解释87¶2",
        Text(
            "本案登记为中止，未登记恢复即已裁判；请核对是否已恢复诉讼。",
            "The suit is recorded as suspended and was judged; check whether it was resumed.",
        ),
    )


def the_loss_fits_the_outcome(attempt: Attempt) -> Iterable[Finding]:
    """Whether a case is lost follows from its outcome, or from the judgment that stays."""
    outcome = attempt.payload["outcome"]
    lost = outcome in LOST
    if outcome in {"upheld", "appeal_withdrawn"}:
        lost = bool(fact(attempt, "lost"))
    if attempt.payload["lost"] != lost:
        raise invalid(
            "lost",
            Text(
                f"裁判结果 {outcome} 属于{'败诉' if lost else '未败诉'}。",
                f"The outcome {outcome} means that the case was {'lost' if lost else 'not lost'}.",
            ),
            basis=POLICY,
        )
    return []


def a_judgment_without_answer_is_pointed_out(attempt: Attempt) -> Iterator[Finding]:
    """Show a judgment made without the agency's answer and evidence (行诉法34¶2, 67¶2)."""
    if not happened(attempt, "answered"):
        yield Finding(
            "judged-without-answer",
            "行诉法34¶2、67¶2",
            Text(
                "未登记答辩和证据即已裁判：未提供证据视为没有相应证据。",
                "Judged with no answer on record: evidence not handed in counts as none.",
            ),
        )


def each_side_appeals_once(attempt: Attempt) -> Iterable[Finding]:
    """A party that has appealed, itself or with all of its side, does not again (行诉法85)."""
    side, party = attempt.payload["by"], attempt.payload.get("party")
    judged_on = attempt.case["milestones"].get("judged", "")
    for appeal in recorded(attempt, "appeals"):
        same = party is None or appeal.get("party") in {None, party}
        # What was appealed against before a retrial is another judgment.
        if appeal["on"] >= judged_on and appeal["by"] == side and same:
            raise conflict(
                Text("该方的上诉已登记。", "The appeal of this side is on record already."),
                basis="行诉法85",
            )
    return []


def the_appellant_is_of_that_side(attempt: Attempt) -> Iterable[Finding]:
    """Who appeals is a party of the suit, on the side that is named (行诉法85)."""
    side, who = ROLES_OF_SIDES[attempt.payload["by"]], Text("上诉人", "Who appeals")
    check_party(attempt.case, attempt.payload.get("party"), side, who=who, basis="行诉法85")
    return []


def a_remand_is_a_new_first_instance(attempt: Attempt) -> Iterator[Finding]:
    """A remanded suit begins anew under a new number (行诉法89¶1(3), (4))."""
    if attempt.payload["outcome"] == "remanded":
        yield Finding(
            "remanded",
            "行诉法89¶1",
            Text(
                "发回重审：一审重新进行，请在同一争议下登记新的应诉通知。",
                "Remanded: the first instance begins anew; record its notice as a new case of the "
                "same matter.",
            ),
        )


def a_judgment_takes_effect_once(attempt: Attempt) -> Iterable[Finding]:
    """A case that did not wait for it learns of the effect of the first judgment that stands."""
    milestones = attempt.case["milestones"]
    is_known = milestones.get("final", "") >= milestones.get("judged", "")
    stands = fact(attempt, "final_outcome") is None and not happened(attempt, "withdrawn")
    if attempt.case["status"] != "judged" and (is_known or not stands):
        raise moot(
            Text(
                "没有尚待登记生效的一审裁判。",
                "No judgment of first instance is waited for any more.",
            ),
            basis="行诉法85",
        )
    return []


def a_judgment_is_served_once(attempt: Attempt) -> Iterable[Finding]:
    """Nobody is served twice; where a time to appeal begins, that it began says so."""
    if attempt.case["status"] not in _APPEALABLE:
        sides = {"agency": "judgment_served", "opponent": "opponent_served"}
        _refuse_second_service(attempt, "judged", sides, "judgment_services", basis="行诉法85")
    return []


def a_final_judgment_is_served_once(attempt: Attempt) -> Iterable[Finding]:
    """Nobody is served twice with what was decided last; a wrong day is corrected."""
    sides = {"agency": "final_served", "opponent": "final_opponent_served"}
    basis = "行诉法101、民诉法87–95"
    _refuse_second_service(attempt, "judged_on_appeal", sides, "final_services", basis=basis)
    return []


def _refuse_second_service(
    attempt: Attempt, made: str, sides: Mapping[str, str], services: str, *, basis: str
) -> None:
    """Refuse (409) a service on somebody who was served with what was `made` last."""
    served = _reached(attempt, attempt.payload.get("party"), attempt.payload["served_on"])
    for name, day in _services(attempt, made, sides, services):
        if served & _reached(attempt, name, day):
            raise conflict(
                Text(
                    f"已登记 {day} 送达；日期有误的，请更正原记录，不另行登记。",
                    f"Service on {day} is on record. If that day is wrong, correct the entry "
                    "instead of recording another.",
                ),
                basis=basis,
            )


def _services(
    attempt: Attempt, made: str, sides: Mapping[str, str], services: str
) -> Iterator[tuple[str | None, date]]:
    """Yield whom the judgment that was made last was served on, and when."""
    milestones = attempt.case["milestones"]
    days: list[tuple[str | None, str | None]] = [
        (side, milestones.get(name)) for side, name in sides.items()
    ]
    days += [(one.get("party"), one["served_on"]) for one in recorded(attempt, services)]
    for name, day in days:
        if day is not None and day >= milestones[made]:
            yield name, date.fromisoformat(day)


def _reached(attempt: Attempt, name: str | None, day: date) -> set[str]:
    """Return the parties whom a service meant, of all or of a side those who took part then."""
    own_agency = attempt.case["agency"]["code"]
    took_part = [
        each for each in attempt.case["parties"] if each.get("joined_on", "") <= day.isoformat()
    ]
    if name is None:
        return {each["id"] for each in took_part}
    if name == "agency":
        return {each["id"] for each in took_part if each.get("code") == own_agency}
    if name in ROLES_OF_SIDES:
        return {each["id"] for each in took_part if each["role"] in ROLES_OF_SIDES[name]}
    return {name}


def only_a_loss_is_analysed(attempt: Attempt) -> Iterable[Finding]:
    """Only a lost case has a loss to analyse."""
    if fact(attempt, "lost") is not True:
        raise conflict(Text("本案未败诉。", "The case was not lost."), basis=POLICY)
    return []


def something_was_decided(case: Mapping[str, Any], _today: date) -> None:
    """Before a judgment or a mediation statement there is nothing to perform (行诉法94)."""
    if not case["milestones"].keys() & {"judged", "mediated", "final"}:
        raise conflict(
            Text("尚无裁判或者调解书。", "There is no judgment or mediation statement yet."),
            basis="行诉法94",
        )


@where(something_was_decided)
def what_was_decided_is_performed(attempt: Attempt) -> Iterable[Finding]:
    """While a judgment is not in force one may perform it, and fails in nothing (行诉法94)."""
    status, payload = attempt.case["status"], attempt.payload
    if status in _APPEALABLE and payload.get("outcome") == "not_performed":
        raise invalid(
            "outcome",
            Text(
                "裁判尚未生效，没有履行义务；自愿履行的，登记已履行或者部分履行。",
                "The judgment is not in force, so nothing is owed yet; record what was performed "
                "of free will.",
            ),
            basis="行诉法94",
        )
    # What rests on the effect must not stay when an appeal takes the effect back.
    if status == "judged" and not may_still_appeal(attempt.case, attempt.on.isoformat()):
        raise conflict(
            Text(
                "该日全部上诉期限已届满：裁判生效由系统登记后（补录案卷的，先登记“补录完毕”），"
                "再登记履行。",
                "Every time to appeal had ended by that day: the system notes the effect first (of "
                "an old file once it is said to be complete), then record the performance.",
            ),
            basis="行诉法85、94",
        )
    return []


def a_judgment_not_performed_is_enforced(attempt: Attempt) -> Iterator[Finding]:
    """Show what follows when a judgment in force is not performed (行诉法95, 96)."""
    in_force = attempt.case["status"] not in _APPEALABLE
    if in_force and attempt.payload["outcome"] != "performed":
        yield Finding(
            "not-performed",
            "行诉法95、96",
            Text(
                "未全部履行：行政机关可能被划拨、罚款、公告、司法建议直至追究责任（96）；"
                "相对人可能被强制执行（95）。",
                "Not fully performed: against the agency transfer of funds, fines, public notice, "
                "suggestions and liability (96); against the other side enforcement (95).",
            ),
        )


def a_lost_case_is_analysed(attempt: Attempt) -> Iterable[Finding]:
    """A lost case cannot be closed without its analysis (policy of the house)."""
    if fact(attempt, "lost") is True and not happened(attempt, "loss_analysed"):
        raise conflict(
            Text(
                "败诉案件未经分析不得归档。",
                "A lost case is not closed before its analysis.",
            ),
            basis=POLICY,
        )
    return []


def running_clocks_are_closed_with_a_reason(attempt: Attempt) -> Iterable[Finding]:
    """Closing a case on which a time limit still runs needs a reason; rights run on anyway."""
    running = sorted({clock["rule"] for clock in open_clocks(attempt)} - _RUN_ON)
    if running and not attempt.payload.get("reason"):
        listed = "、".join(running)
        raise reason_owed(
            Text(
                f"仍有期限在进行（{listed}），归档应当说明理由。",
                f"Time limits still run ({listed}); say why the case is closed.",
            ),
            basis="行诉法94",
        )
    return []
