"""Time limits and hearings as a file for calendar programs (RFC 5545)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

from icalendar import Calendar, Event

from gateway.routes import COORDINATION
from shared.http.client import ServiceClient
from shared.http.identity import Identity
from shared.http.passing_on import accepted, checked
from shared.legal_day import TIME_ZONE, today

MEDIA_TYPE = "text/calendar"
_PAGE = 100
_MOST_PAGES = 5
MOST_CLOCKS = _PAGE * _MOST_PAGES
_DAYS_AHEAD = timedelta(days=61)
_HEARING_LASTS = timedelta(hours=2)
_ENOUGH_HOURS = 6
# What hearings are narrowed by too; what is asked of a time limit itself leaves none of them.
_OF_A_CASE = frozenset({"track", "assignee", "agency"})
_DAYS = frozenset({"due_from", "due_before"})


def calendar_file(client: ServiceClient, officer: Identity, asked: Mapping[str, str]) -> bytes:
    """
    Return the running clocks of the officer's docket that have a last day, and its hearings.

    `asked` are filters of `GET /clocks`. Of the clocks the file has the 500 that end first, of
    the hearings those of the next 61 days. `RefusedBehindError` when coordination refuses.
    """
    clocks, cut_off = _clocks(client, officer, asked)
    hearings = _hearings(client, officer, asked)
    return calendar_of(clocks, hearings, datetime.now(UTC), cut_off=cut_off)


def calendar_of(
    clocks: Iterable[Mapping[str, Any]],
    hearings: Iterable[Mapping[str, Any]],
    made_at: datetime,
    *,
    cut_off: bool = False,
) -> bytes:
    """
    Return the file: of a case its number, of a time limit its name, and nothing else.

    Whoever comes by the file or its address learns from it no person, place or title.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Concord//docket//ZH")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", "协理：期限与开庭")
    calendar.add("refresh-interval;value=duration", f"PT{_ENOUGH_HOURS}H")
    if cut_off:
        calendar.add("x-wr-caldesc", f"期限较多，只列最先届满的 {MOST_CLOCKS} 项")
    for clock in clocks:
        due_on = date.fromisoformat(clock["due_on"])
        event = _event(clock["id"], f"{clock['number']} {clock['name']['zh']}届满", made_at)
        event.add("dtstart", due_on)
        event.add("dtend", due_on + timedelta(days=1))
        event.add("transp", "TRANSPARENT")
        calendar.add_component(event)
    for hearing in hearings:
        calendar.add_component(_hearing(hearing, made_at))
    return bytes(calendar.to_ical())


def _hearing(hearing: Mapping[str, Any], made_at: datetime) -> Event:
    kind = "调解" if hearing["track"] == "mediation" else "开庭或者听证"
    name = f"{hearing['case_id']}:{hearing['on']}"
    event = _event(name, f"{hearing['number']} {kind}", made_at)
    if hearing["time"]:
        begins = datetime.fromisoformat(f"{hearing['on']}T{hearing['time']}")
        begins = begins.replace(tzinfo=TIME_ZONE).astimezone(UTC)
        event.add("dtstart", begins)
        event.add("dtend", begins + _HEARING_LASTS)
    else:
        event.add("dtstart", date.fromisoformat(hearing["on"]))
    return event


def _event(name: str, summary: str, made_at: datetime) -> Event:
    event = Event()
    event.add("uid", f"{name}@concord")
    event.add("dtstamp", made_at)
    event.add("summary", summary)
    return event


def _clocks(
    client: ServiceClient, officer: Identity, asked: Mapping[str, str]
) -> tuple[list[dict[str, Any]], bool]:
    """Return clocks, and whether there are more of them."""
    found: list[dict[str, Any]] = []
    wanted: dict[str, str | int] = {**asked, "limit": _PAGE}
    for _ in range(_MOST_PAGES):
        page = _asked(client, officer, "/clocks", wanted)
        found += [clock for clock in page["items"] if clock["due_on"]]
        if not page["next_cursor"]:
            return found, False
        wanted["cursor"] = page["next_cursor"]
    return found, True


def _hearings(
    client: ServiceClient, officer: Identity, asked: Mapping[str, str]
) -> list[dict[str, Any]]:
    if asked.keys() - _OF_A_CASE - _DAYS:
        return []
    first = max(today(), date.fromisoformat(asked.get("due_from", date.min.isoformat())))
    last = min(
        today() + _DAYS_AHEAD,
        date.fromisoformat(asked.get("due_before", date.max.isoformat())),
    )
    if last < first:
        return []
    span = {"from": first.isoformat(), "to": last.isoformat()}
    narrowed = {name: asked[name] for name in _OF_A_CASE & asked.keys()}
    return list(_asked(client, officer, "/clocks/days", {**span, **narrowed})["hearings"])


def _asked(
    client: ServiceClient, officer: Identity, path: str, asked: Mapping[str, str | int]
) -> Any:
    answer = client.request(
        COORDINATION, "GET", f"/api/v1{path}", identity=officer, params=dict(asked)
    )
    return accepted(checked(COORDINATION, answer)).json()
