"""The notices that were taken, with what was answered: the same again for the same message."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

from pymongo.errors import DuplicateKeyError

from gateway.court.signatures import Court, SignedMessage
from shared.events.database import Database
from shared.http.problems import Problem
from shared.language import Text

_REUSED = Text("此消息编号已用于另一内容。", "This webhook-id was used with another content.")


class TakenNotices:
    """Remembers answers by court and message id; a refused notice leaves nothing behind."""

    def __init__(self, database: Database) -> None:
        self._taken = database["court_notices"]

    def answer_to(self, message: SignedMessage, court: Court) -> Mapping[str, Any] | None:
        """Return what was answered to this message before; 422 when the id had another body."""
        known = self._taken.find_one({"_id": _key(message, court)})
        if known is None:
            return None
        if known["body_hash"] != _hash(message):
            raise Problem(422, "idempotency-key-reused", _REUSED, errors={"webhook-id": [_REUSED]})
        answer: Mapping[str, Any] = known["answer"]
        return answer

    def remember(self, message: SignedMessage, court: Court, answer: Mapping[str, Any]) -> None:
        """Keep the answer, unless the same message was answered at the same moment."""
        # The service behind knows the message by its id too: two at once had one effect.
        with suppress(DuplicateKeyError):
            self._taken.insert_one(
                {
                    "_id": _key(message, court),
                    "body_hash": _hash(message),
                    "answer": dict(answer),
                    "taken_at": datetime.now(UTC),
                }
            )


def _key(message: SignedMessage, court: Court) -> str:
    return f"{court.id}:{message.id}"


def _hash(message: SignedMessage) -> str:
    return hashlib.sha256(message.body).hexdigest()
