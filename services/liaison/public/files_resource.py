"""Files that follow a petition: whoever has the receipt sends them, also when asked back."""

from __future__ import annotations

from typing import Any

from flask import request
from werkzeug.exceptions import RequestEntityTooLarge

from services.liaison.terminals.file_door import form_of, item_and_file
from services.liaison.terminals.file_schemas import FileByReceipt, ReceiptFileOutcome
from services.liaison.terminals.files import HallFiles
from services.liaison.terminals.petition_schemas import ReceiptQuestion
from services.liaison.terminals.receipts import Receipts
from shared.attachments.hall_settings import HallFileSettings
from shared.http.blueprint import API, DocumentedBlueprint
from shared.http.callers import known_caller
from shared.http.schemas import load, load_query


class PublicFiles:
    """Takes one file a call for the petition of a receipt; the gateway bounds how often."""

    routes = DocumentedBlueprint(
        "public_files",
        __name__,
        url_prefix=API,
        description="网上信访的材料 files of petitions in a browser",
    )

    def __init__(self, receipts: Receipts, files: HallFiles, settings: HallFileSettings) -> None:
        self._receipts = receipts
        self._files = files
        self._settings = settings

    def blueprint(self) -> DocumentedBlueprint:
        """Return the routes."""
        return self.routes.bound_to(self)

    @routes.post("/public/receipts/<code>/files")
    @routes.asked_by(known_caller)
    @routes.reads(ReceiptQuestion, location="query")
    @routes.unstored
    @routes.response(200, ReceiptFileOutcome)
    @routes.alt_response(429)
    @routes.doc(
        summary="凭回执提交材料 / hand in a file with a receipt",
        security=[],
        requestBody=form_of(FileByReceipt),
    )
    def add_file_by_receipt(self, code: str) -> dict[str, Any]:
        """Make a file an attachment of the petition of a receipt; the same id twice is one."""
        # Read first: a caller who still sends would not hear the refusal.
        raw, content = item_and_file(self._settings.request_bytes)
        said = load(FileByReceipt(), raw)
        if len(content) > self._settings.file_bytes:
            raise RequestEntityTooLarge
        tail = load_query(ReceiptQuestion(), request.args)["phone_tail"]
        item = self._receipts.item(code, tail)
        origin, _, petition = str(item["_id"]).partition(":")
        outcome = self._files.take(origin, {**said, "petition": petition}, content)
        return {"id": said["id"], "state": outcome.state, "why": outcome.why}
