"""What a former release wrote is listed from the first start of this one on."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from services.coordination.assembly import Coordination
from services.coordination.docket.docket import ClockFilter
from services.coordination.docket.rows import LISTED_AS, LISTS, list_keys
from shared.records.relisting import BUILT, relist_once
from shared.storage.database import Database, Document
from shared.storage.keys import FENCING
from tests.services.coordination.telling import AGENCY, Case, a_clock, prepared, tell

TODAY = "2024-05-08"
WANTED = ClockFilter(AGENCY["code"])


def as_written_before(database: Database) -> None:
    """Take from the rows what a former release did not write; its levels went by calendar days."""
    by_the_calendar = {"red_on": "2000-01-01"}
    database["docket"].update_many({}, {"$unset": {"keys": ""}, "$set": by_the_calendar})
    database[BUILT].delete_many({})


def listed(coordination: Coordination) -> list[str]:
    """Return the cases on the docket of the agency."""
    rows = coordination.docket.page(WANTED, today=TODAY, after=None, size=50)
    return [row["case_id"] for row in rows]


def test_rows_without_keys_are_listed_after_the_start(
    coordination: Coordination, database: Database
) -> None:
    for name in ("018f0000aa", "018f0000ab"):
        tell(coordination, Case(case_id=name).step("file", clocks=[a_clock()]))
    before = list(database["docket"].find())
    as_written_before(database)
    assert listed(coordination) == []

    prepared(database)

    assert listed(coordination) == ["018f0000aa", "018f0000ab"]
    assert list(database["docket"].find()) == before


def test_several_processes_that_start_together_list_everything_once(
    coordination: Coordination, database: Database
) -> None:
    tell(coordination, Case().step("file", clocks=[a_clock()]))
    as_written_before(database)

    with ThreadPoolExecutor(max_workers=3) as starting:
        for each in [starting.submit(prepared, database) for _ in range(3)]:
            each.result()

    assert listed(coordination) == ["018f0000aa"]
    assert database[BUILT].find_one({"_id": "docket"}) == {
        "_id": "docket",
        "lists": [*LISTED_AS, FENCING],
    }


def test_who_changed_a_row_meanwhile_is_not_overwritten(
    coordination: Coordination, database: Database
) -> None:
    case = Case()
    tell(coordination, case.step("file", clocks=[a_clock()]))
    as_written_before(database)
    rows = database["docket"]

    def overtaken(row: Mapping[str, Any]) -> Document:
        case.assignee = "officer-2"
        tell(coordination, case.step("assign", clocks=[a_clock()]))
        return list_keys(row) | {"assignee": "officer-1"}

    relist_once(database, coordination.docket.desk, LISTS.names(), overtaken)

    row = rows.find_one({"case_id": case.case_id})
    assert row is not None
    assert row["assignee"] == "officer-2"
    assert row["keys"] == list_keys(row)["keys"]
