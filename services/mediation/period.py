"""The checks on a longer period of mediation."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from services.mediation.case_reading import (
    COURT_KINDS,
    both_sides,
    completion_clock,
    consenting,
    ids,
    kind_of,
)
from shared.casework.guarding import Attempt, Finding, conflict, invalid
from shared.casework.reading import latest_clock
from shared.language import Text

Found = Iterable[Finding]
_BASES = {
    "people": "人民调解工作若干规定33",
    "administrative": "POLICY-administrative-mediation",
    "court_assigned": "特邀调解规定27",
    "court_entrusted": "特邀调解规定27",
    "labour": "劳动争议调解仲裁法14¶3",
    "industry": "POLICY-industry-mediation",
}
_APPRAISAL = "在线调解规则26"


def an_appraisal_stops_the_period(attempt: Attempt) -> Iterator[Finding]:
    """Before the suit the time of an appraisal does not count, once for each (在线调解规则26)."""
    clock = latest_clock(attempt.case, "TJ-05")
    if clock is None or clock["status"] != "running":
        raise conflict(
            Text(
                "只有立案前委派调解的三十日扣除鉴定、评估期间，且须在计算中。",
                "Only the 30 days before a suit leave an appraisal out, and while they run.",
            ),
            basis=_APPRAISAL,
        )
    if not attempt.case["facts"].get("online"):
        yield Finding(
            "appraisal-by-analogy",
            _APPRAISAL,
            Text(
                "该条规定的是在线调解；线下委派调解扣除鉴定、评估期间没有明文规定，参照适用（解释性）。",
                "The article is on online mediation. That others leave an appraisal out the law "
                "does not say: it is read so by analogy.",
            ),
        )


def an_appraisal_is_under_way(attempt: Attempt) -> Found:
    """An appraisal ends after it began (在线调解规则26)."""
    clock = latest_clock(attempt.case, "TJ-05")
    if clock is None or clock["status"] != "paused":
        raise conflict(
            Text("没有进行中的鉴定、评估。", "No appraisal is under way."), basis=_APPRAISAL
        )
    return []


def there_is_a_period_to_extend(attempt: Attempt) -> Found:
    """Only a running period is extended; a court's also before it ends (在线调解规则25(6))."""
    basis = _BASES[kind_of(attempt)]
    clock = completion_clock(attempt)
    if clock is None:
        raise conflict(
            Text("没有正在计算的调解期限。", "No period of mediation is running."), basis=basis
        )
    if clock["due_on"] is None:
        raise conflict(
            Text(
                "鉴定、评估期间不计入，结束后再延长。",
                "The time of the appraisal does not count: extend it after its end.",
            ),
            basis=_APPRAISAL,
        )
    if kind_of(attempt) in COURT_KINDS and attempt.on.isoformat() > clock["due_on"]:
        raise conflict(
            Text(
                f"调解期限已于 {clock['due_on']} 届满而未合意延长，应当终止调解。",
                f"The period ended on {clock['due_on']} with no agreed extension; end it.",
            ),
            basis=basis,
        )
    return []


def extension_is_later(attempt: Attempt) -> Found:
    """An extension ends after the period that it extends."""
    clock = completion_clock(attempt)
    if clock is not None and attempt.payload["until"] <= date.fromisoformat(clock["due_on"]):
        raise invalid(
            "until",
            Text(
                f"延长后的期限应晚于现期限 {clock['due_on']}。",
                f"The extended period must end after {clock['due_on']}.",
            ),
            basis=_BASES[kind_of(attempt)],
        )
    return []


def extension_is_carried(attempt: Attempt) -> Iterator[Finding]:
    """All parties agree to go on; in administrative mediation the head may approve instead."""
    kind, basis = kind_of(attempt), _BASES[kind_of(attempt)]
    silent = sorted(set(ids(both_sides(attempt))) - consenting(attempt))
    if kind == "administrative":
        if silent and not attempt.payload.get("approved_by"):
            raise invalid(
                "approved_by",
                Text(
                    "延长行政调解期限须经负责人批准，或者各方当事人同意。",
                    "The head approves a longer administrative mediation, or all parties agree.",
                ),
                basis=basis,
            )
        return
    if silent:
        names = ", ".join(silent)
        raise invalid(
            "consents",
            Text(
                f"延长须经各方当事人同意，尚缺 {names}。",
                f"All parties must agree to the extension; {names} did not.",
            ),
            basis=basis,
        )
    if kind == "labour":
        text = Text(
            "自收到调解申请之日起十五日届满后，任何一方均可依法申请仲裁。",
            "After 15 days from the application either side may still go to arbitration.",
        )
        yield Finding("arbitration-open", basis, text)
