"""The checks on a stay of enforcement (停止执行, 复议法42): while the review lasts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from services.reconsideration.case_reading import fact
from services.reconsideration.service_guards import ADDRESSEES
from shared.casework.addressees import check_party
from shared.casework.guarding import Attempt, Finding, StandingGuard, conflict, invalid
from shared.language import Text

ASKED_FOR = "42(3)"
_WHO = Text("申请停止执行的当事人", "Who asks for a stay")


@StandingGuard
def enforcement_is_stayed_once(case: Mapping[str, Any], _today: date) -> None:
    """A stay that is in force is not ordered again, nor refused (复议法42)."""
    if case["facts"].get("enforcement_stayed"):
        raise conflict(
            Text("已经停止执行。", "The enforcement is stayed already."), basis="复议法42"
        )


@StandingGuard
def a_stay_is_in_force(case: Mapping[str, Any], _today: date) -> None:
    """Only a stay that is in force can be lifted (复议法42)."""
    if not case["facts"].get("enforcement_stayed"):
        raise conflict(Text("没有停止执行。", "No enforcement is stayed."), basis="复议法42")


def applicant_or_third_party_asks(attempt: Attempt) -> Iterable[Finding]:
    """A stay is asked for by applicant or third party; on other grounds nobody asks (42(3))."""
    named, ground = attempt.payload.get("party"), attempt.payload.get("ground", ASKED_FOR)
    if named is not None and ground != ASKED_FOR:
        raise invalid(
            "party",
            Text(
                "只有依当事人申请停止执行的，才填写申请的当事人。",
                "Who asked is named only where the stay was asked for.",
            ),
            basis="复议法42(3)",
        )
    check_party(attempt.case, named, ADDRESSEES, who=_WHO, basis="复议法42(3)")
    return []


def a_stay_ends_with_the_review(attempt: Attempt) -> Iterator[Finding]:
    """Show that what is stayed is so during the review only (复议法42)."""
    if fact(attempt, "enforcement_stayed"):
        yield Finding(
            "stay-ends-with-the-review",
            "复议法42",
            Text(
                "停止执行只及于行政复议期间，本步骤后不再停止执行。",
                "Enforcement is stayed during the review only, and is so no longer.",
            ),
        )
