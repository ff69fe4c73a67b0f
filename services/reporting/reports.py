"""Periodic reports (日排查 周调度 月汇总 季分析): one period on one page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from services.reporting.catalogue import INDICATORS
from services.reporting.counted_case import Case
from services.reporting.early_warnings import (
    History,
    early_warnings,
    shown_group,
    since,
)
from services.reporting.groups import groups
from services.reporting.indicators import Scope, measured
from services.reporting.losses import losses_by_agency
from services.reporting.movements import clocks_at_risk, movement
from services.reporting.periods import Interval, Period
from services.reporting.referred import standing
from services.reporting.warning_policy import STANDARD_POLICY


def earliest_day(interval: Interval, on: date) -> date:
    """Return the first day that the report of a day looks back to."""
    return min(since(on), interval.before(interval.around(on)).first)


def report(interval: Interval, on: date, today: date, history: History) -> dict[str, Any]:
    """
    Return the report of the period that a day belongs to, as far as the period has gone by.

    What was open and due is as of the last day of the report, by what is on record now.
    """
    whole = interval.around(on)
    period = whole.until(today)
    cases, agency = history.cases, history.agency_code
    before = interval.before(whole)
    return {
        "name": interval.name.as_dict(),
        "period": period.as_dict(),
        "complete": period == whole,
        **movement(cases, agency, period),
        **clocks_at_risk(cases, agency, period.last.isoformat()),
        "losses": losses_by_agency(cases, agency, period),
        "referrals": standing(history.referrals, period.last),
        "new_groups": _new_groups(cases, period),
        "warnings": early_warnings(history, period.last),
        "indicators": all_measured(cases, Scope(agency, period, today.isoformat())),
        "previous": {"period": before.as_dict(), **movement(cases, agency, before)},
    }


def all_measured(cases: Sequence[Case], scope: Scope) -> list[dict[str, Any]]:
    """Return every indicator of the catalogue."""
    return [measured(indicator, cases, scope) for indicator in INDICATORS]


def _new_groups(cases: Sequence[Case], period: Period) -> list[dict[str, Any]]:
    found = groups(cases, period.last, STANDARD_POLICY)
    return [shown_group(group) for group in found if group.reached_on in period]
