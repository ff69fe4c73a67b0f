"""Groups (群体性纠纷): many people in one case, or over several cases about one act."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from services.reporting.counted_case import Case
from services.reporting.warning_policy import WarningPolicy
from shared.casework.official_numbers import normalised
from shared.language import Text


@dataclass(frozen=True, slots=True)
class Group:
    """People with one cause: `joint` in one case, `same_act` over several; full on `reached_on`."""

    kind: str
    reached_on: str
    people: int
    act_number: str | None
    case_ids: tuple[str, ...]
    open: bool

    @property
    def text(self) -> Text:
        """Return the group in words."""
        if self.kind == "joint":
            return Text(f"{self.people}人联名案件。", f"One case of {self.people} people.")
        return Text(
            f"{self.people}人就同一行政行为（{self.act_number}）提出{len(self.case_ids)}件案件。",
            f"{self.people} people in {len(self.case_ids)} cases on one act ({self.act_number}).",
        )


def groups(cases: Sequence[Case], on: date, policy: WarningPolicy) -> list[Group]:
    """Return the groups over the cases opened in the span of the policy, the newest first."""
    since = (on - timedelta(days=policy.group_days)).isoformat()
    recent = [case for case in cases if since < case["opened_on"] <= on.isoformat()]
    found = [*_joint(recent, policy.group_size), *_on_one_act(recent, policy.group_size)]
    return sorted(found, key=lambda group: (group.reached_on, group.case_ids), reverse=True)


def _joint(cases: Sequence[Case], size: int) -> Iterator[Group]:
    for case in cases:
        if len(case["claimants"]) >= size:
            yield Group(
                "joint",
                case["opened_on"],
                len(case["claimants"]),
                case["act_number"],
                (case["_id"],),
                case["phase"] == "open",
            )


def _on_one_act(cases: Sequence[Case], size: int) -> Iterator[Group]:
    acts: dict[str, list[Case]] = {}
    for case in sorted(cases, key=lambda case: (case["opened_on"], case["_id"])):
        if case["act_number"]:
            acts.setdefault(normalised(case["act_number"]), []).append(case)
    for about in acts.values():
        act_number = about[0]["act_number"]
        reached = _reached_on(about, size)
        if len(about) > 1 and reached is not None:
            yield Group(
                "same_act",
                reached,
                len({mark for case in about for mark in case["claimants"]}),
                act_number,
                tuple(case["_id"] for case in about),
                any(case["phase"] == "open" for case in about),
            )


def _reached_on(cases: Sequence[Case], size: int) -> str | None:
    """Return the day on which the cases, oldest first, came to `size` different people."""
    people: set[str] = set()
    for case in cases:
        people |= set(case["claimants"])
        if len(people) >= size:
            return str(case["opened_on"])
    return None
