"""Holiday notices: entered or uploaded, looked at before, put in force, and what they moved."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any
from urllib.parse import quote, urlencode

from flask import redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from gateway.access import ADMIN, OVERSIGHT, current_officer
from gateway.web.asking import ServiceRefusal, Services
from gateway.web.forms import read_day, whole_number
from gateway.web.routes import PageRoutes
from gateway.web.tracks import BY_CODE
from shared.strict_yaml import read_yaml

_HERE = "/admin/calendar"
_PAGE = 100
_LONGEST_FILE = 64 * 1024
_MOST_DAYS = 100
_TEXTS = ("year", "notice", "published_on", "corrects")
_DAYS = ("rest_days", "make_up_days")
_TO = re.compile(r"\s*(?:至|到|~|～|\.\.)\s*")


def add_routes(routes: PageRoutes, services: Services) -> None:
    """Add the list with its form, the preview, and the page of what a notice moved."""

    def editions() -> str:
        return _list(services)

    def add() -> str | tuple[str, int] | AnyResponse:
        typed = _typed()
        body = notice_of(typed)
        confirmed = "_confirm" in request.form
        path = "/calendar/editions" if confirmed else "/calendar/editions/preview"
        if "_change" in request.form:
            return _list(services, typed)
        try:
            found = services.post("almanac", path, body)
        except ServiceRefusal as refusal:
            if refusal.status not in {409, 422}:
                raise
            return _list(services, typed, refusal.answer), 422
        if confirmed:
            return redirect(f"/work/edition/{quote(str(body['notice']), safe='')}", 303)
        return render_template(
            "admin/edition_preview.html",
            officer=current_officer(),
            found=found,
            body=body,
            typed=typed,
            days=_days_that_change(services, body),
            by_code=BY_CODE,
        )

    def moved(notice: str) -> str:
        asked: dict[str, str | int] = {"limit": _PAGE}
        if cursor := request.args.get("cursor"):
            asked["cursor"] = cursor
        here = f"/calendar/editions/{quote(notice, safe='')}/moves"
        found = services.get("coordination", here, asked)
        more = found["next_cursor"]
        return render_template(
            "admin/edition.html",
            officer=current_officer(),
            found=found,
            by_code=BY_CODE,
            more=f"?{urlencode({'cursor': more})}" if more else None,
        )

    routes.add(_HERE, editions, permission=ADMIN, name="calendar_editions")
    routes.add(_HERE, add, methods=("POST",), permission=ADMIN, name="add_edition")
    routes.add(f"{_HERE}/<notice>", moved, permission=OVERSIGHT, name="edition_moves")


def notice_of(typed: Mapping[str, str]) -> dict[str, Any]:
    """Return the notice of a form: days one a line, or a span “2027-02-05 至 2027-02-11”."""
    body: dict[str, Any] = {name: typed[name] for name in _TEXTS if typed.get(name)}
    if "year" in body:
        number = whole_number(body["year"])
        body["year"] = body["year"] if number is None else number
    if "published_on" in body:
        body["published_on"] = read_day(body["published_on"])
    for name in _DAYS:
        body[name] = days_of(typed.get(name, ""))
    return body


def days_of(text: str) -> list[str]:
    """Return the days of a text; what is no day stays as typed, so that the service says so."""
    found: list[str] = []
    for line in re.split(r"[\n,，、;；]+", text):
        if not line.strip():
            continue
        ends = [read_day(part) for part in _TO.split(line.strip())]
        found += _span(*ends) if len(ends) == 2 else ends
    return found[:_MOST_DAYS]


def _span(first: str, last: str) -> list[str]:
    try:
        begins, ends = date.fromisoformat(first), date.fromisoformat(last)
    except ValueError:
        return [first, last]
    count = (ends - begins).days + 1
    if not 0 < count <= _MOST_DAYS:
        return [first, last]
    return [(begins + timedelta(days=number)).isoformat() for number in range(count)]


def _typed() -> dict[str, str]:
    """Return what was typed, or what an uploaded file says in its place."""
    typed = {name: request.form.get(name, "").strip() for name in (*_TEXTS, *_DAYS)}
    upload = request.files.get("file")
    content = upload.stream.read(_LONGEST_FILE) if upload and upload.filename else b""
    return {**typed, **_from_file(content)} if content else typed


def _from_file(content: bytes) -> dict[str, str]:
    try:
        read = read_yaml(content.decode())
    except ValueError:
        return {}
    if not isinstance(read, dict):
        return {}
    found = {name: str(read[name])[:200] for name in _TEXTS if read.get(name) is not None}
    for name in _DAYS:
        days = read.get(name)
        if isinstance(days, list):
            found[name] = "\n".join(str(day)[:40] for day in days[:_MOST_DAYS])
    return {**_from_release_file(read), **found}


def _from_release_file(read: Mapping[str, Any]) -> dict[str, str]:
    """Return the days of a file as this software ships them: named spans and days."""
    found = {}
    for name, key, ends in (
        ("rest_days", "rest", ("from", "to")),
        ("make_up_days", "make_up", ("day",)),
    ):
        spans = read.get(key)
        if isinstance(spans, list):
            lines = [
                " 至 ".join(str(span[end])[:40] for end in ends if end in span)
                for span in spans[:_MOST_DAYS]
                if isinstance(span, dict)
            ]
            found[name] = "\n".join(lines)
    return found


def _list(
    services: Services, typed: dict[str, str] | None = None, refusal: Any | None = None
) -> str:
    found = services.get("almanac", "/calendar/editions")
    return render_template(
        "admin/calendar.html",
        officer=current_officer(),
        editions=sorted(found["items"], key=lambda each: (-each["year"], each["notice"])),
        announced_until=found["announced_until"],
        typed=typed or {"year": str(found["announced_until"] + 1)},
        refusal=refusal,
    )


def _days_that_change(services: Services, body: Mapping[str, Any]) -> list[tuple[str, bool, bool]]:
    """Return the named days, whether each is a working day now, and whether it would be."""
    span = {"from": f"{body['year'] - 1}-12-01", "to": f"{body['year']}-12-31"}
    items = services.post("almanac", "/calendar/days", span)["items"]
    now = {each["on"]: bool(each["working"]) for each in items}
    named = [(day, False) for day in body["rest_days"]]
    named += [(day, True) for day in body["make_up_days"]]
    return [(day, now[day], will) for day, will in sorted(named) if day in now and now[day] != will]
