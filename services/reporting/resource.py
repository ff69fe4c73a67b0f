"""Reports over HTTP: indicators, periodic reports, early warnings, supervision."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from services.reporting.answers import (
    IndicatorCasesAnswer,
    IndicatorsAnswer,
    RebuildAnswer,
    ReportAnswer,
    SupervisionAnswer,
    WarningsAnswer,
)
from services.reporting.assembly import Reporting
from services.reporting.catalogue import INDICATORS
from services.reporting.counted_case import Case
from services.reporting.early_warnings import History, early_warnings, since
from services.reporting.indicators import Scope, behind, measured
from services.reporting.periods import INTERVALS, Period
from services.reporting.rebuild import is_complete, shown_state
from services.reporting.reports import all_measured, earliest_day, report
from services.reporting.schemas import (
    IndicatorQuery,
    ReportQuery,
    SupervisionQuery,
)
from services.reporting.standing import Referral
from services.reporting.supervision import SETTLED_DAYS_BACK, followed
from shared.casework.fields import FUTURE
from shared.casework.regions import region_name
from shared.http.blueprint import API, DocumentedBlueprint
from shared.http.callers import administrator, officer, supervising
from shared.http.identity import Identity, current_identity
from shared.http.problems import Problem, forbidden, invalid, not_found
from shared.language import Text
from shared.legal_day import today as legal_today

LONGEST_SPAN_DAYS = 366 * 5
MOST_ESCALATED = 200
MOST_COUNTED = 500
_OTHER_AGENCY = Text("只能查看本机关的报告。", "Reports are for the caller's own agency.")
_ESCALATED = Text("已升级：红色预警或已届满的期限", "escalated: clocks that are red or over")


class ReportsResource:
    """Serves the figures of the caller's own agency, counted anew from its cases."""

    routes = DocumentedBlueprint(
        "reports", __name__, url_prefix=API, description="统计报告 reports"
    )

    def __init__(self, reporting: Reporting) -> None:
        self._reported = reporting.cases
        self._standing = reporting.standing

    def blueprint(self) -> DocumentedBlueprint:
        """Return the routes."""
        names = {each.id: each.name for each in INDICATORS}
        routes = self.routes.bound_to(self, indicator=names)
        for name in INTERVALS:
            self._add_periodic(routes, name)
        return routes

    @routes.get("/reports/indicators")
    @routes.asked_by(officer)
    @routes.arguments(IndicatorQuery, location="query")
    @routes.response(200, IndicatorsAnswer)
    @routes.doc(summary="各项指标及其案件 / every indicator, with the cases behind it")
    def read_indicators(self, asked: Mapping[str, Any]) -> dict[str, Any]:
        """Return every indicator for a span of days."""
        scope, cases, head = self._measured_of(asked)
        return {**head, "items": all_measured(cases, scope)}

    @routes.get("/reports/indicators/<indicator>")
    @routes.asked_by(officer)
    @routes.arguments(IndicatorQuery, location="query")
    @routes.response(200, IndicatorCasesAnswer)
    @routes.doc(summary="一项指标及其计入的案件 / one indicator with the cases that it counts")
    def read_indicator(self, asked: Mapping[str, Any], indicator: str) -> dict[str, Any]:
        """Return one indicator with what it counts, each with its case named."""
        found = next((each for each in INDICATORS if each.id == indicator), None)
        if found is None:
            raise not_found()
        scope, cases, head = self._measured_of(asked)
        counted = behind(found, cases, scope)
        return {
            **head,
            **measured(found, cases, scope),
            "items": counted[:MOST_COUNTED],
            "more": len(counted) > MOST_COUNTED,
        }

    def _measured_of(
        self, asked: Mapping[str, Any]
    ) -> tuple[Scope, Sequence[Case], dict[str, Any]]:
        caller = current_identity()
        _check_agency(asked, caller)
        today = legal_today()
        period = _span(asked, today)
        scope = Scope(caller.agency_code, period, today.isoformat())
        cases = self._history(caller, asked, period.first).cases
        return scope, cases, {"period": period.as_dict(), **self._whose(caller, asked)}

    def _add_periodic(self, routes: DocumentedBlueprint, name: str) -> None:
        interval = INTERVALS[name]

        @routes.get(f"/reports/{name}")
        @routes.asked_by(officer)
        @routes.arguments(ReportQuery, location="query")
        @routes.response(200, ReportAnswer)
        @routes.doc(
            summary=f"{interval.name.zh} / {interval.name.en}", operationId=f"read_{name}_report"
        )
        def read_report(asked: Mapping[str, Any]) -> dict[str, Any]:
            """Return the report of the period that a day belongs to."""
            caller, on = current_identity(), _day_of(asked)
            first = earliest_day(interval, on)
            history = self._history(caller, asked, first, self._referrals(caller, asked, first))
            return {**self._whose(caller, asked), **report(interval, on, legal_today(), history)}

    @routes.get("/reports/warnings")
    @routes.asked_by(officer)
    @routes.arguments(ReportQuery, location="query")
    @routes.response(200, WarningsAnswer)
    @routes.doc(summary="早期预警及其方法 / early warnings and how they are found")
    def read_warnings(self, asked: Mapping[str, Any]) -> dict[str, Any]:
        """Return the early warnings of a day."""
        caller, on = current_identity(), _day_of(asked)
        history = self._history(caller, asked, since(on))
        return {"on": on, **self._whose(caller, asked), **early_warnings(history, on)}

    @routes.get("/reports/supervision")
    @routes.asked_by(supervising)
    @routes.arguments(SupervisionQuery, location="query")
    @routes.response(200, SupervisionAnswer)
    @routes.doc(summary="监督人员应当跟进的事项 / what a supervisor has to follow")
    def read_supervision(self, asked: Mapping[str, Any]) -> dict[str, Any]:
        """Return what is asked for and not done, who has to appear, and what was escalated."""
        caller = current_identity()
        _check_agency(asked, caller)
        today = legal_today()
        first = today - SETTLED_DAYS_BACK
        history = self._history(caller, asked, first, self._referrals(caller, asked, first))
        return {
            "on": today,
            **_agency_of(caller),
            "rebuilding": self._is_rebuilding(),
            "escalated": self._escalated(caller.agency_code),
            **followed(history.cases, today, history.referrals),
        }

    @routes.get("/reports/rebuild")
    @routes.asked_by(supervising)
    @routes.response(200, RebuildAnswer)
    @routes.doc(summary="报告数据重建的进度 / how far the reports are made anew")
    def read_rebuild(self) -> dict[str, Any]:
        """Return how far the rebuild of the reports is."""
        return shown_state(self._reported.state())

    @routes.post("/reports/rebuild")
    @routes.asked_by(administrator)
    @routes.response(202, RebuildAnswer)
    @routes.doc(summary="从各服务的事件重建报告数据 / make the reports anew from the events")
    def rebuild_reports(self) -> dict[str, Any]:
        """Have the worker make the reports anew; one that is under way goes on."""
        self._reported.ask_for_rebuild()
        return shown_state(self._reported.state())

    def _is_rebuilding(self) -> bool:
        return not is_complete(self._reported.state())

    def _whose(self, caller: Identity, asked: Mapping[str, Any]) -> dict[str, Any]:
        return {
            **_agency_of(caller),
            "region": asked.get("region"),
            "region_name": region_name(asked.get("region")),
            # Figures are not whole while cases are still being made from their events.
            "rebuilding": self._is_rebuilding(),
        }

    def _escalated(self, agency_code: str) -> dict[str, Any]:
        found = self._standing.red_clocks(agency_code, MOST_ESCALATED + 1)
        shown = found[:MOST_ESCALATED]
        return {
            "name": _ESCALATED.as_dict(),
            "count": len(shown),
            "more": len(found) > len(shown),
            "items": shown,
        }

    def _history(
        self,
        caller: Identity,
        asked: Mapping[str, Any],
        first: date,
        referrals: Sequence[Referral] = (),
    ) -> History:
        day = first.isoformat()
        cases = self._reported.of_agency(caller.agency_code, day)
        began_on = self._reported.began_on(caller.agency_code)
        region = asked.get("region")
        if region is not None:
            cases = [case for case in cases if case["region"] == region]
        return History(caller.agency_code, cases, began_on, referrals)

    def _referrals(
        self, caller: Identity, asked: Mapping[str, Any], first: date
    ) -> Sequence[Referral]:
        found = self._standing.referrals(caller.agency_code, first)
        region = asked.get("region")
        return [each for each in found if region in {None, each["from"]["region"]}]


