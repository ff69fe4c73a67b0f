"""Questions to the path advisor, and its answers by path."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any

from shared.law import load_rules, official_calendar
from shared.remedies.advisor import remedies
from shared.remedies.facts import Act, Earlier, Facts, Inaction, Obstacle
from shared.remedies.question import Law
from shared.remedies.remedy import Remedy
from shared.remedies.track_rules import Path
from shared.remedies.track_rules_reader import load_track_rules


@cache
def law() -> Law:
    return Law(load_rules(), official_calendar(), load_track_rules())


def day(iso: str) -> date:
    return date.fromisoformat(iso)


def _dated(values: dict[str, Any]) -> dict[str, Any]:
    """Read what ends in `_on` or `_until` as dates."""
    return {
        name: day(value) if isinstance(value, str) and name.endswith(("_on", "_until")) else value
        for name, value in values.items()
    }


def an_act(**known: Any) -> Act:
    return Act(**_dated({"kind": "penalty", **known}))


def step(track: str, status: str, **known: Any) -> Earlier:
    return Earlier(track, status, **_dated(known))


def an_inaction(**known: Any) -> Inaction:
    return Inaction(**_dated(known))


def kept(kind: str, from_on: str, to_on: str | None) -> Obstacle:
    return Obstacle(kind, day(from_on), day(to_on) if to_on else None)


def ask(
    on: str,
    act: Act | None = None,
    *prior: Earlier,
    inaction: Inaction | None = None,
    obstacles: tuple[Obstacle, ...] = (),
) -> dict[Path, Remedy]:
    """Return every remedy by its path."""
    facts = Facts(day(on), act or Act(), inaction, prior, obstacles)
    return {found.path: found for found in remedies(facts, law())}


def conflicts(found: Remedy) -> list[str]:
    return [note.basis for note in found.conflicts]
