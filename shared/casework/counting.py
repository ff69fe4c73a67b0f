"""How many cases an agency handles by state, level and what they lack, read off their cards."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from shared.casework.cards import DUE, LEVEL, MISSING, OPENED, PAUSED, UNASSIGNED, Document
from shared.law import Calendar
from shared.law.attention import LEADS, amber_until, green_from, may_be_red_until, red_until
from shared.storage.database import DocumentCollection
from shared.storage.keys import scope
from shared.storage.pages import Count, Pages

MOST_READ = 2_000
"""Up to about so many cards are read and counted one by one; more are counted part by part."""
_ONE_DAY = timedelta(days=1)
_SHOWN = {
    "_id": 0,
    **dict.fromkeys(("status", "due", "amber_on", "red_on", "assignee", PAUSED, MISSING), 1),
}
_OTHERS = (PAUSED, "missing_fact", "unassigned")


@dataclass(frozen=True, slots=True)
class CaseCounts:
    """
    Counts the cases that an agency handles, or those of one officer (`UNASSIGNED`: of nobody).

    Levels are those of the running clock that ends first. A few thousand cards are read at once. Of
    more, each number is a question to an index, whose fences tell it where a part is large: so
    counting costs the same however many cases there are, and large numbers are estimates.
    """

    cards: DocumentCollection
    agency: str
    assignee: str | None
    today: date
    calendar: Calendar

    def shown(self, statuses: Collection[str]) -> dict[str, Any]:
        """Return the numbers; `exact` is False when one of them is an estimate."""
        pages, within = self._list(OPENED)
        if pages.about(within) <= MOST_READ:
            rest = {"handler": self.agency}
            counted = self._of(pages.all(within, rest=rest, shown=_SHOWN))
        else:
            counted = dict(self._part_by_part(statuses))
        number = {name: each.number for name, each in counted.items()}
        return {
            "as_of": self.today.isoformat(),
            "total": number["total"],
            "by_status": {name: number.get(f"status {name}", 0) for name in statuses},
            "by_level": {
                name: number.get(name, 0) for name in ("overdue", "red", "amber", "green")
            },
            **{name: number.get(name, 0) for name in _OTHERS},
            "exact": all(each.exact for each in counted.values()),
        }

    def _of(self, cards: Collection[Document]) -> dict[str, Count]:
        found = Counter({"total": len(cards)})
        for card in cards:
            found[f"status {card.get('status')}"] += 1
            if "due" in card:
                found[self._level(card)] += 1
            found[PAUSED] += PAUSED in card
            found["missing_fact"] += MISSING in card
            found["unassigned"] += card.get("assignee") == UNASSIGNED
        return {name: Count(number) for name, number in found.items()}

    def _level(self, card: Mapping[str, Any]) -> str:
        today = self.today.isoformat()
        if card["due"] < today:
            return "overdue"
        if card["red_on"] <= today:
            return "red"
        return "amber" if card["amber_on"] <= today else "green"

    def _part_by_part(self, statuses: Collection[str]) -> Iterator[tuple[str, Count]]:
        yield "total", self._count(OPENED)
        for name in statuses:
            yield f"status {name}", self._count(OPENED, "_status", name)
        last_red, running = red_until(self.today), self._count(DUE)
        over_rest_days = self._red_over_rest_days(last_red + _ONE_DAY)
        levels = {
            "overdue": self._count(DUE, last=self.today - _ONE_DAY),
            "red": self._count(DUE, first=self.today, last=last_red) + over_rest_days,
            "amber": self._amber(last_red + _ONE_DAY) - over_rest_days,
        }
        yield from levels.items()
        # What is left runs calmly: it need not be looked for to be counted.
        calm = max(running.number - sum(each.number for each in levels.values()), 0)
        yield "green", Count(calm, running.exact)
        yield PAUSED, self._count(LEVEL, also=PAUSED)
        yield "missing_fact", self._count(MISSING)
        yield "unassigned", self._unassigned()

    def _red_over_rest_days(self, first: date) -> Count:
        """Count what is due later than a day from now, with only rest days before its last."""
        last = may_be_red_until(self.today, self.calendar)
        if last < first:
            return Count()
        turned = {"red_on": {"$lte": self.today.isoformat()}}
        return self._count(DUE, first=first, last=last, rest=turned)

    def _amber(self, first: date) -> Count:
        """Count class by class: all up to its lead, beyond that by the day of each case."""
        turned = {"amber_on": {"$lte": self.today.isoformat()}}
        counted = Count()
        for lead in LEADS:
            not_yet, last = green_from(self.today, lead), amber_until(self.today, lead)
            also = str(lead)
            counted += self._count(LEVEL, also=also, first=first, last=not_yet - _ONE_DAY)
            counted += self._count(LEVEL, also=also, first=not_yet, last=last, rest=turned)
        return counted

    def _unassigned(self) -> Count:
        if self.assignee not in {None, UNASSIGNED}:
            return Count()
        pages = Pages(self.cards, f"{OPENED}_assignee")
        return pages.counted(scope(self.agency, UNASSIGNED), most=MOST_READ)

    def _count(
        self,
        kind: str,
        by: str = "",
        also: str | None = None,
        *,
        first: date | None = None,
        last: date | None = None,
        rest: Mapping[str, Any] | None = None,
    ) -> Count:
        pages, within = self._list(kind, by, also)
        return pages.counted(
            within,
            first=first.isoformat() if first else "",
            last=last.isoformat() if last else None,
            # An agency that handed a case on may still know of its officer there.
            rest={"handler": self.agency, **(rest or {})},
            most=MOST_READ,
        )

    def _list(self, kind: str, by: str = "", also: str | None = None) -> tuple[Pages, str]:
        """Return the list of all that is counted, narrowed by a state or class, and its scope."""
        whose = "handler" if self.assignee is None else "assignee"
        named = [self.agency if self.assignee is None else self.assignee]
        # Levels are kept for the handling agency alone, so they need not name it twice.
        if kind in {LEVEL, MISSING} and self.assignee is None:
            named = []
        within = scope(self.agency, *named, *([also] if also is not None else []))
        return Pages(self.cards, f"{kind}_{whose}{by}"), within
