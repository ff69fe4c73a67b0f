"""What a track keeps with a history holds to the contract of such documents."""

from __future__ import annotations

from typing import Any

from shared.casework.recounting import COLLECTION as RECOUNTS
from shared.storage.database import Database
from tests.casework.test_reacting import MADE_UP, Office, event
from tests.records.contract import RecordsContract
from tests.support.casework import asked, casework_on, opened


class TestCases(RecordsContract):
    collection = "reconsiderations"

    def begin(self, database: Database) -> str:
        self.case_id = opened(casework_on(database))
        return self.case_id

    def step(self, database: Database, number: int) -> None:
        casework = casework_on(database)
        raw = {"on": "2024-05-08", "text": f"第{number}次来电"}
        casework.perform_as_system(self.case_id, asked(casework, "note", raw))

    def said(self, entry: Any) -> Any:
        return entry["command"], entry["version"]


class TestOrdersToCountAnew(RecordsContract):
    collection = RECOUNTS
    at_once = (1, 1)

    def begin(self, database: Database) -> str:
        office = Office(database)
        office.recounting.prepare()
        office.hears(event("calendar.edition_added", edition=MADE_UP))
        return str(MADE_UP["notice"])

    def step(self, database: Database, _number: int) -> None:
        Office(database).recounting.work()
