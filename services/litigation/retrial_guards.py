"""The checks on what is tried again, or enforced."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from services.litigation.case_reading import fact, happened, recorded
from shared.casework.addressees import check_party
from shared.casework.appeals import (
    RETRIALS,
    applicants,
    instance_of,
    people_of,
)
from shared.casework.guarding import Attempt, Finding, conflict, invalid
from shared.casework.suit_parts import ROLES_OF_SIDES
from shared.language import Text

_ENFORCED = "行诉法95、解释152"


def only_what_is_in_force_is_tried_again(attempt: Attempt) -> Iterable[Finding]:
    """Retrial is of a judgment, ruling or mediation statement in force (行诉法90, 解释110)."""
    return _in_force(attempt, "行诉法90、解释110")


def only_what_is_in_force_is_enforced(attempt: Attempt) -> Iterable[Finding]:
    """What the court enforces is a judgment, ruling or mediation statement in force (解释152)."""
    return _in_force(attempt, "行诉法94、解释152")


def a_special_ground_has_its_day(attempt: Attempt) -> Iterable[Finding]:
    """The six months run from knowing only on four grounds, so both are told (解释110)."""
    ground, known_on = attempt.payload.get("ground"), attempt.payload.get("known_on")
    if bool(ground) != bool(known_on):
        raise invalid(
            "known_on" if ground else "ground",
            Text(
                "特别事由和知道的日期应当同时写明；没有特别事由的，六个月自裁判生效之日起算。",
                "A special ground and the day of knowing it go together; without one the six "
                "months run from the effect.",
            ),
            basis="解释110",
        )
    return []


def who_asks_for_retrial_is_of_that_side(attempt: Attempt) -> Iterable[Finding]:
    """Who applies is a party of the suit, on the side that is named (行诉法90)."""
    side, who = ROLES_OF_SIDES[attempt.payload["by"]], Text("再审申请人", "Who applies")
    check_party(attempt.case, attempt.payload.get("party"), side, who=who, basis="行诉法90")
    return []


def who_asks_for_enforcement_is_of_that_side(attempt: Attempt) -> Iterable[Finding]:
    """Who applies is a party of the suit, on the side that is named (行诉法95, 解释152)."""
    side, who = ROLES_OF_SIDES[attempt.payload["by"]], Text("申请执行人", "Who applies")
    check_party(attempt.case, attempt.payload.get("party"), side, who=who, basis=_ENFORCED)
    return []


def a_retrial_is_of_no_appeal(attempt: Attempt) -> Iterable[Finding]:
    """In retrial nobody appealed: no appeal is withdrawn."""
    in_retrial = instance_of(attempt.case) == "retrial_second"
    if in_retrial and attempt.payload["outcome"] == "appeal_withdrawn":
        raise invalid(
            "outcome",
            Text(
                "再审中没有上诉；撤回再审请求的，登记终结再审程序（end_retrial）。",
                "There is no appeal in a retrial; where the application was withdrawn, record that "
                "the retrial is ended (end_retrial).",
            ),
            basis="行诉法90、解释121",
        )
    return []


def a_retrial_ends_by_a_step_of_its_own(attempt: Attempt) -> Iterable[Finding]:
    """What ends a retrial decides nothing: the judgment before stands again (解释121)."""
    in_retrial = instance_of(attempt.case) in RETRIALS
    if in_retrial and attempt.payload["outcome"] == "terminated":
        raise conflict(
            Text(
                "裁定终结再审程序的，请登记终结再审程序（end_retrial）：原裁判继续有效，恢复执行。",
                "Where the court ended the retrial, record end_retrial: the judgment before stands "
                "and is performed on.",
            ),
            basis="解释121",
        )
    return []


def an_application_that_was_made_is_withdrawn(attempt: Attempt) -> Iterable[Finding]:
    """Withdrawn is an application that is on record and was not withdrawn before (解释115)."""
    if not _who_withdraws(attempt) & applicants(attempt.case):
        raise invalid(
            "party" if attempt.payload.get("party") else "by",
            Text("没有该方的再审申请。", "No application of this side is on record."),
            basis="解释115",
        )
    return []


def a_retrial_ends_with_the_last_application(attempt: Attempt) -> Iterable[Finding]:
    """In retrial one of several applications is withdrawn; with the last one it ends (解释121)."""
    in_retrial = instance_of(attempt.case) in RETRIALS
    if in_retrial and applicants(attempt.case) <= _who_withdraws(attempt):
        raise conflict(
            Text(
                "没有其他再审申请：请登记终结再审程序（end_retrial）。",
                "No other application is left: record that the retrial is ended (end_retrial).",
            ),
            basis="解释121",
        )
    return []


def who_withdrew_an_application_has_a_special_ground(attempt: Attempt) -> Iterator[Finding]:
    """Who withdrew and asks again is heard on the four special grounds alone (解释115¶4)."""
    gone = recorded(attempt, "withdrawn_retrial_applications")
    if any(_is_of(attempt, each) for each in gone) and not attempt.payload.get("ground"):
        yield Finding(
            "retrial-asked-again",
            "解释115¶4",
            Text(
                "准许撤回再审申请后再次申请的，不予立案；有新证据等四种特别事由、"
                "自知道之日起六个月内提出的除外。",
                "Who withdrew an application and asks again is not docketed, unless on one of the "
                "four special grounds within six months of knowing it.",
            ),
        )


def _who_withdraws(attempt: Attempt) -> frozenset[str]:
    return people_of(attempt.case, attempt.payload["by"], attempt.payload.get("party"))


def _is_of(attempt: Attempt, each: Mapping[str, Any]) -> bool:
    party = attempt.payload.get("party")
    same_party = party is None or each.get("party") in {None, party}
    return bool(each["by"] == attempt.payload["by"] and same_party)


def _in_force(attempt: Attempt, basis: str) -> Iterable[Finding]:
    """
    Refuse (409) where nothing can be in force; point out what is not known to be.

    While a day of service is not known here, the court may know of the effect all the same.
    """
    judged = attempt.case["status"] == "judged"
    in_force = (
        judged
        or happened(attempt, "final")
        # A court that tried it again held it in force, whatever is known here.
        or happened(attempt, "retrial_ordered")
        or fact(attempt, "outcome") == "terminated"
    )
    # A remand leaves nothing to perform or to apply against (行诉法89¶1(3), (4)).
    remanded = fact(attempt, "final_outcome") == "remanded" and attempt.command != "order_retrial"
    if not in_force or remanded or happened(attempt, "withdrawn"):
        raise conflict(
            Text(
                "本案没有已经发生法律效力的判决、裁定或者调解书。",
                "The case has no judgment, ruling or mediation statement in force.",
            ),
            basis=basis,
        )
    if not judged:
        return []
    return [
        Finding(
            "effect-not-known",
            "行诉法85",
            Text(
                "本案尚未登记裁判生效（上诉期限未届满，或者有当事人的送达日期未登记）；请核对。",
                "The judgment is not known to be in force here: a time to appeal still runs, or a "
                "day of service is missing. Check it.",
            ),
        )
    ]
