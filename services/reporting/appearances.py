"""Hearings before a court, and whether the head of the agency (行政机关负责人) appeared."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from services.reporting.counted_case import Case
from shared.language import Text

SHALL = "shall"

# 法释〔2020〕3号4¶1: the kinds of cases in which the head has to be notified, by the grounds of
# the notice. The house demands attendance in every one of them.
REQUIRED_KINDS: Mapping[str, tuple[Text, frozenset[str]]] = {
    "food_and_drug_safety": (
        Text("食品药品安全", "food and drug safety"),
        frozenset({"food_and_drug_safety"}),
    ),
    "ecology_and_resources": (
        Text("生态环境和资源保护", "ecology and natural resources"),
        frozenset({"ecology_and_resources"}),
    ),
    "public_health": (
        Text("公共卫生安全等重大公共利益", "public health and other major public interests"),
        frozenset({"public_health", "other_major_public_interest"}),
    ),
    "public_concern": (
        Text(
            "社会高度关注或者可能引发群体性事件",
            "strong public concern or a possible mass incident",
        ),
        frozenset({"strong_public_concern", "possible_mass_incident"}),
    ),
}


@dataclass(frozen=True, slots=True)
class Hearing:
    """
    One hearing that was held.

    `excused` is what the court said of the excuse, None when it said nothing. `counts` is False
    only where an earlier attendance in the same instance is enough (法释〔2020〕3号7¶1).
    `consequences` are the items of 12¶1 that apply.
    """

    on: str
    agency_code: str | None
    notice: str | None
    ground: str | None
    attended: bool
    excused: bool | None
    counts: bool
    consequences: tuple[str, ...]


def hearings(case: Case) -> Iterator[Hearing]:
    """Yield the hearings of a suit in order, first and second instance apart."""
    notice: Mapping[str, Any] = {}
    attended_before = False
    for step in case["steps"]:
        if step["command"] == "schedule_hearing":
            notice = step
        elif step["command"] == "appeal":
            attended_before = False
        elif step["command"] == "record_hearing":
            hearing = _hearing(step, notice, attended_before)
            attended_before = attended_before or hearing.attended
            yield hearing


def _hearing(step: Mapping[str, Any], notice: Mapping[str, Any], attended_before: bool) -> Hearing:
    told_again = notice.get("head_notice") != "none"
    return Hearing(
        on=step["on"],
        agency_code=step["agency_code"],
        notice=notice.get("head_notice"),
        ground=notice.get("head_notice_ground"),
        # Who leaves without the court's permission has not attended (12¶1(4)).
        attended=bool(step["head_attended"]) and not step["left_early"],
        excused=step["excuse_accepted"],
        counts=told_again or not attended_before,
        consequences=tuple(code for code in step["warnings"] if code.startswith("head-attendance")),
    )
