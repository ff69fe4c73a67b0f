"""Cases of each track as they tell of themselves, and the indicators that come of them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from services.reporting.assembly import Reporting
from services.reporting.catalogue import INDICATORS
from services.reporting.indicators import Scope, measured
from services.reporting.periods import Period
from services.reporting.subscribers import subscribers_of
from shared.events.envelope import Event
from tests.services.coordination.telling import AGENCY, Case, a_clock, a_party

YEAR = Period(date(2024, 1, 1), date(2024, 12, 31))
LATER = "2026-01-01"


def a_petition(case_id: str = "pet-1", **changes: Any) -> Case:
    """Return a petition of one person."""
    state: dict[str, Any] = {
        "case_id": case_id,
        "track": "petition",
        "matter_id": f"matter-{case_id}",
        "number": f"信访〔2024〕{case_id}号",
        "status": "registered",
        "act": {},
        "parties": [a_party("petitioner", id_number_index=f"blind-{case_id}")],
    }
    return Case(**(state | changes))


def a_mediation(case_id: str = "med-1", **changes: Any) -> Case:
    """Return a mediation under way."""
    return a_petition(case_id, **({"track": "mediation", "status": "accepted"} | changes))


def a_reconsideration(case_id: str = "rec-1", **changes: Any) -> Case:
    """Return a reconsideration that was accepted."""
    return a_petition(case_id, **({"track": "reconsideration", "status": "accepted"} | changes))


def a_suit(case_id: str = "sui-1", **changes: Any) -> Case:
    """Return a suit against the agency."""
    return a_petition(case_id, **({"track": "litigation", "status": "notified"} | changes))


def ended(case: Case, status: str) -> Case:
    """Return the same case, ended: its next step tells so."""
    case.status, case.phase = status, "ended"
    return case


def running(rule: str, due_on: str | None, **changes: Any) -> dict[str, Any]:
    """Return a clock that runs since the beginning of 2024."""
    return a_clock(rule, due_on, started_on="2024-01-01", **changes)


def met(rule: str, due_on: str, on: str, **changes: Any) -> dict[str, Any]:
    """Return a clock that was met on a day, or missed if that was too late."""
    status = "met" if on <= due_on else "missed"
    return running(rule, due_on, status=status, ended_on=on, **changes)


def a_hearing(suit: Case, on: str, *, attended: bool, notice: str = "none", **told: Any) -> Any:
    """Return the two events of one hearing: its notice and the hearing itself."""
    ground = told.pop("ground", None)
    scheduled = suit.step(
        "schedule_hearing",
        on=on,
        hearing_on=on,
        head_notice=notice,
        **({"head_notice_ground": ground} if ground else {}),
    )
    held = {"head_attended": attended, "staff_attended": True, "left_early": False}
    return scheduled, suit.step("record_hearing", on=on, **(held | told))


def figure(
    reporting: Reporting, indicator_id: str, *, period: Period = YEAR, today: str = LATER
) -> tuple[list[str], list[str]]:
    """Return the case ids above and below the line, for the usual agency."""
    shown = whole_figure(reporting, indicator_id, period=period, today=today)
    ids = shown["case_ids"]
    assert shown["numerator"] == len(ids["numerator"])
    assert shown["denominator"] == len(ids["denominator"])
    return sorted(ids["numerator"]), sorted(ids["denominator"])


def whole_figure(
    reporting: Reporting, indicator_id: str, *, period: Period = YEAR, today: str = LATER
) -> Mapping[str, Any]:
    """Return an indicator as it is answered."""
    indicator = next(each for each in INDICATORS if each.id == indicator_id)
    cases = reporting.cases.of_agency(AGENCY["code"], period.first.isoformat())
    return measured(indicator, cases, Scope(AGENCY["code"], period, today))


def tell(reporting: Reporting, *events: Event) -> None:
    """Let every effect in reporting handle events, as the consumer does."""
    for event in events:
        for each in subscribers_of(reporting):
            if each.wants(event.type):
                each.handle(event)


def days_before(on: date, days: int) -> str:
    """Return a day before another, as ISO."""
    return (on - timedelta(days=days)).isoformat()
