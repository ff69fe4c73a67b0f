"""The policy of early warnings: every number that a warning rests on, stated with it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from shared.language import Text


@dataclass(frozen=True, slots=True)
class WarningPolicy:
    """
    When a warning is given; a policy of the house, no statute.

    A window is `window_days` long; it is held against as many windows before it as there are,
    `past_windows` at most and `least_past_windows` at least. A group has `group_size` people or
    more (信访工作条例20¶3 speaks of five) over cases of the last `group_days`. A cause is
    repeated with `repeated_cause_cases` lost cases in `repeated_cause_days`.
    """

    window_days: int = 7
    past_windows: int = 8
    least_past_windows: int = 4
    significance: float = 0.01
    least_count: int = 5
    group_size: int = 5
    group_days: int = 365
    repeated_cause_cases: int = 2
    repeated_cause_days: int = 365

    def as_dict(self) -> dict[str, Any]:
        """Return every number by its name."""
        return asdict(self)

    def method(self) -> Text:
        """Return in words how a rise is found."""
        return Text(
            f"最近{self.window_days}天的新收件数与此前最多{self.past_windows}个同长时段相比："
            "若两段时间发生率相同，本段件数在总件数中服从二项分布（两个泊松率的精确条件检验，"
            f"Przyborowski–Wilenski 1940）；单侧 p ≤ {self.significance} 且本段不少于"
            f"{self.least_count}件的，发出预警。按地区、被诉被反映机关、领域、重点群体分别检验，"
            f"不作多重比较校正；历史不足{self.least_past_windows}个时段的不检验。"
            "由其他程序转来的案件不重复计数。",
            f"New cases of the last {self.window_days} days against up to {self.past_windows} "
            "spans of the same length before: at an equal rate their share of all is binomial "
            "(exact conditional test of two Poisson rates, Przyborowski and Wilenski 1940). A "
            f"warning is given when the one-sided p is at most {self.significance} and there are "
            f"{self.least_count} cases or more. Area, agency concerned, field and key group are "
            "tested each by itself, without correction for many tests; with fewer than "
            f"{self.least_past_windows} spans of history nothing is tested. A case that came from "
            "another one is not counted again.",
        )


STANDARD_POLICY = WarningPolicy()
