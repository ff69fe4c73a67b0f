"""The docket over HTTP: clocks by due date, and the sweep on demand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from services.coordination.answers import (
    CalendarAnswer,
    CalendarHearing,
    ClockPage,
    CountsAnswer,
    SweepAnswer,
)
from services.coordination.assembly import Coordination
from services.coordination.docket.clock_view import shown_clock
from services.coordination.docket.counts import CountFilter, DocketCounts
from services.coordination.docket.days import MOST_DAYS, days_of
from services.coordination.docket.docket import ClockFilter
from services.coordination.follow_up import OverdueResult
from services.coordination.schemas import ClockQuery, CountQuery, DaysQuery, SweepOrder
from shared.casework.fields import FUTURE
from shared.http.blueprint import API, DocumentedBlueprint
from shared.http.callers import administrator, officer
from shared.http.identity import current_identity
from shared.http.paging import page_read
from shared.http.problems import Problem, invalid
from shared.language import Text
from shared.legal_day import today as legal_today
from shared.storage.database import Document

_SORT = "due"
_HEARING = CalendarHearing()
_ONLY_RUNNING = Text(
    "只有进行中的期限才有预警等级。", "Only a running clock has a level; leave out the status."
)
_TOO_LONG = Text(
    f"自起始日起最多 {MOST_DAYS} 天，不能早于起始日。",
    f"At most {MOST_DAYS} days from the first, and never before it.",
)


class ClocksResource:
    """Serves the docket of the caller's agency."""

    routes = DocumentedBlueprint(
        "clocks", __name__, url_prefix=API, description="期限台账 docket of clocks"
    )

    def __init__(
        self,
        coordination: Coordination,
        follow_up: Callable[[date], OverdueResult],
    ) -> None:
        self._follow_up = follow_up
        self._docket = coordination.docket
        self._hearings = coordination.hearings
        self._rules = coordination.rules
        self._sweep = coordination.sweep

    def blueprint(self) -> DocumentedBlueprint:
        """Return the routes."""
        return self.routes.bound_to(self)

    @routes.get("/clocks")
    @routes.asked_by(officer)
    @routes.arguments(ClockQuery, location="query")
    @routes.response(200, ClockPage)
    @routes.doc(summary="本机关的期限，按届满日排列 / clocks of the caller's agency by due date")
    def list_clocks(self, asked: dict[str, Any]) -> dict[str, Any]:
        """List the clocks that the caller's agency handles."""
        caller = current_identity()
        self._docket.tracks.check(asked.get("track"))
        today = legal_today()

        def read(after: str | None, size: int) -> list[Document]:
            if asked.get("agency", caller.agency_code) != caller.agency_code:
                return []
            narrowed = _filter(asked, caller.agency_code)
            return self._docket.page(narrowed, today=today.isoformat(), after=after, size=size)

        return page_read(
            asked,
            _SORT,
            read,
            key=lambda row: str(row["due_index"]),
            show=lambda row: shown_clock(row, self._rules, today),
        )

    @routes.get("/clocks/counts")
    @routes.asked_by(officer)
    @routes.arguments(CountQuery, location="query")
    @routes.response(200, CountsAnswer)
    @routes.doc(summary="本机关期限的件数 / how many clocks the caller's agency has")
    def count_clocks(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Count the open clocks by level, status and track; flat however many there are."""
        wanted = self._counted(asked)
        calendar = self._docket.calendars()
        return DocketCounts(self._docket.rows, wanted, legal_today(), calendar).shown()

    @routes.get("/clocks/days")
    @routes.asked_by(officer)
    @routes.arguments(DaysQuery, location="query")
    @routes.response(200, CalendarAnswer)
    @routes.doc(summary="逐日的到期件数与开庭 / what is due and heard on each day")
    def list_days(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Say of each day how many clocks are due by level, and list the hearings."""
        wanted = self._counted(asked)
        first, last = asked["first"], asked["last"]
        if not 0 <= (last - first).days < MOST_DAYS:
            raise invalid({"to": [_TOO_LONG]})
        days = days_of(self._docket.rows, wanted, first, last, legal_today())
        narrowed = {str(name): str(asked[name]) for name in ("track", "assignee") if name in asked}
        hearings = self._hearings.between(
            wanted.agency_code, first.isoformat(), last.isoformat(), narrowed
        )
        return {**days, "hearings": hearings}

    def _counted(self, asked: dict[str, Any]) -> CountFilter:
        caller = current_identity()
        self._docket.tracks.check(asked.get("track"))
        # Of another agency there is nothing to count: no case of it lies in the lists of nobody.
        own = asked.get("agency", caller.agency_code) == caller.agency_code
        code = caller.agency_code if own else ""
        return CountFilter(code, track=asked.get("track"), assignee=asked.get("assignee"))

    @routes.post("/clocks/sweep")
    @routes.asked_by(administrator)
    @routes.arguments(SweepOrder, required=False)
    @routes.response(200, SweepAnswer)
    @routes.doc(summary="立即检查届满与预警 / check now what is due")
    def sweep_clocks(self, order: dict[str, Any]) -> dict[str, Any]:
        """Announce at once what is due as of a day, without the grace of the automatic sweep."""
        as_of = _past(order.get("as_of"))
        result = self._sweep.run(as_of)
        overdue = self._follow_up(as_of)
        return {
            "as_of": as_of,
            "warned": result.warned,
            "expired": result.expired,
            "limitation_warned": result.limitation_warned,
            "referrals_overdue": overdue.referrals,
        }


def _filter(asked: dict[str, Any], agency_code: str) -> ClockFilter:
    status = asked.get("status", "running")
    if "level" in asked and status != "running":
        raise invalid({"level": [_ONLY_RUNNING]})
    due_from, due_before = asked.get("due_from"), asked.get("due_before")
    return ClockFilter(
        agency_code=agency_code,
        status=status,
        due_from=due_from.isoformat() if due_from else None,
        due_before=due_before.isoformat() if due_before else None,
        level=asked.get("level"),
        track=asked.get("track"),
        assignee=asked.get("assignee"),
        obligor=asked.get("obligor"),
        provisional="provisional" in asked,
    )


def _past(as_of: date | None) -> date:
    today = legal_today()
    if as_of is not None and as_of > today:
        raise Problem(422, "date-in-future", FUTURE, errors={"as_of": [FUTURE]})
    return as_of or today
