"""Codes by which somebody in a browser shows that a telephone or a mailbox is theirs."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import requests
from pymongo.errors import DuplicateKeyError

from services.liaison.public.code_hook import CodeHook
from services.liaison.terminals.keys import HallKeys
from shared.http.problems import Problem, invalid
from shared.language import Language, Text
from shared.storage.database import Database, Document

COLLECTION = "public_codes"
VALID = timedelta(minutes=10)
APART = timedelta(minutes=1)
MOST_AN_HOUR = 5
MOST_TRIES = 5
_HOUR = timedelta(hours=1)
_DIGITS = 6
_WRONG = Text(
    "验证码不正确或者已过期，请重新获取。", "The code is wrong or too old; ask for another."
)
_TOO_OFTEN = Text(
    "验证码发送过于频繁，请稍后再试。", "Codes were asked for too often; try again later."
)


class Codes:
    """
    Sends codes and checks them; of a code and of where it went only keyed hashes are kept.

    A code is good for one item, ten minutes and five tries. One that was used is good for the same
    item again, because its answer may have been lost.
    """

    def __init__(
        self,
        database: Database,
        keys: HallKeys,
        hook: CodeHook,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._rows = database[COLLECTION]
        self._keys = keys
        self.hook = hook
        self._clock = clock

    def send(self, to: str, language: Language) -> datetime:
        """
        Send a new code, and return until when it is good; the former one ends.

        Raises `Problem`: 429 where it was asked for too often, 503 where the hook does not take it.
        """
        name, now = self._hashed(to), self._clock()
        self._rows.delete_many({"ends_at": {"$lt": now - _HOUR}})
        known = self._rows.find_one({"_id": name})
        sent = [at for at in known["sent"] if now - at < _HOUR] if known else []
        if len(sent) >= MOST_AN_HOUR or (sent and now - sent[-1] < APART):
            wait = APART if len(sent) < MOST_AN_HOUR else _HOUR
            after = sent[-1] if len(sent) < MOST_AN_HOUR else sent[0]
            seconds = max(1, round((after + wait - now).total_seconds()))
            raise _too_often(seconds)
        code, ends_at = f"{secrets.randbelow(10**_DIGITS):0{_DIGITS}d}", now + VALID
        fresh: Document = {"code": self._hashed(to, code), "ends_at": ends_at, "tries": 0}
        fresh |= {"used_by": None, "sent": [*sent, now]}
        if not self._written(name, known, fresh):
            raise _too_often(round(APART.total_seconds()))
        try:
            self.hook.send(to, code, language, ends_at)
        except Problem as problem:
            # What was never sent makes nobody wait; what the hook took long for may have gone out.
            if not isinstance(problem.__cause__, requests.ReadTimeout):
                self._rows.update_one({"_id": name}, {"$set": {"sent": sent}})
            raise
        return ends_at

    def _written(self, name: str, known: Document | None, fresh: Document) -> bool:
        """Write a code after what was read; False where another was asked for at that moment."""
        if known is not None:
            same = {"_id": name, "code": known["code"]}
            return self._rows.update_one(same, {"$set": fresh}).matched_count == 1
        try:
            self._rows.insert_one({"_id": name, **fresh})
        except DuplicateKeyError:
            return False
        return True

    def prove(self, to: str, code: str, item: str) -> None:
        """Take a code for an item; 422 at `code` for a wrong one, whatever is wrong with it."""
        name = self._hashed(to)
        # Counted before it is compared, so that many at once do not get more tries than five.
        counted = self._rows.find_one_and_update({"_id": name}, {"$inc": {"tries": 1}})
        right = (
            counted is not None
            and counted["tries"] < MOST_TRIES
            and counted["ends_at"] > self._clock()
            and hmac.compare_digest(counted["code"], self._hashed(to, code))
        )
        if counted is None or not right:
            raise invalid({"code": [_WRONG]})
        taken = {"$set": {"used_by": item, "tries": 0}}
        for user in (None, item):
            same = {"_id": name, "code": counted["code"], "used_by": user}
            if self._rows.update_one(same, taken).matched_count:
                return
        raise invalid({"code": [_WRONG]})

    def _hashed(self, *parts: str) -> str:
        # Under the first of the keys: a code outlives the replacing of a key.
        key = self._keys.receipts[min(self._keys.receipts)]
        return hmac.new(key, "\0".join(("code", *parts)).encode(), hashlib.sha256).hexdigest()


def _too_often(seconds: int) -> Problem:
    headers = {"Retry-After": str(seconds)}
    return Problem(429, "too-many-requests", _TOO_OFTEN, headers=headers)


def prepare_codes(database: Database) -> None:
    """Create the index by which codes of long ago are removed."""
    database[COLLECTION].create_index("ends_at")
