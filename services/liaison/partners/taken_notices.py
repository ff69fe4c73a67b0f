"""The notices that were taken, with what was answered: the same again for the same message."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

from pymongo.errors import DuplicateKeyError

from services.liaison.partners.signatures import SignedMessage, Speaker
from shared.casework.official_numbers import normalised
from shared.http.problems import Problem
from shared.language import Text
from shared.storage.database import Database

_NUMBERS = frozenset({"court_case_no", "mediation_number"})
_REUSED = Text("此消息编号已用于另一内容。", "This webhook-id was used with another content.")


class TakenNotices:
    """
    Remembers answers, by the id of the message and by what it said.

    A partner that sends a notice once more under another id is answered as before. A refused notice
    leaves nothing behind.
    """

    def __init__(self, database: Database) -> None:
        self._taken = database["court_notices"]

    def answer_to(
        self, message: SignedMessage, content: str, speaker: Speaker
    ) -> Mapping[str, Any] | None:
        """Return what was answered to this before; 422 when the id had another body."""
        known = self._taken.find_one({"_id": _key(speaker, message.id)})
        if known is not None and known["body_hash"] != _hash(message):
            raise Problem(422, "idempotency-key-reused", _REUSED, errors={"webhook-id": [_REUSED]})
        known = known or self._taken.find_one({"_id": _key(speaker, content)})
        answer: Mapping[str, Any] | None = known and known["answer"]
        # Those remembered before told what was recorded, and said nothing of it.
        return None if answer is None else {"recorded": True, **answer}

    def remember(
        self, message: SignedMessage, content: str, speaker: Speaker, answer: Mapping[str, Any]
    ) -> None:
        """Keep the answer, unless the same message was answered at the same moment."""
        # The service behind knows what was said by its key too: two at once had one effect.
        for key in (message.id, content):
            with suppress(DuplicateKeyError):
                self._taken.insert_one(
                    {
                        "_id": _key(speaker, key),
                        "body_hash": _hash(message),
                        "answer": dict(answer),
                        "taken_at": datetime.now(UTC),
                    }
                )


def content_of(notice: Mapping[str, Any]) -> str:
    """Return what stands for all that a notice says, however its body and numbers are written."""
    numbers = {
        name: normalised(value)
        for name, value in notice.items()
        if name in _NUMBERS and isinstance(value, str)
    }
    said = json.dumps({**notice, **numbers}, sort_keys=True, ensure_ascii=False)
    return f"notice-{hashlib.sha256(said.encode()).hexdigest()}"


def _key(speaker: Speaker, what: str) -> str:
    return f"{speaker.id}:{what}"


def _hash(message: SignedMessage) -> str:
    return hashlib.sha256(message.body).hexdigest()
