"""Files that follow a petition: whoever has the receipt sends them, also when asked back."""

from __future__ import annotations

from flask import Response, jsonify, request
from werkzeug.exceptions import RequestEntityTooLarge

from services.liaison.terminals.file_door import form_of, item_and_file
from services.liaison.terminals.file_schemas import FileByReceipt, ReceiptFileOutcome
from services.liaison.terminals.files import HallFiles
from services.liaison.terminals.receipts import Receipts
from services.liaison.terminals.schemas import ReceiptQuestion
from shared.attachments.hall_settings import HallFileSettings
from shared.http.blueprint import DocumentedBlueprint
from shared.http.identity import current_identity
from shared.http.routes import Route, blueprint_of
from shared.http.schemas import load, load_query
from shared.language import Text


class PublicFiles:
    """Takes one file a call for the petition of a receipt; the gateway bounds how often."""

    def __init__(self, receipts: Receipts, files: HallFiles, settings: HallFileSettings) -> None:
        self._receipts = receipts
        self._files = files
        self._settings = settings

    def blueprint(self) -> DocumentedBlueprint:
        """Return the documented route."""
        return blueprint_of(
            "public_files",
            Text("网上信访的材料", "files of petitions in a browser"),
            Route(
                "POST",
                "/public/receipts/<code>/files",
                self.add_file_by_receipt,
                Text("凭回执提交材料", "hand in a file with a receipt"),
                ReceiptFileOutcome,
                query=ReceiptQuestion,
                refuses=frozenset({404, 409, 429}),
                open=True,
                content=form_of(FileByReceipt),
            ),
        )

    def add_file_by_receipt(self, code: str) -> Response:
        """Make a file an attachment of the petition of a receipt; the same id twice is one."""
        current_identity()
        raw, content = item_and_file(self._settings.request_bytes)
        said = load(FileByReceipt(), raw)
        if len(content) > self._settings.file_bytes:
            raise RequestEntityTooLarge
        tail = load_query(ReceiptQuestion(), request.args)["phone_tail"]
        item = self._receipts.item(code, tail)
        origin, _, petition = str(item["_id"]).partition(":")
        outcome = self._files.take(origin, {**said, "petition": petition}, content)
        told = {"id": said["id"], "state": outcome.state, "why": outcome.why}
        response = jsonify(ReceiptFileOutcome().dump(told))
        response.headers["Cache-Control"] = "no-store"
        return response
