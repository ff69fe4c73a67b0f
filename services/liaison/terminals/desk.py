"""The hall's desk: what came in at terminals, accepted, asked back, printed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

import structlog

from services.liaison.terminals.corrections import Corrections
from services.liaison.terminals.files import files_of
from services.liaison.terminals.intake import CODE, ITEMS
from services.liaison.terminals.keys import HallKeys
from services.liaison.terminals.receipts import QUESTION, question_of
from shared.http.identity import Identity
from shared.http.problems import Problem, not_found
from shared.language import Text
from shared.storage.database import Database, Document

_NOT_YET = Text("尚未登记为信访件。", "It is not registered as a petition yet.")
_log = structlog.get_logger(__name__)


class TerminalDesk:
    """
    Serves the officers of one agency with what came in at its own hall.

    An item of another agency is the 404 problem, as one that is not there.
    """

    def __init__(self, database: Database, keys: HallKeys, corrections: Corrections) -> None:
        self._items = database[ITEMS]
        self._keys = keys
        self._corrections = corrections

    def of_day(
        self, officer: Identity, day: date, *, after: str | None, most: int
    ) -> list[Document]:
        """Return what came in on a day, the earliest first; `after` is the `by_day` of one."""
        first = f"{officer.agency_code} {day.isoformat()} "
        lower = {"$gt": after} if after is not None and after.startswith(first) else {"$gte": first}
        # "!" comes after the blank: no key of another day lies between.
        wanted = {"by_day": lower | {"$lt": f"{first[:-1]}!"}}
        return list(self._items.find(wanted).sort("by_day").limit(most))

    def find(self, officer: Identity, item_id: str) -> Document:
        """Return an item."""
        found = self._items.find_one({"_id": item_id, "agency": officer.agency_code})
        if found is None:
            raise not_found()
        return found

    def accept(self, officer: Identity, item_id: str) -> Document:
        """Note that an officer checked the registration and takes it over; the first one stays."""
        item = self.find(officer, item_id)
        if item["case_id"] is None:
            raise Problem(409, "conflict", _NOT_YET)
        noted = {"by": officer.subject, "at": datetime.now(UTC)}
        wanted = {"_id": item_id, "accepted": None}
        if self._items.update_one(wanted, {"$set": {"accepted": noted}}).modified_count:
            _log.info("hall_item_accepted", subject=officer.subject, case_id=item["case_id"])
        return self.find(officer, item_id)

    def ask(self, officer: Identity, item_id: str, text: str) -> Document:
        """Ask the person back: they read it with their receipt. A later question replaces it."""
        self.find(officer, item_id)
        sealed = self._keys.sealer.seal(text, document=item_id, field=QUESTION)
        asked = {QUESTION: sealed, "asked": {"by": officer.subject, "at": datetime.now(UTC)}}
        self._items.update_one({"_id": item_id}, {"$set": asked})
        return self.find(officer, item_id)

    def code(self, officer: Identity, item_id: str) -> tuple[Document, str]:
        """Return the code of an item's receipt, to print it again; who did is logged."""
        item = self.find(officer, item_id)
        _log.info("hall_receipt_shown", subject=officer.subject, case_id=item["case_id"])
        return item, self._keys.sealer.open(item["code"], document=item_id, field=CODE)

    def shown(self, item: Document) -> dict[str, Any]:
        """Return an item as the desk reads it; the person stands on the case alone."""
        return {
            "id": item["_id"],
            "channel": item["channel"],
            "source": item["source"],
            "place": item["place"],
            "received_at": item["received_at"].isoformat(),
            "received_on": item["received_on"],
            **item["clock"],
            "case_id": item["case_id"],
            "number": item["number"],
            "corrections": self._corrections.of(item),
            "files": files_of(item, self._keys),
            "files_announced": item.get("files_announced", 0),
            "question": question_of(item, self._keys),
            "asked": _act(item.get("asked")),
            "accepted": _act(item.get("accepted")),
        }


def _act(said: Mapping[str, Any] | None) -> dict[str, str] | None:
    return {"by": said["by"], "at": said["at"].isoformat()} if said else None
