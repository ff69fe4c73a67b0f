"""The route by which a terminal hands in a file with a petition."""

from __future__ import annotations

from typing import Any

from flask import request
from marshmallow import Schema
from werkzeug.exceptions import RequestEntityTooLarge, UnsupportedMediaType

from services.liaison.terminals.file_schemas import FileOutcome, HandedInFile, SealedFile
from services.liaison.terminals.files import HallFiles
from services.liaison.terminals.hall import Hall
from services.liaison.terminals.proving import PROOF, calling_terminal
from services.liaison.terminals.sealed_petitions import UnreadableSealError, opened_file
from shared.attachments.hall_settings import HallFileSettings
from shared.http.blueprint import API, DocumentedBlueprint
from shared.http.bodies import MalformedJsonError, parse_json
from shared.http.labels import check_labels
from shared.http.problems import invalid, malformed
from shared.http.schemas import load
from shared.language import Text

_ITEM, _FILE = "item", "file"
"""Beside the file what it is: a field of its own, so that the file travels as it is."""
_MOST_PARTS = 4
_UNREADABLE = Text(
    "封存的内容无法打开：密钥未知，或者内容被改动。",
    "What was sealed does not open: its key is unknown, or it was changed.",
)
_NO_FILE = Text("请附上文件。", "The file is missing.")
_NO_ITEM = Text("item 不是有效的 JSON 对象。", "The field item is not a JSON object.")


def form_of(*items: type[Schema]) -> dict[str, Any]:
    """Return how the form is described whose field `item` is of a schema, or of one of several."""
    for each in items:
        check_labels(each)
    item = items[0] if len(items) == 1 else {"oneOf": list(items)}
    return {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "properties": {
                        _ITEM: item,
                        _FILE: {
                            "type": "string",
                            "format": "binary",
                            "description": "文件，封存的为密文 the file, or its sealed bytes",
                        },
                    },
                    "required": [_ITEM, _FILE],
                },
                "encoding": {_ITEM: {"contentType": "application/json"}},
            }
        },
    }


class FileDoor:
    """Takes one file a call, sealed or as it is, for a petition that was handed in before."""

    routes = DocumentedBlueprint(
        "terminal_files", __name__, url_prefix=API, description="自助终端的材料 files at terminals"
    )

    def __init__(self, hall: Hall, files: HallFiles, settings: HallFileSettings) -> None:
        self._terminals = hall.terminals
        self._keys = hall.keys
        self._files = files
        self._settings = settings

    def blueprint(self) -> DocumentedBlueprint:
        """Return the routes."""
        return self.routes.bound_to(self)

    @routes.post("/terminal/files")
    @routes.headers(*PROOF)
    @routes.unstored
    @routes.response(200, FileOutcome)
    @routes.alt_response(429)
    @routes.doc(
        summary="随信访事项提交材料 / hand in a file with a petition",
        security=[],
        requestBody=form_of(HandedInFile, SealedFile),
    )
    def hand_in_file(self) -> dict[str, Any]:
        """Make a file an attachment of its petition; the same id twice is one."""
        # Read first: a caller who still sends would not hear the refusal.
        raw, content = item_and_file(self._settings.request_bytes)
        terminal = calling_terminal(self._terminals)
        said, content, origin = self._opened(raw, content, terminal.id)
        outcome = self._files.take(origin, said, content)
        shown = {"id": said["id"], "petition": said["petition"]}
        return {**shown, "state": outcome.state, "why": outcome.why}

    def _opened(
        self, raw: dict[str, Any], content: bytes, terminal: str
    ) -> tuple[dict[str, Any], bytes, str]:
        """Return what is said of a file, the file in clear, and the terminal that made its id."""
        origin = terminal
        if "sealed" in raw:
            item = load(SealedFile(), raw)
            origin = item["sealed"]["terminal"]
            try:
                inner, content = opened_file(
                    item["sealed"], content, self._keys, terminal=origin, item=item["id"]
                )
            except UnreadableSealError as error:
                raise invalid({"sealed": [_UNREADABLE]}) from error
            raw = {**inner, "id": item["id"]}
        said = load(HandedInFile(), raw)
        if len(content) > self._settings.file_bytes:
            raise RequestEntityTooLarge
        return said, content, origin


def item_and_file(most_bytes: int) -> tuple[dict[str, Any], bytes]:
    """Return what a form says of a file and the file; a `Problem` names what is missing."""
    if request.mimetype != "multipart/form-data":
        raise UnsupportedMediaType
    request.max_content_length = most_bytes
    request.max_form_parts = _MOST_PARTS
    file = request.files.get(_FILE)
    if file is None:
        raise invalid({_FILE: [_NO_FILE]})
    try:
        raw = parse_json(request.form.get(_ITEM, "").encode())
    except (MalformedJsonError, UnicodeEncodeError) as error:
        raise malformed(_NO_ITEM) from error
    if not isinstance(raw, dict):
        raise malformed(_NO_ITEM)
    return raw, file.stream.read()
