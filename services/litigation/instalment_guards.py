"""The checks on a performance that a judgment orders by instalments (分期履行)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from services.litigation.case_reading import fact
from shared.casework.guarding import Attempt, Finding, invalid
from shared.casework.instalments import InstalmentPlan, refuse_disordered
from shared.language import Text

_PERFORMANCE = "行诉法94、解释153"


def instalments_are_in_order(attempt: Attempt) -> Iterable[Finding]:
    """Instalments fall due one after the other, none before the judgment (解释153)."""
    refuse_disordered(attempt, basis=_PERFORMANCE)
    return []


def instalment_is_outstanding(attempt: Attempt) -> Iterable[Finding]:
    """What is recorded was ordered, and not recorded before (行诉法94)."""
    _plan(attempt).refuse_unless_outstanding(attempt.payload["instalment"], basis=_PERFORMANCE)
    return []


def last_instalment_is_pointed_out(attempt: Attempt) -> Iterator[Finding]:
    """Tell that nothing is owed any more: the judgment is performed (行诉法94)."""
    yield from _plan(attempt).last_is_pointed_out(attempt.payload["instalment"], basis=_PERFORMANCE)


def an_instalment_is_one_of_the_plan(attempt: Attempt) -> Iterable[Finding]:
    """Each instalment is enforced by its own two years, so it is one on record (解释153)."""
    number = attempt.payload.get("instalment")
    if number is None:
        return []
    if fact(attempt, "instalments") is None:
        raise invalid(
            "instalment",
            Text(
                "没有登记分期履行；请写明该期履行期间最后一日。",
                "No instalments are on record; give the last day for performance instead.",
            ),
            basis=_PERFORMANCE,
        )
    _plan(attempt).refuse_unless_outstanding(number, basis=_PERFORMANCE)
    return []


def _plan(attempt: Attempt) -> InstalmentPlan:
    return InstalmentPlan.of(attempt, fact(attempt, "instalments_performed"))
