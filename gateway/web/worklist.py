"""A case as a row of a list. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from gateway.web.dates import OBLIGORS, Due, due_of
from gateway.web.tracks import TrackPages
from shared.language import Text

_NAMED = 2


def case_row(case: Mapping[str, Any], track: TrackPages, today: date) -> dict[str, Any]:
    """Return what a list shows of a case: due date, whose turn it is, parties in short."""
    clock = next_clock(case["clocks"])
    return {
        "address": f"/{track.collection}/{case['id']}",
        "id": case["id"],
        "track": track,
        "number": case["number"],
        "title": title_of(case),
        "status": case["status_label"],
        "parties": parties_in_short(case["parties"]),
        "assignee": case["assignee"],
        "due": due_of(clock, today) if clock else _WITHOUT_DUE,
        "clock": clock,
        "turn": turn_of(clock),
        "version": case["version"],
    }


def title_of(case: Mapping[str, Any]) -> Text:
    """Return the title; where nobody wrote one, which act the case is about."""
    title, number = str(case["title"] or ""), str(case["number"])
    if title and not title.endswith(number):
        return Text(title, title)
    act = case.get("act") or {}
    about = act.get("name") or act.get("number")
    if about:
        return Text(f"针对{about}", f"about {about}")
    return Text("（未填标题）", "(no title)")


def next_clock(clocks: Iterable[Mapping[str, Any]]) -> Mapping[str, Any] | None:
    """Return the running clock that ends first; a paused one when none runs."""
    running = [each for each in clocks if each["status"] == "running" and each["due_on"]]
    if running:
        return min(running, key=lambda each: str(each["due_on"]))
    return next((each for each in clocks if each["status"] == "paused"), None)


def turn_of(clock: Mapping[str, Any] | None) -> Text | None:
    """Return whose turn it is: the one whom the next clock obliges."""
    if clock is None:
        return None
    obligor = str(clock.get("obligor"))
    return OBLIGORS.get(obligor, Text(obligor, obligor))


def parties_in_short(parties: Iterable[Mapping[str, Any]]) -> Text:
    """Return the first two names, and how many there are when there are more."""
    names = [str(party.get("name") or "") for party in parties]
    first = "、".join(names[:_NAMED])
    if len(names) <= _NAMED:
        return Text(first, ", ".join(names))
    english = ", ".join(names[:_NAMED])
    return Text(f"{first}等 {len(names)} 人", f"{english} and {len(names) - _NAMED} more")


_WITHOUT_DUE: Due = due_of({"status": "running", "due_on": None}, date.min)
