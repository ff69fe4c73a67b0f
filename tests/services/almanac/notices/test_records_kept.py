"""Holiday notices hold to the contract of documents that are written once with their history."""

from __future__ import annotations

from datetime import date

from services.almanac.notices.notices import COLLECTION, Notices
from shared.casework.calendar_shelf import CalendarShelf
from shared.http.identity import Identity
from shared.law import official_calendar
from shared.storage.database import Database
from tests.records.contract import WrittenOnceContract
from tests.support.notices import a_notice


class TestNotices(WrittenOnceContract):
    collection = COLLECTION

    def begin(self, database: Database) -> str:
        notices = Notices(database, CalendarShelf(database, official_calendar()))
        notices.prepare()
        notices.add(a_notice(), Identity("admin-1", "高管", "admin"), date(2026, 11, 20))
        return str(a_notice()["notice"])
