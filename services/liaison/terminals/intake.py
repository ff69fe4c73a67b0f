"""What terminals handed in: each item becomes one petition, however often it is sent."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import structlog
from pymongo.errors import DuplicateKeyError

from services.liaison.terminals.keys import HallKeys
from services.liaison.terminals.petition_schemas import PETITION
from services.liaison.terminals.receipt_codes import new_code, read_code
from services.liaison.terminals.refusals import refusal_of
from services.liaison.terminals.terminal import Terminal
from shared.casework.telephones import first_number
from shared.http.client import ServiceClient
from shared.http.identity import Identity
from shared.http.language import language_tag
from shared.http.problems import Problem, invalid
from shared.language import Language, Text
from shared.legal_day import TIME_ZONE
from shared.storage.database import Database, Document

PETITIONS = "petitions"
ITEMS = "hall_items"
_ADDRESS = "/api/v1/petitions"
AT_TERMINAL, IN_BROWSER = "terminal", "web"
"""The channels by which petitions come in here."""
CODE = "receipt_code"
_NO_CODE = Text("回执码的校验位不符。", "The check digit of the code is wrong.")
_CODE_TAKEN = Text("回执码已被使用。", "The code is in use.")
_REUSED = Text("此编号已用于另一内容。", "This id was used with another content.")
_NO_TAIL = Text(
    "请留下电话或者证件号码：凭其后四位查询进度。",
    "Leave a telephone or an identity number: its last four are asked for with the receipt.",
)
_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Received:
    """A petition that was registered, with what its receipt says."""

    case: Mapping[str, Any]
    code: str
    asked_with: str
    received_on: date


def prepare_hall(database: Database) -> None:
    """Create the indexes: receipts by code and tail, items by agency and day."""
    database[ITEMS].create_index("receipt", unique=True)
    database[ITEMS].create_index("by_day")


class Intake:
    """
    Registers what was handed in with the petitions service, and keeps what the hall needs of it.

    An item is written down before it is registered: its day of receipt, its code and its key of
    idempotency are the same in every try, so that after a crash or a lost answer the next try
    finds the petition of the first. Of the person nothing is kept here but the code, sealed.
    """

    def __init__(
        self,
        database: Database,
        keys: HallKeys,
        client: ServiceClient,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._items = database[ITEMS]
        self._keys = keys
        self._client = client
        self._clock = clock

    def take(
        self,
        terminal: Terminal,
        said: Mapping[str, Any],
        raw: Mapping[str, Any],
        language: Language,
        *,
        origin: str,
    ) -> Received:
        """
        Register an item (`said` as its schema read it, `raw` as it was sent), or find it again.

        `origin` made its id: the terminal itself, or under its former name.

        Raises `Problem`: 422 when its id was used with another content or nothing is left by which
        a receipt is asked for, and what the petitions service refuses; a refusal leaves nothing
        behind. `ServiceUnavailableError` when that service does not answer.
        """
        item = self._written_down(terminal, origin, said, self._content(raw))
        case = self._registered(item, raw, language)
        if item.get("case_id") is None:
            registered = {"case_id": case["id"], "number": case["number"]}
            self._items.update_one({"_id": item["_id"]}, {"$set": registered})
            _log.info("hall_item_registered", source=terminal.id, case_id=case["id"])
        code = self._keys.sealer.open(item["code"], document=item["_id"], field=CODE)
        received_on = date.fromisoformat(item["received_on"])
        return Received(case, code, item["asked_with"], received_on)

    def knows(self, origin: str, item_id: str) -> bool:
        """Say whether an item was written down before."""
        return self._items.find_one({"_id": key_of(origin, item_id)}, {"_id": 1}) is not None

    def _written_down(
        self, terminal: Terminal, origin: str, said: Mapping[str, Any], content: str
    ) -> Document:
        """Return the item as it was written down first: now, or by an earlier try."""
        while True:
            drawn = self._drawn(terminal, origin, said, content)
            try:
                self._items.insert_one(drawn)
            except DuplicateKeyError as error:
                known = self._items.find_one({"_id": key_of(origin, said["id"])})
                if known is not None:
                    break
                # Once in a thousand billion the code is taken: by chance, or on the paper.
                if "receipt_code" in said:
                    raise invalid({"receipt_code": [_CODE_TAKEN]}) from error
            else:
                return drawn
        if not hmac.compare_digest(known["content"], content):
            raise Problem(422, "idempotency-key-reused", _REUSED, errors={"id": [_REUSED]})
        return known

    def _drawn(
        self, terminal: Terminal, origin: str, said: Mapping[str, Any], content: str
    ) -> Document:
        key, now, code = key_of(origin, said["id"]), self._clock(), _code_of(said)
        here = now.astimezone(TIME_ZONE)
        day = here.date().isoformat()
        tail, asked_with = _tail(said)
        return {
            "_id": key,
            "source": terminal.id,
            "place": terminal.place,
            "agency": terminal.agency_code,
            "agency_name": terminal.agency_name,
            "region": terminal.region,
            "channel": IN_BROWSER if terminal.online else AT_TERMINAL,
            "receives_as": terminal.receives_as,
            "by_day": f"{terminal.agency_code} {day} {here:%H%M%S.%f} {key}",
            "received_at": now,
            "received_on": day,
            "clock": _remark(said, now),
            "content": content,
            "code": self._keys.sealer.seal(code, document=key, field=CODE),
            "receipt": self._keys.receipt_key(code, tail),
            "asked_with": asked_with,
            "files_announced": said.get("files_announced", 0),
            "case_id": None,
            "number": None,
        }

    def _registered(
        self, item: Document, raw: Mapping[str, Any], language: Language
    ) -> Mapping[str, Any]:
        # As whoever sent it first: the key of idempotency belongs to them.
        answer = self._client.request(
            PETITIONS,
            "POST",
            _ADDRESS,
            identity=identity_of(item),
            json={
                **{name: raw[name] for name in PETITION if name in raw},
                "channel": item["channel"],
                "received_as": item["receives_as"],
                "received_on": item["received_on"],
            },
            headers={
                "Idempotency-Key": hashlib.sha256(item["_id"].encode()).hexdigest(),
                "Accept-Language": language_tag(language),
            },
        )
        if answer.status_code != 201:
            if item.get("case_id") is None and answer.status_code in {400, 403, 409, 422}:
                self._items.delete_one({"_id": item["_id"], "case_id": None})
            raise refusal_of(answer)
        case: Mapping[str, Any] = answer.json()
        return case

    def _content(self, raw: Mapping[str, Any]) -> str:
        # The clocks of a terminal go on between two tries of the same item.
        said = {name: value for name, value in raw.items() if name != "sent_at"}
        text = json.dumps(said, sort_keys=True, ensure_ascii=False)
        # Under the first of the keys, so that an item is known again after the key was replaced.
        key = self._keys.receipts[min(self._keys.receipts)]
        return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()


def identity_of(item: Document) -> Identity:
    """Return as whom an item was registered."""
    return Identity(
        subject=item["source"],
        name=item["place"],
        role="terminal",
        agency_code=item["agency"],
        agency_name=item["agency_name"],
        region=item["region"],
    )


def _code_of(said: Mapping[str, Any]) -> str:
    """Return the code that was printed already, else a new one."""
    printed = said.get("receipt_code")
    if printed is None:
        return new_code()
    code = read_code(printed)
    if code is None:
        raise invalid({"receipt_code": [_NO_CODE]})
    return code


def key_of(origin: str, item_id: str) -> str:
    """Return the key of an item by who made its id."""
    return f"{origin}:{item_id}"


def _remark(said: Mapping[str, Any], now: datetime) -> Document:
    """Return what the sender's clock said, and by how many seconds it is ahead of ours."""
    sent_at, handed_in_at = said.get("sent_at"), said.get("handed_in_at")
    return {
        "handed_in_at": handed_in_at.isoformat() if handed_in_at else None,
        "skew_seconds": round((sent_at - now).total_seconds()) if sent_at else None,
        "waited_seconds": round((sent_at - handed_in_at).total_seconds())
        if sent_at and handed_in_at
        else None,
    }


def _tail(said: Mapping[str, Any]) -> tuple[str, str]:
    """Return the four characters by which the receipt is asked for, and of what they are."""
    first = said["petitioners"][0]
    if phone := first.get("phone"):
        return first_number(phone)[-4:], "phone"
    if number := first.get("id_number"):
        return number.upper()[-4:], "id_number"
    raise invalid({"petitioners.0.phone": [_NO_TAIL]})
