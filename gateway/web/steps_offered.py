"""What the officer may do now, the likeliest first, the rest by what it concerns. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from gateway.web.forms import can_be_typed
from shared.casework.actions import DAYS, FILE, GROUPS, PARTIES, PROCEDURE
from shared.casework.clock_findings import MISSING_FACT
from shared.language import Text

_SEEN_AT_ONCE = 6
_NAMES = {
    PROCEDURE: Text("其他程序步骤", "Further steps of the procedure"),
    DAYS: Text("补登日期", "Days told later"),
    PARTIES: Text("当事人变动", "Who takes part"),
    FILE: Text("案卷管理", "The file"),
}

Steps = Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class OfferedSteps:
    """The steps shown as buttons, those folded away by groups, those of later with why."""

    first: Steps
    groups: Sequence[tuple[Text, Steps]]
    later: Steps

    @property
    def folded(self) -> int:
        """How many steps are folded away."""
        return sum(len(steps) for _name, steps in self.groups)


def offered_steps(
    answer: Mapping[str, Any],
    clock: Mapping[str, Any] | None = None,
    warnings: Sequence[Mapping[str, Any]] = (),
) -> OfferedSteps:
    """
    Return the steps of an answer of `/actions`; `clock` is the one that ends next.

    What another step waits for comes first, then what ends it in time, then what extends it, then
    the day that a clock of the case waits for, then what ends another clock, then the order of
    the procedure. Who takes part and the file itself concern few days' work: they are seen at
    once only where there is little else.
    """
    rule = clock["rule"] if clock else None
    a_day_is_missing = any(each["code"] == MISSING_FACT for each in warnings)

    wanted = _wanted_of(answer["later"])

    def likelihood(step: Mapping[str, Any]) -> tuple[int, int]:
        group = GROUPS.index(step["group"])
        if wanted & step["schema"]["properties"].keys():
            return 0, group
        if rule in step["meets"]:
            return 0, 1 + group
        if rule in step["extends"]:
            return 1, group
        if step["group"] == DAYS and a_day_is_missing:
            return 2, group
        return (3 if clock and step["meets"] else 4), group

    offered = [step for step in answer["now"] if can_be_typed(step["schema"])]
    now = sorted(offered, key=likelihood)
    if len(now) <= _SEEN_AT_ONCE:
        return OfferedSteps(now, (), answer["later"])
    likely = [step for step in now if step["group"] == PROCEDURE or likelihood(step)[0] < 4]
    first = likely[:_SEEN_AT_ONCE]
    folded = [step for step in offered if step not in first]
    groups = [(_NAMES[name], [s for s in folded if s["group"] == name]) for name in GROUPS]
    return OfferedSteps(first, [each for each in groups if each[1]], answer["later"])


def _wanted_of(later: Steps) -> set[str]:
    """Return the fields of the facts for want of which alone a step would be refused."""
    return {need["fact"] for step in later for need in step["needs"] if "fact" in need}
