"""The check on a case that a superior takes over."""

from __future__ import annotations

from collections.abc import Iterable

from services.reconsideration.law_versions import REGULATION_OF_2026
from shared.casework.guarding import Attempt, Finding, invalid
from shared.http.problems import Problem
from shared.language import Text


def a_case_is_taken_over_since_2026(attempt: Attempt) -> Iterable[Finding]:
    """The regulation of 2026 is the first to let a superior take a case over (2026条例40)."""
    if attempt.payload["notice_received_on"] < REGULATION_OF_2026:
        raise invalid(
            "notice_received_on",
            Text(
                f"提级审理自 {REGULATION_OF_2026} 起施行。",
                f"A superior takes cases over only since {REGULATION_OF_2026}.",
            ),
            basis="2026条例40",
        )
    return []


def a_superior_is_another_agency(attempt: Attempt) -> Iterable[Finding]:
    """Who takes a case over is not the agency that has it (2026条例40)."""
    own, code = (
        (attempt.case.get("agency") or {}).get("code"),
        attempt.payload["superior"].get("code"),
    )
    if code is None:
        # What was recorded before the code was asked for stands; its case was opened by hand.
        text = Text(
            "须填写上级机关的统一社会信用代码，否则其人员看不到案件。",
            "Give the superior's social credit code, or its officers cannot see the case.",
        )
        raise Problem(409, "conflict", text, errors={"superior.code": [text]}, basis="2026条例40")
    if code == own:
        raise invalid(
            "superior.code",
            Text("应当是上级行政复议机关。", "It has to be the superior, not the agency itself."),
            basis="2026条例40",
        )
    return []
