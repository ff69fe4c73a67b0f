"""The checks on what is tried again, or enforced."""

from __future__ import annotations

from collections.abc import Iterable

from services.litigation.case_reading import fact, happened
from shared.casework.guarding import Attempt, Finding, conflict, invalid
from shared.language import Text


def only_what_is_in_force_is_tried_again(attempt: Attempt) -> Iterable[Finding]:
    """Retrial is of a judgment, ruling or mediation statement in force (行诉法90, 解释110)."""
    _check_in_force(attempt, "行诉法90、解释110")
    return []


def only_what_is_in_force_is_enforced(attempt: Attempt) -> Iterable[Finding]:
    """What the court enforces is a judgment, ruling or mediation statement in force (解释152)."""
    _check_in_force(attempt, "行诉法94、解释152")
    return []


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


def a_retrial_is_of_no_appeal(attempt: Attempt) -> Iterable[Finding]:
    """In retrial nobody appealed: no appeal is withdrawn."""
    if (
        attempt.case["status"] == "retrial_second"
        and attempt.payload["outcome"] == "appeal_withdrawn"
    ):
        raise invalid(
            "outcome",
            Text(
                "再审中没有上诉；终结再审程序的，登记为终结（terminated），原裁判继续有效。",
                "There is no appeal in a retrial; where it was ended (terminated), the judgment "
                "before stays in force.",
            ),
            basis="行诉法90",
        )
    return []


def _check_in_force(attempt: Attempt, basis: str) -> None:
    in_force = happened(attempt, "final") or fact(attempt, "outcome") == "terminated"
    if not in_force or happened(attempt, "withdrawn"):
        raise conflict(
            Text(
                "本案没有已经发生法律效力的判决、裁定或者调解书。",
                "The case has no judgment, ruling or mediation statement in force.",
            ),
            basis=basis,
        )
