"""The docket: time limits and hearings by day, week and month, and as a list."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any
from urllib.parse import urlencode

from flask import render_template, request, url_for

from gateway.access import current_officer
from gateway.accounts import Accounts
from gateway.calendar_feeds import CalendarFeeds
from gateway.web.asking import Answer, Services, page_or_refusal
from gateway.web.dates import OBLIGORS, due_of
from gateway.web.docket_calendar import VIEWS, CalendarView, Cell, cells_of, view_of
from gateway.web.forms import read_day
from gateway.web.routes import NAME, PageRoutes
from gateway.web.tracks import BY_CODE, BY_COLLECTION
from shared.casework.assigning import NOBODY
from shared.legal_day import today

_FILTERS = ("track", "assignee")
# A tile leads to a list of its own: these say nothing about one day.
_OF_LISTS = ("due_from", "due_before", "level", "obligor", "status", "provisional")
_DAYS = frozenset({"due_from", "due_before"})
_PAGE = 50
_COORDINATION = "coordination"
_MONTH = re.compile(r"(\d{4})-(\d{1,2})")


def add_routes(
    routes: PageRoutes, services: Services, accounts: Accounts, feeds: CalendarFeeds
) -> None:
    """Add the page of the docket, and the form that renews the address of its feed."""

    def docket() -> str:
        return _page(services, accounts, feeds)

    def renew_feed() -> str:
        secret = feeds.renew(current_officer().subject)
        address = url_for(f"{NAME}.calendar_feed", secret=secret, _external=True)
        return _page(services, accounts, feeds, address)

    routes.add("/docket", docket)
    routes.add("/docket/feed", renew_feed, methods=("POST",))


def _page(
    services: Services, accounts: Accounts, feeds: CalendarFeeds, feed_address: str | None = None
) -> str:
    officer = current_officer()
    wanted = {name: value for name in (*_FILTERS, *_OF_LISTS, "cursor") if (value := _asked(name))}
    view = view_of(_view_name(wanted), _chosen_day())
    kept = {name: wanted[name] for name in _FILTERS if name in wanted}
    asked = dict(kept)
    if asked.get("assignee") == "me":
        asked["assignee"] = officer.subject
    listed = _listed(view, wanted, asked)
    page, refusal = page_or_refusal(lambda: services.get(_COORDINATION, "/clocks", listed))
    names = {each.username: each.name for each in accounts.of_agency(officer.agency_code)}
    cells, exact = _cells(services, view, asked)
    place = {"view": view.name, "day": view.chosen.isoformat()} | kept
    return render_template(
        "docket.html",
        officer=officer,
        view=view,
        views=VIEWS,
        cells=cells,
        exact=exact,
        chosen_cell=next((cell for cell in cells if cell.chosen), None),
        clocks=[(clock, due_of(clock, today())) for clock in page["items"]],
        wanted=wanted,
        refusal=refusal,
        kept=kept,
        place=place,
        names=names,
        nobody=NOBODY,
        tracks=BY_COLLECTION.values(),
        by_code=BY_CODE,
        obligors=OBLIGORS,
        address=_address,
        more=_more(place, wanted, page),
        feed_address=feed_address,
        has_feed=feeds.exists(officer.subject),
    )


def _asked(name: str) -> str:
    typed = request.args.get(name, "").strip()
    return read_day(typed) if name in _DAYS else typed


def _view_name(wanted: Mapping[str, str]) -> str:
    if _asked("view") in VIEWS:
        return _asked("view")
    return "list" if any(name in wanted for name in _OF_LISTS) else "month"


def _chosen_day() -> date:
    """Return the day of the address, the first of its month, or today; what is no day is today."""
    try:
        if day := _asked("day"):
            return date.fromisoformat(read_day(day))
        if month := _MONTH.fullmatch(_asked("month")):
            first = date(int(month[1]), int(month[2]), 1)
            now: date = today()
            return now if first == now.replace(day=1) else first
    except ValueError:
        pass
    return today()


def _listed(
    view: CalendarView, wanted: Mapping[str, str], asked: Mapping[str, str]
) -> dict[str, str | int]:
    cursor = {"cursor": wanted["cursor"]} if "cursor" in wanted else {}
    if view.name == "list":
        narrowed = {name: wanted[name] for name in _OF_LISTS if name in wanted}
    else:
        day = view.chosen.isoformat()
        narrowed = {"due_from": day, "due_before": day}
    return {**asked, **narrowed, **cursor, "limit": _PAGE}


def _cells(
    services: Services, view: CalendarView, asked: Mapping[str, str]
) -> tuple[tuple[Cell, ...], bool]:
    if not view.days:
        return (), True
    span = {"from": view.days[0].isoformat(), "to": view.days[-1].isoformat()}
    working = services.post("almanac", "/calendar/days", span)["items"]
    docket: Answer = services.get(_COORDINATION, "/clocks/days", {**span, **asked})
    return tuple(cells_of(view, working, docket, today())), bool(docket["exact"])


def _more(place: Mapping[str, str], wanted: Mapping[str, str], page: Answer) -> str | None:
    cursor: Any = page["next_cursor"]
    if not cursor:
        return None
    lists = {name: wanted[name] for name in _OF_LISTS if name in wanted}
    return _address(place, **lists, cursor=cursor)


def _address(place: Mapping[str, str], **changed: object) -> str:
    """Return the address of the docket with something changed; what is None is left out."""
    asked = {name: str(value) for name, value in {**place, **changed}.items() if value is not None}
    return f"/docket?{urlencode(asked)}"
