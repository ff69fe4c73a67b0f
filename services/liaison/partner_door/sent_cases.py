"""What partners opened here, under their own numbers."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pymongo.errors import DuplicateKeyError

from services.liaison.partners.addressees import Addressee
from services.liaison.partners.signatures import Speaker
from shared.casework.official_numbers import normalised
from shared.http.problems import Problem, not_found
from shared.language import Text
from shared.legal_day import today
from shared.storage.database import Database

_SENT_BEFORE = Text(
    "此编号已经发送过，内容与本次不一致。", "This number was sent before, with another content."
)
_NOT_SENT = Text("您没有发送过此件。", "Nothing of this id was sent by you.")


@dataclass(frozen=True, slots=True)
class SentCase:
    """
    A case that a partner opened: `number` is its own number, `received_on` the day it first came.

    `case_id` is None until the service behind has opened it.
    """

    key: str
    number: str
    agency: Addressee
    received_on: str
    case_id: str | None
    kind: str

    @property
    def once(self) -> str:
        """The key under which the service behind opens it once, however often it is sent."""
        return f"sent-{hashlib.sha256(self.key.encode()).hexdigest()}"


class SentCases:
    """
    Writes down what comes before it is handed on, so that another try is of the same day.

    One that a service refuses leaves nothing behind.
    """

    def __init__(self, database: Database) -> None:
        self._sent = database["partner_cases"]

    def prepare(self) -> None:
        """Create the index by which a partner asks for what it sent."""
        self._sent.create_index("case_id", sparse=True)

    def write_down(
        self, speaker: Speaker, kind: str, number: str, agency: Addressee, content: str
    ) -> SentCase:
        """Return what a number stands for; 409 when it was sent before with another content."""
        new = {
            "_id": f"{speaker.id}:{kind}:{agency.code}:{normalised(number)}",
            "partner": speaker.id,
            "kind": kind,
            "number": number,
            "agency": {"code": agency.code, "name": agency.name, "region": agency.region},
            "received_on": today().isoformat(),
            "content": content,
        }
        try:
            self._sent.insert_one(new)
        except DuplicateKeyError:
            known = self._sent.find_one({"_id": new["_id"]})
            # It is gone when another try of the same was refused a moment ago.
            new = known or new
        if new["content"] != content:
            raise Problem(409, "conflict", _SENT_BEFORE, errors={"number": [_SENT_BEFORE]})
        return _sent_case(new)

    def opened(self, sent: SentCase, case_id: str) -> None:
        """Note which case it became."""
        self._sent.update_one({"_id": sent.key}, {"$set": {"case_id": case_id}})

    def refused(self, sent: SentCase) -> None:
        """Forget what no service took."""
        self._sent.delete_one({"_id": sent.key, "case_id": None})

    def find(self, speaker: Speaker, case_id: str, kind: str | None = None) -> SentCase:
        """Return what a partner sent that became a case; 404 when it sent no such, of a kind."""
        found = self._sent.find_one({"case_id": case_id, "partner": speaker.id})
        if found is None or kind not in {None, found["kind"]}:
            raise not_found(_NOT_SENT)
        return _sent_case(found)


def _sent_case(document: Mapping[str, Any]) -> SentCase:
    return SentCase(
        key=document["_id"],
        number=document["number"],
        agency=Addressee(**document["agency"]),
        received_on=document["received_on"],
        case_id=document.get("case_id"),
        kind=document["kind"],
    )
