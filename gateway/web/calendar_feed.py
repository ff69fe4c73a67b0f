"""The time limits and hearings of one officer for calendar programs (RFC 5545)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

from flask import Response
from icalendar import Calendar, Event

from gateway.access import PUBLIC
from gateway.accounts import RecentAccounts
from gateway.calendar_feeds import CalendarFeeds
from gateway.forwarding import checked
from gateway.web.routes import PageRoutes
from shared.casework.fields import TIME_ZONE, today
from shared.http.client import ServiceClient
from shared.http.identity import Identity
from shared.http.problems import not_found

_DAYS_AHEAD = 61
_PAGE = 100
_MOST_PAGES = 5
_HEARING_LASTS = timedelta(hours=2)
_ENOUGH_HOURS = 6


def add_routes(
    routes: PageRoutes,
    client: ServiceClient,
    feeds: CalendarFeeds,
    accounts: RecentAccounts,
) -> None:
    """Add the address that calendar programs fetch; the secret in it is the only proof."""

    def calendar_feed(secret: str) -> Response:
        username = feeds.owner(secret)
        account = accounts.find(username) if username else None
        if account is None or account.disabled:
            raise not_found()
        officer = account.as_identity()
        feed = calendar_of(_clocks(client, officer), _hearings(client, officer), datetime.now(UTC))
        headers = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}
        return Response(feed, mimetype="text/calendar", headers=headers)

    routes.add("/calendar/<secret>.ics", calendar_feed, permission=PUBLIC)


def calendar_of(
    clocks: Iterable[Mapping[str, Any]], hearings: Iterable[Mapping[str, Any]], made_at: datetime
) -> bytes:
    """
    Return the feed: of a case its number, of a time limit its name, and nothing else.

    Whoever comes by the address of a feed learns from it no person, place or title.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Concord//docket//ZH")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", "协理：期限与开庭")
    calendar.add("refresh-interval;value=duration", f"PT{_ENOUGH_HOURS}H")
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


def _clocks(client: ServiceClient, officer: Identity) -> list[dict[str, Any]]:
    """Return the running clocks of the officer's cases that have a last day, the first 500."""
    found: list[dict[str, Any]] = []
    asked: dict[str, str | int] = {"assignee": officer.subject, "limit": _PAGE}
    for _ in range(_MOST_PAGES):
        page = _asked(client, officer, "/clocks", asked)
        found += [clock for clock in page["items"] if clock["due_on"]]
        if not page["next_cursor"]:
            break
        asked["cursor"] = page["next_cursor"]
    return found


def _hearings(client: ServiceClient, officer: Identity) -> list[dict[str, Any]]:
    first = today()
    span = {"from": first.isoformat(), "to": (first + timedelta(days=_DAYS_AHEAD)).isoformat()}
    found = _asked(client, officer, "/clocks/days", {**span, "assignee": officer.subject})
    return list(found["hearings"])


def _asked(
    client: ServiceClient, officer: Identity, path: str, asked: Mapping[str, str | int]
) -> Any:
    answer = client.request(
        "coordination", "GET", f"/api/v1{path}", identity=officer, params=dict(asked)
    )
    checked("coordination", answer).raise_for_status()
    return answer.json()
