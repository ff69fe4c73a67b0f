"""Papers that partners send with a case: the notice is signed, and names the content's SHA-256."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, Any

import requests
from flask import Request
from marshmallow import Schema, fields, validate
from werkzeug.datastructures import FileStorage

from services.liaison.partners.answers import in_the_senders_language
from services.liaison.partners.signatures import SIGNATURE_HEADERS, SignedMessage
from shared.attachments.form import FilesForm
from shared.casework.fields import PlainText
from shared.http.client import CONNECT_SECONDS, ServiceClient
from shared.http.identity import Identity
from shared.http.labels import label
from shared.http.operations import Parameter
from shared.http.passing_on import accepted, checked
from shared.http.problems import invalid, malformed
from shared.http.schemas import StrictSchema
from shared.http.streaming import expected
from shared.language import Text

NOTICE_HEADER = "Concord-Notice"
PAPER_HEADERS: tuple[Parameter, ...] = (
    *SIGNATURE_HEADERS,
    {
        "in": "header",
        "name": NOTICE_HEADER,
        "required": True,
        "description": "通知（JSON）的 base64，签名针对该 JSON / the notice, JSON in base64; "
        "what is signed is that JSON",
        "schema": {"type": "string"},
    },
)
CONTENT_BODY = {
    "required": True,
    "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
}
_LONGEST_NOTICE = 6_000
_SECONDS = 40.0  # below what the gateway waits; a scanner takes its time
_IN_MEMORY = 1024 * 1024
_NOT_A_NOTICE = Text(
    f"请求头 {NOTICE_HEADER} 应为通知的 base64。", f"{NOTICE_HEADER} must be the notice in base64."
)
_OTHER_CONTENT = Text(
    "收到的内容与此摘要不符。", "The content that arrived is not that of this digest."
)


class PaperNotice(StrictSchema):
    """A paper: what it is called, and the SHA-256 of its content in hexadecimal."""

    name = PlainText(200, required=True, metadata=label("文件名", "name of the file"))
    sha256 = fields.String(
        required=True,
        validate=validate.Regexp(r"[0-9a-f]{64}\Z"),
        metadata=label("内容的 SHA-256", "SHA-256 of the content"),
    )


class PaperTaken(Schema):
    """The case in whose file the paper lies now; the same content is one paper."""

    id = fields.String(required=True)
    track = fields.String(required=True)
    sha256 = fields.String(required=True)


@dataclass(frozen=True, slots=True)
class CaseOfPaper:
    """The case that a paper belongs to, and the service that keeps it."""

    service: str
    collection: str
    track: str
    id: str


def message_with_notice(request: Request) -> SignedMessage:
    """
    Return the signed message that a header carries; nothing of the content is read yet.

    So nobody makes us keep a byte who has not proved who he is.
    """
    said = request.headers.get(NOTICE_HEADER, "")
    try:
        body = base64.b64decode(said[:_LONGEST_NOTICE], validate=True)
    except binascii.Error as error:
        raise malformed(_NOT_A_NOTICE) from error
    return SignedMessage.over(request, body)


@contextmanager
def read_to_its_end(most_bytes: int) -> Iterator[None]:
    """Read what is left of the body: a sender who still sends would not hear a refusal."""
    source = expected(most_bytes)
    try:
        yield
    finally:
        for _ in source:
            pass


@contextmanager
def content_of_paper(sha256: str, most_bytes: int) -> Iterator[IO[bytes]]:
    """Give the content of the request; 413 for too much, 422 when it is not what was signed."""
    digest, source = hashlib.sha256(), expected(most_bytes)
    with tempfile.SpooledTemporaryFile(_IN_MEMORY) as content:
        for piece in source:
            digest.update(piece)
            content.write(piece)
        if not hmac.compare_digest(digest.hexdigest(), sha256):
            raise invalid({"sha256": [_OTHER_CONTENT]})
        yield content


def take_paper(
    client: ServiceClient,
    case: CaseOfPaper,
    caller: Identity,
    notice: Mapping[str, Any],
    most_bytes: int,
) -> dict[str, str]:
    """Return what is answered once the paper lies in its file; refused as the track refuses it."""
    with content_of_paper(notice["sha256"], most_bytes) as content:
        accepted(_handed_on(client, case, caller, FileStorage(content, notice["name"])))
    return {"id": case.id, "track": case.track, "sha256": notice["sha256"]}


def _handed_on(
    client: ServiceClient, case: CaseOfPaper, caller: Identity, file: FileStorage
) -> requests.Response:
    form = FilesForm.of([file])
    answer = client.request(
        case.service,
        "POST",
        f"/api/v1/{case.collection}/{case.id}/attachments",
        identity=caller,
        data=form,
        headers={"Content-Type": form.media_type, **in_the_senders_language()},
        timeout=(CONNECT_SECONDS, _SECONDS),
    )
    return checked(case.service, answer)
