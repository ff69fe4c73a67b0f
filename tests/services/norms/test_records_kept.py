"""Objections, which a host keeps for its guest, hold to the contract of such documents."""

from __future__ import annotations

from typing import Any

from services import norms
from shared.casework.guarding import SYSTEM
from shared.storage.database import Database
from tests.contract.leading import casework_of
from tests.records.contract import RecordsContract
from tests.services.norms.test_objections_over_http import an_objection
from tests.support.casework import asked


class TestObjections(RecordsContract):
    collection = norms.track().procedure.collection

    def begin(self, database: Database) -> str:
        casework = casework_of(norms, database)
        outcome = casework.open_case(asked(casework, "receive", an_objection()))
        self.case_id = str(outcome.case["_id"])
        return self.case_id

    def step(self, database: Database, number: int) -> None:
        casework = casework_of(norms, database)
        text = {"zh": "发现", "en": "a finding"}
        found = {"code": f"finding-{number}", "basis": "内部管理规定", "text": text}
        casework.perform_as_system(self.case_id, asked(casework, "note_finding", found, SYSTEM))

    def said(self, entry: Any) -> Any:
        return entry["command"], entry["version"]
