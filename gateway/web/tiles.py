"""The numbers on the home page, each with the list that it counts. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from gateway.web.catalogue import gettext as _


@dataclass(frozen=True, slots=True)
class Tile:
    """One number: its colour, its words, and the address of what it counts, if there is one."""

    level: str
    words: str
    number: int
    address: str | None


@dataclass(frozen=True, slots=True)
class Burning:
    """What the head of the home page says; `exact` is False where a number is an estimate."""

    late: int
    due_today: int
    tiles: tuple[Tile, ...]
    unassigned: int = 0
    exact: bool = True


def burning(
    counts: Mapping[str, Any],
    due_today: int,
    inbox: tuple[int, str],
    *,
    own: bool,
    today: date,
) -> Burning:
    """Return the tiles of the open time limits; `inbox` is how many have nobody, and where."""
    unassigned, address = inbox
    tiles = [*_levels(counts, own, today), Tile("none", _("未分派"), unassigned, address)]
    if missing := counts["missing_fact"]:
        tiles.append(Tile("none", _("缺起算事实"), missing, None))
    late = counts["by_level"]["overdue"]
    return Burning(late, due_today, tuple(tiles), unassigned, counts["exact"])


def counted_rows(
    levels: Mapping[str, int], rows: Sequence[Mapping[str, Any]], today: date
) -> Burning:
    """Return the tiles of the rows that the page shows, where nothing else can be told."""
    named = {
        "overdue": _("已逾期"),
        "red": _("紧急"),
        "amber": _("临期"),
        "paused": _("暂停中"),
    }
    tiles = tuple(Tile(level, words, levels.get(level, 0), None) for level, words in named.items())
    due_today = sum(row["due"].day == today.isoformat() for row in rows)
    return Burning(levels.get("overdue", 0), due_today, tiles)


def _levels(counts: Mapping[str, Any], own: bool, today: date) -> Iterator[Tile]:
    levels = counts["by_level"]
    yesterday, on = (today - timedelta(days=1)).isoformat(), today.isoformat()
    yield Tile("overdue", _("已逾期"), levels["overdue"], _listed(own, due_before=yesterday))
    yield Tile("red", _("紧急"), levels["red"], _listed(own, level="red", due_from=on))
    yield Tile("amber", _("临期"), levels["amber"], _listed(own, level="amber"))
    paused = counts["by_status"]["paused"]
    yield Tile("paused", _("暂停中"), paused, _listed(own, status="paused"))


def _listed(own: bool, **narrowed: str) -> str:
    whose = {"assignee": "me"} if own else {}
    return f"/docket?{urlencode({'view': 'list', **whose, **narrowed})}"
