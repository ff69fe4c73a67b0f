"""What a scenario leaves open until it is replayed, written in braces inside its texts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from deploy.demo.scenario_fields import ScenarioError

RUN, TODAY, YEAR, KEEP, KEPT = "run", "today", "year", "keep", "kept"
OF_A_CASE = frozenset({"case", "matter", "number"})
_BRACES = re.compile(r"\{[^{}]*\}")
_MEANT = re.compile(r"\{(?P<kind>[a-z]+)(?:(?P<days>[+-]\d{1,4})|:(?P<name>[\w-]+))?\}")
_NAMED = OF_A_CASE | {KEEP, KEPT}


@dataclass(frozen=True, slots=True)
class Place:
    """
    One placeholder.

    `{run}`: the mark of the replay. `{today}`, `{today-3}`: a day counted from the legal date.
    `{year}`: the year of that date.
    `{case:alias}`, `{matter:alias}`, `{number:alias}`: of a case of the scenario. `{keep:name}`,
    in an expected answer, keeps what stands there; `{kept:name}` is that.
    """

    kind: str
    name: str = ""
    days: int = 0

    @classmethod
    def read(cls, written: str) -> Place:
        """Return the placeholder that is written so; `ScenarioError` where there is none such."""
        found = _MEANT.fullmatch(written)
        if found is None:
            raise ScenarioError(f"{written} is no placeholder")
        place = cls(found["kind"], found["name"] or "", int(found["days"] or 0))
        known = place.kind in _NAMED if found["name"] else place.kind in {RUN, TODAY, YEAR}
        if not known or (found["days"] and place.kind != TODAY):
            raise ScenarioError(f"{written} is no placeholder")
        return place


def places_in(value: Any) -> Iterator[Place]:
    """Yield every placeholder in the texts of a value; `ScenarioError` for other braces."""
    if isinstance(value, Mapping):
        for inner in value.values():
            yield from places_in(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from places_in(inner)
    elif isinstance(value, str):
        for written in _BRACES.findall(value):
            yield Place.read(written)


def kept_name(value: Any) -> str | None:
    """Return the name under which an expected value is to be kept, or None."""
    if isinstance(value, str) and _BRACES.fullmatch(value):
        place = Place.read(value)
        return place.name if place.kind == KEEP else None
    return None


@dataclass(frozen=True, slots=True)
class Filling:
    """What stands in the places of one replay; `of_a_case` answers for (kind, alias)."""

    run: str
    today: date
    of_a_case: Callable[[str, str], str]
    kept: Mapping[str, str]

    def filled(self, value: Any) -> Any:
        """Return `value` with every placeholder filled, except those that keep something."""
        if isinstance(value, Mapping):
            return {key: self.filled(inner) for key, inner in value.items()}
        if isinstance(value, list):
            return [self.filled(inner) for inner in value]
        return self.text(value) if isinstance(value, str) else value

    def text(self, written: str) -> str:
        """Return a text with every placeholder filled, except those that keep something."""
        return _BRACES.sub(lambda found: self._filling(found[0]), written)

    def _filling(self, written: str) -> str:
        place = Place.read(written)
        if place.kind == RUN:
            return self.run
        if place.kind == TODAY:
            return (self.today + timedelta(days=place.days)).isoformat()
        if place.kind == YEAR:
            return str(self.today.year)
        if place.kind == KEPT:
            return self.kept[place.name]
        return written if place.kind == KEEP else self.of_a_case(place.kind, place.name)
