"""Cases about one penalty, whose rights the limitation watch knows; a watch on a certain day."""

from __future__ import annotations

from datetime import date
from typing import Any

from services.coordination.assembly import Coordination
from services.coordination.remedies.limitation_watch import LimitationWatch
from shared.casework.case_events import CaseEvent
from shared.events.envelope import Event
from shared.storage.database import Database
from tests.services.coordination.telling import Case, a_party

ACT = {"number": "示市监罚〔2026〕7号", "kind": "penalty", "made_on": "2026-07-30"}
SERVED = {**ACT, "served_on": "2026-08-03", "remedies_told": True}
LAST_TO_APPLY = date(2026, 10, 8)  # 60 days end in the National Day holiday
PETITION, REVIEW = "018f0000a0", "018f0000aa"


def a_petition(**changes: Any) -> Case:
    plain: dict[str, Any] = {
        "case_id": PETITION,
        "track": "petition",
        "number": "信访〔2026〕1号",
        "status": "accepted",
        "act": dict(SERVED),
        "parties": [a_party("petitioner", id_number_index="blind-1")],
    }
    return Case(**{**plain, **changes})


def a_review(**changes: Any) -> Case:
    plain: dict[str, Any] = {
        "case_id": REVIEW,
        "number": "行复〔2026〕1号",
        "status": "accepted",
        "act": dict(ACT),
        "parties": [a_party("applicant", id="p7", id_number_index="blind-1")],
    }
    return Case(**{**plain, **changes})


class WatchOnADay:
    """A watch for which it is a certain day."""

    def __init__(self, database: Database, coordination: Coordination, on: str) -> None:
        self.day = date.fromisoformat(on)
        self._matters = coordination.matters
        shelf = self._matters.shelf
        self.watch = LimitationWatch(database, coordination.law, shelf, today=lambda: self.day)

    def take(self, *events: Event) -> None:
        for event in events:
            step = CaseEvent.read(event)
            self._matters.record(step)
            self.watch.record(step)


class Watching(WatchOnADay):
    """The rows that a watch shows, by right and party."""

    def rows(self, matter: str = "matter-0001") -> dict[tuple[str, str | None], dict[str, Any]]:
        found = self.watch.rows(matter, self.day)
        return {(row["right"], row["party"]): row for row in found}
