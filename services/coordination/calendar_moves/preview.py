"""What a notice would move if it were put in force: rehearsed on the docket, nothing written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from typing import Any

from services.coordination.docket.rows import OPEN
from shared.law import Calendar, LawError, Pause, Rules, RuleVersion, compute
from shared.law.recorded import recorded_version
from shared.storage.database import Document, DocumentCollection

MOST_CHECKED = 5_000
MOST_LISTED = 200
_READ = (
    "track",
    "case_id",
    "number",
    "matter_id",
    "agency",
    "assignee",
    "clock_id",
    "rule",
    "rule_version",
    "status",
    "started_on",
    "due_on",
    "extended_by",
    "pauses",
    "provisional",
    "obligor",
    "expired_due_on",
)


@dataclass
class Preview:
    """
    How many open clocks were looked at, and the dates that would move.

    `unsure`: clocks whose date does not follow from what the docket knows of them, as where a
    court set it; they may move. `more`: not all clocks were looked at. `fired`: ended clocks whose
    automatic effect has come already and whose last day would lie later: somebody has to look at
    the case, for the act that was in time by then takes the effect back.
    """

    checked: int = 0
    moved: int = 0
    unsure: int = 0
    more: bool = False
    moves: list[Document] = field(default_factory=list)
    fired: list[Document] = field(default_factory=list)


def preview(
    rows: DocumentCollection, rules: Rules, before: Calendar, after: Calendar, *, corrected: bool
) -> Preview:
    """
    Compute the open clocks by both calendars, and those that ended with an effect.

    Those that a new notice concerns are provisional; one that corrects another (`corrected`) may
    move any. The collection is read as a whole: an administrator asks once a year.
    """
    wanted: Document = {} if corrected else {"provisional": True}
    found = rows.find(wanted, dict.fromkeys(_READ, 1))
    concerned = (row for row in found if row["due_on"] is not None and _may_matter(row))
    result = Preview()
    for row in islice(concerned, MOST_CHECKED):
        moves = [due for due in _due_dates(row, rules, before, after) if due[0] == row["due_on"]]
        moved = moves[0][1] if moves else None
        if row["status"] in OPEN:
            _note_open(result, row, known=bool(moves), moved=moved)
        elif moved is not None and moved > row["due_on"] and len(result.fired) < MOST_LISTED:
            result.fired.append({**row, "before": row["due_on"], "after": moved})
    result.more = next(concerned, None) is not None
    return result


def _may_matter(row: Mapping[str, Any]) -> bool:
    """Say whether a clock is open, or its end was announced and had its effect."""
    return row["status"] in OPEN or row["expired_due_on"] == row["due_on"]


def _note_open(result: Preview, row: Mapping[str, Any], *, known: bool, moved: str | None) -> None:
    result.checked += 1
    if not known:
        result.unsure += 1
    elif moved != row["due_on"]:
        result.moved += 1
        if len(result.moves) < MOST_LISTED:
            result.moves.append({**row, "before": row["due_on"], "after": moved})


def _due_dates(
    row: Mapping[str, Any], rules: Rules, before: Calendar, after: Calendar
) -> Iterator[tuple[str | None, str | None]]:
    """
    Yield the last day by both calendars, for each variant of the rule.

    The docket is not told which variant runs: it is the one that gives the date on record.
    """
    version = recorded_version(row, rules)
    if version is None:
        return
    for variant in version.variants or (None,):
        try:
            yield (
                _due_on(row, version, before, variant),
                _due_on(row, version, after, variant),
            )
        except LawError:
            continue


def _due_on(
    row: Mapping[str, Any], version: RuleVersion, calendar: Calendar, variant: str | None
) -> str | None:
    result = compute(
        version,
        date.fromisoformat(row["started_on"]),
        calendar,
        variant=variant,
        pauses=[Pause.from_dict(pause) for pause in row["pauses"] or ()],
        extended_by=row["extended_by"] or 0,
    )
    return result.due_on.isoformat() if result.due_on else None
