"""Early warnings (预警): rises, groups, and causes for which cases are lost again and again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from services.reporting.counted_case import Case, steps
from services.reporting.groups import Group, groups
from services.reporting.losses import judged_agency
from services.reporting.measures import lost
from services.reporting.movements import counted
from services.reporting.rises import Rise, compared, windows_of_history
from services.reporting.standing import Referral
from services.reporting.warning_policy import STANDARD_POLICY, WarningPolicy
from shared.casework.key_groups import shown_key_groups
from shared.casework.suit_parts import CAUSES_OF_LOSS
from shared.language import Text


@dataclass(frozen=True, slots=True)
class History:
    """The cases of one agency, since when it has had any (None: never), and its referrals."""

    agency_code: str
    cases: Sequence[Case]
    began_on: str | None
    referrals: Sequence[Referral] = ()


def since(on: date, policy: WarningPolicy = STANDARD_POLICY) -> date:
    """Return the first day that warnings of a day look back to."""
    days = max(
        policy.group_days,
        policy.repeated_cause_days,
        policy.window_days * (policy.past_windows + 1),
    )
    return on - timedelta(days=days)


def early_warnings(
    history: History, on: date, policy: WarningPolicy = STANDARD_POLICY
) -> dict[str, Any]:
    """Return what calls for attention on a day, and by which method it was found."""
    opened_here = [case for case in history.cases if _came_here_first(case, history.agency_code)]
    windows = windows_of_history(history.began_on, on, policy)
    comparison = compared(opened_here, on, windows, policy)
    open_groups = [each for each in groups(history.cases, on, policy) if each.open]
    return {
        "items": [
            *(_shown_rise(rise) for rise in comparison.rises),
            *(shown_group(group) for group in open_groups),
            *_repeated_causes(history, on, policy),
        ],
        "method": policy.method().as_dict(),
        "policy": policy.as_dict() | {"key_groups": shown_key_groups()},
        "series_tested": comparison.series,
        "past_windows": comparison.past_windows,
    }


def shown_group(group: Group) -> dict[str, Any]:
    """Return a group as a warning."""
    return {
        "kind": f"group_{group.kind}",
        "dimension": "act",
        "key": group.act_number,
        "name": None,
        "on": group.reached_on,
        "people": group.people,
        "text": group.text.as_dict(),
        **counted(group.case_ids),
    }


def _came_here_first(case: Case, agency_code: str) -> bool:
    return bool(case["course"][0]["agency_code"] == agency_code)


def _shown_rise(rise: Rise) -> dict[str, Any]:
    return {
        "kind": "rise",
        "dimension": rise.dimension,
        "key": rise.key,
        "name": rise.name.as_dict(),
        "mean": round(rise.mean, 2),
        "p_value": float(f"{rise.p_value:.3g}"),
        "text": rise.text.as_dict(),
        **counted(rise.case_ids),
    }


def _repeated_causes(history: History, on: date, policy: WarningPolicy) -> Iterator[dict[str, Any]]:
    """
    Yield the causes for which cases were lost again and again: by one agency, or by several.

    An agency is the one whose act was judged (`losses.judged_agency`).
    """
    first = (on - timedelta(days=policy.repeated_cause_days)).isoformat()
    found: dict[str, list[Case]] = {}
    for case in history.cases:
        # A loss that was undone on appeal is none.
        for cause in _causes(case, history.agency_code, first, on) if lost(case) else ():
            found.setdefault(cause, []).append(case)
    for cause, cases in sorted(found.items(), key=lambda each: (-len(each[1]), each[0])):
        agencies: dict[str, list[Case]] = {}
        for case in cases:
            agency = judged_agency(case)
            agencies.setdefault(str(agency.get("code") or agency.get("name")), []).append(case)
        if len(agencies) > 1 and len(cases) >= policy.repeated_cause_cases:
            yield _repeated(cause, cases, None)
        for own in agencies.values():
            if len(own) >= policy.repeated_cause_cases:
                yield _repeated(cause, own, judged_agency(own[0]))


def _repeated(
    cause: str, cases: Sequence[Case], agency: Mapping[str, Any] | None
) -> dict[str, Any]:
    """Return the warning of a cause of one agency, or of several when none is given."""
    name = CAUSES_OF_LOSS.get(cause, Text(cause, cause))
    whose = agency.get("name") if agency else None
    zh, en = (f"（{whose}）", f" by {whose}") if whose else ("", "")
    return {
        "kind": "repeated_loss_cause",
        "dimension": "cause",
        "key": cause,
        "name": name.as_dict(),
        "agency": agency and {"code": agency.get("code"), "name": whose},
        "text": Text(
            f"{len(cases)}件败诉案件原因相同{zh}：{name.zh}。",
            f"{len(cases)} cases were lost{en} for one cause: {name.en}.",
        ).as_dict(),
        **counted(case["_id"] for case in cases),
    }


def _causes(case: Case, agency_code: str, first: str, on: date) -> set[str]:
    return {
        cause
        for step in steps(case, "analyse_loss")
        if step["agency_code"] == agency_code and first < step["on"] <= on.isoformat()
        for cause in step["causes"]
    }
