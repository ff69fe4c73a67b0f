"""
Files that people hand in with a petition (材料): each one attachment of its case, once.

A file is noted at its item before it is handed on, so that one that is sent again is known, and
no more than the limit come to one petition. The track decides whether it is taken; what it does
not take is told to the desk, and the petition stands without it.
"""

from __future__ import annotations

import hashlib
import hmac
import io
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import requests
import structlog
from pymongo import ReturnDocument
from werkzeug.datastructures import FileStorage

from services.liaison.terminals.intake import ITEMS, PETITIONS, identity_of, key_of
from services.liaison.terminals.keys import HallKeys
from services.liaison.terminals.refusals import refusal_of
from shared.attachments.form import FilesForm
from shared.attachments.hall_settings import HallFileSettings
from shared.http.client import CONNECT_SECONDS, ServiceClient
from shared.http.problems import Problem, not_found, unavailable
from shared.language import Text
from shared.storage.database import Database, Document

FILES = "files"
COMING, ATTACHED, REFUSED = "coming", "attached", "refused"
STATES: Mapping[str, Text] = {
    COMING: Text("在途", "on its way"),
    ATTACHED: Text("已入卷", "in the file of the case"),
    REFUSED: Text("未收", "not taken"),
}
_NAME = "file_name"
_SECONDS = 40.0  # below what the gateway waits; a scanner takes its time
# What the track says of a file and will say again. A 409 is about the moment.
_FINAL = frozenset({400, 403, 404, 413, 415, 422})
_REUSED = Text("此编号已用于另一内容。", "This id was used with another content.")
_NO_PETITION = Text("没有这件信访事项。", "There is no such petition.")
_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a file: `ATTACHED`, or `REFUSED` and why."""

    state: str
    why: str | None = None


class HallFiles:
    """Hands files on to the petitions they belong to; the same one sent twice is there once."""

    def __init__(
        self, database: Database, keys: HallKeys, client: ServiceClient, settings: HallFileSettings
    ) -> None:
        self._items = database[ITEMS]
        self._keys = keys
        self._client = client
        self._settings = settings

    def take(self, origin: str, said: Mapping[str, Any], content: bytes) -> Outcome:
        """
        Hand a file on, or return what became of it before.

        Raises `Problem`: 404 for a petition that is not there, 409 where it has as many files as
        are taken, 422 when its id was used with another content, 503 to be sent again later.
        """
        item, noted = self._noted(key_of(origin, said["petition"]), said["id"], content)
        if noted["state"] != COMING:
            return Outcome(noted["state"], noted.get("why"))
        return self._settled(item, said, self._handed_on(item, said, content))

    def _noted(self, key: str, file_id: str, content: bytes) -> tuple[Document, Document]:
        digest = hashlib.sha256(content).hexdigest()
        noted = {"id": file_id, "content": digest, "state": COMING}
        most = self._settings.most_files
        wanted = {
            "_id": key,
            "case_id": {"$ne": None},
            f"{FILES}.id": {"$ne": file_id},
            f"{FILES}.{most - 1}": {"$exists": False},
        }
        item = most and self._items.find_one_and_update(
            wanted, {"$push": {FILES: noted}}, return_document=ReturnDocument.AFTER
        )
        if item:
            return item, noted
        item = self._items.find_one({"_id": key})
        if item is None:
            raise not_found(_NO_PETITION)
        if item["case_id"] is None:
            raise unavailable()
        known = next((each for each in item.get(FILES, []) if each["id"] == file_id), None)
        if known is None:
            text = Text(f"最多 {most} 个附件。", f"At most {most} files.")
            raise Problem(409, "conflict", text)
        if not hmac.compare_digest(known["content"], digest):
            raise Problem(422, "idempotency-key-reused", _REUSED, errors={"id": [_REUSED]})
        return item, known

    def _handed_on(
        self, item: Document, said: Mapping[str, Any], content: bytes
    ) -> requests.Response:
        form = FilesForm.of([FileStorage(io.BytesIO(content), said["name"])])
        key = f"{item['_id']}:{said['id']}"
        return self._client.request(
            PETITIONS,
            "POST",
            f"/api/v1/petitions/{item['case_id']}/attachments",
            identity=identity_of(item),
            data=form,
            headers={
                "Content-Type": form.media_type,
                "Idempotency-Key": hashlib.sha256(key.encode()).hexdigest(),
                # What is refused is read at the desk, whoever handed it in.
                "Accept-Language": "zh-CN",
            },
            timeout=(CONNECT_SECONDS, _SECONDS),
        )

    def _settled(
        self, item: Document, said: Mapping[str, Any], answer: requests.Response
    ) -> Outcome:
        if answer.status_code == 201:
            outcome = Outcome(ATTACHED)
        elif answer.status_code in _FINAL:
            outcome = Outcome(REFUSED, refusal_of(answer).detail.zh)
        elif answer.status_code == 409:
            raise unavailable()
        else:
            raise refusal_of(answer)
        changes = {f"{FILES}.$.state": outcome.state}
        if outcome.why is not None:
            name = self._keys.sealer.seal(said["name"], document=item["_id"], field=_NAME)
            changes |= {f"{FILES}.$.why": outcome.why, f"{FILES}.$.name": name}
        self._items.update_one({"_id": item["_id"], f"{FILES}.id": said["id"]}, {"$set": changes})
        _log.info("hall_file_settled", case_id=item["case_id"], state=outcome.state)
        return outcome


def files_of(item: Document, keys: HallKeys) -> list[dict[str, Any]]:
    """Return the files of an item as the desk reads them; names only of what was refused."""
    return [
        {
            "state": each["state"],
            "state_label": STATES[each["state"]].as_dict(),
            "name": each.get("name")
            and keys.sealer.open(each["name"], document=item["_id"], field=_NAME),
            "why": each.get("why"),
        }
        for each in item.get(FILES, [])
    ]