def _agency_of(caller: Identity) -> dict[str, str]:
    return {"agency": caller.agency_code, "agency_name": caller.agency_name}


def _day_of(asked: Mapping[str, Any]) -> date:
    _check_agency(asked, current_identity())
    today = legal_today()
    on: date = asked.get("on", today)
    _refuse_the_future("on", on, today)
    return on


def _span(asked: Mapping[str, Any], today: date) -> Period:
    last: date = asked.get("last", today)
    _refuse_the_future("to", last, today)
    first: date = asked.get("first", date(last.year, 1, 1))
    if last < first:
        raise invalid({"to": [Text("不能早于开始日。", "Must not be before from.")]})
    if (last - first).days >= LONGEST_SPAN_DAYS:
        text = Text(
            f"一次最多 {LONGEST_SPAN_DAYS} 天。", f"At most {LONGEST_SPAN_DAYS} days at a time."
        )
        raise invalid({"from": [text]})
    return Period(first, last)


def _refuse_the_future(field: str, day: date, today: date) -> None:
    if day > today:
        raise Problem(422, "date-in-future", FUTURE, errors={field: [FUTURE]})


def _check_agency(asked: Mapping[str, Any], caller: Identity) -> None:
    # An empty answer would look like an agency without cases.
    if asked.get("agency", caller.agency_code) != caller.agency_code:
        raise forbidden(_OTHER_AGENCY)
