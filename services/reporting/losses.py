"""Lost cases by the agency whose act was judged, with what their analyses found (败诉分析)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from services.reporting.counted_case import Case, steps
from services.reporting.measures import lost
from services.reporting.movements import counted, named
from services.reporting.periods import Period
from shared.casework.suit_parts import CAUSES_OF_LOSS


@dataclass(slots=True)
class _Losses:
    agency: Mapping[str, Any]
    lost: list[str] = field(default_factory=list)
    analysed: list[str] = field(default_factory=list)
    causes: dict[str, list[str]] = field(default_factory=dict)


def judged_agency(case: Case) -> Mapping[str, Any]:
    """Return the agency whose act was judged: who made it, else who answered the suit."""
    agency: Mapping[str, Any] = case["concerned"] or case["agency"]
    return agency


def losses_by_agency(
    cases: Iterable[Case], agency_code: str, period: Period
) -> list[dict[str, Any]]:
    """
    Return, for each agency, the cases lost in a period, how many are analysed, and why they were.

    A case counts on the day of its last judgment, at the agency that answered for it then.
    """
    found: dict[str, _Losses] = {}
    for case in cases:
        if not _lost_in(case, agency_code, period):
            continue
        agency = judged_agency(case)
        entry = found.setdefault(str(agency.get("code") or agency.get("name")), _Losses(agency))
        entry.lost.append(case["_id"])
        analyses = list(steps(case, "analyse_loss"))
        if analyses:
            entry.analysed.append(case["_id"])
            for cause in analyses[-1]["causes"]:
                entry.causes.setdefault(cause, []).append(case["_id"])
    ordered = sorted(found.items(), key=lambda each: (-len(each[1].lost), each[0]))
    return [_shown(entry) for _, entry in ordered]


def _lost_in(case: Case, agency_code: str, period: Period) -> bool:
    judgments = list(steps(case, "record_judgment", "record_final_judgment"))
    # A loss that was undone on appeal is none.
    return bool(
        judgments
        and lost(case)
        and judgments[-1]["agency_code"] == agency_code
        and judgments[-1]["on"] in period
    )


def _shown(entry: _Losses) -> dict[str, Any]:
    waiting = [each for each in entry.lost if each not in entry.analysed]
    return {
        "agency": {"code": entry.agency.get("code"), "name": entry.agency.get("name")},
        "lost": counted(entry.lost),
        "analysed": counted(entry.analysed),
        "not_analysed": counted(waiting),
        "causes": _causes(entry.causes),
    }


def _causes(causes: Mapping[str, Sequence[str]]) -> list[dict[str, Any]]:
    ordered = sorted(causes.items(), key=lambda each: (-len(each[1]), each[0]))
    return [
        {"key": cause, "name": named(cause, CAUSES_OF_LOSS).as_dict(), **counted(case_ids)}
        for cause, case_ids in ordered
    ]
