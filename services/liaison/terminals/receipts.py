"""Asking by a receipt how a petition stands: at terminals, and for the public."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from services.liaison.terminals.intake import ITEMS, PETITIONS, identity_of
from services.liaison.terminals.keys import HallKeys
from services.liaison.terminals.receipt_codes import read_code, read_tail
from services.liaison.terminals.refusals import refusal_of
from services.liaison.terminals.standing import next_step, state_in_words
from shared.http.client import ServiceClient
from shared.http.problems import invalid, not_found
from shared.language import Text
from shared.storage.database import Database, Document

QUESTION = "question"
_MISTYPED = Text(
    "回执码有误：共十六位数字，请对照回执再输入。",
    "Mistyped: a code has sixteen digits; compare it with the receipt.",
)
_UNKNOWN = Text(
    "没有查到：请核对回执码和后四位。", "Not found: compare the code and the last four."
)


class Receipts:
    """Finds petitions by the code and the last four characters that their receipts go with."""

    def __init__(self, database: Database, keys: HallKeys, client: ServiceClient) -> None:
        self._items = database[ITEMS]
        self._keys = keys
        self._client = client

    def standing(self, code: str, tail: str) -> dict[str, Any]:
        """
        Return how the petition of a receipt stands, in plain words and about nobody.

        Code and tail are looked for as one, so an unknown code and a wrong tail are the same 404
        after the same work. 422 where the check digit says that the code was mistyped.
        """
        item = self.item(code, tail)
        progress = self._progress(item)
        return {
            "state": state_in_words(progress).as_dict(),
            "next_step": next_step(progress).as_dict(),
            "received_on": item["received_on"],
            "question": question_of(item, self._keys),
        }

    def item(self, code: str, tail: str) -> Document:
        """Return the item of a receipt; refusals as of `standing`."""
        read = read_code(code)
        if read is None:
            raise invalid({"code": [_MISTYPED]})
        wanted = self._keys.receipt_keys(read, read_tail(tail))
        item = self._items.find_one({"receipt": {"$in": wanted}})
        if item is None or item["case_id"] is None:
            raise not_found(_UNKNOWN)
        return item

    def _progress(self, item: Document) -> Mapping[str, Any]:
        path = f"/api/v1/petitions/{item['case_id']}/progress"
        answer = self._client.request(PETITIONS, "GET", path, identity=identity_of(item))
        if answer.status_code != 200:
            raise refusal_of(answer)
        progress: Mapping[str, Any] = answer.json()
        return progress


def question_of(item: Document, keys: HallKeys) -> str | None:
    """Return in clear what the desk asked the person back, None for nothing."""
    sealed = item.get(QUESTION)
    return sealed and keys.sealer.open(sealed, document=item["_id"], field=QUESTION)
